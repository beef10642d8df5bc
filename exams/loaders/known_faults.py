"""Published lists of questions that somebody looked over, joined with a form by section and row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exams.benchmark import KnownFaults
from exams.errors import InputError
from exams.exam import Exam
from exams.form import Form


@dataclass(frozen=True)
class Verdict:
    """What a list says of one question: `kind` in its own word, and whether that means a fault."""

    question: str
    list: str
    kind: str
    faulty: bool
    source: str


def known_faults(exam: Exam, form: Form, folder: Path | None) -> tuple[Verdict, ...]:
    """The verdicts of the exam's lists on the questions of its set; none where a list is not at hand.

    A list lies in the exam's folder, or below `folder`. InputError for a list that lacks its columns, or whose keys are
    not those of the questions it names: then its rows are of another set.
    """
    return tuple(verdict for given in exam.known_fault for verdict in _verdicts(exam, form, given, folder))


def _verdicts(exam: Exam, form: Form, given: KnownFaults, folder: Path | None) -> Iterator[Verdict]:
    file = _file(exam, given, folder)
    if file is None:
        return
    keys = {q.id: q.key for q in form.questions}
    columns = [c for c in (given.section, given.row, given.key, given.kind) if c]
    with file.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.DictReader(text)
        missing = [c for c in columns if c not in (reader.fieldnames or ())]
        if missing:
            raise InputError(f"no column {missing[0]!r}", where=file, hint=f"{given.id} has {', '.join(columns)}")
        for row in reader:
            name = f"{row[given.section] if given.section else exam.id}-{row[given.row]}"
            if name not in keys:  # not asked: the form is a sample, or a part of the set
                continue
            if given.key and (row[given.key],) != keys[name]:
                raise InputError(
                    f"the key of {name} is {row[given.key]!r}, on the form {', '.join(keys[name])!r}",
                    where=file,
                    line=reader.line_num,
                    hint=f"this {given.id} is of another set of questions",
                )
            kind = row[given.kind]
            yield Verdict(name, given.id, kind, kind not in given.sound, given.provenance.source)


def _file(exam: Exam, given: KnownFaults, folder: Path | None) -> Path | None:
    own = exam.folder / given.file
    if own.is_file():
        return own
    return None if folder is None else next(iter(sorted(f for f in folder.rglob(given.file) if f.is_file())), None)
