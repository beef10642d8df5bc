"""How far two graders agree: the usual statistics of inter-rater reliability, on points.

* exact and adjacent agreement: share of answers with equal points, and at most one step apart;
* Cohen's kappa with quadratic weights (Cohen 1968), interval by the large-sample variance of Fleiss, Cohen and Everitt
  (1969): kappa ± 1.96 standard errors, not clipped, as statsmodels gives it;
* Krippendorff's alpha (2011, "Computing Krippendorff's Alpha-Reliability") for interval and ordinal data, with missing
  grades; interval by the percentile bootstrap over answers;
* bias: mean difference with Student's t interval;
* a single grader's error: SD of the differences ÷ √2, if both are equally exact.
"""

from __future__ import annotations

import numpy as np

from scoring.interval import LEVEL
from scoring.scales.tables import FloatArray
from scoring.types import Interval

KAPPA_METHOD = "large-sample variance of Fleiss, Cohen & Everitt 1969"
ALPHA_METHOD = "percentile bootstrap over answers"
BIAS_METHOD = "Student's t"
_EVEN = 1e-9


def exact_agreement(first: FloatArray, second: FloatArray) -> float:
    """Share of answers with equal points."""
    return float((np.abs(first - second) < _EVEN).mean())


def adjacent_agreement(first: FloatArray, second: FloatArray, step: float | FloatArray) -> float:
    """Share of answers whose points differ by at most one `step` (of the rubric; one value, or one per answer)."""
    return float((np.abs(first - second) < step + _EVEN).mean())


def quadratic_kappa(first: FloatArray, second: FloatArray) -> float | None:
    """1 − observed ÷ expected squared difference; None where both graders gave one and the same value throughout."""
    expected = float(((first[:, None] - second[None, :]) ** 2).mean())
    return None if expected < _EVEN**2 else 1 - float(((first - second) ** 2).mean()) / expected


def kappa_interval(first: FloatArray, second: FloatArray) -> Interval | None:
    """95 % interval of `quadratic_kappa`."""
    from scipy.special import ndtri

    kappa = quadratic_kappa(first, second)
    if kappa is None:
        return None
    values, codes = np.unique(np.concatenate([first, second]), return_inverse=True)
    k, n = len(values), len(first)
    table = np.zeros((k, k))
    np.add.at(table, (codes[:n], codes[n:]), 1 / n)
    weights = 1 - ((values[:, None] - values[None, :]) / (values[-1] - values[0])) ** 2
    rows, columns = table.sum(1), table.sum(0)
    chance = float(rows @ weights @ columns)
    # mean weight that each grader's value meets in the other grader's margin
    mean_weights = (weights @ columns)[:, None] + (weights.T @ rows)[None, :]
    variance = float((table * (weights - mean_weights * (1 - kappa)) ** 2).sum()) - (kappa - chance * (1 - kappa)) ** 2
    error = np.sqrt(max(0.0, variance) / n) / (1 - chance)
    half = float(ndtri(0.5 + LEVEL / 2)) * float(error)
    return Interval(low=kappa - half, high=kappa + half, level=LEVEL, method=KAPPA_METHOD)


def krippendorff_alpha(ratings: FloatArray, level: str = "interval") -> float | None:
    """Alpha of `ratings`, shape (graders, answers) with NaN for a missing grade; `level` 'interval' or 'ordinal'.

    None where no answer has two grades or all grades that can be paired are equal.
    """
    pairable = ratings[:, (~np.isnan(ratings)).sum(0) >= 2]
    given = ~np.isnan(pairable)
    n = int(given.sum())
    if n == 0:
        return None
    values = np.where(given, pairable, 0.0)
    if level == "ordinal":
        values = np.where(given, _mid_ranks(pairable[given], pairable), 0.0)
    counts = given.sum(0)
    sums, squares = values.sum(0), (values**2).sum(0)
    # squared differences of all ordered pairs: 2 (m Σx² − (Σx)²)
    observed = float((2 * (counts * squares - sums**2) / (counts - 1)).sum()) / n
    expected = 2 * (n * float(squares.sum()) - float(sums.sum()) ** 2) / (n * (n - 1))
    return None if expected < _EVEN else 1 - observed / expected


def alpha_interval(ratings: FloatArray, *, n_resamples: int = 1000, seed: int = 0) -> Interval | None:
    """95 % interval of the interval-data alpha: answers drawn again with replacement, draws without spread left out."""
    if krippendorff_alpha(ratings) is None:
        return None
    rng = np.random.default_rng(seed)
    answers = ratings.shape[1]
    found = [krippendorff_alpha(ratings[:, rng.integers(0, answers, answers)]) for _ in range(n_resamples)]
    values = [f for f in found if f is not None]
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(low=float(low), high=float(high), level=LEVEL, method=ALPHA_METHOD)


def bias_interval(differences: FloatArray) -> Interval | None:
    """95 % interval of the mean difference; None for fewer than two answers."""
    from scipy.special import stdtrit

    n = len(differences)
    if n < 2:
        return None
    half = float(stdtrit(n - 1, 0.5 + LEVEL / 2)) * float(differences.std(ddof=1)) / float(np.sqrt(n))
    mean = float(differences.mean())
    return Interval(low=mean - half, high=mean + half, level=LEVEL, method=BIAS_METHOD)


def rater_error(differences: FloatArray) -> float | None:
    """SD of one grader's error, in the unit of the differences; None for fewer than two answers."""
    return None if len(differences) < 2 else float(differences.std(ddof=1)) / float(np.sqrt(2))


def _mid_ranks(given: FloatArray, values: FloatArray) -> FloatArray:
    """Number of grades below each value plus half of those equal: distances between them are Krippendorff's ordinal."""
    ordered = np.sort(given)
    below = np.searchsorted(ordered, values, side="left")
    up_to = np.searchsorted(ordered, values, side="right")
    return np.asarray((below + up_to) / 2, dtype=float)
