"""Sheets out of files: a table with a row for each person, a long table (IRW), or the file that the page saves.

A row or cell that cannot be used is told in one line and left out; a file that cannot be used at all is an InputError.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exams.errors import InputError
from exams.files.csv_records import CsvRecord, csv_records
from exams.files.regular_file import read_text
from exams.form import Form
from exams.question import Question
from examsim.people.sheet import Consent, Sheet
from reports.escaping import one_line
from scoring.reading.key_grading import number

SHEET_SCHEMA = "examsim.sheet/1"
ABOUT_THE_PERSON = ("id", "consent", "date", "rt", "item", "resp", "answer", "rater")
YES, NO = ("yes", "y", "true", "1", "x", "ja", "oui"), ("no", "n", "false", "0", "nein", "non")


@dataclass(frozen=True)
class ReadSheets:
    """The sheets of some files; `bad`: one line for each row, cell or column left out; `refused`: without consent."""

    sheets: tuple[Sheet, ...]
    bad: tuple[str, ...]
    refused: int = 0


def read_sheets(files: Iterable[Path], form: Form, papers: frozenset[str] = frozenset()) -> ReadSheets:
    """The sheets in `files`, of any of the three kinds each. InputError for a file that is none of them. `papers`:
    hashes of an adaptive form's papers, one a route, whose saved files are of this form too."""
    sheets: list[Sheet] = []
    bad: list[str] = []
    refused = 0
    for path in files:
        found = _page_file(path, form, papers) if path.suffix == ".json" else _table(path, form)
        sheets += found.sheets
        bad += found.bad
        refused += found.refused
    return ReadSheets(tuple(sheets), tuple(bad), refused)


def _table(path: Path, form: Form) -> ReadSheets:
    names, rows = csv_records(path)
    if "id" not in names:
        raise InputError("no column 'id'", where=path, line=1, hint="the first line names the columns")
    long = "item" in names and ("resp" in names or "answer" in names)
    return _long(path, names, rows, form) if long else _wide(path, names, rows, form)


def _wide(path: Path, names: tuple[str, ...], rows: list[tuple[int, CsvRecord]], form: Form) -> ReadSheets:
    questions = {q.id: q for q in form.questions}
    asked = [n for n in names if n in questions]
    if not asked:
        raise InputError(f"no column is a question of {form.id}", where=path, line=1, hint=_first_ids(form))
    bad = [
        f"{path.name}, line 1: column {one_line(n, 40)!r} is no question of the form: left out"
        for n in names
        if n not in questions and n not in ABOUT_THE_PERSON
    ]
    sheets, refused = [], 0
    for line, row in rows:
        where = f"{path.name}, line {line}"
        consent = _consent(row.get("consent", ""), where, bad)
        if consent is None:
            refused += 1
            continue
        if not row["id"].strip():
            bad.append(f"{where}: no id: left out")
            continue
        answers = {n: _answer(questions[n], row[n], where, bad) for n in asked}
        sheets.append(_sheet(row["id"], form, consent, path, row.get("date", ""), answers, {}))
    return ReadSheets(tuple(sheets), tuple(bad), refused)


def _long(path: Path, names: tuple[str, ...], rows: list[tuple[int, CsvRecord]], form: Form) -> ReadSheets:
    """IRW's `id,item,resp`: resp is points of the question, or a share of them; `answer` instead: what was said."""
    questions = {q.id: q for q in form.questions} | {f"{form.id}:{q.id}": q for q in form.questions}
    bad: list[str] = []
    answers: dict[str, dict[str, tuple[str, ...]]] = {}
    points: dict[str, dict[str, float]] = {}  # as written
    dates: dict[str, str] = {}
    consents: dict[str, Consent | None] = {}
    for line, row in rows:
        where, person = f"{path.name}, line {line}", row["id"].strip()
        question = questions.get(row["item"].strip())
        if not person or question is None:
            what = "no id" if not person else f"{one_line(row['item'], 60)!r} is no question of the form"
            bad.append(f"{where}: {what}: left out")
            continue
        if person not in consents:
            consents[person] = _consent(row.get("consent", ""), where, bad)
            dates[person] = row.get("date", "")
        if question.id in answers.setdefault(person, {}) or question.id in points.setdefault(person, {}):
            bad.append(f"{where}: {one_line(person, 40)!r} has answered {question.id} before: left out")
        elif "resp" in names:
            _points(question, row["resp"], where, points[person], bad)
        else:
            answers[person][question.id] = _answer(question, row["answer"], where, bad)
    if not consents:
        raise InputError(f"no row is of a question of {form.id}", where=path, hint=_first_ids(form))
    _as_shares(questions, points, path, bad)
    sheets = [
        _sheet(person, form, consent, path, dates[person], answers[person], points[person])
        for person, consent in consents.items()
        if consent is not None
    ]
    return ReadSheets(tuple(sheets), tuple(bad), sum(c is None for c in consents.values()))


