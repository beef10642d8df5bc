"""How far a scan has come, for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts so far. `hits` are pairs of a question and a document; `bytes` are decompressed bytes read.

    `share` (0 to 1) is how much of the corpus is done, by its bytes on the disk; None where they are not known.
    """

    documents: int
    bytes: int
    files: int
    hits: int
    seconds: float
    share: float | None = None
