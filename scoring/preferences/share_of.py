"""A verdict as its file writes it, turned into the second answer's share."""

from __future__ import annotations

from typing import Any

TIES = {"tie", "draw", "both", "equal", "tie (bothbad)", "both bad", "bothbad", "c", "neither"}
FIRST = {"first", "left", "a", "model_a", "model_1", "output_1", "response1", "1", "assistant_a"}
SECOND = {"second", "right", "b", "model_b", "model_2", "output_2", "response2", "2", "assistant_b"}


def share_of(value: Any) -> float | None:
    """The second answer's share: 1 → 0, 2 → 1, 0 and 1.5 → ½, numbers between 1 and 2 in proportion, words alike.

    None for what is no verdict.
    """
    if value is None or isinstance(value, bool):
        return None
    text = str(value).strip().lower()
    try:
        number = float(text)
    except ValueError:
        if text in TIES:
            return 0.5
        return 0.0 if text in FIRST else 1.0 if text in SECOND else None
    if number == 0:
        return 0.5
    return number - 1 if 1 <= number <= 2 else None
