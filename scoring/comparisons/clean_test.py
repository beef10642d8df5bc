"""Do clean and contaminated questions differ beyond chance? And could we have noticed?

Stratified by section: within a section the flagged questions are compared with the clean ones. Given the totals of each
section, the number right among the flagged is hypergeometric; over sections it is the sum of independent
hypergeometrics, whose exact distribution is a convolution (the exact conditional test of a common odds ratio of 1,
Birch 1964). The odds ratio is Mantel and Haenszel's (1959). Only answers that are wholly right or wholly wrong count;
free responses with part of the points are left out and counted.

Power: probability that a two-sided test at 5 % notices a true difference of 10 percent points, by the normal
approximation for stratified proportions (Cochran 1954).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.interval import Z
from scoring.item_score import ItemScore
from scoring.scales.tables import FloatArray

ALPHA = 0.05
NOTICEABLE = 0.10


@dataclass(frozen=True)
class CleanTest:
    """`odds_ratio`: odds of a right answer, contaminated against clean. `left_out`: answers with part of the points."""

    p_value: float | None
    odds_ratio: float | None
    power: float | None
    flagged: int
    clean: int
    left_out: int
    words: str


@dataclass(frozen=True)
class Table:
    """One section: right and wrong among contaminated and clean questions."""

    contaminated_right: int
    contaminated_wrong: int
    clean_right: int
    clean_wrong: int

    @property
    def informative(self) -> bool:
        """Whether both groups have questions."""
        return min(self.contaminated_right + self.contaminated_wrong, self.clean_right + self.clean_wrong) > 0


def clean_test(item_scores: Sequence[ItemScore], flagged: Collection[str]) -> CleanTest:
    """Test the questions that `flagged` names against the others, section by section."""
    tables, left_out = section_tables(item_scores, flagged)
    used = [t for t in tables.values() if t.informative]
    seen = sum(t.contaminated_right + t.contaminated_wrong for t in used)
    unseen = sum(t.clean_right + t.clean_wrong for t in used)
    if not used:
        return CleanTest(None, None, None, seen, unseen, left_out, _why_not(item_scores, flagged, left_out))
    p, power = exact_p(used), power_of(used)
    return CleanTest(p, mantel_haenszel(used), power, seen, unseen, left_out, _words(used, p, power, left_out))


def section_tables(item_scores: Sequence[ItemScore], flagged: Collection[str]) -> tuple[Mapping[str, Table], int]:
    """A table per section, and how many graded answers earned only part of the points."""
    counts: dict[str, list[int]] = {}
    left_out = 0
    for item_score in item_scores:
        if item_score.points is None:
            continue
        right, wrong = item_score.points >= item_score.maximum - 1e-9, item_score.points <= 1e-9
        if not right and not wrong:
            left_out += 1
            continue
        cell = (0 if item_score.question in flagged else 2) + (0 if right else 1)
        counts.setdefault(item_score.section, [0, 0, 0, 0])[cell] += 1
    return {section: Table(*cells) for section, cells in counts.items()}, left_out


def exact_p(tables: Sequence[Table]) -> float:
    """Two-sided exact p: total probability of all outcomes no likelier than the one seen."""
    distribution: FloatArray = np.ones(1)
    seen = 0
    for t in tables:
        drawn, right = t.contaminated_right + t.contaminated_wrong, t.contaminated_right + t.clean_right
        total = drawn + t.clean_right + t.clean_wrong
        lowest, highest = max(0, drawn + right - total), min(drawn, right)
        distribution = np.convolve(distribution, _hypergeometric(np.arange(lowest, highest + 1), total, right, drawn))
        seen += t.contaminated_right - lowest
    # relative tolerance: equally likely outcomes may differ in the last bits
    return float(min(1.0, distribution[distribution <= distribution[seen] * (1 + 1e-7)].sum()))


def _hypergeometric(seen: npt.NDArray[np.int64], total: int, right: int, drawn: int) -> FloatArray:
    # by log-gamma: scipy.stats would take longer to import than all of a score takes
    from scipy.special import gammaln

    def choose(n: int, k: npt.NDArray[np.int64]) -> FloatArray:
        return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))

    whole = choose(total, np.array([drawn]))
    return np.exp(choose(right, seen) + choose(total - right, drawn - seen) - whole)


def mantel_haenszel(tables: Sequence[Table]) -> float | None:
    """Common odds ratio of a right answer, contaminated against clean; None where the denominator is 0."""
    above = below = 0.0
    for t in tables:
        n = t.contaminated_right + t.contaminated_wrong + t.clean_right + t.clean_wrong
        above += t.contaminated_right * t.clean_wrong / n
        below += t.contaminated_wrong * t.clean_right / n
    return above / below if below else None


def power_of(tables: Sequence[Table], difference: float = NOTICEABLE) -> float:
    """Probability to notice that contaminated answers are right `difference` more (or less) often than clean ones."""
    from scipy.special import ndtr

    weight_sum = variance = 0.0
    for t in tables:
        m, n = t.contaminated_right + t.contaminated_wrong, t.clean_right + t.clean_wrong
        # half a success and half a failure added, so that a section without a wrong answer still has a variance
        p = (t.contaminated_right + t.clean_right + 0.5) / (m + n + 1)
        weight = m * n / (m + n)
        weight_sum += weight
        variance += weight * p * (1 - p)
    shift = difference * weight_sum / np.sqrt(variance)
    return float(ndtr(shift - Z) + ndtr(-shift - Z))


def _words(tables: Sequence[Table], p: float, power: float, left_out: int) -> str:
    right = sum(t.contaminated_right for t in tables)
    seen = sum(t.contaminated_right + t.contaminated_wrong for t in tables)
    clean_right = sum(t.clean_right for t in tables)
    unseen = sum(t.clean_right + t.clean_wrong for t in tables)
    counts = f"right: {right} of {seen} contaminated, {clean_right} of {unseen} clean; exact p = {p:.3g}"
    chance = f"a true difference of {NOTICEABLE * 100:.0f} points would be noticed with {power * 100:.0f} % probability"
    more = f"; {left_out} partly right answers left out" if left_out else ""
    if p < ALPHA:
        better = "better" if right * unseen > clean_right * seen else "worse"
        return f"contaminated questions went {better} than chance explains ({counts}; {chance}{more})"
    if power < 0.8:
        unseen_times = 100 - round(100 * power)
        missed = f"a true difference of {100 * NOTICEABLE:.0f} points would go unnoticed {unseen_times} times in 100"
        return f"too few questions to tell ({counts}; {missed}{more})"
    return f"no difference beyond chance ({counts}; {chance}{more})"


def _why_not(item_scores: Sequence[ItemScore], flagged: Collection[str], left_out: int) -> str:
    hit = sum(c.question in flagged for c in item_scores)
    if not hit:
        return "no question is contaminated: nothing to compare"
    if hit == len(item_scores):
        return "every question is contaminated: nothing to compare with"
    more = f" ({left_out} partly right answers cannot be used)" if left_out else ""
    return f"no section has both clean and contaminated questions that are wholly right or wrong{more}: one cannot tell"
