"""One question put to an index: which windows stand in it, and the text around the places where they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from contamination.asking.index_windows import Window
from contamination.asking.spellings import Spelling, spellings
from contamination.indexes.text_index import Excerpt, NotAnswered, Occurrences, TextIndex
from contamination.types import Item

EXCERPTS = 4  # of the places of one window
MOST_EXCERPTS = 12  # of a question
STEP = 24  # characters by which a window found too often grows, twice as many each time
STEPS = 4
CONTEXT = 400  # characters on each side, more than the question itself has
CONTEXTS = (600, 1_200, 2_400, 4_800, 9_000)  # few sizes: questions that share a window then share its excerpts


@dataclass
class Asked:
    """What one question brought to light.

    settled    of some window as written it is known that no copy stands anywhere, or all its places were looked at: so
               no copy as written can have gone unseen
    places     of the windows found most often that were not all looked at
    left_out   spellings that this index would take for something else, or that are too long for it
    failed     why an answer is missing, '' if none is
    """

    excerpts: list[Excerpt] = field(default_factory=list)
    asked: int = 0
    settled: bool = False
    places: int = 0
    left_out: int = 0
    failed: str = ""
    found: bool = False


def ask_question(
    index: TextIndex, item: Item, windows: tuple[Window, ...], decided: Callable[[list[Excerpt]], bool]
) -> Asked:
    """Ask until `decided` says that the excerpts prove enough, or nothing is left to ask.

    `decided` is told of the excerpts of each window. A window that is found more often than can be looked at is made
    wider, step by step, as long as it is found: so the places with most of the question are looked at first.
    """
    asked = Asked()
    seen: set[tuple[int, str]] = set()
    for spelling in spellings(windows):
        if len(seen) >= MOST_EXCERPTS:
            break
        if not _askable(index, spelling.text):
            asked.left_out += 1
            continue
        try:
            fresh, all_seen = _look(index, item, spelling, seen, asked)
        except NotAnswered as error:
            asked.failed = asked.failed or str(error)
            continue
        if spelling.kind == "as written" and all_seen:
            asked.settled = True
        if fresh and decided(fresh):
            asked.found = True
            break
    return asked


def requests_of(index: TextIndex | None, windows: tuple[Window, ...]) -> Iterator[str]:
    """The texts that are asked for where nothing is found."""
    yield from (s.text for s in spellings(windows) if index is None or _askable(index, s.text))


def _look(
    index: TextIndex, item: Item, spelling: Spelling, seen: set[tuple[int, str]], asked: Asked
) -> tuple[list[Excerpt], bool]:
    """(excerpts not seen before, whether all places were looked at)."""
    places = index.find(spelling.text)
    asked.asked += 1
    if not places.count:
        return [], True
    if places.count > EXCERPTS:
        spelling, places = _narrowed(index, spelling, places, asked)
    room = MOST_EXCERPTS - len(seen)
    fresh = []
    for shard, rank in places.spread(min(EXCERPTS, room)):
        excerpt = index.excerpt(spelling.text, shard, rank, context_of(item))
        asked.asked += 1
        key = (excerpt.document, excerpt.text)
        if key not in seen:
            seen.add(key)
            fresh.append(excerpt)
    asked.excerpts += fresh
    all_seen = places.count <= min(EXCERPTS, room)
    if not all_seen:
        asked.places = max(asked.places, places.count)
    return fresh, all_seen


def _narrowed(index: TextIndex, spelling: Spelling, places: Occurrences, asked: Asked) -> tuple[Spelling, Occurrences]:
    """A wider window that is found less often, but is found."""
    step = STEP
    for _ in range(STEPS):
        wider = spelling.wider(step)
        if wider.text == spelling.text or not _askable(index, wider.text):
            break
        fewer = index.find(wider.text)
        asked.asked += 1
        if not fewer.count:
            asked.settled |= spelling.kind == "as written"  # a copy as written would hold the wider window too
            step //= 4
            if step < 6:
                break
            continue
        spelling, places = wider, fewer
        if places.count <= EXCERPTS:
            break
        step *= 2
    return spelling, places


def context_of(item: Item) -> int:
    """Characters on each side in which the rest of the question, its options and its passage have room."""
    size = len(item.question) + sum(len(o) + 8 for o in item.options) + len(item.passage) + CONTEXT
    return next((context for context in CONTEXTS if context >= size), CONTEXTS[-1])


def _askable(index: TextIndex, text: str) -> bool:
    return len(text) <= index.most_characters and not any(sign in text for sign in index.unaskable)
