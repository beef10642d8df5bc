"""For each question the few passages of a corpus that share most of its distinctive words, in flat memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from contamination.corpora.batch import Batch
from contamination.semantic.words import (
    STRIDES,
    Vocabulary,
    WordNumbers,
    blocks_of,
    questions_matrix,
    spans,
    text_of,
    word_keys,
)
from contamination.types import Item

KEPT = 5  # passages kept for each question
LEAST = 0.15  # share of the weight of a question's words that a passage must have
ROWS = 2_000  # passages compared with all questions at a time; bounds memory


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with some words on either side. `start`: its first character in the document."""

    score: float
    file: str
    record: int
    start: int
    text: str
    offset: int | None
    document: str | None

    @property
    def rank(self) -> tuple[float, str, int, int]:
        """Best first; the place breaks ties, so that the order of reading does not matter."""
        return (-self.score, self.file, self.record, self.start)


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Questions that are looked for in passages of one length.

    numbers    int64 (questions): their numbers among all
    weights    csc (vocabulary × questions): the weight of each word that a question has
    floors     float (questions): what a passage must score to be kept; rises
    """

    stride: int
    numbers: NDArray[np.int64]
    weights: csc_array[np.float32]
    floors: NDArray[np.floating]


class Candidates:
    """Takes batches; `best[i]` are the passages of question i, best first."""

    def __init__(self, items: Sequence[Item], known: Vocabulary) -> None:
        self.best: list[list[Candidate]] = [[] for _ in items]
        self.passages = 0
        self.known = known
        self._numbers = WordNumbers(known.ids)
        lengths = np.array([len(word_keys(text_of(item))) for item in items], np.int64)
        long = lengths > sum(STRIDES)
        self._groups: list[_Group] = []
        for stride, chosen in zip(STRIDES, (~long, long), strict=True):
            numbers = np.flatnonzero(chosen)
            if len(numbers):
                weights = questions_matrix([items[i] for i in numbers.tolist()], known)
                floors = LEAST * weights.sum(axis=1) + 1e-6
                self._groups.append(_Group(stride, numbers, weights.T.tocsc(), floors))

    def add(self, batch: Batch) -> None:
        """Look at every passage of a batch."""
        texts = [batch.text(i) for i in range(len(batch))]
        numbers = [self._numbers(text) for text in texts]
        for group in self._groups:
            blocks = blocks_of(numbers, len(self.known.ids), group.stride)
            passages = blocks.passages
            self.passages += int(np.count_nonzero(blocks.texts >= 0))
            for low in range(0, passages.shape[0], ROWS):
                scores = (passages[low : low + ROWS] @ group.weights).tocoo()
                worth = (scores.data > group.floors[scores.col]) & (blocks.texts[low + scores.row] >= 0)
                rows, columns, values = scores.row[worth] + low, scores.col[worth], scores.data[worth]
                for n in np.lexsort((rows, -values)):
                    if values[n] > group.floors[columns[n]]:
                        text, first = int(blocks.texts[rows[n]]), int(blocks.firsts[rows[n]])
                        found = _candidate(batch, text, texts[text], first, group.stride, float(values[n]))
                        self._take(group, int(columns[n]), found)

    def _take(self, group: _Group, column: int, found: Candidate) -> None:
        kept = self.best[group.numbers[column]]
        self._keep(kept, found)
        if len(kept) == KEPT:
            group.floors[column] = max(group.floors[column], kept[-1].score)

    @staticmethod
    def _keep(kept: list[Candidate], new: Candidate) -> None:
        """Keep the new one if it is among the best; of overlapping passages of a document only the better."""
        for old in kept:
            if (old.file, old.record) == (new.file, new.record) and _overlap(old, new):
                if new.rank >= old.rank:
                    return
                kept.remove(old)
                break
        kept.append(new)
        kept.sort(key=lambda c: c.rank)
        del kept[KEPT:]


def _overlap(a: Candidate, b: Candidate) -> bool:
    """Whether two passages, margins included, share more than half of the shorter one's text."""
    shared = min(a.start + len(a.text), b.start + len(b.text)) - max(a.start, b.start)
    return 2 * shared > min(len(a.text), len(b.text))


def _candidate(batch: Batch, number: int, text: str, first: int, stride: int, score: float) -> Candidate:
    """The passage of two strides from word `first`, with half of its length on either side."""
    words = list(spans(text, first - stride, 4 * stride if first >= stride else 3 * stride))
    low, high = words[0][0], words[-1][1]
    offset = int(batch.record_offsets[number])
    return Candidate(
        score=score,
        file=batch.file,
        record=int(batch.records[number]),
        start=int(batch.starts[number]) + low,
        text=text[low:high],
        offset=None if offset < 0 else offset,
        document=batch.ids[number],
    )
