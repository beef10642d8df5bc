"""The questions' texts, normalised once: question, options, answer and passage each for itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import overload

import numpy as np
from numpy.typing import NDArray

from contamination.text.normaliser import Normaliser
from contamination.types import Item

PAD = bytes(64)  # readable after the last text


@dataclass(frozen=True, slots=True)
class ItemText:
    """One question, normalised to UTF-8 bytes. `passage` is the number of its passage among all, -1 for none."""

    question: bytes
    options: tuple[bytes, ...]
    answer: bytes
    passage: int

    @property
    def whole(self) -> bytes:
        """Question and options, one after the other."""
        return self.question + b"".join(self.options)


@dataclass(frozen=True, slots=True, eq=False)
class ItemTexts(Sequence[ItemText]):
    """All questions in one buffer; a question's own record is made when it is asked for, as 100,000 would take room.

    text      uint8: the pieces back to back: question, options and answer of each in turn; 64 bytes more
    offsets   int64 (pieces + 1): piece p is text[offsets[p]:offsets[p + 1]]
    firsts    int64 (questions + 1): question i has the pieces firsts[i]:firsts[i + 1], the last of them its answer
    passages  int32: the number of each question's passage, -1 for none
    """

    text: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    firsts: NDArray[np.int64]
    passages: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.passages)

    @overload
    def __getitem__(self, i: int) -> ItemText: ...
    @overload
    def __getitem__(self, i: slice) -> Sequence[ItemText]: ...
    def __getitem__(self, i: int | slice) -> ItemText | Sequence[ItemText]:
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        if not -len(self) <= i < len(self):
            raise IndexError(i)
        first, last = self.firsts[i % len(self)], self.firsts[i % len(self) + 1]
        offsets = self.offsets[first : last + 1].tolist()
        whole = self.text[offsets[0] : offsets[-1]].tobytes()
        question, *options, answer = [whole[a - offsets[0] : b - offsets[0]] for a, b in pairwise(offsets)]
        return ItemText(question, tuple(options), answer, int(self.passages[i]))


def item_texts(items: Sequence[Item], normaliser: Normaliser) -> tuple[ItemTexts, tuple[bytes, ...]]:
    """Texts of all questions, and the passages they share. Equal passages are one."""
    raw: list[str] = []
    firsts = np.zeros(len(items) + 1, np.int64)
    written: dict[str, int] = {}
    for number, item in enumerate(items):
        raw += (item.question, *item.options, item.answer)
        firsts[number + 1] = len(raw)
        if item.passage:
            written.setdefault(item.passage, len(written))
    own = len(raw)
    raw += written
    text, offsets = _normalised(raw, normaliser)
    of_passages, known = offsets[own:].tolist(), dict[bytes, int]()
    for passage in (text[a:b] for a, b in pairwise(of_passages)):
        known.setdefault(passage, len(known))
    numbers = [known[p] if (p := text[a:b]) else -1 for a, b in pairwise(of_passages)]
    passages = np.array([numbers[written[i.passage]] if i.passage else -1 for i in items], np.int32)
    buffer = np.frombuffer(text[: of_passages[0]] + PAD, np.uint8)
    return ItemTexts(buffer, offsets[: own + 1], firsts, passages), tuple(p for p in known if p)


def _normalised(raw: Iterable[str], normaliser: Normaliser) -> tuple[bytes, NDArray[np.int64]]:
    """The texts normalised, back to back, and where each begins. Lone surrogates are replaced first."""
    data = [text.encode("utf-8", "replace") for text in raw]
    offsets = np.zeros(len(data) + 1, np.int64)
    np.cumsum([len(d) for d in data], out=offsets[1:])
    joined = np.frombuffer(b"".join(data), np.uint8)
    del data
    batch = normaliser.texts(joined, offsets)
    return batch.text[: int(batch.offsets[-1])].tobytes(), batch.offsets
