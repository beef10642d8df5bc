"""Adaptive exams: which second module of a section is sat hangs on the points in the first one. All of it is data.

A question says in `module` where it belongs. Everybody sits the first module; of the second ones only the chosen one is
sat, so that the others' questions are neither wrong nor missing: they belong to no answer sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from exams.form import Form
from exams.provenance import Provenance, Table
from exams.question import Question


class Module(Table):
    """A second module and the points in the first one from which it is sat."""

    id: str = Field(description="name by which questions and scales say that they belong here")
    name: str = Field(description="name for people: 'harder second section'")
    from_points: float = Field(0.0, ge=0, alias="from", description="sat from this many points in the first module")


class Routing(Table):
    """One section of which the second module is chosen by the points in the first: GRE, digital SAT."""

    section: str = Field(description="section that is adaptive")
    first: str = Field(description="module that everybody sits first")
    first_points: float = Field(gt=0, description="maximum points of the first module in the real exam")
    module: tuple[Module, ...] = Field(min_length=2, description="second modules, from the easiest up")
    provenance: Provenance = Field(description="where the thresholds come from")

    @model_validator(mode="after")
    def _leads_everybody_somewhere(self) -> Self:
        ids = [self.first, *(m.id for m in self.module)]
        if len(set(ids)) < len(ids):
            raise ValueError("two modules share an id")
        starts = [m.from_points for m in self.module]
        if starts[0] != 0:
            raise ValueError(f"module {self.module[0].id!r} starts at {starts[0]:g} points, not at 0")
        if any(later <= earlier for earlier, later in pairwise(starts)):
            raise ValueError("second modules must be listed by rising `from`")
        if starts[-1] > self.first_points:
            raise ValueError(f"nobody reaches {starts[-1]:g} of {self.first_points:g} points")
        return self

    @property
    def modules(self) -> tuple[str, ...]:
        """Ids of all modules, the first one first."""
        return (self.first, *(m.id for m in self.module))

    def named(self, module: str) -> Module:
        """The second module with this id; KeyError if there is none."""
        return {m.id: m for m in self.module}[module]

    def module_for(self, share: float) -> Module:
        """The second module for this share, 0 to 1, of the first one's points."""
        reached = [m for m in self.module if share * self.first_points >= m.from_points - 1e-9]
        return reached[-1]

    def second_on(self, questions: Iterable[Question]) -> tuple[Module, ...]:
        """The second modules of which there are questions, from the easiest up."""
        there = {q.module for q in questions if q.section == self.section}
        return tuple(m for m in self.module if m.id in there)


def open_routings(routings: Iterable[Routing], form: Form) -> tuple[Routing, ...]:
    """The sections of which the form holds several second modules, so that one has to be chosen."""
    return tuple(r for r in routings if len(r.second_on(form.questions)) > 1)


def first_stage(routings: Iterable[Routing], form: Form) -> tuple[Question, ...]:
    """What is asked before any module is chosen: all but the second modules of the sections in `routings`."""
    later = {(r.section, m.id) for r in routings for m in r.module}
    return tuple(q for q in form.questions if (q.section, q.module) not in later)


def as_sat(form: Form, sat: Mapping[str, tuple[str, ...]]) -> Form:
    """The form with the modules that were sat alone. `sat`: section → its modules; other sections stay whole."""
    asked = {q.id for q in form.questions if q.module is None or q.module in sat.get(q.section, (q.module,))}
    return form_of(form, asked)


def sat_module(routing: Routing, questions: Iterable[Question]) -> str | None:
    """The one second module of which there are questions; None where there are several, or none."""
    there = routing.second_on(questions)
    return there[0].id if len(there) == 1 else None


def form_of(form: Form, asked: set[str]) -> Form:
    """The form with these questions alone, and the passages that they lean on; a link is of the whole form only."""
    questions = tuple(q for q in form.questions if q.id in asked)
    used = {q.passage for q in questions}
    passages = {n: p for n, p in form.passages.items() if n in used}
    return replace(form, questions=questions, passages=passages, link=None)  # a link is of the whole form
