"""A win rate with ties three ways, and intervals that know of repeated prompts and raters.

Wilson (1927) for shares; with ties as halves n stays the number of verdicts and the variance is at most that of a
share, so Wilson's is a little wide. The clustered interval draws prompts (or raters, whichever are fewer) anew with all
their verdicts: several votes on one prompt are not several prompts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exams.errors import InputError
from scoring.types.interval import Interval
from scoring.types.preference import Rate

Floats = NDArray[np.float64]
Ties = Literal["half", "dropped", "own class"]


def wilson(won: float, count: float, level: float = 0.95) -> Interval:
    """Wilson's score interval of a share; `won` may hold halves. InputError for no verdict."""
    from scipy.stats import norm

    if count <= 0:
        raise InputError("no verdict to make a rate of")
    z, share = float(norm.ppf((1 + level) / 2)), won / count
    middle = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    reach = z / (1 + z**2 / count) * np.sqrt(share * (1 - share) / count + z**2 / (4 * count**2))
    return Interval(
        low=max(0.0, float(middle - reach)), high=min(1.0, float(middle + reach)), level=level, method="Wilson"
    )


def standard_error(shares: Floats) -> float:
    """Sample standard deviation ÷ √n of shares (0, ½, 1), as AlpacaEval's board prints it; nan for one verdict."""
    return float(np.std(shares, ddof=1) / np.sqrt(len(shares))) if len(shares) > 1 else float("nan")


def rates(shares: Floats, clusters: Sequence[str], *, draws: int = 2000, seed: int = 0) -> tuple[Rate, ...]:
    """The rate of the second model with ties as halves, dropped, and as a class of their own (wins ÷ all).

    `shares` of shape (n,): 0, ½ or 1 (or between, from a graded judge); `clusters` names what is drawn together.
    """
    tie = np.isclose(shares, 0.5)
    decided = np.where(tie, 0.0, np.where(shares > 0.5, 1.0, 0.0))
    _, place = np.unique(np.asarray(clusters), return_inverse=True)
    made: list[tuple[Ties, Floats, Floats]] = [
        ("half", shares, np.ones(len(shares))),
        ("dropped", decided, (~tie).astype(float)),
        ("own class", decided, np.ones(len(shares))),
    ]
    found = []
    for name, won, counted in made:
        if counted.sum() == 0:
            continue
        clustered = cluster_interval(won * counted, counted, place, draws=draws, seed=seed)
        value = float((won * counted).sum() / counted.sum())
        interval = wilson(float((won * counted).sum()), float(counted.sum()))
        found.append(Rate(ties=name, value=value, interval=interval, clustered=clustered))
    return tuple(found)


def cluster_interval(
    won: Floats, counted: Floats, place: NDArray[np.intp], *, draws: int, seed: int, level: float = 0.95
) -> Interval | None:
    """Percentile bootstrap of Σ won ÷ Σ counted over clusters; None where there are fewer than five."""
    size = int(place.max()) + 1
    if size < 5:
        return None
    sums, counts = np.bincount(place, won, size), np.bincount(place, counted, size)
    rng = np.random.default_rng(seed)
    values = []
    for _ in range(draws):
        chosen = rng.integers(0, size, size)
        total = counts[chosen].sum()
        if total > 0:
            values.append(sums[chosen].sum() / total)
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(low=float(low), high=float(high), level=level, method=f"bootstrap over {size} clusters")


def sign_test(wins: float, losses: float) -> float:
    """Exact two-sided p that neither is preferred, over decided verdicts (ties say nothing); 1 if there are none."""
    from scipy.stats import binomtest

    decided = round(wins + losses)
    return float(binomtest(round(wins), decided).pvalue) if decided else 1.0
