"""MinHash with datasketch: windows of 32, 64 and 128 words of the corpus against the questions, Jaccard 0.5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from datasketch import MinHash, MinHashLSH
from figures import Hits, Item, Scan, measure, records

PERMUTATIONS, THRESHOLD, SHINGLE = 128, 0.5, 5
WIDTHS = (32, 64, 128)


def build(items: list[Item], folder: Path) -> Scan:
    index, signatures = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS), {}
    for item in items:
        signatures[item.id] = signature(_words("\n".join([item.question, *item.options])))
        index.insert(item.id, signatures[item.id])

    def scan(path: Path) -> Hits:
        for name, text in records(path):
            named = set()
            for window in windows(_words(text)):
                own = signature(window)
                named.update(q for q in index.query(own) if own.jaccard(signatures[q]) >= THRESHOLD)
            if named:
                yield name, named

    return scan


def windows(words: list[bytes]) -> Iterator[list[bytes]]:
    """Windows of every width, each half over the one before."""
    for width in WIDTHS:
        for start in range(0, max(1, len(words) - width // 2), width // 2):
            yield words[start : start + width]


def signature(words: list[bytes]) -> MinHash:
    own = MinHash(num_perm=PERMUTATIONS)
    own.update_batch([b" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))])
    return own


def _words(text: str) -> list[bytes]:
    return re.findall(rb"\w+", text.lower().encode())


if __name__ == "__main__":
    measure("datasketch", "MinHash of word windows, J 0.5", version("datasketch"), build)
