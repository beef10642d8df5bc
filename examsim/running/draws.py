"""Several independent answers to each question: `--draws N`. The first is the answer, the others are kept beside it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from exams.counted import counted
from exams.errors import InputError
from exams.question import Question
from examsim.running.run_plan import RunPlan, Settings
from scoring.reading.grade_draws import as_answers, with_drawn
from scoring.types import UNKNOWN, Answer, DrawnAnswer, Grade, Usage

Sit = Callable[[Question, int], Awaitable[Answer]]


async def drawn_answer(plan: RunPlan, sit: Sit, question: Question) -> Answer:
    """The answer with its further draws, each a sample of its own. Where the first fails no other is asked for."""
    answer = await sit(question, 0)
    for index in range(1, 1 if answer.status in UNKNOWN else plan.draws_of(question)):
        further = await sit(question, index)
        answer = answer.model_copy(
            update={"draws": (*answer.draws, _drawn(further)), "usage": _sum(answer.usage, further.usage)}
        )
    return answer


async def grade_each(answer: Answer, grade: Callable[[Answer], Awaitable[Grade]]) -> Grade:
    """The first draw's grade, with the points of all: each essay is graded by itself."""
    if not answer.draws:
        return await grade(answer)
    grades = [await grade(one) for one in as_answers(answer)]
    return with_drawn(grades[0], grades)


def check_draws(settings: Settings) -> None:
    """InputError for draws that could not be independent."""
    if settings.draws > 1 and settings.show_failing:
        raise InputError(
            "--show-failing makes programs depend on each other, and --draws asks for independent ones",
            hint="leave one of them out; --attempts N --show-failing gives a program N tries",
        )


def about_draws(plan: RunPlan, answers: Sequence[Answer]) -> list[str]:
    """What a reader must know of the draws."""
    if plan.settings.draws < 2:
        return []
    if plan.draws_of_any < 2:
        return [f"--draws {plan.settings.draws}: chance, replayed files and shown probabilities are asked for once"]
    lines = []
    cold = [q for q in plan.form.questions if plan.draws_of(q) > 1 and plan.temperature(q) == 0]
    if cold:
        lines.append(
            f"{counted(len(cold), 'question was', 'questions were')} drawn at temperature 0: "
            "draws at 0 say little of how answers vary"
        )
    drawn = [a for a in answers if a.draws]
    if len(drawn) > 2 and all(d.text == a.text for a in drawn for d in a.draws) and not cold:
        lines.append("all draws of every question are the same text: does the server sample at all?")
    if failed := sum(d.status in UNKNOWN for a in drawn for d in a.draws):
        lines.append(
            f"{failed} further draws failed: they are left out, and a new start of the run asks for them again"
        )
    return lines


def _drawn(answer: Answer) -> DrawnAnswer:
    return DrawnAnswer(
        status=answer.status,
        text=answer.text,
        reasoning=answer.reasoning,
        choice=answer.choice,
        truncated=answer.truncated,
        note=answer.note,
    )


def _sum(first: Usage, more: Usage) -> Usage:
    costs = [u.cost for u in (first, more) if u.cost is not None]
    counts = {n: getattr(first, n) + getattr(more, n) for n in Usage.model_fields if n != "cost"}
    return Usage(**counts, cost=sum(costs) if costs else None)
