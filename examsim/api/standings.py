"""A score among people, and points on every published scale: no run, no model."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from html import escape
from typing import TYPE_CHECKING

from exams.files.exam_folder import load_exam
from examsim.api.frames import frame
from reports.escaping import sanitize
from scoring.conversions import Converted, read_raw
from scoring.conversions import convert as conversions
from scoring.scales.newest_norm import read_as_of
from scoring.scales.standing import standing
from scoring.types import Percentile

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Standing:
    """One score in every population that is known, the newest first."""

    exam: str
    of: str
    score: float
    populations: tuple[Percentile, ...]

    def __str__(self) -> str:
        return self.populations[0].words

    def __repr__(self) -> str:
        return f"<Standing {self.exam} {self.score:g}: {self}>"

    @property
    def percentile(self) -> Percentile:
        """Among the population that is told first."""
        return self.populations[0]

    def to_frame(self) -> pd.DataFrame:
        """One row a population: percentile, bounds, year, source, status."""
        return frame([p.model_dump(mode="json") for p in self.populations])

    def _repr_html_(self) -> str:
        lines = (f"<li>{_text(p.text)} {_text(p.population)}</li>" for p in self.populations)
        return f"<p><b>{self.score:g}</b>: {_text(str(self))}</p><ul>{''.join(lines)}</ul>"


@dataclass(frozen=True)
class Conversion:
    """What points amount to on every published scale, the default first."""

    exam: str
    rows: tuple[Converted, ...]
    notes: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """One row a scale: value, scale, whether it is the default, percentile in words, section."""
        return frame([asdict(row) for row in self.rows])

    def _repr_html_(self) -> str:
        lines = (f"<li>{r.value:g} by {_text(f'{r.of}{r.scale}')} {_text(r.percentile)}</li>" for r in self.rows)
        return f"<ul>{''.join(lines)}</ul>"


def percentile(
    exam: str, score: float, *, of: str = "score", population: str | None = None, as_of: str | None = None
) -> Standing:
    """Where `score` stands among the people who sit `exam`.

    of: 'score', or the id of a section. population: only this norm, by id or name. as_of: '2023' or '2023-06', to tell
    the population first that was the newest then. InputError: no such exam, score, section, population or norm.
    """
    rows = standing(load_exam(exam), score, of=of, population=population, as_of=read_as_of(as_of))
    return Standing(exam, of, score, rows)


def convert(exam: str, *points: str, of: str | None = None, as_of: str | None = None) -> Conversion:
    """What `points` ('76/100', or 'mcq=50/60', 'frq=30/46') amount to on every scale published for `exam`.

    InputError: points that are none, a section that isn't there, an exam without a published scale.
    """
    found = load_exam(exam)
    made = conversions(found, read_raw(found, points, of), as_of)
    return Conversion(made.exam, made.rows, made.notes)


def _text(value: str) -> str:
    return escape(sanitize(value))
