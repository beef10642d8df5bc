"""Check any source of questions: form folders as they stand, other formats as they would be imported."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from exams.checks.check_form import check_form
from exams.checks.finding import Finding
from exams.errors import InputError
from exams.files.form_folder import load_form, write_form
from exams.licence import licence_fault
from exams.loaders.assemble import Place
from exams.loaders.open_form import read_form


def check_source(spec: str) -> Iterator[Finding]:
    """Findings for a form folder, or for a file of any known format, by the lines of that file."""
    if (Path(spec) / "form.toml").is_file():
        yield from check_form(Path(spec))
        yield from _licence_fault(Path(spec))
        return
    with tempfile.TemporaryDirectory(prefix="examsim-") as name:
        folder = Path(name)
        try:
            reading = read_form(spec, keep_faults=True, keep_stops=True, pictures=folder)
        except InputError as error:
            yield _as_finding(error, spec)
            return
        for fault in reading.faults:
            yield _as_finding(fault, spec)
        for stop in reading.account.stops:
            yield _as_finding(stop, spec)
        for note in reading.account.notes:
            yield Finding("warning", note, spec)
        write_form(reading.form, folder)
        questions = str(folder / "questions.jsonl")
        for found in check_form(folder):
            if found.file != questions or found.line is None:
                yield replace(found, file=spec, line=None)
                continue
            yield _at_its_place(found, spec, reading.places)


def _licence_fault(folder: Path) -> Iterator[Finding]:
    """Whether a form says under which licence it may be passed on: a warning, as it can be sat without."""
    try:
        head = load_form(folder).head
    except InputError:
        return  # told by the checks of the form
    if fault := licence_fault(head.licence):
        what = f'{fault}: `licence = "CC-BY-4.0"`, or LicenseRef-… for terms of your own'
        yield Finding("warning", what, str(folder / "form.toml"))


def _at_its_place(found: Finding, spec: str, places: list[Place]) -> Finding:
    """A finding on the imported form, at the place in the source that its line came from."""
    mine = places[(found.line or 1) - 1]
    file = spec if Path(spec).is_file() else str(mine.file)
    what = found.what
    if found.other is not None:
        other = places[found.other - 1]
        if other.file == mine.file and other.line is not None:
            return replace(found, file=file, line=mine.line, other=other.line)
        where = other.word if other.line is None else f"line {other.line}"
        what = f"{what} ({where if other.file == mine.file else f'{other.file.name} {where}'})"
    if mine.line is None:
        file = f"{file} {mine.word}"
    return replace(found, file=file, line=mine.line, other=None, what=what)


def _as_finding(error: InputError, spec: str) -> Finding:
    hint = f" -- {error.hint}" if error.hint else ""
    return Finding("error", error.what + hint, str(error.where or spec), error.line)
