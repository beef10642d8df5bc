"""What a larger model's loss may be, given smaller ones: the posterior of the loss law, by summing over a grid.

Model. log L_i = log(c + exp(α + γ·m_i + δ·m_i²)·C_i^−β) + ε_i with ε of standard deviation σ. Given (β, c) the rest is
a linear regression of log(L − c) with weights ((L − c)/L)², so α, γ, δ (flat) and σ (scaled inverse χ², `NOISE` with
`NOISE_WEIGHT` degrees of freedom) are integrated exactly and only β and c are on a grid. Priors: c uniform on
[0, smallest loss); log β normal around log 0.12 with SD 0.7, which holds the published exponents of loss in compute
(0.05 to 0.3) within one SD and a half. Runs that lie off the law are weighed down by Huber weights first.

A posterior is only as good as the law. To σ is added a misfit in proportion to the forecast itself: the fall of log
loss from the largest fitted compute to the target is taken to be uncertain by `MISFIT` of its size. `NOISE` and
`MISFIT` were set so that 80 % intervals cover what they say over rolling hold-outs of the published families
(docs/forecasts.md has the coverage by family, and with each family left out of the setting).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.forecasts.points import Floats

NOISE = 0.01
NOISE_WEIGHT = 0.5
MISFIT = 0.07
USUAL_EXPONENT, EXPONENT_SPREAD = 0.12, 0.7
CELLS = 72
HUBER_FROM = 8
"""Fewer points cannot show which of them is off the law."""
HUBER_SHRINKS = 0.856
"""E[w r²] ÷ E[w] of a standard normal r under the Huber weights: what weighing down takes off a variance."""


@dataclass(frozen=True)
class LossPosterior:
    """The grid: `exponents` (β) by `floors` (c), its weights, and the regression of the rest in each cell."""

    exponents: Floats
    floors: Floats
    weights: Floats
    coefficients: Floats
    squares: Floats
    roots: Floats
    freedom: float
    middle: float
    largest: float
    downweighted: int

    def draw(self, compute: float, terms: Floats, draws: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """`draws` values of the law's log loss at `compute` with these over-training terms, and of σ beside each."""
        cells = rng.choice(self.weights.size, draws, p=self.weights.ravel())
        row, column = np.unravel_index(cells, self.weights.shape)
        noise = np.sqrt(self.squares[row, column] / rng.chisquare(self.freedom, draws))
        spread = np.einsum("dij,dj->di", self.roots[column], rng.standard_normal((draws, self.roots.shape[1])))
        linear = self.coefficients[row, column] + noise[:, None] * spread
        power = linear @ np.concatenate([[1.0], terms]) - self.exponents[row] * (np.log(compute) - self.middle)
        return np.log(self.floors[column] + np.exp(power)), noise

    def predict(self, compute: float, terms: Floats, *, draws: int = 4000, seed: int = 0) -> Floats:
        """Draws of the loss that one more model of this compute would show, noise and misfit included."""
        rng = np.random.default_rng(seed)
        log_loss, noise = self.draw(compute, terms, draws, rng)
        nearest, _ = self.draw(self.largest, terms, draws, np.random.default_rng(seed))
        fall = abs(float(np.median(nearest) - np.median(log_loss)))
        wander = noise * rng.standard_normal(draws) + MISFIT * fall * rng.standard_normal(draws)
        return np.asarray(np.exp(log_loss + wander))

    def floor_interval(self, level: float) -> tuple[float, float]:
        """The central posterior interval of c."""
        share = np.cumsum(self.weights.sum(axis=0))
        low, high = np.searchsorted(share, [(1 - level) / 2, (1 + level) / 2])
        return float(self.floors[low]), float(self.floors[min(high, len(self.floors) - 1)])


