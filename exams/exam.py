"""What is in an exam's `exam.toml`: sections, the scoring rule, scales, norms, pass marks.

The folder is data. `scoring` reads the tables named here; this module only says what they are.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from exams.benchmark import KnownFaults, QuestionSource, Recipe, Reference, Translation
from exams.provenance import Provenance as Provenance
from exams.provenance import Status as Status
from exams.provenance import Table
from exams.routing import Routing

SectionKind = Literal["multiple_choice", "free_response", "code"]
PercentileDefinition = Literal["below", "at_or_below", "range"]
BENCHMARK = "benchmark"  # the family of exams without norm and pass mark
DATE = r"^(\d{4}(-\d{2})?)?$"  # a year or a month


class Part(Table):
    """A piece of a section with its own count, points and share: 'dbq', 'long', 'issue'."""

    id: str = Field(description="name by which questions say that they belong here")
    name: str = Field(description="name for people")
    questions: int = Field(ge=1, description="questions of this part in the real exam")
    points: float = Field(gt=0, description="maximum raw points of the whole part")
    weight: float | None = Field(None, description="share of the section; None = in proportion to points")
    minutes: float | None = Field(None, description="time in the real exam")


class ScaledRange(Table):
    """Scores a section is told on, where no scale of the exam says so: 60 to 90 in steps of 1."""

    min: float
    max: float
    step: float = Field(gt=0)


class Section(Table):
    """One section of the real exam: its own number of questions, points, weight and time."""

    id: str = Field(description="name by which questions say that they belong here")
    name: str = Field(description="name for people")
    kind: SectionKind = Field(description="what is asked for: a choice, an essay or worked answer, a program")
    questions: int = Field(ge=1, description="questions in the real exam")
    points: float = Field(gt=0, description="maximum raw points in the real exam")
    weight: float = Field(ge=0, le=1, description="share of the whole exam; weights sum to 1")
    minutes: float | None = Field(None, description="time in the real exam")
    options: int | None = Field(None, description="options a question")
    images: bool = Field(False, description="questions lean on pictures")
    grading: Literal["key", "rubric", "human", "tests"] = Field(
        "key", description="who gives points: the key, a rubric, people, tests of programs"
    )
    one_shot: bool = Field(False, description="free response: show the one-shot high-scoring essay first")
    parts: tuple[Part, ...] = Field((), description="pieces of the section that carry weights of their own")
    counts: Provenance | None = Field(None, description="where the numbers of questions and points come from")
    scaled: ScaledRange | None = Field(None, description="scores it is reported on, where no scale says so")


class Scale(Table):
    """A named conversion: raw → scaled (of a section, or of the composite when `section` is None)."""

    id: str = Field(description="name, as in `--scale SECTION=ID`")
    label: str = Field(description="name for people: 'July 2003'")
    section: str | None = Field(None, description="section it converts; left out: the whole exam")
    module: str | None = Field(None, description="adaptive section: used where this second module was sat")
    kind: Literal["identity", "line", "chart", "cut_points", "proportion"] = Field(description="how raw becomes scaled")
    intercept: float = Field(0.0, description="line: value at raw 0")
    slope: float = Field(1.0, description="line: scaled points for a raw point")
    out_of: float | None = Field(None, description="raw points that the chart or line starts from")
    low: float | None = Field(None, description="lowest scaled value")
    high: float | None = Field(None, description="highest scaled value")
    file: str | None = Field(None, description="CSV with the chart or the cut points")
    step: float | None = Field(None, gt=0, description="round the scaled value to this step (digital SAT sections: 10)")
    interpolate: bool = Field(False, description="sparse chart: straight lines between its points")
    fitted: bool = Field(False, description="made or picked because it gives a report's figures: proves nothing of it")
    error: float = Field(
        0.0, ge=0, description="an estimate's own standard error in scaled points: goes into intervals"
    )
    chart_set: str = Field("", description="scales of one set (one sitting) are only used together")
    default: bool = Field(False, description="used where no other is asked for")
    provenance: Provenance = Field(description="where it comes from")


class NormalCurve(Table):
    """A normal distribution put in place of a table of which only a few points are published. Always told as such."""

    mean: float
    sd: float = Field(gt=0)
    why: str = Field(min_length=10, description="which published points or figures it fits")


class Norm(Table):
    """Percentiles of a named population. CSV columns: score,percentile or score,low,high.

    `sparse` marks a population of which only some points are published: it answers at those scores exactly, between
    two of them by interpolation (`between = "linear"`) or with the two as bounds ("bounds"), beyond them with a bound
    ("at least 68th"), or everywhere by its `curve`. `between = "none"` silences it off its points.

    Which norm is reported first is decided by `scoring.scales.newest_norm`, from `ends`, `preliminary` and the status.
    """

    id: str = Field(description="name, as in `--population ID`")
    population: str = Field(description="who and when, in people's words: 'GRE takers, July 2022 to June 2025'")
    group: str = Field("", description="who, without the period: 'GRE takers'; '' = `population`")
    period: str = Field("", description="when, as short as a headline needs it: '2022–25'; '' = the provenance's year")
    ends: str = Field("", pattern=DATE, description="when the period ends; '' = the last year the provenance names")
    published: str = Field("", pattern=DATE, description="when the table came out, where later than `ends`")
    preliminary: bool = Field(False, description="a first count that a later table of the same period replaces")
    headline: bool = Field(True, description="False: a part of those who sit, or other people: never reported first")
    of: str = Field("score", description="'score' or the id of a section")
    percentile_definition: PercentileDefinition = Field(
        alias="convention", description="what a percentile counts: scores below, at or below, or a range"
    )
    file: str = Field(description="CSV with the table")
    default: bool = Field(False, description="decides between norms of the same period and standing")
    sparse: bool = Field(False, description="published points only: never extrapolate")
    between: Literal["linear", "bounds", "none"] = Field("linear", description="what is reported between two rows")
    curve: NormalCurve | None = Field(None, description="reported between published points, always marked approximate")
    provenance: Provenance = Field(description="where it comes from")

    _folder: Path | None = PrivateAttr(default=None)

    def folder_within(self, exam_folder: Path) -> Path:
        """Where `file` lies: the exam's folder, or the user's own for a norm that the user added."""
        return self._folder or exam_folder

    @property
    def ends_at(self) -> str:
        """'2025-06' or '2025': when the period ends; '' where nobody says."""
        years = re.findall(r"\b(?:19|20)\d{2}\b", self.provenance.year)
        return self.ends or (max(years) if years else "")

    @property
    def published_at(self) -> str:
        """When the table came out, as far as it is known: never before the period ends."""
        return max(self.published, self.ends_at)

    @property
    def period_words(self) -> str:
        """The period as a headline tells it."""
        return self.period or self.provenance.year


class PassMark(Table):
    """A score that passes, and where."""

    cut_score: float = Field(alias="mark", description="the cut score")
    where: tuple[str, ...] = Field((), description="who uses it")
    of: str = Field("score", description="'score' or the id of a section")
    provenance: Provenance = Field(description="where it comes from")


class Score(Table):
    """The number a candidate is told, its scale, and the rule that makes it."""

    name: str = Field(description="name for people")
    min: float = Field(description="lowest score")
    max: float | None = Field(None, description="highest score; left out: no bound")
    step: float = Field(1.0, gt=0, description="scores are reported in steps of this")
    possible_step: float | None = Field(None, gt=0, description="step of what people can get, where not `step`")
    gaps: tuple[float, ...] = Field((), description="among these, what no paper can get: AMC 142.5, 147, 148.5")
    unit: str = Field("", description="unit printed after the number")
    rule: str = Field(description="how sections become a score: see scoring/README.md")
    parameters: dict[str, Any] = Field(default_factory=dict, description="the rule's own")
    provenance: Provenance = Field(description="where the rule comes from")


class Exam(Table):
    """A whole exam as its folder describes it."""

    schema_: Literal[1] = Field(alias="schema", description="version of this file's layout")
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="name, as in `examsim run ID`")
    name: str = Field(description="full name")
    short: str = Field(description="name for tables and charts")
    version: str = Field(description="which format or period it is of, in words")
    edition: str = Field(
        "", pattern=r"^(\d{4})?$", description="year it is called by, as in `lsat@2024`, if its id has none"
    )
    language: str = Field("en", description="language of the questions, ISO 639")
    family: str = Field(description="exams of one kind share a family")
    gpt4_report: str | None = Field(None, description="its name in the GPT-4 Technical Report")
    earlier_editions: tuple[str, ...] = Field(
        (), description="ids of the exams that are its edition before this one, asked by --method gpt4-report"
    )
    about: str = Field("", description="what a reader must know")
    licence: str = Field("", description="SPDX id of the licence of its tables, where a table names none of its own")
    section: tuple[Section, ...] = Field(description="the scored sections")
    score: Score = Field(description="the number a candidate is given")
    scale: tuple[Scale, ...] = Field((), description="published conversions")
    norm: tuple[Norm, ...] = Field((), description="published percentiles")
    pass_mark: tuple[PassMark, ...] = Field((), description="published cut scores")
    routing: tuple[Routing, ...] = Field((), description="adaptive sections: which second module is sat")
    alternative_forms: tuple[str, ...] = Field((), description="names of other forms that are equivalent")
    recipe: Recipe | None = Field(None, description="benchmarks: how the questions are put by default")
    source: tuple[QuestionSource, ...] = Field((), description="benchmarks: the sets that its questions come from")
    translation: tuple[Translation, ...] = Field((), description="benchmarks: translations of its questions")
    reference: tuple[Reference, ...] = Field((), description="published values that stand beside a result")
    known_fault: tuple[KnownFaults, ...] = Field((), description="lists of questions known to be faulty")

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

    @model_validator(mode="after")
    def _routes_sections_that_exist(self) -> Self:
        seconds = {r.section: [m.id for m in r.module] for r in self.routing}
        if len(seconds) < len(self.routing) or not set(seconds) <= {s.id for s in self.section}:
            raise ValueError("`routing` names a section twice, or one that does not exist")
        for scale in self.scale:
            if scale.module is not None and scale.module not in seconds.get(scale.section or "", ()):
                raise ValueError(f"scale {scale.id!r} is of {scale.module!r}, no second module of its section")
        return self

    @model_validator(mode="after")
    def _is_a_benchmark_or_none(self) -> Self:
        if self.is_benchmark and (self.norm or self.pass_mark):
            raise ValueError("a benchmark has no norm and no pass mark: people's values go into [[reference]]")
        return self

    @property
    def is_benchmark(self) -> bool:
        """Whether it is a benchmark: an accuracy, with no norm and no pass mark."""
        return self.family == BENCHMARK

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
