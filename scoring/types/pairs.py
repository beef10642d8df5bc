"""Two models over many exams: what `examsim compare --pairs` finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExamPair:
    """One exam sat by both, in shares of the points; differences are second − first.

    switches: questions of full points in the one and none or a part in the other; `mcnemar_p` is of these alone, and
    None where one of them earned a part. p: of the test that `test` names; adjusted_p: Holm's over all exams.
    """

    name: str
    questions: int
    only_first: int
    only_second: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    right_to_wrong: int
    wrong_to_right: int
    mcnemar_p: float | None
    p: float
    adjusted_p: float
    test: str
    noticeable: float


@dataclass(frozen=True)
class OverallMean:
    """Both models by one mean, in shares of the points, with the 95 % interval of second − first."""

    name: str
    first: float
    second: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class ManyPairs:
    """All exams, the unweighted and the pooled mean, and whether the two have opposite signs."""

    exams: tuple[ExamPair, ...]
    unweighted: OverallMean
    pooled: OverallMean

    @property
    def signs_differ(self) -> bool:
        """Whether one mean favours the first model and the other the second."""
        return self.unweighted.difference * self.pooled.difference < 0
