"""The GPT-4 report's rule on Intel's hyperscan."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import hyperscan
from figures import Hits, Item, Scan, measure, records
from windows import plain, windows


def build(items: list[Item], folder: Path) -> Scan:
    patterns, owners = windows(items)
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    flags = hyperscan.HS_FLAG_SINGLEMATCH
    database.compile(
        expressions=patterns, ids=list(range(len(patterns))), elements=len(patterns), flags=flags, literal=True
    )

    def scan(path: Path) -> Hits:
        named: set[str] = set()

        def hit(pattern: int, *_: object) -> None:
            named.add(owners[pattern])

        for name, text in records(path):
            named.clear()
            database.scan(plain(text), match_event_handler=hit)
            if named:
                yield name, set(named)

    return scan


if __name__ == "__main__":
    measure("hyperscan", "GPT-4, 3 windows of 50", version("hyperscan"), build)
