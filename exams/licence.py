"""Licences by their SPDX ids: of forms, and of the tables of an exam."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

if TYPE_CHECKING:
    from exams.exam import Exam

PUBLISHED = "LicenseRef-published-figures"
"""Figures that others published, copied as facts: nobody granted a licence; `source` says whose terms apply."""


def licence_fault(licence: str) -> str:
    """Why this names no licence; '' for an SPDX id or expression ('MIT', 'LicenseRef-own-copy-only')."""
    if not licence:
        return "names no licence"
    try:
        named = canonicalize_license_expression(licence)
    except InvalidLicenseExpression:
        return f"{licence[:80]!r} is no SPDX id (https://spdx.org/licenses)"
    return "" if named == licence else f"{licence[:80]!r} is written {named!r} in SPDX"


def licence_url(licence: str) -> str:
    """The page of a listed licence; an expression or a LicenseRef as it stands."""
    listed = licence and " " not in licence and not licence.startswith("LicenseRef-")
    return f"https://spdx.org/licenses/{licence}" if listed else licence


def unlicensed(exam: Exam) -> Iterator[str]:
    """What of an exam's tables lacks an SPDX id, one line for each fault with the tables that have it."""
    named = [
        *((f"scale {s.id}", s.provenance.licence) for s in exam.scale),
        *((f"norm {n.id}", n.provenance.licence) for n in exam.norm),
        *((f"pass mark {m.cut_score:g}", m.provenance.licence) for m in exam.pass_mark if m.provenance),
    ]
    faults: dict[str, list[str]] = {}
    for table, own in named:
        if fault := licence_fault(own or exam.licence):
            faults.setdefault(fault, []).append(table)
    for fault, tables in faults.items():
        more = f" and {len(tables) - 3} more" if len(tables) > 3 else ""
        yield f"{', '.join(tables[:3])}{more}: {fault}: `licence` of the table's provenance, or of exam.toml for all"
