"""Finished runs of the toy exam, with essays whose words the test chooses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from toy_exam import choice, essay, make_exam

from examsim.models.fake import FakeModel
from examsim.models.request import Reply, Request
from examsim.models.resources import RunResources
from examsim.results.steps import score_run
from examsim.running.choose import make_run_plan
from examsim.running.execute import execute
from examsim.running.run_plan import Settings
from examsim.running.write_run import write_run

Say = Callable[[Request], Reply | str | Exception]


def essay_text(question: str) -> str:
    """An answer that can be told from the others."""
    return f"The rule of the toy court on {question} is plain. Applied here, it binds the toy maker."


def judged(points: dict[str, float], evidence: str = "") -> str:
    """A grader's reply for the toy essay's two criteria."""
    return json.dumps({"grades": [{"criterion": c, "points": p, "evidence": evidence} for c, p in points.items()]})


def make_run(
    folder: Path,
    model: str = "tiny/secret-model-7b",
    *,
    essays: int = 2,
    say: Say | None = None,
    judge: Say | None = None,
    essay_of: Callable[[int], dict[str, object]] = essay,
) -> Path:
    """Sit the toy exam (two choices and some essays) and score it; the run's folder."""
    toy = folder / "toy"
    questions = [choice(1), choice(2), *(essay_of(n) for n in range(1, essays + 1))]
    exam = toy if toy.is_dir() else make_exam(toy, questions)
    plan = make_run_plan(str(exam), model, form=None, section=None, settings=Settings(), grader="judge")

    def answer(request: Request) -> Reply | str | Exception:
        if request.metadata.kind == "free_response":
            return essay_text(request.metadata.question)
        return "The answer is therefore [B]"

    resources = RunResources(
        cache=folder / "answers.sqlite",
        model=FakeModel(say or answer, model),
        grader=FakeModel(judge or (lambda _: judged({"c1": 3, "c2": 1}, "The rule of the toy court"))),
    )
    run = folder / plan.run_id
    write_run(execute(plan, resources, lambda *_: None), run)
    score_run(run)
    return run


def sit_choices(exam: Path, model: str, letters: dict[str, str], runs: Path, form: Path | None = None) -> Path:
    """Sit the choices of a toy exam's practice form, or of `form`, with these letters, by question; the scored run."""
    plan = make_run_plan(str(exam), model, form=None if form is None else str(form), section=None, settings=Settings())
    resources = RunResources(
        cache=runs / "answers.sqlite",
        model=FakeModel(lambda request: f"The answer is therefore [{letters[request.metadata.question]}]", model),
    )
    run = runs / plan.run_id
    write_run(execute(plan, resources, lambda *_: None), run)
    score_run(run)
    return run
