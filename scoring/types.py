"""The records that flow from a run to a report: answers, grades, scores. One line of JSON each.

`answers.jsonl` holds `Answer`, `grades.jsonl` holds `Grade`, `score.json` holds `ExamScore`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

AnswerStatus = Literal[
    "answered",  # an answer was read
    "blank",  # left blank on purpose (the chance model's essays; an exam that rewards blanks)
    "unparsed",  # the model replied, but no answer could be read from it
    "refused",  # the model declined
    "empty",  # the reply held nothing
    "truncated",  # the reply hit its length limit before an answer could be read
    "too_long",  # the question does not fit the model's context even without worked examples
    "failed",  # the server failed for good; the question was not answered
    "missing",  # replay: the file holds no answer for this question
]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Usage(_Record):
    """Tokens of all calls for one question; `cost` in US dollars where the price table knows the model."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    calls: int = 0
    cached: int = 0
    cost: float | None = None


class Attempt(_Record):
    """A further program for the same problem, after the first in `Answer.text`."""

    text: str
    status: AnswerStatus = "answered"
    truncated: bool = False
    saw_failing: bool = Field(False, description="was shown the sample that the attempt before failed")


class Answer(_Record):
    """What the model said to one question and what was read from it."""

    question: str
    section: str
    status: AnswerStatus
    text: str = Field("", description="explanation or free response, as the model wrote it")
    letter_text: str = Field("", description="reply to the letter prompt, with --letter sample")
    choice: tuple[str, ...] = Field((), description="labels, or the number as text")
    truncated: bool = Field(False, description="some reply hit its length limit, even if an answer was read")
    dropped_examples: int = Field(0, description="worked examples left out to fit the context")
    prompt: tuple[dict[str, object], ...] = Field((), description="messages as sent; shared text by reference")
    usage: Usage = Usage()
    confidence: dict[str, float] | None = Field(None, description="probability of each letter, where known")
    attempts: tuple[Attempt, ...] = Field((), description="programs: attempts 2, 3, … ; the first is `text`")
    note: str = ""


GraderKind = Literal["key", "model", "human", "tests", "none"]
GraderRole = Literal[
    "",  # one grader's own grade
    "adjudicator",  # a person who settled a disagreement
    "resolved",  # made of several grades: the mean of people, the median of a model's votes
    "calibration",  # of an answer whose points were known beforehand; never scored
]


class CriterionGrade(_Record):
    """Points for one criterion of a rubric, with the words of the answer that earn them."""

    criterion: str
    points: float
    evidence: str = ""
    comment: str = ""
    founded: bool | None = Field(None, description="models: the quoted words stand in the answer; None: none needed")


class Grade(_Record):
    """Points for one answer. `points` None means not graded yet; `max_points` is what a perfect answer gets."""

    question: str
    section: str
    points: float | None
    max_points: float
    grader: str = Field(description="'key', the grading model's name, or a person's pseudonym")
    grader_kind: GraderKind
    self_graded: bool = False
    criteria: tuple[CriterionGrade, ...] = ()
    status: AnswerStatus = "answered"
    part: str | None = None
    cluster: str | None = Field(None, description="passage shared with other questions")
    note: str = ""
    role: GraderRole = ""
    round: int = Field(0, description="models: 0 = graded with the run; the latest round that has points counts")
    vote: int = Field(0, description="models: which of several votes of one round")
    averaged: int = Field(1, description="graders whose points were joined into these")
    answer_hash: str = Field("", description="people: names the text that was graded; a changed answer is not theirs")


class Interval(_Record):
    """Bounds at `level` (0.95), made by `method`."""

    low: float
    high: float
    level: float = 0.95
    method: str = ""


class Percentile(_Record):
    """Where a score stands among a named population, in percent. `low` == `high` for a point."""

    norm: str
    population: str
    convention: str
    low: float | None
    high: float | None
    text: str = Field(description="as a person would be told: '~90th', '86th–100th', 'below 5th', 'unknown'")
    interval: Interval | None = None
    default: bool = False
    extrapolated: bool = Field(False, description="the score lies outside the table: its end bin was used")
    interpolated: bool = False
    status: str
    year: str
    source: str


class PassResult(_Record):
    """Pass or fail at one mark; `likely` is False where the interval straddles the mark."""

    mark: float
    where: tuple[str, ...] = ()
    passed: bool | None
    certain: bool
    source: str = ""


class SectionScore(_Record):
    """One section on one set of questions. `fraction` is points / max_points on the questions scored."""

    section: str
    name: str
    kind: str
    weight: float
    questions: int = Field(description="questions scored here")
    questions_on_form: int = Field(description="questions of this section on the form")
    questions_on_exam: int = Field(description="questions of this section in the real exam")
    points: float | None
    max_points: float
    fraction: float | None
    fraction_interval: Interval | None = None
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


class Alternative(_Record):
    """The same points on another published scale of the exam."""

    name: str
    scales: tuple[str, ...]
    value: float
    interval: Interval | None = None
    percentile: Percentile | None = None
    note: str = ""
    other_grades: bool = Field(False, description="not other scales but other grades of the same answers: marked")


