"""May the order of a set be taken for one of many? Looked at before the order test, without any model.

The test is valid where every order is as likely as the set's own. A set sorted by length, difficulty or date, or whose
neighbours are of one topic, has an order that any model prefers to a shuffle, seen or not. Each check is a permutation
test within the shards, at 1 %.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from contamination.probe_types import Check
from contamination.probes.order_plan import OrderPlan, Unit

LEVEL = 0.01
DRAWS = 999
_WORD = re.compile(r"[^\W\d_]{4,}")
_LEVELS = {"easy": 0.0, "medium": 1.0, "hard": 2.0}


def check_order(plan: OrderPlan, seed: int = 0) -> list[Check]:
    """Sorted by length, by difficulty, by date (where known)? Are neighbours alike? In that order."""
    random = np.random.default_rng(seed)
    checks = []
    for name, value in (("length", _length), ("difficulty", _difficulty), ("date", _date)):
        columns = [[value(u) for u in s.units] for s in plan.shards]
        whole = [np.array(c, float) for c in columns if all(v is not None for v in c)]
        if any(np.ptp(c) > 0 for c in whole):
            p = _trend(whole, random)
            words = f"the order is {'sorted' if p < LEVEL else 'not sorted'} by {name}: p = {p:.2g}"
            checks.append(Check(name=f"not sorted by {name}", passed=p >= LEVEL, words=words))
    p = _resemblance(plan, random)
    words = f"neighbours are {'more' if p < LEVEL else 'no more'} alike than by chance (words in common): p = {p:.2g}"
    checks.append(Check(name="neighbours no more alike than others", passed=p >= LEVEL, words=words))
    return checks


def _length(unit: Unit) -> float | None:
    return float(len(unit.text))


def _difficulty(unit: Unit) -> float | None:
    levels = [_LEVELS.get(i.difficulty) for i in unit.items]
    known = [v for v in levels if v is not None]
    return sum(known) / len(known) if len(known) == len(levels) else None


def _date(unit: Unit) -> float | None:
    from datetime import date

    return float(date.fromisoformat(unit.items[0].written).toordinal()) if unit.items[0].written else None


def _trend(columns: Sequence[np.ndarray], random: np.random.Generator) -> float:
    """Two-sided: ranks against places, summed over shards."""
    from scipy.stats import rankdata

    def centred(values: np.ndarray) -> np.ndarray:
        ranks = rankdata(values)
        return np.asarray(ranks - ranks.mean())

    def sums(ranks: np.ndarray, orders: np.ndarray) -> np.ndarray:
        places = np.arange(ranks.size) - (ranks.size - 1) / 2
        return np.asarray(ranks[orders] @ places)

    ranked = [centred(c) for c in columns]
    return _p(ranked, sums, random, two_sided=True)


def _resemblance(plan: OrderPlan, random: np.random.Generator) -> float:
    """One-sided: cosine of neighbours' rare words, summed over shards."""
    units = [u for s in plan.shards for u in s.units]
    words = {id(u): set(_WORD.findall(u.text.lower())) for u in units}
    spread = Counter(w for found in words.values() for w in found)
    weight = {w: float(np.log(len(units) / n)) for w, n in spread.items()}
    norm = {key: sum(weight[w] ** 2 for w in found) ** 0.5 or 1.0 for key, found in words.items()}

    def alike(one: Unit, two: Unit) -> float:
        a, b = id(one), id(two)
        return sum(weight[w] ** 2 for w in words[a] & words[b]) / (norm[a] * norm[b])

    def sums(table: np.ndarray, orders: np.ndarray) -> np.ndarray:
        return np.asarray(table[orders[:, :-1], orders[:, 1:]].sum(axis=1))

    tables = [np.array([[alike(a, b) for b in s.units] for a in s.units]) for s in plan.shards]
    return _p(tables, sums, random, two_sided=False)


def _p(
    data: Sequence[np.ndarray],
    sums: Callable[[np.ndarray, np.ndarray], np.ndarray],
    random: np.random.Generator,
    *,
    two_sided: bool,
) -> float:
    total = np.zeros(DRAWS + 1)
    for one in data:
        own = np.arange(len(one))
        drawn = random.permuted(np.broadcast_to(own, (DRAWS, own.size)), axis=1)
        total += sums(one, np.vstack([own, drawn]))
    if two_sided:
        total = np.abs(total)
    return float((total >= total[0] - 1e-9).sum() / (DRAWS + 1))
