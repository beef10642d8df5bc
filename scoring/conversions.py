"""Raw points to scaled score to percentile by every published scale, from totals alone: no form, no run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from exams.errors import InputError
from exams.exam import Exam
from scoring.rules import rule_of
from scoring.scales.newest_norm import read_as_of
from scoring.scales.percentile import choose_norm, late_note, norm_tables, percentiles
from scoring.scales.place import NormTable
from scoring.scales.scale import make_conversion
from scoring.sittings import Block, sitting_of

NO_SCALE = "no conversion from right answers is published"


@dataclass(frozen=True)
class Converted:
    """One scale's answer. `of` names the section ('' for the whole exam); `percentile` in words with population."""

    value: float
    scale: str
    default: bool
    percentile: str
    of: str = ""


@dataclass(frozen=True)
class Conversions:
    """All published scales' answers, the default first."""

    exam: str
    rows: tuple[Converted, ...]
    notes: tuple[str, ...]


def read_raw(exam: Exam, texts: Sequence[str], of: str | None) -> dict[str, float]:
    """`["76/100"]` or `["mcq=50/60", "frq=30/46"]` → section id → proportion. InputError for what does not fit."""
    ids = [s.id for s in exam.section]
    if of is not None and of not in ids:
        raise InputError(f"{exam.id} has no section {of!r}", hint=f"sections: {', '.join(ids)}")
    found: dict[str, float] = {}
    for text in texts:
        match = re.fullmatch(r"(?:([A-Za-z0-9_-]+)=)?(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)", text)
        if match is None:
            raise InputError(f"{text!r} is not RIGHT/OF", hint="e.g. 76/100, or mcq=50/60 frq=30/46")
        section = match[1] or of or (ids[0] if len(ids) == 1 else None)
        if section not in ids:
            what = f"{exam.id} has several sections" if section is None else f"{exam.id} has no section {section!r}"
            raise InputError(what, hint=f"name one: --of {ids[0]}, or {' '.join(f'{i}=RIGHT/OF' for i in ids)}")
        right, out_of = float(match[2]), float(match[3])
        if out_of <= 0 or right > out_of:
            raise InputError(f"{text!r}: {right:g} is more than the {out_of:g} there are")
        if section in found:
            raise InputError(f"section {section!r} is given twice")
        found[section] = right / out_of
    return found


def convert(exam: Exam, proportions: Mapping[str, float], as_of: str | None = None) -> Conversions:
    """Every scale's score for these proportions of points; of the sections given, and of the whole where all are."""
    date = read_as_of(as_of)
    weighted = [s.id for s in exam.section if s.weight]
    if set(weighted) <= set(proportions):
        return _whole(exam, proportions, date)
    rows: list[Converted] = []
    late: list[str] = []
    for section, proportion in proportions.items():
        tables = norm_tables(exam, section)
        late.append(_late(tables, date))
        points = exam.section_named(section).points
        scales = sorted((s for s in exam.scale if s.section == section), key=lambda s: not s.default)
        for scale in scales:
            value = float(make_conversion(exam, scale, points).apply(np.array([proportion]))[0])
            told = _percentile(tables, round(value, 6), date)
            rows.append(Converted(round(value, 6), scale.label, scale.default, told, f"{section} "))
    left = [s for s in weighted if s not in proportions]
    notes = [f"no score of the whole exam without {', '.join(left)}"]
    notes += dict.fromkeys(filter(None, late))
    return Conversions(exam.id, tuple(rows), (*(() if rows else (NO_SCALE,)), *notes))


def _whole(exam: Exam, proportions: Mapping[str, float], as_of: str | None) -> Conversions:
    from scoring.score_exam import score_exam

    blocks = [
        Block(s.id, s.questions, proportions[s.id] * s.points, s.points) for s in exam.section if s.id in proportions
    ]
    sitting = sitting_of(exam, blocks)
    full = score_exam(exam, sitting.form, sitting.grades, model="", as_of=as_of, n_resamples=0).full
    if full.value is None:
        return Conversions(exam.id, (), (full.note or NO_SCALE,))
    tables = norm_tables(exam)
    own = _percentile(tables, full.value, as_of)
    by = " + ".join(s.label for s in exam.scale if s.default) or f"the rule {rule_of(exam)[0].name}"
    rows = [Converted(full.value, by, True, own)]
    for other in full.alternatives:
        rows.append(Converted(other.value, other.name, False, _percentile(tables, other.value, as_of)))
    late = _late(tables, as_of)
    notes = (late,) if late else () if own else ("no percentiles are known for it",)
    return Conversions(exam.id, tuple(rows), notes)


def _late(tables: tuple[NormTable, ...], as_of: str | None) -> str:
    return late_note(tables, choose_norm(tables, None, as_of), as_of)


def _percentile(tables: tuple[NormTable, ...], value: float, as_of: str | None) -> str:
    chosen = choose_norm(tables, None, as_of)
    return next((p.words for p in percentiles(tables, value, chosen=chosen) if p.default), "")
