"""A model that has seen a share of a set once: the background, and runs of the set's own text in its own order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from contamination.probe_types import Power, PowerRow
from contamination.probes.ngram_model import NgramModel
from contamination.probes.order_plan import SEPARATOR

SHARES = (0.02, 0.05, 0.1, 0.25, 0.5, 1.0)
RUN = 20  # questions that are seen one after the other
REPEATS = 12
ENOUGH = 0.8  # of the repeats
LEVEL = 0.05

Tested = Callable[[NgramModel, int], float]  # model, seed → p


def plant(texts: Sequence[str], share: float, random: Random) -> list[str]:
    """Runs of neighbouring texts, RUN long and one shorter, that hold a share of them all; at least one text."""
    wanted = max(1, round(share * len(texts)))
    if wanted == len(texts):
        return [SEPARATOR.join(texts)]
    lengths = [min(RUN, wanted - n) for n in range(0, wanted, RUN)]
    free = len(texts) - wanted
    # runs in a random order, the texts that are left spread between them at random
    gaps = sorted(random.randint(0, free) for _ in lengths)
    random.shuffle(lengths)
    found, at, before = [], 0, 0
    for length, gap in zip(lengths, gaps, strict=True):
        at += gap - before
        found.append(SEPARATOR.join(texts[at : at + length]))
        at, before = at + length, gap
    return found


def power_of(
    test: Tested,
    texts: Sequence[str],
    model: NgramModel,
    *,
    shares: Sequence[float] = SHARES,
    repeats: int = REPEATS,
    seed: int = 0,
) -> Power:
    """How often a test of `texts` is below .05 for models that saw each share of them once. `model` (the background)
    learns and unlearns; it is left as it was. From the largest share down, as far as shares are noticed."""
    rows: list[PowerRow] = []
    for share in sorted(shares, reverse=True):
        if rows and rows[0].noticed < ENOUGH * repeats:
            break  # less of it would be noticed even more rarely
        noticed = 0
        for number in range(repeats):
            planted = plant(texts, share, Random(f"{seed}/{share}/{number}"))
            for text in planted:
                model.learn(text)
            noticed += test(model, seed + number) < LEVEL
            for text in planted:
                model.learn(text, -1)
        rows.insert(0, PowerRow(share=share, noticed=noticed, runs=repeats))
    return Power(rows=tuple(rows), least=(least := _least(rows)), words=_words(least))


def _least(rows: Sequence[PowerRow]) -> float | None:
    found = None
    for row in reversed(rows):
        if row.noticed < ENOUGH * row.runs:
            break
        found = row.share
    return found


def _words(least: float | None) -> str:
    if least is None:
        return "nor would a set have been that was seen once in full"
    return (
        f"a set seen once from {least:.0%} up would have been"
        if least < 1
        else "a set seen once in full would have been"
    )
