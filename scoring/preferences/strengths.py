"""Strengths of many models from verdicts on pairs: Bradley–Terry, with ties as halves or as Davidson's own class.

Bradley & Terry 1952: P(i beats j) = π_i ÷ (π_i + π_j), found by the MM iteration of Hunter 2004. Davidson 1970:
P(tie) = ν√(π_i π_j) ÷ (π_i + π_j + ν√(π_i π_j)). Both exist only where no group of models never loses to (or never
meets) the rest: the graph "won against" must be strongly connected (Ford 1957). Covariances come from the observed
information, projected on strengths of mean 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exams.errors import InputError
from scoring.preferences.win_rate import Floats
from scoring.types.preference import Verdict


@dataclass(frozen=True)
class Tally:
    """`wins[i, j]` = how often model i was preferred to j (graded shares add up), `ties[i, j]` symmetric."""

    models: tuple[str, ...]
    wins: Floats
    ties: Floats


@dataclass(frozen=True)
class Strengths:
    """Log strengths (mean 0), their covariance (mean-0 constraint), and Davidson's ν where ties are a class."""

    models: tuple[str, ...]
    log_strength: Floats
    covariance: Floats
    tie_parameter: float | None = None

    @property
    def shares(self) -> Floats:
        """Strengths that sum to 1."""
        raised = np.exp(self.log_strength - self.log_strength.max())
        return np.asarray(raised / raised.sum())


def tally(verdicts: Sequence[Verdict]) -> Tally:
    """Count verdicts; unusable ones count for nothing."""
    models = tuple(sorted({name for v in verdicts for name in (v.first, v.second)}))
    place = {name: i for i, name in enumerate(models)}
    wins, ties = np.zeros((len(models), len(models))), np.zeros((len(models), len(models)))
    for verdict in verdicts:
        if verdict.share is None or verdict.first == verdict.second:
            continue
        i, j = place[verdict.first], place[verdict.second]
        if abs(verdict.share - 0.5) < 1e-9:
            ties[i, j] += 1
            ties[j, i] += 1
        else:
            wins[j, i] += verdict.share
            wins[i, j] += 1 - verdict.share
    return Tally(models, wins, ties)


def components(made: Tally) -> list[list[str]]:
    """Groups of models whose strengths can be compared, largest first; more than one means no common ranking."""
    from scipy.sparse.csgraph import connected_components

    _, labels = connected_components(made.wins + made.ties > 0, directed=True, connection="strong")
    groups = [[m for m, label in zip(made.models, labels, strict=True) if label == k] for k in set(labels.tolist())]
    return sorted(groups, key=len, reverse=True)


def bradley_terry(made: Tally, *, most: int = 100_000, tolerance: float = 1e-13) -> Strengths:
    """Ties count half a win each. InputError unless the models are strongly connected."""
    _check_connected(made)
    wins = made.wins + made.ties / 2
    games, won = wins + wins.T, wins.sum(axis=1)
    strength = np.full(len(won), 1 / len(won))
    for _ in range(most):
        renewed = won / (games / (strength[:, None] + strength[None, :])).sum(axis=1)
        renewed /= renewed.sum()
        done = float(np.abs(np.log(renewed) - np.log(strength)).max()) < tolerance
        strength = renewed
        if done:
            break
    chance = strength[:, None] / (strength[:, None] + strength[None, :])
    information = -(games * chance * (1 - chance))
    np.fill_diagonal(information, 0)
    np.fill_diagonal(information, -information.sum(axis=1))
    log_strength: Floats = np.asarray(np.log(strength), dtype=np.float64)
    covariance: Floats = np.array(np.linalg.pinv(information, hermitian=True), dtype=np.float64)
    return Strengths(made.models, np.asarray(log_strength - log_strength.mean(), dtype=np.float64), covariance)


def davidson(made: Tally) -> Strengths:
    """Ties as a class of their own. InputError unless strongly connected, or where nothing was tied."""
    from scipy.optimize import minimize

    _check_connected(made)
    if made.ties.sum() == 0:
        raise InputError("no verdict is a tie: Davidson's model has nothing to tell from", hint="ties as halves")
    count = len(made.models)
    start = bradley_terry(made).log_strength

    def loss(theta: Floats) -> tuple[float, Floats]:
        strength, log_tie = theta[:count] - theta[:count].mean(), theta[count]
        return _davidson_loss(strength, log_tie, made)

    share = made.ties.sum() / 2 / (made.ties.sum() / 2 + made.wins.sum())
    begin = np.append(start, np.log(2 * share / max(1 - share, 1e-6)))
    found = minimize(loss, begin, jac=True, method="BFGS", options={"gtol": 1e-8, "maxiter": 2000})
    theta = np.asarray(found.x, dtype=float)
    theta[:count] -= theta[:count].mean()
    information = _numeric_hessian(lambda at: loss(at)[1], theta)
    whole: Floats = np.array(np.linalg.pinv(information, hermitian=True, rcond=1e-10), dtype=np.float64)
    return Strengths(made.models, theta[:count], whole[:count, :count], float(np.exp(theta[count])))


def _davidson_loss(strength: Floats, log_tie: float, made: Tally) -> tuple[float, Floats]:
    left, right = strength[:, None], strength[None, :]
    middle = log_tie + (left + right) / 2
    total = np.logaddexp(np.logaddexp(left, right), middle)
    games = np.triu(made.wins + made.wins.T + made.ties, 1)
    ties = np.triu(made.ties, 1)
    won = made.wins.sum(axis=1)
    value = float((games * total).sum() - (won * strength).sum() - (ties * middle).sum())
    p_left, p_right, p_tie = np.exp(left - total), np.exp(right - total), np.exp(middle - total)
    pull = (games * (p_left + p_tie / 2) - ties / 2).sum(axis=1) + (games * (p_right + p_tie / 2) - ties / 2).sum(
        axis=0
    )
    gradient = pull - won
    gradient = gradient - gradient.mean()
    return value, np.append(gradient, float((games * p_tie).sum() - ties.sum()))


def _numeric_hessian(gradient: object, at: Floats, step: float = 1e-5) -> Floats:
    columns = []
    for k in range(len(at)):
        shift = np.zeros(len(at))
        shift[k] = step
        columns.append((gradient(at + shift) - gradient(at - shift)) / (2 * step))  # type: ignore[operator]
    matrix = np.array(columns)
    return np.asarray((matrix + matrix.T) / 2)


def _check_connected(made: Tally) -> None:
    groups = components(made)
    if len(groups) > 1:
        few = ", ".join(groups[-1][:3])
        raise InputError(
            f"the models fall into {len(groups)} groups that never won against each other both ways (one: {few})",
            hint="add verdicts between the groups; no strength can be estimated across them",
        )
