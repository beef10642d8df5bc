"""How a run's questions were put, in words: what every page and terminal says of it."""

from __future__ import annotations

from typing import Any


def shots_words(record: Any) -> str:
    """'shots: 5 asked; sent 5 with 196 questions, 3 with 4' out of `run.json`; '' where nothing is recorded."""
    if not isinstance(record, dict) or not isinstance(record.get("sent"), dict):
        return ""
    sent = ", ".join(f"{n} with {count} questions" for n, count in record["sent"].items())
    return f"shots (worked examples): {record.get('asked', 0)} asked; sent {sent or 'none'}"
