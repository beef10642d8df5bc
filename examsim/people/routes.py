"""People who sit an adaptive exam: one paper a route, and of each sheet which second module was sat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product

from exams.errors import InputError
from exams.exam import Exam
from exams.form import Form
from exams.routing import Routing, as_sat, open_routings
from examsim.people.class_result import grades_of
from examsim.people.sheet import Sheet
from scoring.adaptive.choose_module import choose_modules


def paper_form(form: Form, exam: Exam | None, modules: Iterable[str]) -> Form:
    """The form that a paper holds: of an adaptive exam the first modules and the second ones that are named, as a
    paper can't count points. InputError where one is not named, or is none."""
    routings, named = routes_of(form, exam), list(modules)
    chosen: dict[str, tuple[str, ...]] = {}
    for routing in routings:
        found = [n for n in named if n in {m.id for m in routing.second_on(form.questions)}]
        if len(found) != 1:
            names = " or ".join(f"--module {m.id}" for m in routing.second_on(form.questions))
            raise InputError(
                f"{form.id} is adaptive: which second module of {routing.section!r} is sat hangs on the first, and a "
                "paper can't count its points",
                hint=f"make a paper for each: {names}. {threshold_words(routing)}",
            )
        chosen[routing.section] = (routing.first, found[0])
    if stray := [n for n in named if n not in {m for modules in chosen.values() for m in modules[1:]}]:
        raise InputError(f"--module {stray[0]!r} is no second module of {form.id}", hint="leave it out")
    if not routings:
        return form
    sat = as_sat(form, chosen)
    seconds = dict.fromkeys(r.named(chosen[r.section][1]).name for r in routings)
    # the form's own title tells of all its modules, of which a candidate sees some
    title = f"{form.head.title.removesuffix(', all modules').split(': ')[0]}: {', '.join(seconds)}"
    return replace(sat, head=sat.head.model_copy(update={"title": title}))


def routes_of(form: Form, exam: Exam | None) -> tuple[Routing, ...]:
    """The sections of the form of which one of several second modules is sat."""
    return () if exam is None else open_routings(exam.routing, form)


def threshold_words(routing: Routing) -> str:
    """'from 7 of 12 points in the first module on: harder second section'."""
    later = [m for m in routing.module if m.from_points > 0]
    return "; ".join(
        f"from {m.from_points:g} of {routing.first_points:g} points in the first module on: {m.name}" for m in later
    )


def paper_hashes(form: Form, exam: Exam | None) -> frozenset[str]:
    """Content hashes of all papers that a candidate may meet, the whole form's among them."""
    routings = routes_of(form, exam)
    found = {form.content_hash}
    for chosen in product(*(r.second_on(form.questions) for r in routings)):
        sat = {r.section: (r.first, m.id) for r, m in zip(routings, chosen, strict=True)}
        found.add(as_sat(form, sat).content_hash)
    return frozenset(found)


def with_modules_sat(sheet: Sheet, form: Form, exam: Exam | None) -> tuple[Sheet, str]:
    """The sheet with the questions of the modules that were not sat, and a line where that is odd ('' = it is not).

    Sat is the one second module in which something was answered; where none was, or several, the one that the points
    in the first lead to.
    """
    routings = routes_of(form, exam)
    if exam is None or not routings:
        return sheet, ""
    led_to = choose_modules(exam, form, grades_of(form, sheet))
    not_asked, odd = [], []
    for routing, wanted in zip(routings, led_to, strict=True):
        of = {q.id: q.module for q in form.section_questions(routing.section)}
        touched = {of[q] for q in (*(q for q, a in sheet.answers.items() if a), *sheet.points) if q in of}
        answered = [m.id for m in routing.module if m.id in touched]
        sat = answered[0] if len(answered) == 1 else wanted.module
        if len(answered) > 1:
            odd.append(f"answers in several second modules of {routing.section}: {sat} counts, {wanted.why}")
        elif answered and sat != wanted.module:
            odd.append(f"sat {sat}, where {wanted.why}")
        not_asked += [q for q, module in of.items() if module not in (None, routing.first, sat)]
    return sheet.model_copy(update={"not_asked": tuple(not_asked)}), "; ".join(odd)
