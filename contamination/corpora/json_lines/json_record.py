"""One JSON record, read with patience: what the fast path hands over because something in it is unusual."""

from __future__ import annotations

from typing import Any

from contamination.corpora.byte_streams.utf8 import repaired
from contamination.corpora.fields import loads


def parsed(line: bytes) -> tuple[Any, bool]:
    """(value, whether bad UTF-8 was replaced). ValueError if not JSON, even allowing NaN and lone surrogates."""
    clean, faulty = repaired(line)
    try:
        return loads(clean.decode()), faulty
    except RecursionError:
        raise ValueError("nested too deeply") from None
