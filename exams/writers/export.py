"""Write a form in another format and say what was lost, by reading it back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from exams.errors import InputError
from exams.form import Form
from exams.loaders.open_form import read_form
from exams.writers.aiken import write_aiken
from exams.writers.decon import write_decon
from exams.writers.evals import write_evals
from exams.writers.gift import write_gift
from exams.writers.inspect import write_inspect
from exams.writers.moodle import write_moodle
from exams.writers.qti import write_qti
from exams.writers.unsupported_fields import Loss, losses


@dataclass(frozen=True)
class Format:
    """How to write it, how to read it back, what its files are called."""

    write: Callable[[Form, Path], list[str]]
    reader: str  # '' where it is no format of forms: it can't be read back
    extension: str
    about: str


FORMATS: dict[str, Format] = {
    "inspect": Format(write_inspect, "inspect", ".jsonl", "Inspect's Sample JSONL, pictures beside"),
    "evals": Format(write_evals, "evals", ".jsonl", "OpenAI Evals JSONL"),
    "gift": Format(write_gift, "gift", ".gift", "GIFT, Moodle's text format"),
    "aiken": Format(write_aiken, "aiken", ".txt", "Aiken, single-answer choice only"),
    "moodle": Format(write_moodle, "moodle", ".xml", "Moodle XML, pictures embedded"),
    "qti21": Format(partial(write_qti, version="2.1"), "qti", ".zip", "QTI 2.1 package"),
    "decon": Format(write_decon, "", ".jsonl.gz", "decon's reference set, to clean training data of the form"),
    "qti30": Format(partial(write_qti, version="3.0"), "qti", ".zip", "QTI 3.0 package"),
}


def export_form(form: Form, name: str, target: Path) -> list[Loss]:
    """Write `form` to `target` as format `name`; return what the format could not hold. InputError for a bad name."""
    if name not in FORMATS:
        raise InputError(f"no format called {name!r} to write", hint=f"formats are {', '.join(FORMATS)}")
    format = FORMATS[name]
    skipped = format.write(form, target)
    if not format.reader:
        return [Loss("all but passages, questions and answers", len(form.questions) - len(skipped))] + (
            losses(form, skipped, None) if skipped else []
        )
    if len(skipped) == len(form.questions):
        return losses(form, skipped, None)
    with tempfile.TemporaryDirectory(prefix="examsim-") as folder:
        back = read_form(str(target), format=format.reader, pictures=Path(folder)).form
        return losses(form, skipped, back)
