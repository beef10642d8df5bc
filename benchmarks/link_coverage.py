"""How often a link's intervals hold the truth: simulated persons and forms of known difficulty.

    python benchmarks/link_coverage.py [--links 400]

Persons: ability N(0.4, 1) in logits. Items: Rasch, `ITEMS` on each form; the practice form easier by `SHIFT` logits and
its items spread `SPREAD` times as wide. The truth is the same method on 20,000 persons with the same items. Told: the
share of intervals that hold it at three places of the practice form, the mean error, and the mean standard error.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np

from scoring.linking.common_persons import GRID, CommonPersons
from scoring.linking.link_section import METHODS, link_section
from scoring.scales.tables import FloatArray

ITEMS = 60
SHIFT = -0.5
SPREAD = 1.3
PLACES = (0.45, 0.6, 0.75)  # share of the points on the practice form
MANY = 20_000
Difficulties = tuple[FloatArray, FloatArray]  # of the practice form's items, of the real one's, in logits


@dataclass(frozen=True)
class Coverage:
    """One method with one number of persons: shares of intervals that hold the truth, bias and error, by place."""

    method: str
    persons: int
    held: tuple[float, ...]
    bias: tuple[float, ...]
    error: tuple[float, ...]


def persons_of(n: int, b: Difficulties, rng: np.random.Generator) -> CommonPersons:
    """n persons on both forms of these difficulties."""
    theta = rng.normal(0.4, 1.0, n)
    items = [(rng.random((n, len(d))) < 1 / (1 + np.exp(d[None, :] - theta[:, None]))).astype(float) for d in b]
    return CommonPersons(
        tuple(map(str, range(n))), np.arange(n), items[0].mean(axis=1), items[1].mean(axis=1), items[0], items[1]
    )


def truth(method: str, b: Difficulties, rng: np.random.Generator) -> FloatArray:
    """The population's link on `GRID`."""
    from scoring.linking.equipercentile import equipercentile
    from scoring.linking.linear import linear

    if method == "rasch":
        theta = np.linspace(-10, 10, 2001)
        first, second = ((1 / (1 + np.exp(d[None, :] - theta[:, None]))).mean(axis=1) for d in b)
        linked: FloatArray = np.interp(np.interp(GRID, first, theta), theta, second)
        return linked
    whole = persons_of(MANY, b, rng)
    weights = whole.weights(np.ones(MANY))
    return linear(whole, weights) if method == "linear" else equipercentile(whole, weights, (4, 4))


def coverage(n: int, links: int, *, seed: int = 0, methods: tuple[str, ...] = METHODS) -> list[Coverage]:
    """Coverage of 95 % intervals with n persons over so many links, new items for each tenth of them."""
    from scipy.special import stdtrit

    rng = np.random.default_rng([seed, n])
    at = [int(np.abs(GRID - p).argmin()) for p in PLACES]
    t = stdtrit(n - 3, 0.975)
    gaps: dict[str, list[FloatArray]] = {m: [] for m in methods}
    errors: dict[str, list[FloatArray]] = {m: [] for m in methods}
    for number in range(links):
        if number % max(1, links // 10) == 0:
            b = (rng.normal(SHIFT, SPREAD, ITEMS), rng.normal(0, 1, ITEMS))
            wanted = {m: truth(m, b, rng)[at] for m in methods}
        for curve in link_section(persons_of(n, b, rng), seed=number, methods=methods).curves:
            gaps[curve.method].append(curve.real[at] - wanted[curve.method])
            errors[curve.method].append(curve.error[at])
    found = []
    for m in methods:
        gap, error = np.array(gaps[m]), np.array(errors[m])
        held = (np.abs(gap) <= t * error).mean(axis=0)
        found.append(Coverage(m, n, tuple(held), tuple(gap.mean(axis=0)), tuple(error.mean(axis=0))))
    return found


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--links", type=int, default=400)
    options.add_argument("--methods", default=",".join(METHODS))
    options.add_argument("--persons", default="6,10,20")
    given = options.parse_args()
    for count in map(int, given.persons.split(",")):
        for row in coverage(count, given.links, methods=tuple(given.methods.split(","))):
            told = "  ".join(
                f"{100 * p:.0f} %: held {100 * h:5.1f} %, bias {100 * b:+5.2f}, SE {100 * e:4.2f}"
                for p, h, b, e in zip(PLACES, row.held, row.bias, row.error, strict=True)
            )
            print(f"{row.persons:3} persons  {row.method:14}  {told}", flush=True)
