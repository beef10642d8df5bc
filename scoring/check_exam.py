"""Check an exam folder: every table read, everything that must add up added up. All faults, not just the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from exams.errors import InputError
from exams.exam import Exam, Scale
from scoring.rules import rule_of
from scoring.rules.rule_input import RuleInput
from scoring.scales.percentile import norm_tables
from scoring.scales.place import NormTable
from scoring.scales.scale import WHOLE, Conversion, make_conversion


@dataclass(frozen=True)
class Fault:
    """What is wrong and where: a file of the exam folder, with its row where there is one."""

    where: Path
    what: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.where}" if self.line is None else f"{self.where}:{self.line}"
        return f"{place}: {self.what}"


def check_exam(exam: Exam) -> list[Fault]:
    """Faults of the exam's rule, sections, scales, norms, pass marks and table files; empty if it holds together."""
    toml = exam.folder / "exam.toml"
    found = [_of(error) for error in _read_faults(exam)]
    words = [*_section_faults(exam), *_default_faults(exam), *_pass_mark_faults(exam), *_stray_files(exam)]
    if not found:
        words += [*_scale_faults(exam), *_norm_faults(exam)]
    return found + [Fault(toml, what) for what in words]


def _of(error: InputError) -> Fault:
    return Fault(Path(error.where or ""), error.what, error.line)


def _read_faults(exam: Exam) -> Iterator[InputError]:
    """One error per table that cannot be used."""
    try:
        rule_of(exam)
    except InputError as error:
        yield error
        return
    for scale in exam.scale:
        try:
            _conversion(exam, scale)
        except InputError as error:
            yield error
    for of in (WHOLE, *(s.id for s in exam.section)):
        for norm in (n for n in exam.norm if n.of == of):
            try:
                norm_tables(exam.model_copy(update={"norm": (norm,)}), of)
            except InputError as error:
                yield error


def _conversion(exam: Exam, scale: Scale) -> Conversion:
    if scale.section is not None:
        return make_conversion(exam, scale, exam.section_named(scale.section).points)
    rule, parameters = rule_of(exam)
    sections = {s.section: _conversion(exam, s) for s in exam.scale if s.section is not None and s.default}
    return make_conversion(exam, scale, rule.whole_maximum(RuleInput(exam, {}, sections, parameters)))


def _section_faults(exam: Exam) -> Iterator[str]:
    for section in exam.section:
        if not section.parts:
            continue
        questions, points = sum(p.questions for p in section.parts), sum(p.points for p in section.parts)
        if questions != section.questions:
            yield f"section {section.id!r} has {section.questions} questions, its parts {questions}"
        if abs(points - section.points) > 1e-6:
            yield f"section {section.id!r} has {section.points:g} points, its parts {points:g}"
        weights = [p.weight for p in section.parts if p.weight is not None]
        if weights and len(weights) < len(section.parts):
            yield f"section {section.id!r}: some parts have a weight, some have none"
        elif weights and abs(sum(weights) - 1) > 1e-3:
            yield f"section {section.id!r}: part weights sum to {sum(weights):.6g}, not 1"
    if exam.score.max is not None and exam.score.max <= exam.score.min:
        yield f"score runs from {exam.score.min:g} to {exam.score.max:g}"


def _default_faults(exam: Exam) -> Iterator[str]:
    for target in dict.fromkeys(s.section or WHOLE for s in exam.scale):
        defaults = [s.id for s in exam.scale if (s.section or WHOLE) == target and s.default]
        if len(defaults) != 1:
            yield f"scales of {target!r}: {len(defaults)} are default, not one"
    for of in dict.fromkeys(n.of for n in exam.norm):
        defaults = [n.id for n in exam.norm if n.of == of and n.default]
        if len(defaults) > 1:
            yield f"norms of {of!r}: {len(defaults)} are default"
    for kind, tables in (("scales", [s.id for s in exam.scale]), ("norms", [n.id for n in exam.norm])):
        twice = sorted({t for t in tables if tables.count(t) > 1})
        if twice:
            yield f"two {kind} share the id {twice[0]!r}"


def _scale_faults(exam: Exam) -> Iterator[str]:
    rule, parameters = rule_of(exam)
    present = {s.section or WHOLE for s in exam.scale}
    for needed in rule.needs(parameters):
        if needed not in present:
            yield f"rule {rule.name} needs a scale for {needed!r}"
    for scale in exam.scale:
        conversion = _conversion(exam, scale)
        scaled = conversion.apply(np.linspace(0, 1, 2001))
        if (np.diff(scaled) < -1e-9).any():
            yield f"scale {scale.id!r} falls where the raw score rises"
        if scaled[0] == scaled[-1]:
            yield f"scale {scale.id!r} gives {scaled[0]:g} for every raw score"
        if scale.kind == "cut_points" and exam.score.max is not None and scaled[-1] < exam.score.max:
            yield f"scale {scale.id!r} ends at {scaled[-1]:g}: nobody could score {exam.score.max:g}"


def _norm_faults(exam: Exam) -> Iterator[str]:
    for of in (WHOLE, *(s.id for s in exam.section)):
        for table in norm_tables(exam, of):
            if table.norm.percentile_definition == "range" and not table.norm.sparse:
                yield from _range_faults(table)
            elif not table.norm.sparse and len(table.rows) < 2:
                yield f"norm {table.norm.id!r} has one row only: mark it sparse"


def _range_faults(table: NormTable) -> Iterator[str]:
    # ranges of neighbouring scores share an end, and together they are everybody; shares of some years are printed
    # as whole percents, which may sum to 99
    rows, name = table.rows, table.norm.id
    if rows[0].low is not None and rows[0].low > 1:
        yield f"norm {name!r} starts at {rows[0].low:g}, not at 0"
    if rows[-1].high is not None and rows[-1].high < 99:
        yield f"norm {name!r} ends at {rows[-1].high:g}, not at 100"
    for left, right in pairwise(rows):
        if left.high is not None and right.low is not None and abs(left.high - right.low) > 0.2:
            yield f"norm {name!r}: {left.score:g} ends at {left.high:g}, {right.score:g} starts at {right.low:g}"


def _pass_mark_faults(exam: Exam) -> Iterator[str]:
    sections = [s.id for s in exam.section]
    for mark in exam.pass_mark:
        if mark.of != WHOLE and mark.of not in sections:
            yield f"pass mark {mark.cut_score:g} is of {mark.of!r}, which does not exist"
        top = exam.score.max
        if mark.of == WHOLE and not (exam.score.min <= mark.cut_score and (top is None or mark.cut_score <= top)):
            yield f"pass mark {mark.cut_score:g} is outside the score"


def _stray_files(exam: Exam) -> Iterator[str]:
    files = [*(s.file for s in exam.scale), *(n.file for n in exam.norm)]
    named = {exam.folder / file for file in files if file}
    for file in sorted((*exam.folder.glob("scales/*"), *exam.folder.glob("norms/*"))):
        if file not in named:
            yield f"{file.relative_to(exam.folder)} is named by no scale or norm"
