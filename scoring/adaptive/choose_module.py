"""Adaptive exams: the second module of a section, by the points in the first. A pure function of form and grades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exams.errors import InputError
from exams.exam import Exam
from exams.form import Form
from exams.question import Question
from exams.routing import Module, Routing, as_sat, open_routings
from scoring.types import Grade, SatModule

KEYED = ("multiple_choice", "multiple_select", "numeric", "short_answer")


def choose_modules(exam: Exam, form: Form, grades: Iterable[Grade]) -> tuple[SatModule, ...]:
    """The second module of each section of which `form` holds several, from the grades of its first module.

    The threshold is taken as a share of the first module's points, so that a sample of the questions is routed too.
    A question without points (its call failed) gives none; `ungraded` counts them. InputError where the form holds no
    question of the first module that a key can grade.
    """
    of = {g.question: g for g in grades}
    return tuple(_choose(routing, form, of) for routing in open_routings(exam.routing, form))


def form_as_sat(form: Form, chosen: Iterable[SatModule]) -> Form:
    """The form with the chosen second modules alone: what one candidate was asked."""
    return as_sat(form, {c.section: (c.first, c.module) for c in chosen})


def _choose(routing: Routing, form: Form, grades: Mapping[str, Grade]) -> SatModule:
    first = [q for q in form.section_questions(routing.section) if q.module == routing.first and q.kind in KEYED]
    if not first:
        raise InputError(
            f"no question of module {routing.first!r} is asked: no second module of {routing.section!r} can be chosen",
            where=form.id,
            hint="ask more questions, or a form with one second module only",
        )
    earned = [g.points for q in first if (g := grades.get(q.id)) is not None and g.points is not None]
    points, most = sum(earned), sum(q.points for q in first)
    there = routing.second_on(form.questions)
    wanted = routing.module_for(points / most)
    chosen = wanted if wanted in there else there[0] if wanted.from_points < there[0].from_points else there[-1]
    could = points + sum(q.points for q in first if (g := grades.get(q.id)) is None or g.points is None)
    others = [q.id for q in _second(routing, form) if q.module != chosen.id]
    return SatModule(
        section=routing.section,
        first=routing.first,
        module=chosen.id,
        name=chosen.name,
        points=points,
        max_points=most,
        threshold=chosen.from_points,
        threshold_of=routing.first_points,
        ungraded=len(first) - len(earned),
        not_sat=tuple(others),
        why=_why(routing, chosen, (points, could, most), len(first) - len(earned)),
    )


def _second(routing: Routing, form: Form) -> list[Question]:
    ids = {m.id for m in routing.module}
    return [q for q in form.section_questions(routing.section) if q.module in ids]


def _why(routing: Routing, chosen: Module, earned: tuple[float, float, float], ungraded: int) -> str:
    """'9 of 12 points in the first module; from 7 of 12 on: harder second section'. `earned`: points, points if what
    failed had been right, maximum."""
    points, could, most = earned
    wanted, best = routing.module_for(points / most), routing.module_for(could / most)
    said = f"{points:g} of {most:g} points in the first module; {_range(routing, wanted)}: {wanted.name}"
    if chosen != wanted:
        said += f", of which the form holds no question: {chosen.name} instead"
    if abs(most - routing.first_points) > 1e-9:
        said += f" (the threshold of {routing.first_points:g} points is taken in proportion)"
    if ungraded:
        otherwise = "" if best == wanted else f"; with them right it would have been the {best.name}"
        said += f"; {ungraded} of its questions failed and gave no points{otherwise}"
    return said


def _range(routing: Routing, module: Module) -> str:
    later = [m.from_points for m in routing.module if m.from_points > module.from_points]
    if module.from_points == 0:
        return f"below {later[0]:g} of {routing.first_points:g}"
    return f"from {module.from_points:g} of {routing.first_points:g} on"
