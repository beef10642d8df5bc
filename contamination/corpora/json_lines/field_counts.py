"""Characters by field, as the JSON Lines kernel counts them: fields are known by a hash of their path.

A row of `counts` is (characters read, characters left out, whether the row is in use, and where the field was first
seen: the byte at which the line begins and the number of the string in that line).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from contamination.corpora.batch import Bytes, Ints
from contamination.corpora.fields import Fields, strings
from contamination.corpora.json_lines.json_record import parsed
from contamination.corpora.read_stats import OTHERS, ReadStats

Hashes: TypeAlias = NDArray[np.uint64]
FIELD_READ, FIELD_LEFT_OUT, PRESENT, FIELD_LINE, FIELD_NUMBER, COLUMNS = 0, 1, 2, 3, 4, 5
SLOTS = 512  # a power of two; one more row is for all fields that find no place
FNV, PRIME = 0xCBF29CE484222325, 0x100000001B3  # 64-bit FNV-1a (Fowler, Noll, Vo)


def path_hash(path: str) -> int:
    """The hash by which the kernel knows a path."""
    value = FNV
    for byte in path.encode("utf-8", "surrogatepass"):
        value = (value ^ byte) * PRIME & 0xFFFFFFFFFFFFFFFF
    return value


def wanted_hashes(fields: Fields) -> Hashes:
    """Hashes of the named text fields; none where every string is text."""
    return np.array([path_hash(path) for path in fields.text], np.uint64)


class FieldCounts:
    """Takes the counts of one chunk after the other into a tally; names are looked up once."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}

    @staticmethod
    def arrays() -> tuple[Hashes, Ints]:
        """Room for the counts of a chunk."""
        return np.zeros(SLOTS + 1, np.uint64), np.zeros((SLOTS + 1, COLUMNS), np.int64)

    def take(self, data: Bytes, end: int, hashes: Hashes, counts: Ints, read_stats: ReadStats) -> None:
        """Add the counts of data[:end]."""
        for slot in np.flatnonzero(counts[:, PRESENT]).tolist():
            name = OTHERS if slot == SLOTS else self._name(int(hashes[slot]), data, end, counts[slot].tolist())
            if counts[slot, FIELD_READ]:
                read_stats.fields[name] += int(counts[slot, FIELD_READ])
            if counts[slot, FIELD_LEFT_OUT]:
                read_stats.left_out[name] += int(counts[slot, FIELD_LEFT_OUT])

    def _name(self, key: int, data: Bytes, end: int, row: Sequence[int]) -> str:
        if key not in self._names:
            line = data[row[FIELD_LINE] : end].tobytes().partition(b"\n")[0]
            paths = [path for path, _, _ in strings(parsed(line)[0])]
            self._names[key] = paths[row[FIELD_NUMBER]]
        return self._names[key]
