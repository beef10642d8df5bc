"""Check a user's norm table as ours are checked, then keep it in the user's own folder."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from exams.errors import InputError
from exams.exam import Exam, Norm
from exams.files.atomic_write import atomic_write
from exams.files.editions import edition_id
from exams.files.exam_folder import load_exam, shipped_exams
from exams.files.regular_file import read_bytes
from exams.files.toml_records import first_fault
from exams.files.user_norms import user_norm_folder
from scoring.check_exam import check_exam
from scoring.scales.newest_norm import newest_norm, read_date


@dataclass(frozen=True)
class NewNorm:
    """What the user says of a table."""

    source: str
    population: str
    period: str
    ends: str | None = None
    of: str = "score"
    percentile_definition: str | None = None
    status: str = "second-hand"
    sparse: bool = False
    name: str | None = None


def add_norm(exam_id: str, file: Path, new: NewNorm) -> tuple[Path, Norm, bool]:
    """Keep the table; its path, the norm, and whether it is told first. InputError for anything that does not hold."""
    exam_id = edition_id(exam_id)
    if exam_id not in shipped_exams():
        raise InputError(f"{exam_id!r} does not ship", hint="norms of your own exam folder go into its exam.toml")
    exam = load_exam(exam_id)
    if new.of != "score" and new.of not in {s.id for s in exam.section}:
        raise InputError(f"{exam.id} has no section {new.of!r}", hint=f"sections: {_sections(exam.section)}")
    try:
        table = read_bytes(file)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=file) from None
    data = _data(new, new.percentile_definition or _as_others(exam, new.of))
    if data["id"] in {n.id for n in exam.norm}:
        raise InputError(f"{exam.id} has a norm {data['id']!r} already", hint="name this one otherwise: --as NAME")
    try:
        norm = Norm.model_validate({**data, "file": file.name})
        norm._folder = file.absolute().parent
    except ValidationError as error:
        raise InputError(first_fault(error), hint="see docs/reference.md, Norm") from None
    faults = check_exam(exam.model_copy(update={"norm": (*exam.norm, norm)}))
    if faults:
        raise InputError(faults[0].what, where=faults[0].where, line=faults[0].line)
    folder = user_norm_folder() / exam.id
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{norm.id}.csv"
    for target, content in ((path, table), (path.with_suffix(".toml"), _toml(data))):
        with atomic_write(target) as out:
            out.write(content)
    first = newest_norm([*(n for n in exam.norm if n.of == norm.of), norm])
    return path, norm, first is norm


def _as_others(exam: Exam, of: str) -> str:
    """What a percentile counts in the exam's newest norm of this score. InputError where there is none."""
    others = [n for n in exam.norm if n.of == of]
    newest = newest_norm(others) or next(iter(others), None)
    if newest is None:
        raise InputError(
            f"{exam.id} has no other norm: what a percentile counts is not known",
            hint="say so: --convention below, at_or_below or range",
        )
    return newest.percentile_definition


def _data(new: NewNorm, percentile_definition: str) -> dict[str, Any]:
    years = re.findall(r"\b(?:19|20)\d{2}\b", new.period)
    if not years and new.ends is None:
        raise InputError(f"the period {new.period!r} names no year", hint="say when it ends: --ends 2026-06")
    ends = read_date(new.ends) if new.ends else max(years)
    name = new.name or re.sub(r"[^a-z0-9]+", "-", f"own-{new.period}".casefold()).strip("-")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise InputError(f"{name!r} is no id", hint="small letters, digits and dashes: --as 2023-2026")
    return {
        "id": name,
        "population": f"{new.population}, {new.period}",
        "group": new.population,
        "period": new.period,
        "ends": ends,
        "of": new.of,
        "convention": percentile_definition,
        "sparse": new.sparse,
        "provenance": {"source": new.source, "status": new.status, "year": new.period, "seen": "added by the user"},
    }


def _toml(data: dict[str, Any]) -> bytes:
    """TOML of plain strings and booleans: JSON's strings are TOML's too."""
    flat = [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in data.items() if not isinstance(v, dict)]
    inner = [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in data["provenance"].items()]
    return ("\n".join([*flat, "", "[provenance]", *inner]) + "\n").encode()


def _sections(sections: Any) -> str:
    return ", ".join(s.id for s in sections)
