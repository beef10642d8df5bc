"""The pages that the server gives out: those of a report, with what only a server can add."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from exams.errors import ExamsimError, InputError
from examsim.results.present_grades import answer_hash
from examsim.view.notes import Note, read_notes
from examsim.view.run_list import RunPlace, run_places
from reports.live_run import LiveRun, read_live
from reports.packets.packet import Step, rubric_of, rubric_steps
from reports.pages.page_parts import Parts, part_page
from reports.pages.question_view import ROW, QuestionView, question_views
from reports.pages.run_page import QUESTION_ORDERS, run_parts
from reports.pages.run_view import TAGS, run_view
from reports.pages.templating import render
from reports.run_folder import Run, read_run
from scoring.types import ExamScore

PAGE = "report.html"  # as it is called in a run's folder; its parts are named after it
WHOLE = "whole.html"  # the same of a run as it ended before a start that goes on now
_GRADABLE = ("answered", "truncated", "unparsed")


@dataclass(frozen=True)
class Progress:
    """How far a run is. `points`: given so far, out of `of` for what is graded."""

    asked: int
    answered: int
    graded: int
    points: float
    of: float
    unread: int

    @property
    def share(self) -> float:
        """Answered of asked, 0 to 1."""
        return self.answered / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class SectionProgress:
    """The same for one section, by its id."""

    section: str
    progress: Progress


@dataclass(frozen=True)
class Listed:
    """A run in the list. `trouble`: why it can't be read, or ''."""

    place: RunPlace
    run: Run | None = None
    score: ExamScore | None = None
    progress: Progress | None = None
    trouble: str = ""


@dataclass(frozen=True)
class Tools:
    """What a reader may do on one question: give points (`steps`), read and write notes. `seen` names the answer."""

    steps: tuple[Step, ...]
    seen: str
    notes: tuple[Note, ...]


def list_page(root: Path, state: str) -> str:
    """The page of all runs under `root`, those that go on first."""
    listed = sorted((_listed(p) for p in run_places(root).values()), key=lambda r: not r.place.live)
    return render("view.html.jinja", served=True, root=root.resolve().name, listed=listed, state=state)


def run_page(place: RunPlace, state: str, number: int = 0, page: str = PAGE) -> str:
    """The page of one run: as reported, where it is whole; else what there is so far. InputError if unreadable.

    number: of the page of its questions that is asked for, where they are in parts; 0 for the run itself. page: the
    name that their folder has in addresses comes from it.
    """
    notes = read_notes(place.folder)
    if place.live:
        live = read_live(place.folder)
        questions = question_views(live.run)
        names = [(s, s) for s in dict.fromkeys(q.section for q in questions)]
        parts = run_parts(live.run, questions, names, page)
        if number > 0:
            tools = {q.id: Tools((), "", notes.get(q.id, ())) for q in questions}
            return _part(parts, number, "../", tools=tools, state=state)
        return render(
            "live.html.jinja",
            served=True,
            run=live.run,
            progress=_progress(live),
            sections=_by_section(live),
            questions=questions,
            columns=orjson.dumps(ROW).decode(),
            counts=[(tag, sum(tag in q.tags for q in questions)) for tag in TAGS],
            section_names=names,
            tools={q.id: Tools((), "", notes.get(q.id, ())) for q in questions},
            parts=parts,
            orders=QUESTION_ORDERS,
            home="",
            index="../../",
            state=state,
            earlier=place.finished,
        )
    run = read_run(place.folder)
    if run.score is None:
        raise InputError("this run has no score yet", where=place.folder, hint="`examsim score RUN` makes it")
    view = run_view(run)
    tools = {q.id: _tools(q, notes) for q in view.questions}
    parts = run_parts(run, view.questions, view.section_names, page)
    if number:
        return _part(parts, number, "../?whole" if page == WHOLE else "../", tools=tools, state=state)
    return render(
        "run.html.jinja",
        served=True,
        view=view,
        parts=parts,
        orders=QUESTION_ORDERS,
        home="",
        index="../../",
        siblings=(),
        comparison="",
        tools=tools,
        state=state,
    )


def _part(parts: Parts | None, number: int, home: str, **values: Any) -> str:
    """The page of one part of a run. InputError if the run has no such part."""
    if parts is None or number > len(parts.parts):
        raise InputError("this run has no such page of questions", hint="open the run from the list of all runs")
    return part_page(parts, parts.parts[number - 1], home, served=True, **values)


def trouble_page(error: ExamsimError) -> str:
    """A page that says what is wrong; it looks again by itself."""
    return render("view_trouble.html.jinja", served=True, trouble=str(error))


def _tools(question: QuestionView, notes: dict[str, tuple[Note, ...]]) -> Tools:
    asked, answer = question.question, question.answer
    gradable = asked is not None and asked.kind == "free_response" and answer and answer.status in _GRADABLE
    steps = rubric_steps(rubric_of(asked)) if asked is not None and gradable else ()
    return Tools(steps, answer_hash(answer) if answer else "", notes.get(question.id, ()))


def _listed(place: RunPlace) -> Listed:
    try:
        if place.live:
            live = read_live(place.folder)
            return Listed(place, live.run, progress=_progress(live))
        run = read_run(place.folder)
        return Listed(place, run, run.score)
    except ExamsimError as error:
        return Listed(place, trouble=error.what if isinstance(error, InputError) else str(error))


def _progress(live: LiveRun, section: str | None = None) -> Progress:
    form = live.run.form
    asked = [q for q in form.questions if section in (None, q.section)] if form else []
    ids = {q.id for q in asked}
    last = {name: grades[-1] for name, grades in live.run.grades_of.items() if name in ids}
    graded = [g for g in last.values() if g.points is not None]
    return Progress(
        asked=len(asked),
        answered=sum(i in live.run.answer_of for i in ids),
        graded=len(graded),
        points=sum(g.points or 0.0 for g in graded),
        of=sum(g.max_points for g in graded),
        unread=live.unread,
    )


def _by_section(live: LiveRun) -> list[SectionProgress]:
    names = dict.fromkeys(q.section for q in live.run.form.questions) if live.run.form else {}
    return [SectionProgress(name, _progress(live, name)) for name in names]
