"""Find questions that stand twice, the same or nearly, without keeping them in memory.

Each question leaves a digest of its normalised text, and 32 bin minima over the hashes of its word triples (one
permutation hashing: Li, Owen and Zhang 2012, arXiv:1208.1259), kept as 8 bands of 4. Questions with a band in common
are read again and compared: near duplicates share at least 80 % of their word triples (Jaccard). Two questions that do
so share a band with a probability of 98 %. Memory: 56 bytes a question.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exams.question import Question

SIMILAR = 0.8
MOST_COMPARED = 2_000_000  # a minute; BANDS * _COMPARED for each of 62,500 questions, so smaller sets never get here
BANDS, PER_BAND = 8, 4
_BINS = BANDS * PER_BAND
_FEWEST_WORDS = 8
_WORD = re.compile(r"\w+|[^\w\s]")  # signs count: x + 2 and x - 2 are two questions
_END = " \t\n.?!:_…"
_MIX = tuple(np.uint64(k) for k in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
_STARTS = np.arange(_BINS, dtype=np.uint64) << np.uint64(64 - 5)
_COMPARED = 4
_KEPT = 64  # a question is compared with the few before it: each is read again once a band, not once a pair


def plain_text(question: Question) -> str:
    """Words and signs of passage id, stem and options, the options in an order of their own: what makes it the same
    question, whatever its case, white space and final punctuation."""
    options = sorted(" ".join(_WORD.findall(o.text.casefold().rstrip(_END))) + _images(o) for o in question.options)
    stem = " ".join(_WORD.findall(question.stem.casefold().rstrip(_END))) or question.stem.strip()
    pictures = " ".join(image.file for image in question.images)
    return "\n".join([question.passage or "", pictures, stem, *options])


def _images(option: Any) -> str:
    return " ".join(image.file for image in option.images)


@dataclass
class Fingerprints:
    """Digest, bands, line and offset of every question seen. `again` reads the question at an offset once more."""

    again: Callable[[int], Question | None]
    digests: array[int] = field(default_factory=lambda: array("Q"))
    bands: array[int] = field(default_factory=lambda: array("I"))
    lines: array[int] = field(default_factory=lambda: array("Q"))
    offsets: array[int] = field(default_factory=lambda: array("Q"))
    stopped: bool = field(default=False, init=False)

    def add(self, question: Question, line: int, offset: int) -> None:
        """Remember a question."""
        text = plain_text(question)
        self.digests.append(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little"))
        self.bands.extend(_bands(text, len(self.lines)))
        self.lines.append(line)
        self.offsets.append(offset)

    def same(self) -> Iterator[tuple[int, int, bool]]:
        """(earlier line, later line, whether the keys differ) of questions that stand twice."""
        for first, later in _pairs(np.frombuffer(self.digests, dtype=np.uint64), 1):
            one, two = self.again(self.offsets[first]), self.again(self.offsets[later])
            if one is not None and two is not None and plain_text(one) == plain_text(two):
                yield self.lines[first], self.lines[later], _right(one) != _right(two)

    def near(self) -> Iterator[tuple[int, int, float]]:
        """(earlier line, later line, similarity) of questions that nearly are the same.

        After `MOST_COMPARED` comparisons it stops and sets `stopped`: a set of millions made from a few templates would
        need many for every question.
        """
        bands = np.frombuffer(self.bands, dtype=np.uint32).reshape(-1, BANDS)
        digests = np.frombuffer(self.digests, dtype=np.uint64)
        told: set[tuple[int, int]] = set()
        compared = 0
        triples = lru_cache(_KEPT)(self._triples)
        for band in range(BANDS):
            for first, later in _pairs(np.ascontiguousarray(bands[:, band]), _COMPARED):
                if digests[first] == digests[later] or (first, later) in told:
                    continue
                compared += 1
                if compared > MOST_COMPARED:
                    self.stopped = True
                    return
                similarity = jaccard(triples(first), triples(later))
                if similarity >= SIMILAR:
                    told.add((first, later))
                    yield self.lines[first], self.lines[later], similarity

    def _triples(self, number: int) -> frozenset[tuple[str, ...]]:
        question = self.again(self.offsets[number])
        return word_triples(plain_text(question)) if question is not None else frozenset()


def jaccard(one: frozenset[tuple[str, ...]], two: frozenset[tuple[str, ...]]) -> float:
    """Shared part of the word triples of two texts, 0 to 1."""
    shared = len(one & two)
    return shared / (len(one) + len(two) - shared) if one or two else 0.0


def word_triples(text: str) -> frozenset[tuple[str, ...]]:
    """Every three words that follow each other."""
    words = text.split()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _right(question: Question) -> frozenset[str]:
    by_label = {o.label: " ".join(_WORD.findall(o.text.casefold().rstrip(_END))) for o in question.options}
    return frozenset(by_label.get(key, key) for key in question.key)


def _bands(text: str, number: int) -> list[int]:
    """The bands of a text. A short one gets numbers of its own, which match nothing: it has too few triples."""
    words = text.encode("utf-8", "replace").split()
    if len(words) < _FEWEST_WORDS:
        own = hashlib.blake2b(number.to_bytes(8, "little"), digest_size=4 * BANDS).digest()
        return list(np.frombuffer(own, dtype=np.uint32))
    hashes = np.fromiter(map(zlib.crc32, words), dtype=np.uint64, count=len(words))
    mixed = hashes[:-2] * _MIX[0] ^ (hashes[1:-1] * _MIX[1] + (hashes[2:] << np.uint64(17))) * _MIX[2]
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MIX[1]
    mixed.sort()
    place = np.searchsorted(mixed, _STARTS)
    # an empty bin takes the least value of the next one that is not: position `place` is just that, wrapped around
    minima = mixed[place % len(mixed)]
    rows = minima.reshape(BANDS, PER_BAND)
    folded = rows[:, 0] * _MIX[0] ^ rows[:, 1] * _MIX[1] ^ rows[:, 2] * _MIX[2] ^ (rows[:, 3] << np.uint64(7))
    return [int(band) for band in (folded >> np.uint64(32)).tolist()]


def _pairs(values: NDArray[Any], most: int) -> Iterator[tuple[int, int]]:
    """Index pairs (earlier, later) of equal values; each member of a run with the first and its nearest before it."""
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    edges = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1], [True])))
    several = np.flatnonzero(np.diff(edges) > 1)
    for start, end in zip(edges[several].tolist(), edges[several + 1].tolist(), strict=True):
        run = order[start:end].tolist()
        for i in range(1, len(run)):
            for earlier in {run[0], *run[max(0, i - most + 1) : i]}:
                yield earlier, run[i]
