"""Editions of an exam: `lsat@2026` names one of them.

Each edition is an exam folder of its own. A folder tells the year it is called by (`edition`), or ends in it
(`lsat-2026`), and names the ones before it (`earlier_editions`). Only ids that differ by such a year share a name.
"""

from __future__ import annotations

import re

from exams.errors import InputError
from exams.files.exam_folder import read_exam, shipped_exams, shipped_folder

_YEAR = re.compile(r"-((?:19|20)\d\d)$")


def edition_year(exam_id: str) -> str:
    """The year that tells a shipped exam from its other editions: its `edition`, else the end of its id, else ''."""
    found = _YEAR.search(exam_id)
    return read_exam(shipped_folder() / exam_id / "exam.toml").edition or (found[1] if found else "")


def editions_of(name: str) -> dict[str, str]:
    """Year -> exam id of the shipped editions called `name`, oldest first: `name` itself and `name-YEAR`."""
    ids = [n for n in shipped_exams() if n == name or (_YEAR.search(n) and _YEAR.sub("", n) == name)]
    return dict(sorted((edition_year(n), n) for n in ids))


def newest_edition(name: str) -> str:
    """What a bare `lsat` means where questions are asked or looked for: the edition with the latest year that ships a
    practice form. A name that has one edition only, or is no shipped exam's, stays as it is."""
    if name not in shipped_exams():
        return name
    later = [n for n in shipped_exams() if _YEAR.sub("", n) == name and n != name]
    ready = [n for n in later if (shipped_folder() / n / "forms" / "practice" / "form.toml").is_file()]
    return max(ready, key=edition_year, default=name)


def asked_exam(name: str) -> str:
    """The exam id whose practice form a name stands for: the edition of `lsat@2024`, the newest of `lsat`."""
    return edition_id(newest_edition(name))


def edition_id(name: str) -> str:
    """The exam id that `lsat@2026` stands for; any other name as it is. InputError where there is no such edition."""
    called, at, year = name.partition("@")
    if not at or "/" in name or called not in shipped_exams():
        return name
    found = editions_of(called)
    if not year or year not in found:
        told = ", ".join(f"{called}@{y}" for y in found if y)
        hint = f"there are: {told}" if told else f"it has one edition: write {called}"
        raise InputError(f"no edition {year[:20]!r} of {called}", hint=hint)
    return found[year]
