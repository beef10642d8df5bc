"""What inspect_ai's entry point loads: a task for each exam of the catalogue, and `examsim/exam` for a folder of yours.

`inspect eval examsim/ube --model openai/gpt-4o -T sample=20`. This module is imported by inspect_ai alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from logging import getLogger
from typing import Any

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset
from inspect_ai.model import GenerateConfig
from inspect_ai.scorer import mean, metric, scorer
from inspect_ai.solver import solver

from exams.errors import InputError
from exams.files.exam_folder import shipped_exams
from examsim.inspect_tasks.dataset import STOP, samples_of
from examsim.inspect_tasks.exam_score import exam_score
from examsim.inspect_tasks.reader import reader
from examsim.inspect_tasks.task_form import TaskForm, not_graded_here, plan_of
from examsim.running.choose import newest_editions
from examsim.running.requests import is_long

OWN = "exam"  # the task that takes any exam folder


def _ask() -> Any:
    """Ask once, and stop a few-shot reply where the next question would begin."""

    async def solve(state: Any, generate: Any) -> Any:
        stop = (state.metadata or {}).get(STOP)
        return await (generate(state, stop_seqs=stop) if stop else generate(state))

    return solve


examsim_reader = scorer(metrics=[mean()], name="reader")(reader)
examsim_score = metric(name="exam_score")(exam_score)
examsim_ask = solver(name="ask")(_ask)


def task_of(of: TaskForm) -> Any:
    """The task. PrerequisiteError, inspect_ai's one-line error, for an exam or a form that cannot be used."""
    from inspect_ai._util.error import PrerequisiteError

    try:
        plan = plan_of(of)
        samples = samples_of(plan)
    except InputError as error:
        raise PrerequisiteError(str(error)) from None
    given = {name: value for name, value in asdict(of).items() if value is not None}
    long = any(is_long(q) for q in plan.form.questions)
    unknown = not_graded_here(plan)
    return Task(
        dataset=MemoryDataset(samples, name=plan.form.id),
        solver=examsim_ask(),
        scorer=examsim_reader(**given),
        metrics=[examsim_score(**given)],
        # one for all questions, so that --temperature and --max-tokens still decide
        config=GenerateConfig(
            temperature=plan.settings.temperature,
            max_tokens=plan.settings.essay_max_tokens if long else plan.settings.max_tokens,
        ),
        metadata={
            "exam": plan.exam.name,
            "form_hash": plan.form.content_hash,
            "scale": plan.exam.score.name,
            "not_known": [*([unknown] if unknown else []), "whether the questions were in the training data"],
        },
    )


def _task(exam: str) -> Callable[..., Any]:
    def build(
        form: str | None = None,
        section: str | None = None,
        questions: str | None = None,
        sample: int | None = None,
        seed: int = 0,
        prompt: str = "auto",
        shots: int | None = None,
        vision: bool = False,
        population: str | None = None,
        as_of: str | None = None,
    ) -> Any:
        year = None if as_of is None else str(as_of)  # Inspect reads 2023 as a number
        (newest,), told = newest_editions([exam])
        for line in told:
            getLogger(__name__).warning(line)
        of = TaskForm(newest, form, section, questions, sample, seed, prompt, shots, vision, population, year)
        return task_of(of)

    build.__doc__ = f"{exam}: its practice form, or `-T form=PATH`."
    return build


def _own(exam: str, **asked: Any) -> Any:
    """An exam folder of yours, or an edition: `inspect eval examsim/exam -T exam=my-exam`."""
    from inspect_ai._util.error import PrerequisiteError

    known = [f.name for f in fields(TaskForm)]
    if unknown := [name for name in asked if name not in known]:
        raise PrerequisiteError(f"no parameter {unknown[0]!r} -- one of {', '.join(known)}")
    return _task(exam)(**asked)


for _exam in shipped_exams():
    task(name=_exam)(_task(_exam))
task(name=OWN)(_own)
