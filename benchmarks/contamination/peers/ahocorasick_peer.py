"""The GPT-4 report's rule on ahocorasick_rs."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from ahocorasick_rs import BytesAhoCorasick, Implementation
from figures import Hits, Item, Scan, measure, records
from windows import plain, windows


def build(items: list[Item], folder: Path) -> Scan:
    patterns, owners = windows(items)
    matcher = BytesAhoCorasick(patterns, implementation=Implementation.ContiguousNFA)

    def scan(path: Path) -> Hits:
        for name, text in records(path):
            found = matcher.find_matches_as_indexes(plain(text), overlapping=True)
            if found:
                yield name, {owners[pattern] for pattern, _, _ in found}

    return scan


if __name__ == "__main__":
    measure("ahocorasick_rs", "GPT-4, 3 windows of 50", version("ahocorasick_rs"), build)
