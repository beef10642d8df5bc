"""What stands in an exam's `exam.toml`: sections, the scoring rule, scales, norms, pass marks.

The folder is data. `scoring` reads the tables named here; this module only says what they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

SectionKind = Literal["multiple_choice", "free_response", "code"]
Status = Literal["official", "second-hand", "approximate", "inferred", "unknown"]
Convention = Literal["below", "at_or_below", "range"]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Provenance(_Table):
    """Where a table comes from, and how far to trust it. Every table carries one."""

    source: str = Field(min_length=3)
    status: Status
    year: str = Field("unknown", description="year or period the figures describe")
    seen: str = Field("", description="how the figure was seen: verbatim, computed, memory")
    note: str = ""


class Part(_Table):
    """A piece of a section with its own count, points and share: 'dbq', 'long', 'issue'."""

    id: str
    name: str
    questions: int = Field(ge=1)
    points: float = Field(gt=0, description="maximum raw points of the whole part")
    weight: float | None = Field(None, description="share of the section; None = in proportion to points")
    minutes: float | None = None


class Section(_Table):
    """One section of the real exam: its own number of questions, points, weight and time."""

    id: str
    name: str
    kind: SectionKind
    questions: int = Field(ge=1, description="questions in the real exam")
    points: float = Field(gt=0, description="maximum raw points in the real exam")
    weight: float = Field(ge=0, le=1, description="share of the whole exam; weights sum to 1")
    minutes: float | None = None
    options: int | None = None
    images: bool = False
    grading: Literal["key", "rubric", "human", "tests"] = "key"
    one_shot: bool = Field(False, description="free response: show the one-shot high-scoring essay first")
    parts: tuple[Part, ...] = ()
    counts: Provenance | None = None


class Scale(_Table):
    """A named conversion: raw → scaled (of a section, or of the composite when `section` is None)."""

    id: str
    label: str
    section: str | None = None
    kind: Literal["identity", "line", "chart", "cut_points", "proportion"]
    intercept: float = 0.0
    slope: float = 1.0
    out_of: float | None = Field(None, description="raw points that the chart or line starts from")
    low: float | None = None
    high: float | None = None
    file: str | None = None
    step: float | None = Field(None, gt=0, description="round the scaled value to this step (digital SAT sections: 10)")
    interpolate: bool = Field(False, description="sparse chart: straight lines between its points")
    chart_set: str = Field("", description="scales of one set (one sitting) are only used together")
    default: bool = False
    provenance: Provenance


class Norm(_Table):
    """Percentiles of a named population. CSV columns: score,percentile or score,low,high.

    `sparse` marks a population of which only a few published points are known: it answers at those scores
    exactly, between two of them by interpolation, and is silent ('unknown') outside, where a whole table
    would use its end bin. `between = "none"` silences it between its points too: pairs quoted from somewhere,
    which are no table of a population.
    """

    id: str
    population: str
    of: str = Field("score", description="'score' or the id of a section")
    convention: Convention
    file: str
    default: bool = False
    sparse: bool = Field(False, description="published points only: never extrapolate")
    between: Literal["linear", "none"] = Field("linear", description="what is told between two rows")
    provenance: Provenance


class PassMark(_Table):
    """A score that passes, and where."""

    mark: float
    where: tuple[str, ...] = ()
    of: str = "score"
    provenance: Provenance


class Score(_Table):
    """The number a candidate is told, its scale, and the rule that makes it."""

    name: str
    min: float
    max: float | None = None
    step: float = Field(1.0, gt=0)
    unit: str = ""
    rule: str
    parameters: dict[str, Any] = Field(default_factory=dict)
    provenance: Provenance


class Exam(_Table):
    """A whole exam as its folder describes it."""

    schema_: Literal[1] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str
    short: str
    version: str
    language: str = "en"
    family: str
    gpt4_report: str | None = None
    about: str = ""
    section: tuple[Section, ...]
    score: Score
    scale: tuple[Scale, ...] = ()
    norm: tuple[Norm, ...] = ()
    pass_mark: tuple[PassMark, ...] = ()
    alternative_forms: tuple[str, ...] = ()

    _folder: Path = PrivateAttr(default=Path())

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        total = sum(s.weight for s in self.section)
        if abs(total - 1) > 1e-6:
            raise ValueError(f"section weights sum to {total:.6g}, not 1")
        ids = [s.id for s in self.section]
        if len(set(ids)) != len(ids):
            raise ValueError("two sections share an id")
        tables: tuple[Scale | Norm, ...] = (*self.scale, *self.norm)
        for table in tables:
            of = table.section if isinstance(table, Scale) else table.of
            if of is not None and of != "score" and of not in ids:
                raise ValueError(f"table {table.id!r} names section {of!r}, which does not exist")
        return self

    @property
    def folder(self) -> Path:
        """Where exam.toml stands, for the tables and forms it names."""
        return self._folder

    def section_named(self, section_id: str) -> Section:
        """The section with this id; KeyError if there is none."""
        for section in self.section:
            if section.id == section_id:
                return section
        raise KeyError(section_id)
