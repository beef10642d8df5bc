"""Which form a task puts to a model, and how: the parameters that inspect_ai keeps in its log (`-T NAME=VALUE`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from exams.errors import InputError
from exams.prompts.prompt import Layout
from examsim.running.choose import make_run_plan
from examsim.running.run_plan import RunPlan, Settings

LAYOUTS: tuple[Layout, ...] = ("few-shot", "zero-shot", "answer-only")
MODEL = "inspect:task"  # any model: inspect_ai knows which


@dataclass(frozen=True)
class TaskForm:
    """An exam, a form of it, and how its questions are put. `as_of` and `population` choose the norm told."""

    exam: str
    form: str | None = None
    section: str | None = None
    questions: str | None = None
    sample: int | None = None
    seed: int = 0
    prompt: str = "auto"
    shots: int | None = None
    vision: bool = False
    population: str | None = None
    as_of: str | None = None


@lru_cache(maxsize=8)
def plan_of(asked: TaskForm) -> RunPlan:
    """The plan that `examsim run` would make of the same words. InputError for a wrong exam, form or layout."""
    if asked.prompt != "auto" and asked.prompt not in LAYOUTS:
        raise InputError(f"no way of asking called {asked.prompt!r}", hint=f"one of auto, {', '.join(LAYOUTS)}")
    settings = Settings(
        layout=asked.prompt,  # type: ignore[arg-type]  # one of Layout, as checked
        sample=asked.sample,
        seed=asked.seed,
        shots=asked.shots,
        vision=asked.vision,
        left_open=("temperature", "max_tokens", "essay_temperature"),
    )
    plan = make_run_plan(
        asked.exam,
        MODEL,
        form=asked.form,
        section=asked.section,
        settings=settings,
        questions=Path(asked.questions) if asked.questions else None,
    )
    if plan.exam.routing:
        raise InputError(
            f"{plan.exam.id} is adaptive: its later questions depend on the answers, and Inspect asks all at once",
            hint=f"examsim run {plan.exam.id} --model inspect:PROVIDER/MODEL",
        )
    return plan


def not_graded_here(plan: RunPlan) -> str:
    """What of the form no key and no test can grade, in words; '' if nothing."""
    essays = [q for q in plan.form.questions if q.kind == "free_response"]
    if not essays:
        return ""
    points = sum(q.points for q in essays)
    return (
        f"{len(essays)} of {len(plan.form.questions)} questions are written answers ({points:g} points): not graded "
        "inside Inspect, so the exam's score is known as bounds only; "
        f"`examsim import-run LOG --exam {plan.exam.id} --grader MODEL` grades them"
    )
