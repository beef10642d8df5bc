"""How far raters agree on the same pairs, and a judge's rate corrected by people who marked some of them too."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from scoring.types.interval import Interval
from scoring.types.preference import AgreementRecord, CorrectedRecord, Verdict

Item = tuple[str, str, str]  # prompt and the two models, in alphabetical order


def by_rater(verdicts: Sequence[Verdict]) -> dict[str, dict[Item, float]]:
    """Rater → item → share of the alphabetically second model; several of one rater on one item are averaged."""
    found: dict[str, dict[Item, list[float]]] = defaultdict(lambda: defaultdict(list))
    for verdict in verdicts:
        if verdict.share is not None and verdict.rater:
            low, high = sorted((verdict.first, verdict.second))
            share = verdict.share if verdict.second == high else 1 - verdict.share
            found[verdict.rater][verdict.prompt, low, high].append(share)
    return {rater: {item: float(np.mean(own)) for item, own in items.items()} for rater, items in found.items()}


def agreement(verdicts: Sequence[Verdict], *, fewest: int = 5) -> list[AgreementRecord]:
    """Every two raters with at least `fewest` common items, most common items first."""
    raters = by_rater(verdicts)
    found = []
    for first, second in combinations(sorted(raters), 2):
        shared = raters[first].keys() & raters[second].keys()
        if len(shared) >= fewest:
            labels = [(_label(raters[first][i]), _label(raters[second][i])) for i in shared]
            same = sum(a == b for a, b in labels) / len(labels)
            found.append(
                AgreementRecord(first=first, second=second, items=len(labels), same=same, kappa=cohens_kappa(labels))
            )
    return sorted(found, key=lambda row: -row.items)


def cohens_kappa(labels: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa (1960), unweighted; None where chance alone explains all agreement (one label only)."""
    count = len(labels)
    seen = sum(a == b for a, b in labels) / count
    left, right = Counter(a for a, _ in labels), Counter(b for _, b in labels)
    chance = sum(left[label] * right[label] for label in left) / count**2
    return None if chance >= 1 else (seen - chance) / (1 - chance)


def corrected(verdicts: Sequence[Verdict], judge: str, level: float = 0.95) -> list[CorrectedRecord]:
    """The judge's rates corrected by people on double-marked items, one a pair of models.

    rate = mean of the judge over all + mean of (people − judge) over double-marked items; the variance is the sum of
    both (Angelopoulos et al. 2023, prediction-powered inference), so a judge that errs one way is put right and one
    that errs at random earns a wide interval. People on one item are averaged. Needs two double-marked items.
    """
    from scipy.stats import norm

    raters = by_rater(verdicts)
    kinds = {v.rater: v.rater_kind for v in verdicts}
    people = _mean_of(raters, [r for r in raters if kinds[r] == "person"])
    found = []
    for first, second in sorted({item[1:] for item in raters.get(judge, {})}):
        own = {i: s for i, s in raters[judge].items() if i[1:] == (first, second)}
        shared = sorted(own.keys() & people.keys())
        if len(shared) < 2:
            continue
        judged = np.array(list(own.values()))
        gap = np.array([people[i] - own[i] for i in shared])
        value = float(judged.mean() + gap.mean())
        error = float(np.sqrt(judged.var(ddof=1) / len(judged) + gap.var(ddof=1) / len(gap)))
        reach = float(norm.ppf((1 + level) / 2)) * error
        interval = Interval(
            low=max(0.0, value - reach), high=min(1.0, value + reach), level=level, method="prediction-powered"
        )
        found.append(
            CorrectedRecord(
                judge=judge,
                first=first,
                second=second,
                judged=len(judged),
                double_marked=len(shared),
                raw=float(judged.mean()),
                corrected=min(1.0, max(0.0, value)),
                interval=interval,
            )
        )
    return found


def _mean_of(raters: Mapping[str, Mapping[Item, float]], names: Sequence[str]) -> dict[Item, float]:
    gathered: dict[Item, list[float]] = defaultdict(list)
    for name in names:
        for item, share in raters[name].items():
            gathered[item].append(share)
    return {item: float(np.mean(shares)) for item, shares in gathered.items()}


def _label(share: float) -> str:
    return "tie" if abs(share - 0.5) < 1e-9 else "second" if share > 0.5 else "first"
