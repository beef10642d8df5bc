"""What is looked for as a whole: each distinct question with its options, and each distinct passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.equal_strings import first_equal
from contamination.kernels.ngram_index import NgramIndex
from contamination.kernels.seed_index import sum_weights, weigh_bytes
from contamination.search.item_texts import PAD, ItemTexts
from contamination.search.seed_index import seed_index
from contamination.search.string_set import StringSet, string_set

# Weight of a byte by the number of units (0 to 8, more) that have the text around it. Text of one unit proves that
# unit; text of many, such as a common stem, proves none of them.
WEIGHTS = np.array([0, 16, 6, 3, 2, 2, 1, 1, 1, 0], np.uint8)
SHORT_OPTION = 2  # weight of options too short for a seed, mostly numbers


@dataclass(frozen=True, slots=True, eq=False)
class QueryTexts:
    """Unit u is text[starts[u]:starts[u + 1]]; its options begin `stems[u]` bytes into it.

    owners    for every unit the numbers of the questions whose text or passage it is
    passages  bool: the unit is a passage
    weights   uint8, one for each byte of `text`: how far it is this unit's own, 0 to 16
    sums      int64 (units, 2): sum of the weights of the question, of the options
    strings   looked for letter by letter in the same pass
    apart     int64: the numbers of those strings that have no gram at an anchor, to be looked for otherwise
    index     the seeds of all units, as unit << PLACE_BITS | place in it, and one gram of each string, as if it were
              a unit after the others
    """

    text: NDArray[np.uint8]
    starts: NDArray[np.int64]
    stems: NDArray[np.int64]
    owners: tuple[tuple[int, ...], ...]
    passages: NDArray[np.bool_]
    weights: NDArray[np.uint8]
    sums: NDArray[np.int64]
    strings: StringSet
    apart: NDArray[np.int64]
    index: NgramIndex


def query_texts_of(
    texts: ItemTexts, passages: Sequence[bytes], strings: StringSet | Sequence[bytes] = ()
) -> QueryTexts:
    """Units in the order of the questions, then of the passages. Questions without letters and digits have none."""
    if not isinstance(strings, StringSet):
        strings = string_set(strings)
    alike = equal_questions(texts)
    chosen = np.flatnonzero(alike == np.arange(len(texts)))
    owners: list[list[int]] = [[] for _ in range(len(chosen) + len(passages))]
    unit_of = np.searchsorted(chosen, alike).tolist()
    for number, (first, passage) in enumerate(zip(alike.tolist(), texts.passages.tolist(), strict=True)):
        if first >= 0:
            owners[unit_of[number]].append(number)
        if passage >= 0:
            owners[len(chosen) + passage].append(number)
    starts, segments, stems = _layout(texts, chosen, passages)
    pieces = texts.text.data
    begin, end = texts.offsets[texts.firsts[chosen]].tolist(), texts.offsets[texts.firsts[chosen + 1] - 1].tolist()
    own = b"".join([*(pieces[a:b] for a, b in zip(begin, end, strict=True)), *passages])
    text = np.frombuffer(b"".join((own, strings.text.data, PAD)), np.uint8)
    size = len(own)
    del own
    index, shared, apart = seed_index(text, starts, segments, strings)
    weights = np.zeros(size, np.uint8)
    weigh_bytes(segments, shared, WEIGHTS, SHORT_OPTION, weights)
    sums = np.zeros((len(stems), 2), np.int64)
    sum_weights(weights, starts, stems, sums)
    return QueryTexts(
        text=text,
        starts=starts,
        stems=stems,
        owners=tuple(map(tuple, owners)),
        passages=np.arange(len(owners)) >= len(chosen),
        weights=weights,
        sums=sums,
        strings=StringSet(text[size:], strings.starts),
        apart=apart,
        index=index,
    )


def equal_questions(texts: ItemTexts) -> NDArray[np.int64]:
    """For each question the first one with the same text and options; -1 without letters and digits."""
    found = np.empty(len(texts), np.int64)
    firsts, lasts = texts.firsts[:-1], texts.firsts[1:] - 1
    table = np.full(1 << (2 * len(texts)).bit_length(), -1, np.int64)
    first_equal(texts.text, texts.offsets, firsts, lasts, table, found)
    found[texts.offsets[firsts] == texts.offsets[lasts]] = -1
    return found


def _layout(
    texts: ItemTexts, chosen: NDArray[np.int64], passages: Sequence[bytes]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Where units start; (place, length) of each question, option and passage in them; lengths of the questions."""
    lengths, firsts = np.diff(texts.offsets), texts.firsts[chosen]
    counts = texts.firsts[chosen + 1] - 1 - firsts
    numbers = np.arange(counts.sum()) + np.repeat(firsts - (np.cumsum(counts) - counts), counts)
    alone = np.array([len(p) for p in passages], np.int64)
    sizes = np.concatenate((lengths[numbers], alone))
    ends = np.cumsum(sizes)
    counts = np.concatenate((counts, np.ones(len(alone), np.int64)))
    starts = np.concatenate(([0], ends))[np.array([0, *accumulate(counts.tolist())])]
    return starts, np.stack((ends - sizes, sizes), axis=1), np.concatenate((lengths[firsts], alone))
