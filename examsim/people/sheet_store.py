"""The folder of those who sat a form: `sheets.jsonl`, from which everything else in it is made again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from exams.errors import InputError
from exams.files.json_records import read_json_line, write_lines
from exams.files.regular_file import read_lines
from exams.form import Form
from examsim.people.sheet import Sheet
from reports.escaping import one_line

SHEETS = "sheets.jsonl"


def kept_sheets(folder: Path, form: Form) -> list[Sheet]:
    """The sheets kept in `folder`; none where there is no such file. InputError for those of another form."""
    path = folder / SHEETS
    if not path.is_file():
        return []
    sheets = read_all_sheets(folder)
    if other := [s for s in sheets if s.form_hash != form.content_hash]:
        raise InputError(
            f"the sheets here are of another form ({other[0].form_hash[:12]})",
            where=path,
            hint=f"{form.id} is {form.content_hash[:12]}: take another folder",
        )
    return sheets


def read_all_sheets(folder: Path) -> list[Sheet]:
    """The sheets in `folder`, of whatever form. InputError where there are none."""
    path = folder / SHEETS
    if not path.is_file():
        raise InputError(f"no {SHEETS} here", where=folder, hint="`examsim people FORM FOLDER FILE…` makes it")
    return [read_json_line(Sheet, line, path, n) for n, line in read_lines(path) if line.strip()]


def add_sheets(folder: Path, kept: list[Sheet], new: Iterable[Sheet]) -> tuple[list[Sheet], list[str]]:
    """All sheets, written; and a line for each that was left out because its id is there already."""
    ids = {s.id for s in kept}
    told = []
    for sheet in new:
        if sheet.id in ids:
            told.append(f"{sheet.source}: id {one_line(sheet.id, 40)!r} is there already: left out (--erase ID first)")
            continue
        ids.add(sheet.id)
        kept.append(sheet)
    folder.mkdir(parents=True, exist_ok=True)
    write_lines(folder / SHEETS, kept)
    return kept, told


def erase_sheet(folder: Path, kept: list[Sheet], person: str) -> list[Sheet]:
    """All sheets but those of this id, written. InputError where there is none."""
    left = [s for s in kept if s.id != person]
    if len(left) == len(kept):
        raise InputError(f"nobody has the id {person!r} here", where=folder / SHEETS, hint="ids are read as written")
    write_lines(folder / SHEETS, left)
    return left
