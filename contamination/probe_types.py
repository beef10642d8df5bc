"""What a probe of a model reads and what it says. `probes.json` holds one `ProbeReport`.

A probe is evidence without a corpus. Its results stand apart from an audit's: they never move a question out of the
clean set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

ProbeTest = Literal["order", "completion", "options", "min-k", "peakedness", "canary", "gap", "before-after"]
TESTS: tuple[ProbeTest, ...] = get_args(ProbeTest)
ProbeVerdict = Literal[
    "seen",  # the test's p-value, after Holm, is below alpha
    "not noticed",  # it is not; the power says what that is worth
    "no verdict",  # an assumption fails, or there is nothing to compare with: figures only
]


@dataclass(frozen=True, slots=True)
class ProbeItem:
    """A question as probes see it: plain text, where it stands, and what a form could be sorted by.

    `text` is stem and options in the form's order, without the key. `block`: its section. `passage`: text that it
    shares with its neighbours, which stay together with it.
    """

    id: str
    text: str
    stem: str
    options: tuple[tuple[str, str], ...] = ()
    key: tuple[str, ...] = ()
    block: str = ""
    passage: str = ""
    difficulty: str = ""
    written: str = ""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Check(_Record):
    """An assumption of a test, looked at before the test."""

    name: str
    passed: bool
    words: str


class Control(_Record):
    """The same measure where nothing can have been seen; p None where the control is a figure only."""

    name: str
    value: float | None = None
    p: float | None = Field(None, ge=0, le=1)
    words: str


class PowerRow(_Record):
    """How often a test noticed what was planted: in `noticed` of `runs` planted models."""

    share: float = Field(ge=0, le=1, description="share of the questions that the planted model had seen once")
    noticed: int
    runs: int


class Power(_Record):
    """What a test would have noticed on this set. `least`: the smallest share from which on all rows noticed 80 %.

    `difference`: for tests of scores, the difference that would have been noticed four times in five, in shares.
    """

    rows: tuple[PowerRow, ...] = ()
    least: float | None = None
    difference: float | None = None
    words: str


class ProbeResult(_Record):
    """One test. `statistic` is in the unit that `measure` names; `interval` its 95 % interval."""

    test: ProbeTest
    measure: str
    verdict: ProbeVerdict
    words: str
    statistic: float | None = None
    interval: tuple[float, float] | None = None
    p: float | None = Field(None, ge=0, le=1)
    adjusted_p: float | None = Field(None, ge=0, le=1, description="Holm, over all tests of the report with a p-value")
    n: int = 0
    n_of: str = Field("questions", description="what is counted in n")
    caution: str = Field("", description="what forbids the verdict 'seen', however small p is")
    left_out: tuple[str, ...] = ()
    figures: dict[str, float] = Field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    controls: tuple[Control, ...] = ()
    power: Power | None = None
    asked: str = ""
    limits: str = ""
    source: str = ""


class ProbeReport(_Record):
    """All tests of one model on one form. `not_run` says of each test that was asked for and not made, why."""

    schema_: Literal["examsim.probes/1"] = Field("examsim.probes/1", alias="schema")
    form: str
    form_hash: str
    title: str = ""
    questions: int
    model: str = ""
    control: str = Field("", description="the form that stood for what cannot have been seen")
    way: str = Field("", description="where log-probabilities came from, and by which endpoint texts were asked for")
    alpha: float = 0.05
    results: tuple[ProbeResult, ...]
    not_run: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seed: int = 0
    calls: int = 0
    cached: int = 0
    failed: int = 0
    cost: float | None = None
    version: str = ""
    started: str = ""
