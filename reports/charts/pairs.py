"""Which two series are one model with and without pictures: they share a lane, as in the GPT-4 report's Figure 4."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WITHOUT = re.compile(
    r"(?<![\s_\-,])[\s_\-,]*\(?\b(?:no[\s_\-]?vision|without[\s_\-](?:vision|pictures)|text[\s_\-]only)\b\)?", re.I
)
_PLAIN = re.compile(r"[\s_\-]+")


def blind_partners(series: Sequence[str]) -> dict[int, int]:
    """Index of a series without pictures → index of the same model with them."""
    names = {_plain(name): index for index, name in enumerate(series) if not _WITHOUT.search(name)}
    pairs = {}
    for index, name in enumerate(series):
        if _WITHOUT.search(name) and (whole := names.get(_plain(_WITHOUT.sub("", name)))) is not None:
            pairs[index] = whole
    return pairs


def _plain(name: str) -> str:
    return _PLAIN.sub("-", name.strip()).casefold()