class Component(_Record):
    """A number on the way to the score: the composite of an AP exam, the written part of the UBE."""

    name: str
    raw: float
    raw_max: float
    value: float = Field(description="what the scale made of `raw`")
    interval: Interval | None = None
    scale: str = Field("", description="id of the scale used")


class ScoreSet(_Record):
    """An exam scored on one set of questions: 'full' or 'clean'."""

    which: Literal["full", "clean"]
    questions: int
    value: float | None = Field(description="on the exam's own scale; None = n/a")
    text: str = Field(description="as a candidate would be told, e.g. '298 / 400' or 'n/a'")
    interval: Interval | None = None
    bounds: tuple[float, float] | None = Field(None, description="all ungraded at 0, all at full points")
    percent: float | None = Field(None, description="points as percent of the maximum, weighted by section")
    sections: tuple[SectionScore, ...]
    percentiles: tuple[Percentile, ...] = ()
    passes: tuple[PassResult, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    components: tuple[Component, ...] = ()
    note: str = ""


class SectionContamination(_Record):
    """One section split by the audit's flags. Fractions of the points earned, 0–1; None where there is no question."""

    section: str
    questions: int
    flagged: int
    share: float = Field(description="flagged ÷ questions")
    full: float | None
    clean: float | None
    contaminated: float | None
    relative_change: float | None = Field(None, description="clean / full − 1")
    difference: float | None = Field(None, description="clean − contaminated, in percent points")


class Contamination(_Record):
    """How much of the form was seen, by section and for the exam, and what leaving it out does."""

    audit: str = Field("", description="content hash of the audit")
    rule: str = ""
    flagged: tuple[str, ...] = ()
    share_by_section: dict[str, float | None] = Field(default_factory=dict)
    share: float | None = Field(None, description="section-weighted blend of the shares, 0–1")
    relative_change: float | None = Field(None, description="clean / full − 1, the report's printed 'degradation'")
    difference: float | None = Field(None, description="clean − contaminated percent, as its caption says")
    test: str = Field("", description="whether clean and contaminated questions differ beyond chance, in words")
    p_value: float | None = None
    power: float | None = None
    sections: tuple[SectionContamination, ...] = ()


class Note(_Record):
    """Something a reader must know: estimated, extrapolated, truncated, unparsed, missing."""

    level: Literal["info", "warning"]
    text: str


class Agreement(_Record):
    """How two graders (or groups of them) graded the same answers. Points; `bias` = second − first.

    None where too few answers, or answers without any spread, allow no value.
    """

    what: str = Field(description="'exam', a section's id, 'question/criterion', or 'calibration'")
    level: Literal["exam", "section", "criterion"]
    first: str
    second: str
    kind: Literal["people", "model", "calibration"] = Field(description="people with people, or people with a model")
    answers: int
    exact: float = Field(description="share of answers with equal points")
    adjacent: float = Field(description="share of answers at most one step of the rubric apart")
    kappa: float | None = Field(None, description="Cohen's kappa with quadratic weights")
    kappa_interval: Interval | None = None
    alpha: float | None = Field(None, description="Krippendorff's alpha, interval data")
    alpha_interval: Interval | None = None
    alpha_ordinal: float | None = None
    bias: float
    bias_interval: Interval | None = None
    bias_share: float = Field(description="mean difference as a share of the answers' maximum")
    rater_sd: float | None = Field(None, description="one grader's error: SD of the differences ÷ √2, share of maximum")


class GraderError(_Record):
    """What the grades that count in one section may be off by, as shares of the maximum."""

    section: str
    rater_sd: float
    answers: int = Field(description="answers graded twice that it rests on")
    of: str = Field(description="whose error, in words")


class AgreementReport(_Record):
    """`agreement.json`: agreement over one or more runs, and the error that goes into this run's interval."""

    schema_: Literal["examsim.agreement/1"] = Field("examsim.agreement/1", alias="schema")
    runs: tuple[str, ...] = ()
    rows: tuple[Agreement, ...] = ()
    errors: tuple[GraderError, ...] = ()
    bias: dict[str, Agreement] = Field(
        default_factory=dict, description="section → model against people, where points can be corrected"
    )


class ExamScore(_Record):
    """All that is told about one model on one exam: `reported` names the lower of full and clean."""

    schema_: Literal["examsim.score/1"] = Field("examsim.score/1", alias="schema")
    exam: str
    exam_name: str
    exam_short: str
    exam_version: str
    score_name: str
    score_min: float
    score_max: float | None
    form: str
    form_hash: str
    form_role: str
    coverage: str = Field("", description="'practice form: 28 of 200 questions'")
    model: str
    full: ScoreSet
    clean: ScoreSet | None = None
    reported: Literal["full", "clean"] = "full"
    reported_note: str = ""
    contamination: Contamination | None = None
    rule: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def reported_set(self) -> ScoreSet:
        """The set whose score is reported."""
        return self.clean if self.reported == "clean" and self.clean is not None else self.full