def _points(question: Question, text: str, where: str, points: dict[str, float], bad: list[str]) -> None:
    if text.strip() in ("", "NA"):
        return  # IRW's missing response: not asked
    value = number(text)
    if value is None or not 0 <= value <= max(1.0, question.points):
        bad.append(f"{where}: resp {one_line(text, 30)!r} is not within 0 to {question.points:g}: left out")
        return
    points[question.id] = float(value)


def _as_shares(questions: dict[str, Question], points: dict[str, dict[str, float]], path: Path, bad: list[str]) -> None:
    """Make every value a share. An item's scale shows in all of its values: above 1 they are points, else shares.

    Where there are only 0 and 1, both could be meant, and it is told how they were read.
    """
    given: dict[str, list[float]] = {}
    for own in points.values():
        for name, value in own.items():
            given.setdefault(name, []).append(value)
    for name, values in given.items():
        most = questions[name].points
        if most > 1 and set(values) <= {0.0, 1.0} and any(values):
            bad.append(f"{path.name}: {name}: resp is 0 and 1 alone: 1 is read as all of its {most:g} points")
        if max(values) > 1:
            for own in points.values():
                if name in own:
                    own[name] /= most


def _page_file(path: Path, form: Form, papers: frozenset[str]) -> ReadSheets:
    try:
        data = json.loads(read_text(path))
    except (ValueError, OSError, RecursionError) as error:
        raise InputError(f"not a file that the page saved: {str(error)[:120]}", where=path) from None
    if not isinstance(data, dict) or data.get("schema") != SHEET_SCHEMA or not isinstance(data.get("answers"), dict):
        raise InputError("not a file that the page saved", where=path, hint=f"it says schema {SHEET_SCHEMA}")
    if data.get("form_hash") not in {form.content_hash, *papers}:
        raise InputError("a sheet of another form", where=path, hint=f"sheets of {form.id} are read here")
    if data.get("consent") is not True:
        return ReadSheets((), (), 1)
    bad: list[str] = []
    questions = {q.id: q for q in form.questions}
    answers = {}
    for name, given in data["answers"].items():
        if name not in questions:
            bad.append(f"{path.name}: {one_line(name, 40)!r} is no question of the form: left out")
            continue
        text = ",".join(map(str, given)) if isinstance(given, list) else str(given)
        answers[name] = _answer(questions[name], text, path.name, bad)
    person = str(data.get("id", "")).strip()
    if not person:
        return ReadSheets((), (*bad, f"{path.name}: no id: left out"))
    date = str(data.get("finished") or data.get("started") or "")[:10]
    return ReadSheets(
        (_sheet(person, form, "yes", path, date, answers, {}, _seconds(data.get("seconds"))),), tuple(bad)
    )


def _seconds(given: Any) -> dict[str, float]:
    if not isinstance(given, dict):
        return {}
    return {str(k): float(v) for k, v in given.items() if isinstance(v, int | float) and 0 <= v < 1e7}


def _sheet(
    person: str,
    form: Form,
    consent: Consent,
    path: Path,
    date: str,
    answers: dict[str, tuple[str, ...]],
    points: dict[str, float],
    seconds: dict[str, float] | None = None,
) -> Sheet:
    return Sheet(
        id=person.strip()[:200], form_hash=form.content_hash, consent=consent, source=path.name[:200], date=date[:10],
        answers=answers, points=points, seconds=seconds or {},
    )  # fmt: skip


def _consent(text: str, where: str, bad: list[str]) -> Consent | None:
    """None where consent was refused; a word that is neither is told, and nothing is kept."""
    word = text.strip().casefold()
    if not word:
        return "unknown"
    if word in YES:
        return "yes"
    if word not in NO:
        bad.append(f"{where}: consent {one_line(text, 30)!r} is neither yes nor no: not kept")
    return None


def _answer(question: Question, text: str, where: str, bad: list[str]) -> tuple[str, ...]:
    """Labels, or the text alone; a label that the question has not is told, and counts as an answer that is wrong."""
    text = text.strip()
    if not text:
        return ()
    if not question.options:
        return (text,)
    labels = {o.label.casefold(): o.label for o in question.options}
    if text.casefold() in labels:
        return (labels[text.casefold()],)
    pieces = [p for p in re.split(r"[\s,;/]+", text) if p]
    if len(pieces) == 1 and question.kind == "multiple_select":
        pieces = list(text)
    if stray := [p for p in pieces if p.casefold() not in labels]:
        known = ", ".join(labels.values())
        bad.append(f"{where}: {question.id}: {one_line(stray[0], 30)!r} is not one of {known}: counts as no answer")
        return ()
    return tuple(labels[p.casefold()] for p in pieces)


def _first_ids(form: Form) -> str:
    return f"its questions are {', '.join(q.id for q in form.questions[:4])} …"
