"""Which population and scales a run is scored by: as asked for now, else as they were chosen for it before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from exams.errors import InputError
from exams.exam import Exam
from scoring.scales.newest_norm import TODAY
from scoring.scales.percentile import choose_norm, norm_tables
from scoring.scales.scale import WHOLE
from scoring.types import ExamScore, Note


@dataclass(frozen=True)
class Choice:
    """What `--population`, `--as-of` and `--scale` say. `as_of` is 'today' where an earlier choice is taken back."""

    population: str | None = None
    as_of: str | None = None
    scales: Mapping[str, str] = field(default_factory=dict)


def kept_choice(exam: Exam, before: ExamScore | None, asked: Choice) -> tuple[Choice, tuple[Note, ...]]:
    """The choice in force, and notes on what of it was chosen earlier or is no longer there.

    A population or date given now replaces both of an earlier time; a scale given now, that of its section.
    """
    if before is None:
        return asked, ()
    notes: list[Note] = []
    population, as_of = asked.population, asked.as_of
    if population is None and as_of is None:
        population, as_of = before.population or None, before.as_of or None
        if population is not None and not _has_norm(exam, population):
            notes.append(_gone(f"population {population!r}", "the newest is told first"))
            population = None
        if population or as_of:
            option = f"--population {population}" if population else f"--as-of {as_of}"
            text = f"population as chosen for this run before ({option}); --as-of {TODAY} tells the newest first"
            notes.append(Note(level="info", text=text))
    known = {(s.section or WHOLE, s.id) for s in exam.scale}
    kept = {k: v for k, v in before.chosen_scales.items() if k not in asked.scales}
    for section, scale in kept.items():
        if (section, scale) not in known:
            notes.append(_gone(f"scale {scale!r} of {section!r}", "the default is used"))
    notes += _kept_scales(kept, known)
    scales = {k: v for k, v in kept.items() if (k, v) in known}
    return Choice(population, as_of, {**scales, **asked.scales}), tuple(notes)


def _kept_scales(kept: Mapping[str, str], known: set[tuple[str, str]]) -> Iterator[Note]:
    told = ", ".join(f"--scale {k}={v}" for k, v in kept.items() if (k, v) in known)
    if told:
        yield Note(level="info", text=f"scales as chosen for this run before ({told})")


def _gone(what: str, instead: str) -> Note:
    return Note(level="warning", text=f"{what}, chosen for this run before, is no longer here: {instead}")


def _has_norm(exam: Exam, population: str) -> bool:
    for of in (WHOLE, *(s.id for s in exam.section)):
        try:
            choose_norm(norm_tables(exam, of), population)
        except InputError:
            continue
        return True
    return False
