"""How often each model solved each problem, and −log pass rate from it, where a zero count is no infinity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exams.errors import InputError
from scoring.forecasts.points import Floats

Counts = NDArray[np.int64]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class PassCounts:
    """`solved` of `samples` tries, both of shape (models, problems), models in order of `compute`."""

    models: tuple[str, ...]
    compute: Floats
    problems: tuple[str, ...]
    solved: Counts
    samples: Counts

    def __post_init__(self) -> None:
        if (self.samples < 1).any() or (self.solved < 0).any() or (self.solved > self.samples).any():
            raise InputError("a count of solved tries is below 0, above the tries, or of no tries")

    def first(self, models: int) -> PassCounts:
        """The models of smallest compute."""
        rows = slice(models)
        return PassCounts(self.models[rows], self.compute[rows], self.problems, self.solved[rows], self.samples[rows])


def plain(counts: PassCounts, problems: Rows) -> Floats:
    """−mean log(c ÷ n) by model, as the report writes it; infinite where a model never solved one of the problems."""
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log(counts.solved[:, problems] / counts.samples[:, problems]).mean(axis=1))


def unbiased(counts: PassCounts, problems: Rows) -> Floats:
    """Mean of H_n − H_c by model, H the harmonic numbers; finite for c = 0.

    −log p = Σ (1 − p)^k ÷ k; C(n−c, k) ÷ C(n, k) is unbiased for (1 − p)^k for k ≤ n, and the sum of those terms is
    H_n − H_c. So it is unbiased for the series cut after n terms, which falls short of −log p by Σ_{k>n} (1 − p)^k ÷ k:
    nothing for p well above 1/n, and for a problem never solved the value H_n is a lower bound of −log p.
    """
    from scipy.special import digamma

    c, n = counts.solved[:, problems], counts.samples[:, problems]
    return np.asarray((digamma(n + 1) - digamma(c + 1)).mean(axis=1))


def solved_by_all(counts: PassCounts) -> Rows:
    """The report's restriction: problems that every one of these models solved at least once."""
    return np.flatnonzero((counts.solved > 0).all(axis=0))


def difficulty(counts: PassCounts) -> Floats:
    """How hard each problem is to these models: the mean over models of H_n − H_c, one a problem."""
    from scipy.special import digamma

    return np.asarray((digamma(counts.samples + 1) - digamma(counts.solved + 1)).mean(axis=0))


def buckets(counts: PassCounts, how_many: int, hardest_left_out: int = 0) -> list[Rows]:
    """Problems in buckets of nearly equal size, easiest first, by these models (the smaller ones) alone.

    InputError unless each bucket gets at least three problems. Ties in difficulty keep the order of the problems.
    """
    order = np.argsort(difficulty(counts), kind="stable")
    kept = order[: len(order) - hardest_left_out] if hardest_left_out else order
    if how_many < 1 or len(kept) < 3 * how_many:
        raise InputError(
            f"{len(kept)} problems do not fill {how_many} buckets of three", hint="ask for fewer with --buckets"
        )
    return [np.sort(part) for part in np.array_split(kept, how_many)]
