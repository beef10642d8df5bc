"""Adaptive exams: ask the first modules, score them by the key, then ask the second modules that they lead to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from itertools import product

from exams.question import Question
from exams.routing import as_sat, first_stage, open_routings
from examsim.running.run_plan import RunPlan
from scoring.adaptive.choose_module import KEYED, choose_modules, form_as_sat
from scoring.reading.key_grading import grade_by_key
from scoring.types import Answer, SatModule

Ask = Callable[[Sequence[Question]], Awaitable[list[Answer]]]


async def ask_in_stages(plan: RunPlan, ask: Ask) -> tuple[RunPlan, list[Answer]]:
    """The answers in the form's order, and the plan with the form as it was sat; in one stage where nothing is routed.

    The decision hangs on recorded answers alone, so that the same answers lead to the same module again. Of several
    draws the first decides.
    """
    routings = open_routings(plan.exam.routing, plan.form)
    if not routings:
        return plan, await ask(plan.form.questions)
    first = first_stage(routings, plan.form)
    answers = await ask(first)
    sat = as_routed(plan, choose_modules(plan.exam, plan.form, (grade_by_key(*p) for p in _keyed(first, answers))))
    done = {a.question: a for a in answers}
    done |= {a.question: a for a in await ask([q for q in sat.form.questions if q.id not in done])}
    return sat, [done[q.id] for q in sat.form.questions]


def as_routed(plan: RunPlan, chosen: tuple[SatModule, ...]) -> RunPlan:
    """The plan with the chosen modules alone; it keeps its name."""
    return replace(plan, form=form_as_sat(plan.form, chosen), whole=plan.whole or plan.form, routed=chosen)


def possible_papers(plan: RunPlan) -> list[RunPlan]:
    """The plan with each choice of second modules that a candidate may meet."""
    routings = open_routings(plan.exam.routing, plan.form)
    choices = product(*(r.second_on(plan.form.questions) for r in routings))
    return [
        replace(
            plan, form=as_sat(plan.form, {r.section: (r.first, m.id) for r, m in zip(routings, chosen, strict=True)})
        )
        for chosen in choices
    ]


def _keyed(questions: Iterable[Question], answers: Iterable[Answer]) -> Iterable[tuple[Question, Answer]]:
    return ((q, a) for q, a in zip(questions, answers, strict=True) if q.kind in KEYED)


def about_modules(plan: RunPlan) -> list[str]:
    """What a reader must know of the modules that were sat."""
    names = {s.id: s.name for s in plan.exam.section}
    lines = [f"{names[c.section]}: {c.why}" for c in plan.routed if c.ungraded or c.max_points != c.threshold_of]
    if plan.routed and plan.draws_of_any > 1:
        lines.append("the first draw of each question decided which second module is sat; all draws are of that one")
    if plan.routed and plan.whole is not None and plan.whole.link is not None:
        lines.append(
            "the form's link is of all its modules together and says nothing of the paper that was sat: not used"
        )
    return lines
