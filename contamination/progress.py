"""How far a scan has come, for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts so far. `hits` are pairs of a question and a document; `bytes` are decompressed bytes read."""

    documents: int
    bytes: int
    files: int
    hits: int
    seconds: float
