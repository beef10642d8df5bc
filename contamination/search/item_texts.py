"""The questions' texts, normalised once: question, options, answer and passage each for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from contamination.text.normaliser import Normaliser
from contamination.types import Item


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


def item_texts(items: Sequence[Item], normaliser: Normaliser) -> tuple[tuple[ItemText, ...], tuple[bytes, ...]]:
    """Texts of all questions, and the passages they share. Equal passages are one."""
    raw: list[str] = []
    for item in items:
        raw += (item.question, *item.options, item.answer, item.passage)
    pieces = iter(normalised(raw, normaliser))
    texts: list[ItemText] = []
    passages: dict[bytes, int] = {}
    for item in items:
        question = next(pieces)
        options = tuple(next(pieces) for _ in item.options)
        answer, passage = next(pieces), next(pieces)
        number = passages.setdefault(passage, len(passages)) if passage else -1
        texts.append(ItemText(question, options, answer, number))
    return tuple(texts), tuple(passages)


def normalised(raw: Sequence[str], normaliser: Normaliser) -> list[bytes]:
    """Each text normalised. Lone surrogates are replaced first."""
    data = [text.encode("utf-8", "replace") for text in raw]
    offsets = np.zeros(len(data) + 1, np.int64)
    np.cumsum([len(d) for d in data], out=offsets[1:])
    batch = normaliser.texts(np.frombuffer(b"".join(data), np.uint8), offsets)
    whole = batch.text[: int(batch.offsets[-1])].tobytes()
    return [whole[a:b] for a, b in pairwise(batch.offsets.tolist())]
