"""People who sat both forms: the same id in a folder of `examsim people` on each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exams.errors import InputError
from exams.form import Form
from examsim.linking.pair_runs import PairedRuns
from examsim.people.class_result import grades_of
from examsim.people.sheet import Sheet
from examsim.people.sheet_store import read_all_sheets
from scoring.linking.section_shares import CommonPerson


def pair_people(folders: Sequence[Path], practice: Form, real: Form) -> PairedRuns:
    """Common persons by id. InputError for a folder without sheets, or with sheets of neither form."""
    held: dict[str, dict[str, Sheet]] = {practice.content_hash: {}, real.content_hash: {}}
    for folder in folders:
        for sheet in read_all_sheets(folder):
            if sheet.form_hash not in held:
                raise InputError("the sheets here are of neither form", where=folder, hint="give a folder of each form")
            held[sheet.form_hash][sheet.id] = sheet
    first, second = held[practice.content_hash], held[real.content_hash]
    persons = tuple(
        CommonPerson(person, (grades_of(practice, first[person]),), (grades_of(real, second[person]),))
        for person in first
        if person in second
    )
    alone = len(first) + len(second) - 2 * len(persons)
    told = (f"{alone} people sat one of the forms alone: left out",) if alone else ()
    return PairedRuns(persons, len(persons), told)
