"""Shuffle options where a set keeps the right one first, so that position 'A' tells nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence

from exams.loaders.draft import DraftOption
from exams.loaders.options.option_text import letter, lettered


def shuffled(texts: Sequence[str], right: int, stem: str, seed: int) -> tuple[tuple[DraftOption, ...], tuple[str, ...]]:
    """Options in a random order and the key. The order hangs on the seed and the question's own text alone, so it
    stays the same when other questions come or go."""
    order = shuffled_order(len(texts), stem, seed)
    return lettered(texts[i] for i in order), (letter(order.index(right)),)


def shuffled_order(number: int, by: str, seed: int) -> list[int]:
    """Places in a random order that hangs on the seed and the text `by` alone."""
    order = list(range(number))
    random.Random(f"{seed}\x1f{by}").shuffle(order)
    return order
