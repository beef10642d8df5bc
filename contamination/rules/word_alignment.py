"""Where a row of tokens is in another one: a local alignment (Smith and Waterman 1981) with linear gaps."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contamination.rules.tokens import Token

GAP = 0.3  # cost of a token too many on either side
CLOSE = 1e-9
OTHER = 0.3  # cost of one token in another's place
MISPRINT = 0.8  # a word with a misprint is worth so much of itself
ALIKE = 0.7  # similarity from which two words of four letters or more are one with a misprint
SHORTEST_ALIKE = 4
LONG = ("word", "name", "negation")


@dataclass(frozen=True, slots=True)
class Aligned:
    """`pairs`: (token of the question or -1, token of the document or -1) from first to last match, in order.

    first, last  tokens of the document from the first matched to past the last matched; equal if nothing was
    """

    pairs: tuple[tuple[int, int], ...]
    first: int
    last: int


class Alphabet:
    """Which tokens of a document stand for which of a question: equal ones, and words with a misprint.

    question, document  int64: a number for each token, equal where they stand for each other, -1 for all others
    exact               bool: False where a document's word is a question's word with a misprint
    """

    def __init__(self, question: Sequence[Token], document: Sequence[Token], known: Container[str] = ()) -> None:
        numbers = {text: k for k, text in enumerate(dict.fromkeys(token.text for token in question))}
        misprints = _misprints(question, document, numbers, known)
        letters = numbers | misprints
        self.question = np.array([numbers[t.text] for t in question], np.int64)
        self.document = np.array([letters.get(t.text, -1) for t in document], np.int64)
        self.exact = np.array([t.text not in misprints for t in document], np.bool_)


def _misprints(
    question: Sequence[Token], document: Sequence[Token], numbers: dict[str, int], known: Container[str]
) -> dict[str, int]:
    """Words of the document that are no words of the question, but nearly one."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    ours = [t for t in dict.fromkeys(t.text for t in question if t.kind in LONG) if len(t) >= SHORTEST_ALIKE]
    theirs = [t.text for t in document if t.kind in LONG and len(t.text) >= SHORTEST_ALIKE]
    theirs = [t for t in dict.fromkeys(theirs) if t not in numbers and t not in known]
    if not ours or not theirs:
        return {}
    table = cdist(theirs, ours, scorer=OSA.normalized_similarity, score_cutoff=ALIKE)
    best = table.argmax(axis=1)
    return {t: numbers[ours[b]] for t, b, row in zip(theirs, best, table, strict=True) if row[b] >= ALIKE}


def align(
    question: NDArray[np.int64], weights: NDArray[np.float64], document: NDArray[np.int64], exact: NDArray[np.bool_]
) -> Aligned:
    """The best local alignment of a row of the question's numbers with the document's.

    weights (question) are what a match is worth; `exact` (document) is False for a word with a misprint.
    """
    rows, columns = len(question), len(document)
    scores = np.zeros((rows + 1, columns + 1))
    steps = GAP * np.arange(columns + 1)
    worth = np.where(exact, 1.0, MISPRINT)
    for i in range(1, rows + 1):
        equal = np.where(document == question[i - 1], weights[i - 1] * worth, -OTHER)
        row = np.zeros(columns + 1)
        row[1:] = scores[i - 1, :-1] + equal
        np.maximum(row, scores[i - 1] - GAP, out=row)
        np.maximum(row, 0, out=row)
        scores[i] = np.maximum.accumulate(row + steps) - steps
    i, j = (int(n) for n in np.unravel_index(int(np.argmax(scores)), scores.shape))
    gains = np.where(question[:, None] == document, weights[:, None] * worth, -OTHER)
    return _trace(scores[: i + 1, : j + 1].tolist(), gains[:i, :j].tolist(), i, j)


def _trace(scores: list[list[float]], gains: list[list[float]], i: int, j: int) -> Aligned:
    """Walk back from the best cell."""
    pairs: list[tuple[int, int]] = []
    last = j
    while i and j and scores[i][j] > CLOSE:
        here = scores[i][j]
        if abs(scores[i - 1][j - 1] + gains[i - 1][j - 1] - here) < CLOSE:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif abs(scores[i - 1][j] - GAP - here) < CLOSE:
            i -= 1
            pairs.append((i, -1))
        else:
            j -= 1
            pairs.append((-1, j))
    pairs.reverse()
    return Aligned(tuple(pairs), j, last)
