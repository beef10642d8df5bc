"""The GPT-4 report's rule for the string matchers: three random windows of 50 letters and digits, lower case."""

from __future__ import annotations

from random import Random

from figures import Item

TABLE = bytes(c + 32 if 65 <= c <= 90 else c for c in range(256))
DROPPED = bytes(c for c in range(128) if not chr(c).isalnum())
LENGTH, SHORTEST = 50, 12


def plain(text: str) -> bytes:
    """ASCII letters and digits, lower case, and all else that is not ASCII as it is."""
    return text.encode("utf-8", "replace").translate(TABLE, DROPPED)


def windows(items: list[Item], seed: int = 0) -> tuple[list[bytes], list[str]]:
    """(windows, question of each), drawn from what examsim draws them from: the question, with its options if short.

    A text under 50 characters is looked for whole, under 12 not at all.
    """
    random = Random(seed)
    found: list[bytes] = []
    owners: list[str] = []
    for item in items:
        text = plain(item.question)
        if len(text) < LENGTH:
            text = plain("".join([item.question, *item.options]))
        if len(text) < SHORTEST:
            continue
        starts = {random.randrange(max(1, len(text) - LENGTH + 1)) for _ in range(3)}
        found += [text[s : s + LENGTH] for s in sorted(starts)]
        owners += [item.id] * len(starts)
    return found, owners
