"""Which words a passage and a question have in common: the cheap look that chooses what is worth embedding.

A word counts by its first six letters in lower case ("painter", "painting" and "paintings" agree), and weighs the more
the fewer passages of the corpus have it (the logarithm of Spärck Jones 1972). Words of over 5% of the passages weigh
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from contamination.types import Item

WORD = re.compile(r"[^\W_]+")
LETTERS = 6
SHORTEST = 3  # letters; numbers of any length count
COMMON = 0.05
SAMPLE = 20_000  # passages by which words are weighed
MET = 1_000_000  # different words remembered; bounds memory
STRIDES = (16, 48)  # words; a passage is two strides long


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Words of the questions. `weights` (words, float32) is 0 for common words."""

    ids: dict[str, int]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Runs of `stride` words of some texts, and which words of the vocabulary they hold.

    words   csr (blocks × vocabulary), 1 where the block has the word; an empty block is after each text
    texts   int64 (blocks): number of the text, -1 for the empty blocks between texts
    firsts  int64 (blocks): number of the block's first word in its text
    """

    words: csr_array[np.float32, tuple[int, int]]
    texts: NDArray[np.int64]
    firsts: NDArray[np.int64]

    @property
    def passages(self) -> csr_array[np.float32, tuple[int, int]]:
        """csr (blocks × vocabulary): what block i and the one after it hold together."""
        rest = self.words[1:]
        starts = np.append(rest.indptr, rest.indptr[-1])
        after = csr_array((rest.data, rest.indices, starts), shape=self.words.shape)
        both = csr_array(self.words + after)
        both.data[:] = 1
        return both


def key(word: str) -> str:
    """What two forms of a word have in common."""
    return word[:LETTERS].lower()


def text_of(item: Item) -> str:
    """What a question says: stem and options, a line each."""
    return "\n".join([item.question, *item.options])


def word_keys(text: str) -> list[str]:
    """Keys of the words that may tell something, in order."""
    keys = (key(word) for word in WORD.findall(text))
    return [k for k in keys if len(k) >= SHORTEST or k.isdigit()]


def vocabulary(items: Sequence[Item], texts: Iterable[str]) -> Vocabulary:
    """The questions' words, weighed by the first `SAMPLE` passages of `texts`."""
    ids: dict[str, int] = {}
    for item in items:
        for word in word_keys(text_of(item)):
            ids.setdefault(word, len(ids))
    numbers, counts, total = WordNumbers(ids), np.zeros(len(ids), np.int64), 0
    for text in texts:
        blocks = blocks_of([numbers(text)], len(ids), 2 * STRIDES[0])
        counts += np.bincount(blocks.words.indices, minlength=len(ids))
        total += len(blocks.texts) - 1
        if total >= SAMPLE:
            break
    weights = np.log1p(total / (1.0 + counts)).astype(np.float32)
    weights[counts > COMMON * max(total, 1)] = 0
    return Vocabulary(ids, weights)


def questions_matrix(items: Sequence[Item], known: Vocabulary) -> csr_array[np.float32, tuple[int, int]]:
    """csr (questions × vocabulary): the weight of each word that the question has."""
    rows = [sorted({known.ids[k] for k in word_keys(text_of(item))}) for item in items]
    indices = np.array([i for row in rows for i in row], np.int64)
    starts = np.cumsum([0, *(len(row) for row in rows)])
    found = csr_array((known.weights[indices], indices, starts), shape=(len(items), len(known.ids)))
    found.eliminate_zeros()
    return found


class WordNumbers:
    """Turns a text into the numbers of its words in a vocabulary (int64, -1 for a word that is not in it)."""

    def __init__(self, ids: dict[str, int]) -> None:
        self._met = _Met(ids)

    def __call__(self, text: str) -> NDArray[np.int64]:
        """One number for each word, in order."""
        if len(self._met) > MET:
            self._met.clear()
        return np.array([*map(self._met.__getitem__, WORD.findall(text))], np.int64)


class _Met(dict[str, int]):
    """Words met so far, as they were written: most are met again, and need not be shortened again."""

    def __init__(self, ids: dict[str, int]) -> None:
        super().__init__()
        self._ids = ids

    def __missing__(self, word: str) -> int:
        self[word] = number = self._ids.get(key(word), -1)
        return number


def blocks_of(texts: Sequence[NDArray[np.int64]], size: int, stride: int) -> Blocks:
    """Cut texts, given as numbers of their words in a vocabulary of `size` words, into blocks of `stride` words."""
    blocks, words, numbers, firsts = [_NONE], [_NONE], [_NONE], [_NONE]
    made = 0
    for number, found in enumerate(texts):
        count = -(-len(found) // stride)
        where = np.flatnonzero(found >= 0)
        blocks.append(made + where // stride)
        words.append(found[where])
        numbers.append(np.append(np.full(count, number, np.int64), -1))
        firsts.append(np.arange(count + 1, dtype=np.int64) * stride)
        made += count + 1
    width = max(1, size)
    cells = np.sort(np.concatenate(blocks) * width + np.concatenate(words))
    cells = cells[np.diff(cells, prepend=-1) > 0]
    starts = np.searchsorted(cells, np.arange(made + 1) * width)
    matrix = csr_array((np.ones(len(cells), np.float32), cells % width, starts), shape=(made, width))
    return Blocks(matrix, np.concatenate(numbers), np.concatenate(firsts))


_NONE = np.empty(0, np.int64)


def spans(text: str, first: int, count: int) -> Iterator[tuple[int, int]]:
    """(start, end) characters of words first … first + count - 1, as far as there are any."""
    return (match.span() for match in islice(WORD.finditer(text), max(0, first), first + count))
