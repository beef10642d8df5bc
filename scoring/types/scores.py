"""An exam's score on one set of questions, and its parts."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from exams.exam import PercentileDefinition, Status
from scoring.types.interval import Interval
from scoring.types.record import Record


class Percentile(Record):
    """Where a score stands among a named population, in percent. `low` == `high` for a point.

    `below` is the percent strictly below the score whatever the table's convention, so that bars of different tables
    can be drawn in one chart; None where the table cannot be converted.
    """

    model_config = ConfigDict(populate_by_name=True)

    norm: str
    population: str
    group: str = Field("", description="the population without its period: 'GRE takers'")
    period: str = Field("", description="when they took it, as printed: '2022–25'")
    ends: str = Field("", description="when the period ends: '2025' or '2025-06'; '' where the source does not say")
    words: str = Field("", description="for a headline: 'about the 60th percentile of GRE takers, 2022–25'")
    percentile_definition: PercentileDefinition = Field(alias="convention")
    low: float | None
    high: float | None
    text: str = Field(description="as a person would read it: '~90th', '86th–100th', 'below 5th', 'unknown'")
    below: float | None = None
    interval: Interval | None = None
    by_scale: Interval | None = Field(None, description="over all published scales; `interval` is by questions alone")
    single: bool = Field(True, description="False: too uncertain for one number, or at the ceiling of a short form")
    default: bool = False
    extrapolated: bool = Field(False, description="the score lies outside the table: its end bin was used")
    interpolated: bool = False
    bounded: bool = Field(False, description="between or beyond published points: only bounds are known")
    method: str = Field("", description="how it was approximated, where no published row gives it")
    status: Status
    year: str
    source: str


class PassResult(Record):
    """Pass or fail at one cut score (`mark`); `certain` is False where the interval straddles it."""

    model_config = ConfigDict(populate_by_name=True)

    cut_score: float = Field(alias="mark")
    where: tuple[str, ...] = ()
    passed: bool | None
    certain: bool
    source: str = ""


class SectionScore(Record):
    """One section on one set of questions. `fraction` is the proportion of points earned, points / max_points.

    In code it is called `proportion`; files keep the key they always had.
    """

    model_config = ConfigDict(populate_by_name=True)

    section: str
    name: str
    kind: str
    weight: float
    questions: int = Field(description="questions scored here")
    questions_on_form: int = Field(description="questions of this section on the form")
    questions_on_exam: int = Field(description="questions of this section in the real exam")
    points: float | None
    max_points: float
    proportion: float | None = Field(alias="fraction")
    proportion_interval: Interval | None = Field(None, alias="fraction_interval")
    linked: float | None = Field(None, description="the share on the real form, where this one is linked to it")
    linked_interval: Interval | None = Field(None, description="by questions and by the link's own error")
    raw: float | None = Field(None, description="points put on the real exam's raw scale by proportion")
    raw_max: float
    scaled: float | None = None
    scaled_name: str = ""
    scaled_interval: Interval | None = None
    scale: str = Field("", description="id of the scale used")
    percentiles: tuple[Percentile, ...] = ()
    statuses: dict[str, int] = Field(default_factory=dict, description="answers by status")
    graders: dict[str, int] = Field(default_factory=dict, description="grades by grader, e.g. {'key': 28}")
    self_graded: bool = False
    ungraded: int = 0
    note: str = ""


class Alternative(Record):
    """The same points on another published scale of the exam."""

    name: str
    scales: tuple[str, ...]
    value: float
    interval: Interval | None = None
    percentile: Percentile | None = None
    note: str = ""
    other_grades: bool = Field(False, description="not other scales but other grades of the same answers: marked")


class Component(Record):
    """A number on the way to the score: the composite of an AP exam, the written part of the UBE."""

    name: str
    raw: float
    raw_max: float
    value: float = Field(description="what the scale made of `raw`")
    interval: Interval | None = None
    scale: str = Field("", description="id of the scale used")


class Mean(Record):
    """Percent of the points under a name that says how it is counted. Not rounded."""

    name: str
    value: float
    interval: Interval | None = None
    note: str = ""


class ScoreSet(Record):
    """An exam scored on one set of questions: 'full', 'clean', or 'sound' (without those known to be faulty)."""

    which: Literal["full", "clean", "sound"]
    questions: int
    value: float | None = Field(description="on the exam's own scale; None = n/a")
    text: str = Field(description="as a candidate would be given it, e.g. '298 / 400' or 'n/a'")
    interval: Interval | None = Field(None, description="by questions: other questions like these")
    by_scale: Interval | None = Field(None, description="least and greatest score over all published scales")
    bounds: tuple[float, float] | None = Field(None, description="all ungraded at 0, all at full points")
    percent: float | None = Field(None, description="points as percent of the maximum, weighted by section")
    incomplete: str = Field("", description="'incomplete: 3 of 28 failed'; '' where nothing failed")
    handed_in_empty: str = Field("", description="'2 of 28 (7 %) refused: counted as wrong'; '' if none")
    sections: tuple[SectionScore, ...]
    percentiles: tuple[Percentile, ...] = ()
    passes: tuple[PassResult, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    components: tuple[Component, ...] = ()
    means: tuple[Mean, ...] = Field((), description="benchmarks: percent right by section and by question, both named")
    readings: tuple[Mean, ...] = Field((), description="the same answers read in other ways: 'strict', 'exact match'")
    no_percentile: str = Field("", description="why the score is not placed among people; '' = it may be")
    note: str = ""
