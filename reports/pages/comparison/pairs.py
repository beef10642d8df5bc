"""Runs two by two, and what that says in one sentence. The tests were made outside: reports compute no statistic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from exams.counted import counted
from reports.pages.comparison.rows import ComparedQuestion
from reports.score_text import p_text, signed
from reports.scored_run import ScoredRun

BEYOND_CHANCE = 0.05  # adjusted p below which two runs are said to differ


@dataclass(frozen=True)
class PairedTest:
    """What a paired test of two runs says. Shares are 0–1; `adjusted_p` is Holm's over all pairs of the exam."""

    difference: float
    low: float
    high: float
    p_value: float
    test: str
    questions: int
    adjusted_p: float | None = None

    @property
    def p(self) -> float:
        """The p value that counts: the adjusted one where several pairs were tested."""
        return self.p_value if self.adjusted_p is None else self.adjusted_p


@dataclass(frozen=True)
class Pair:
    """Two runs on the questions that both have graded answers to."""

    first: str
    second: str
    shared: int
    both: int
    only_first: int
    only_second: int
    neither: int
    test: PairedTest | None


def pairs_of(
    runs: Sequence[ScoredRun], rows: Sequence[ComparedQuestion], tests: Mapping[tuple[str, str], PairedTest]
) -> list[Pair]:
    """Each two runs; `tests` by the names of their pages."""
    pairs = []
    for i, first in enumerate(runs):
        for j in range(i + 1, len(runs)):
            second = runs[j]
            shared = [(r.held[i], r.held[j]) for r in rows]
            graded = [(a, b) for a, b in shared if a and b and a.points is not None and b.points is not None]
            right = [(a.outcome == "right", b.outcome == "right") for a, b in graded]
            pairs.append(
                Pair(
                    first.series,
                    second.series,
                    len(right),
                    sum(a and b for a, b in right),
                    sum(a and not b for a, b in right),
                    sum(b and not a for a, b in right),
                    sum(not a and not b for a, b in right),
                    _test(tests, first.page, second.page),
                )
            )
    return pairs


def _test(tests: Mapping[tuple[str, str], PairedTest], first: str, second: str) -> PairedTest | None:
    """The test of the two, whichever of them it was made from."""
    found = tests.get((first, second))
    other = tests.get((second, first))
    if found is not None or other is None:
        return found
    return replace(other, difference=-other.difference, low=-other.high, high=-other.low)


def comparison_sentence(pairs: Sequence[Pair]) -> str:
    """What the tests say, in words; '' where nothing could be tested."""
    tested = [(pair, pair.test) for pair in pairs if pair.test is not None]
    if not tested:
        return "The runs share no graded question, so nothing can be said about their difference."
    if len(pairs) == 1:
        return _of_two(*tested[0])
    apart = [_over(pair, test) for pair, test in tested if test.p < BEYOND_CHANCE]
    many = f"Of {len(tested)} pairs, " + (f"{len(apart)} differ" if len(apart) != 1 else "one differs")
    rest = "" if len(apart) == len(tested) else " The others cannot be told apart on these questions."
    if not apart:
        return f"None of the {len(tested)} pairs differs beyond chance (Holm’s correction for {len(tested)} tests)."
    return f"{many} beyond chance (Holm’s correction for {len(tested)} tests): {'; '.join(apart)}.{rest}"


def _of_two(pair: Pair, test: PairedTest) -> str:
    better, worse = (pair.first, pair.second) if test.difference >= 0 else (pair.second, pair.first)
    low, high = (test.low, test.high) if test.difference >= 0 else (-test.high, -test.low)
    points = f"{100 * abs(test.difference):.1f} points in 100"
    found = f"On {counted(pair.shared, 'shared question')} {better} got {points} more than {worse}"
    ends = f"95% interval {signed(100 * low)} to {signed(100 * high)}; p {p_text(test.p)}"
    if not test.difference:
        return (
            f"On {counted(pair.shared, 'shared question')} {pair.first} and {pair.second} got the same points ({ends})."
        )
    verdict = "they differ beyond chance" if test.p < BEYOND_CHANCE else "too little to tell them apart"
    return f"{found} ({ends}): {verdict}."


def _over(pair: Pair, test: PairedTest) -> str:
    better, worse = (pair.first, pair.second) if test.difference >= 0 else (pair.second, pair.first)
    return f"{better} over {worse} (by {100 * abs(test.difference):.1f} points in 100, p {p_text(test.p)})"
