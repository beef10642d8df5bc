"""One JSON record, read with patience: what the fast path hands over because something in it is unusual."""

from __future__ import annotations

import json
from typing import Any

import orjson

from contamination.corpora.byte_streams.utf8 import repaired


def parsed(line: bytes) -> tuple[Any, bool]:
    """(value, whether bad UTF-8 was replaced). ValueError if not JSON, even allowing NaN and lone surrogates."""
    try:
        return orjson.loads(line), False
    except orjson.JSONDecodeError:
        clean, faulty = repaired(line)
        try:
            return json.loads(clean, strict=False), faulty
        except RecursionError:
            raise ValueError("nested too deeply") from None
