"""Order: is the set likelier in its own order than shuffled? Then its order was seen, and so was the set.

Statistic: over shards of neighbouring questions, the mean of (log p of the shard as it is − mean log p of its
shuffles), in nats: Oren et al. 2023 (arXiv 2310.17623). They take a t-test over shards; here the p-value is exact:
under exchangeability each of a shard's 1 + m orders is as likely to be the set's own, so the sum is held against sums
in which every shard's own order is drawn from its 1 + m. The t-test's p stands beside it.

Limits. It proves that the *order* was seen: a copy in another order goes unseen. Sets sorted by anything are not
exchangeable: see `order_checks`. In Oren et al. a set seen once is often missed by a model of 1.4 billion parameters,
ten times is noticed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from contamination.probe_types import Check, Control, ProbeResult

DRAWS = 99_999
SOURCE = "Oren et al. 2023, arXiv 2310.17623; p exact instead of Student's t"
LIMITS = (
    "Proves that the order was seen. A copy in another order, or single questions here and there, go unseen, and a"
    " large model may read a set once without its order being noticed."
)
ASKED = "log-probability of {n} questions in {shards} shards, each in the set's order and in {shuffles} shuffled ones"


@dataclass(frozen=True)
class OrderTest:
    """`difference`: nats a shard; `t_p`: the published t-test over shards, nan for fewer than two."""

    difference: float
    p: float
    t_p: float


def order_test(logprobs: Sequence[Sequence[float]], *, seed: int = 0, draws: int = DRAWS) -> OrderTest:
    """One row a shard: log p in its own order first, then shuffled. All rows as long, with at least two entries."""
    table = np.asarray(logprobs, float)
    shards, orders = table.shape
    centred = table - table.mean(axis=1, keepdims=True)
    observed = float(centred[:, 0].sum())
    random = np.random.default_rng(seed)
    extreme, left = 0, draws
    while left:  # in parts, so that 50 shards and 100,000 draws stay small
        part = min(left, 20_000)
        chosen = random.integers(0, orders, (part, shards))
        extreme += int((centred[np.arange(shards), chosen].sum(axis=1) >= observed - 1e-9).sum())
        left -= part
    differences = table[:, 0] - table[:, 1:].mean(axis=1)
    return OrderTest(float(differences.mean()), (1 + extreme) / (1 + draws), _t(differences))


def order_result(
    logprobs: Sequence[Sequence[float]],
    checks: Sequence[Check],
    *,
    questions: int,
    left_out: Sequence[str] = (),
    seed: int = 0,
) -> ProbeResult:
    """The test with its control: the first shuffle in the place of the set's own order, which nobody has seen.

    Without log-probabilities, because a check failed, the result says so.
    """
    asked = ASKED.format(n=questions, shards=len(logprobs), shuffles=len(logprobs[0]) - 1 if logprobs else 0)
    failed = [c for c in checks if not c.passed]
    common = {"limits": LIMITS, "source": SOURCE, "n": questions, "checks": tuple(checks), "left_out": tuple(left_out)}
    if failed or not logprobs:
        why = f"no order test: {'; '.join(c.words for c in failed)}" if failed else "no order test: no shard was scored"
        return ProbeResult(test="order", measure="nats a shard", verdict="no verdict", words=why, **common)
    found = order_test(logprobs, seed=seed)
    fresh = order_test([row[1:] for row in logprobs], seed=seed + 1)
    control = Control(
        name="a fresh shuffle in the place of the set's order",
        value=fresh.difference,
        p=fresh.p,
        words=f"{fresh.difference:+.2f} nats a shard, p = {fresh.p:.2g}",
    )
    table = np.asarray(logprobs, float)
    differences = table[:, 0] - table[:, 1:].mean(axis=1)
    random = np.random.default_rng(seed)
    means = differences[random.integers(0, differences.size, (2000, differences.size))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    figures = {} if np.isnan(found.t_p) else {"p of the published t-test": found.t_p}
    return ProbeResult(
        test="order",
        measure="nats a shard",
        verdict="not noticed",
        words="",
        statistic=found.difference,
        interval=(float(low), float(high)),
        p=found.p,
        figures=figures,
        controls=(control,),
        asked=asked,
        **common,
    )


def _t(differences: np.ndarray) -> float:
    from scipy.stats import ttest_1samp

    if differences.size < 2 or np.ptp(differences) == 0:
        return float("nan")
    return float(ttest_1samp(differences, 0.0, alternative="greater").pvalue)
