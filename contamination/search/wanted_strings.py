"""All strings that are looked for letter by letter, each once, and whose they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.equal_strings import first_equal
from contamination.plan import AuditConfig
from contamination.search.item_texts import ItemText, ItemTexts
from contamination.search.string_set import PAD, StringSet
from contamination.search.substrings import windows_of
from contamination.types import Item

STEM = 255  # the kind of a stem; windows have the number of their drawing
SHORT, SHORT_STEM = 48, 10  # bytes: questions with options below the one, themselves not below the other


@dataclass(frozen=True, slots=True, eq=False)
class WantedStrings:
    """Distinct strings, none of them empty.

    is_stem  bool: the string is the stem of a question that is too short for seeds
    starts   int64 (strings + 1): string k is wanted by `kinds[starts[k]:starts[k + 1]]` (uint8) and the questions
             `items` (int32) there
    drawn    int64 (questions + 1): question i's windows are the strings `drawn_strings[drawn[i]:drawn[i + 1]]` (int32)
    """

    strings: StringSet
    is_stem: NDArray[np.bool_]
    starts: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    items: NDArray[np.int32]
    drawn: NDArray[np.int64]
    drawn_strings: NDArray[np.int32]

    def owners(self, string: int) -> list[tuple[int, int]]:
        """(drawing or STEM, question) of a string."""
        start, stop = self.starts[string], self.starts[string + 1]
        return list(zip(self.kinds[start:stop].tolist(), self.items[start:stop].tolist(), strict=True))

    def windows(self, item: int) -> tuple[str, ...]:
        """The windows of a question by the last of the drawings."""
        numbers = self.drawn_strings[self.drawn[item] : self.drawn[item + 1]].tolist()
        return tuple(self.strings[k].decode() for k in numbers)


Drawing = Callable[[ItemText, int], tuple[bytes, ...]]


def wanted_strings(
    items: Sequence[Item], texts: ItemTexts, plan: AuditConfig, drawings: Sequence[Drawing], *, stems: bool
) -> WantedStrings:
    """Draw the windows of each question from itself or, if it is shorter than one, from what `drawings` make of it.

    With `stems` those of questions too short for seeds are added.
    """
    found: list[list[bytes]] = [[] for _ in drawings]
    counts: list[list[int]] = [[] for _ in drawings]
    short: list[tuple[int, bytes]] = []
    whole, length = texts.text.data, plan.window_length
    starts, stops = texts.offsets[texts.firsts[:-1]].tolist(), texts.offsets[texts.firsts[:-1] + 1].tolist()
    for number, (item, start, stop) in enumerate(zip(items, starts, stops, strict=True)):
        question = bytes(whole[start:stop])
        if len(question) >= length and (question.isascii() or len(question.decode()) >= length):
            windows = _windows(item, (question,), plan) if drawings else []
            for kind in range(len(drawings)):
                found[kind] += windows
                counts[kind].append(len(windows))
            continue
        text = texts[number]
        for kind, drawn_from in enumerate(drawings):
            windows = _windows(item, drawn_from(text, length), plan)
            found[kind] += windows
            counts[kind].append(len(windows))
        if stems and len(text.question) >= SHORT_STEM and len(text.whole) < SHORT:
            short.append((number, text.question))
    all_strings = [*chain(*found), *(stem for _, stem in short)]
    kinds = np.repeat([*range(len(drawings)), STEM], [*map(len, found), len(short)]).astype(np.uint8)
    owners = [np.repeat(np.arange(len(items)), row) for row in counts]
    owned = np.concatenate([*owners, np.array([number for number, _ in short], np.int64)]).astype(np.int32)
    del found
    numbers, strings = _distinct(all_strings)
    order = np.argsort(numbers, kind="stable")
    is_stem = np.zeros(len(strings), bool)
    is_stem[numbers[kinds == STEM]] = True
    last = len(drawings) - 1
    return WantedStrings(
        strings=strings,
        is_stem=is_stem,
        starts=np.searchsorted(numbers[order], np.arange(len(strings) + 1)),
        kinds=kinds[order],
        items=owned[order],
        drawn=np.concatenate(([0], np.cumsum(counts[last]))) if drawings else np.zeros(len(items) + 1, np.int64),
        drawn_strings=numbers[kinds == last],
    )


def _windows(item: Item, parts: Sequence[bytes], plan: AuditConfig) -> Sequence[bytes]:
    if all(part.isascii() for part in parts):
        return windows_of(item, parts, plan)
    return [window.encode() for window in windows_of(item, [part.decode() for part in parts], plan)]


def _distinct(strings: Sequence[bytes]) -> tuple[NDArray[np.int32], StringSet]:
    """For each string its number among the distinct ones, in the order of their first appearance, and these."""
    offsets = np.array([0, *accumulate(map(len, strings))], np.int64)
    text = np.frombuffer(b"".join(strings) + PAD, np.uint8)
    firsts = np.empty(len(strings), np.int64)
    table = np.full(1 << (2 * len(strings)).bit_length(), -1, np.int64)
    own = np.arange(len(strings))
    first_equal(text, offsets, own, own + 1, table, firsts)
    new = firsts == own
    numbers = (np.cumsum(new) - 1)[firsts].astype(np.int32)
    chosen = np.flatnonzero(new).tolist()
    kept = b"".join([strings[k] for k in chosen])
    starts = np.concatenate(([0], np.cumsum(np.diff(offsets)[new])))
    return numbers, StringSet(np.frombuffer(kept + PAD, np.uint8), starts)