def posterior(compute: Floats, loss: Floats, terms: Floats) -> LossPosterior:
    """The posterior from points of shape (n,), over-training terms of shape (n, q), q = 0, 1 or 2."""
    weights, top = np.ones(len(loss)), float(loss.min())
    reach = (np.log(0.01), np.log(1.5)), (0.0, 0.999)
    for _ in range(6 if len(loss) >= HUBER_FROM else 1):
        coarse = _grid(compute, loss, terms, weights, *reach, cells=40)
        residual = _residuals(coarse, compute, loss, terms)
        renewed = _huber_weights(residual, terms.shape[1] + 3) if len(loss) >= HUBER_FROM else weights
        if float(np.abs(renewed - weights).max()) < 0.01:
            break
        weights = renewed
    seen = coarse.weights > coarse.weights.max() * 1e-5
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    last = len(coarse.floors) - 1
    narrow = (
        (np.log(coarse.exponents[max(rows[0] - 1, 0)]), np.log(coarse.exponents[min(rows[-1] + 1, last)])),
        (coarse.floors[max(columns[0] - 1, 0)] / top, coarse.floors[min(columns[-1] + 1, last)] / top),
    )
    return _grid(compute, loss, terms, weights, *narrow, cells=CELLS)


def _grid(
    compute: Floats,
    loss: Floats,
    terms: Floats,
    huber: Floats,
    exponents: tuple[float, float],
    shares: tuple[float, float],
    cells: int,
) -> LossPosterior:
    beta = np.exp(np.linspace(*exponents, cells))
    floors = np.linspace(*shares, cells) * loss.min()
    middle = float(np.log(compute).mean())
    x, design = np.log(compute) - middle, np.column_stack([np.ones(len(loss)), terms])
    reducible = loss[None, :] - floors[:, None]
    weight = (reducible / loss) ** 2 * huber
    inverse = np.linalg.inv(np.einsum("ni,kn,nj->kij", design, weight, design))
    target = np.log(reducible)[:, None, :] + beta[None, :, None] * x
    linear = np.einsum("kij,nj,kn,kbn->kbi", inverse, design, weight, target, optimize=True)
    residual = target - linear @ design.T
    lost = 1.0 if bool((huber == 1).all()) else HUBER_SHRINKS
    squares = np.einsum("kn,kbn->kb", weight, residual**2) / lost + NOISE_WEIGHT * NOISE**2
    freedom = NOISE_WEIGHT + float(huber.sum()) - design.shape[1]
    log_weight = 0.5 * np.linalg.slogdet(inverse)[1][:, None] - 0.5 * freedom * np.log(squares)
    log_weight = log_weight - 0.5 * ((np.log(beta) - np.log(USUAL_EXPONENT)) / EXPONENT_SPREAD) ** 2
    weights = np.exp(log_weight - log_weight.max()).T
    return LossPosterior(
        exponents=beta,
        floors=floors,
        weights=weights / weights.sum(),
        coefficients=linear.transpose(1, 0, 2),
        squares=squares.T,
        roots=np.linalg.cholesky(inverse),
        freedom=freedom,
        middle=middle,
        largest=float(compute.max()),
        downweighted=int((huber < 0.999).sum()),
    )


def _residuals(grid: LossPosterior, compute: Floats, loss: Floats, terms: Floats) -> Floats:
    row, column = np.unravel_index(int(grid.weights.argmax()), grid.weights.shape)
    design = np.column_stack([np.ones(len(loss)), terms])
    power = design @ grid.coefficients[row, column] - grid.exponents[row] * (np.log(compute) - grid.middle)
    return np.asarray(np.log(loss) - np.log(grid.floors[column] + np.exp(power)))


def _huber_weights(residual: Floats, parameters: int) -> Floats:
    """1 within 1.345 robust standard deviations, falling as 1 ÷ distance beyond (95 % efficient under normality)."""
    count = len(residual)
    scale = 1.4826 * float(np.median(np.abs(residual))) * np.sqrt(count / max(count - parameters, 1))
    return np.asarray(np.minimum(1.0, 1.345 * max(scale, 1e-9) / np.maximum(np.abs(residual), 1e-12)))
