"""Strings that are looked for letter by letter, packed for kernels, and the gram by which each is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.gram_choice import rarest_grams
from contamination.kernels.ngram_kernel import hash_places

PAD = bytes(64)  # readable after the last string


@dataclass(frozen=True, slots=True, eq=False)
class StringSet:
    """String k is text[starts[k]:starts[k + 1]]."""

    text: NDArray[np.uint8]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, k: int) -> bytes:
        return self.text[self.starts[k] : self.starts[k + 1]].tobytes()

    def anchored(self, gram: int, rare: bool, most_offset: int) -> NDArray[np.int64]:
        """For each string the place in it of an anchor whose gram of `gram` bytes the fewest strings have; -1: none."""
        offsets, (low, high) = np.empty(len(self), np.int64), gram_masks(gram)
        counts = np.zeros(1 << len(self.text).bit_length(), np.uint16)
        rarest_grams(self.text, self.starts, gram, rare, most_offset, low, high, counts, offsets)
        return offsets

    def hashes(self, places: NDArray[np.int64], gram: int) -> NDArray[np.uint64]:
        """Hashes of the grams at `places` of the text."""
        hashes = np.empty(len(places), np.uint64)
        hash_places(self.text, places, *gram_masks(gram), hashes)
        return hashes


def string_set(strings: Sequence[bytes]) -> StringSet:
    """Pack the strings."""
    text = np.frombuffer(b"".join(strings) + PAD, np.uint8)
    return StringSet(text, np.array([0, *accumulate(map(len, strings))], np.int64))


def gram_masks(gram: int) -> tuple[Any, Any]:
    """Masks of the 16 bytes that are hashed, down to the first `gram`."""
    return _mask(gram), _mask(gram - 8)


def _mask(bytes_: int) -> Any:
    return np.uint64((1 << 8 * min(8, max(0, bytes_))) - 1)
