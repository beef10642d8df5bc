"""Which second module of an adaptive exam was sat, in words beside the score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exams.exam import Exam
from exams.form import Form
from scoring.types import Note, SatModule


def notes_on_modules(exam: Exam, form: Form, chosen: Iterable[SatModule]) -> tuple[Note, ...]:
    """One line for each adaptive section: by what its second module was chosen, or that the form left no choice."""
    by_section = {c.section: c for c in chosen}
    lines = []
    for routing in exam.routing:
        name, there = exam.section_named(routing.section).name, routing.second_on(form.questions)
        if (sat := by_section.get(routing.section)) is not None:
            lines.append(
                f"{name} is adaptive, {sat.name} sat: {sat.why}; {len(sat.not_sat)} questions of other modules were "
                "not asked: they are neither wrong nor missing"
            )
        elif len(there) == 1:
            lines.append(f"{name} is adaptive, but the form holds the {there[0].name} alone: sat whatever came before")
    return tuple(Note(level="info", text=line) for line in lines)


def warnings_on_form(exam: Exam, form: Form) -> Iterator[str]:
    """Where a form holds several second modules of a section, as no candidate's paper does."""
    for routing in exam.routing:
        there = routing.second_on(form.questions)
        if len(there) > 1:
            names = " and ".join(m.name for m in there)
            yield f"the form holds the {names}: nobody sits them all, so the score is no candidate's"
