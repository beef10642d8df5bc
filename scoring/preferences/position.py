"""Does the side on which an answer stands pull the verdict? Exact tests, over drawn sides and over both orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from scoring.preferences.win_rate import wilson
from scoring.types.preference import PositionRecord, Verdict


def position(verdicts: Sequence[Verdict]) -> PositionRecord:
    """How often the first shown won, and, where pairs were shown both ways, how often the verdict stayed the same.

    One order each: a pull and a better model cannot be told apart unless the sides were drawn; over pairs shown both
    ways every model stands first once, so the test is of position alone. A pair whose first-shown answer won both
    times, or whose second-shown did, was decided by position; an exact binomial test (McNemar) of those two.
    """
    from scipy.stats import binomtest

    pairs = both_orders(verdicts)
    drawn = [v for pair in pairs for v in pair] or verdicts
    decided = [v for v in drawn if v.share is not None and abs(v.share - 0.5) > 1e-9]
    first = sum(v.share is not None and v.share < 0.5 for v in decided)
    same = sum(abs(_share_of(a, a.first) - _share_of(b, a.first)) < 1e-9 for a, b in pairs)
    firsts = sum(_won(a) == "first" and _won(b) == "first" for a, b in pairs)
    seconds = sum(_won(a) == "second" and _won(b) == "second" for a, b in pairs)
    balanced = _balanced(decided)
    note = "" if balanced or pairs else "models were not shown on both sides alike: a better model looks like a pull"
    return PositionRecord(
        first_won=first,
        decided=len(decided),
        p_value=float(binomtest(first, len(decided)).pvalue) if decided else None,
        interval=wilson(first, len(decided)) if decided else None,
        both_orders=len(pairs),
        same_verdict=same,
        first_both_times=firsts,
        second_both_times=seconds,
        order_p_value=float(binomtest(firsts, firsts + seconds).pvalue) if firsts + seconds else None,
        note=note,
    )


def both_orders(verdicts: Sequence[Verdict]) -> list[tuple[Verdict, Verdict]]:
    """Usable verdicts of one rater on one prompt and pair, shown one way and the other."""
    kept: dict[tuple[str, str, str, str], Verdict] = {}
    for verdict in verdicts:
        if verdict.share is not None and verdict.order:
            kept.setdefault((verdict.rater, verdict.prompt, verdict.first, verdict.second), verdict)
    found = []
    for (rater, prompt, first, second), verdict in kept.items():
        other = kept.get((rater, prompt, second, first))
        if verdict.order == 1 and other is not None:
            found.append((verdict, other))
    return found


def merge_orders(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Both orders as one verdict: a win must hold both ways, else it is a tie (as MT-bench counts); others stay."""
    pairs = both_orders(verdicts)
    taken = {id(v) for pair in pairs for v in pair}
    merged = [v for v in verdicts if id(v) not in taken]
    for one, other in pairs:
        shares = _share_of(one, one.second), _share_of(other, one.second)
        share = shares[0] if abs(shares[0] - shares[1]) < 1e-9 else 0.5
        merged.append(one.model_copy(update={"share": share, "order": 0}))
    return merged


def _share_of(verdict: Verdict, model: str) -> float:
    share = 0.5 if verdict.share is None else verdict.share
    return share if model == verdict.second else 1 - share


def _won(verdict: Verdict) -> str:
    if verdict.share is None or abs(verdict.share - 0.5) < 1e-9:
        return "tie"
    return "second" if verdict.share > 0.5 else "first"


def _balanced(verdicts: Sequence[Verdict]) -> bool:
    """Whether each pair's models stood first about equally often (within what a fair draw gives, 1 in 1000)."""
    from scipy.stats import binomtest

    sides: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for verdict in verdicts:
        key = tuple(sorted((verdict.first, verdict.second)))
        sides[key][verdict.first == key[0]] += 1
    total = sum(max(counts) for counts in sides.values())
    count = sum(sum(counts) for counts in sides.values())
    if len(sides) == 1:
        return count == 0 or float(binomtest(total, count).pvalue) > 1e-3
    return count == 0 or total / count < 0.75
