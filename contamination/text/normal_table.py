"""`normalise.fold` for every code point as arrays that a kernel can index.

Entry of a code point (uint64): bits 0–31 hold up to 4 bytes of UTF-8, first byte lowest, or the place in `blob` if
there are more; bits 32–39 the number of bytes; then the flags JOINS and IDEOGRAPH.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from contamination.plan import Case
from contamination.text.confusables import FOLDED, TWINS
from contamination.text.markup import LONGEST_NAME, NAMED
from contamination.text.normalise import INVISIBLE, fold, is_ideograph, joins

JOINS, IDEOGRAPH = 1 << 40, 1 << 41
PAGE = 256
_PLANES = (*range(0, 0x40000, PAGE), *range(0xE0000, 0xE1000, PAGE))  # nothing is assigned between and after
DROP, KEEP, SPECIAL = 0, 1, 2
NAME_SLOTS = 8192


@dataclass(frozen=True, eq=False)
class NormalTable:
    """All that the kernel needs, by case rule.

    kinds    uint8 (256): DROP, KEEP or SPECIAL for a byte that begins a construct
    folded   uint8 (256): what a KEEP byte becomes
    pages    int32 (0x2000, all that 21 bits can ask for): page of entries for code point // 256, -1 = no letters
    entries  uint64 (pages * 256)
    blob     uint8: outputs longer than 4 bytes
    names    uint64 (8192): FNV-1a hashes of character reference names, open addressing, 0 = empty
    named    int32 (8192, 2): their code points, -1 for no second one
    """

    kinds: NDArray[np.uint8]
    folded: NDArray[np.uint8]
    pages: NDArray[np.int32]
    entries: NDArray[np.uint64]
    blob: NDArray[np.uint8]
    names: NDArray[np.uint64]
    named: NDArray[np.int32]


@cache
def normal_table(case: Case) -> NormalTable:
    """Build the table: about a quarter of a second."""
    kinds, folded = np.zeros(256, np.uint8), np.zeros(256, np.uint8)
    for byte in range(128):
        if kept := fold(chr(byte), case):
            kinds[byte], folded[byte] = KEEP, ord(kept)
    kinds[[ord(c) for c in "<&]-\\%"]] = SPECIAL
    kinds[128:] = SPECIAL
    pages, entries, blob = _pages(case)
    names, named = _names()
    return NormalTable(kinds, folded, pages, entries, blob, names, named)


def _pages(case: Case) -> tuple[NDArray[np.int32], NDArray[np.uint64], NDArray[np.uint8]]:
    pages = np.full(0x2000, -1, np.int32)
    entries: list[NDArray[np.uint64]] = []
    blob = bytearray()
    for first in _PLANES:
        page = "".join(map(chr, range(first, first + PAGE)))
        if _unchanged(page, case):
            own = _as_they_are(page)
        else:
            own = np.array([_entry(c, case, blob) for c in page], np.uint64)
        if own.any():
            pages[first // PAGE] = len(entries)
            entries.append(own)
    return pages, np.concatenate(entries), np.frombuffer(bytes(blob) + b"\0", np.uint8)


def _as_they_are(page: str) -> NDArray[np.uint64]:
    """Entries of characters that stay and, as a page has, all take the same number of bytes."""
    data = np.frombuffer(page.encode(), np.uint8).reshape(PAGE, -1).astype(np.uint64)
    width = data.shape[1]
    entries: NDArray[np.uint64] = (data << (np.uint64(8) * np.arange(width, dtype=np.uint64))).sum(
        axis=1, dtype=np.uint64
    )
    flags = np.array([IDEOGRAPH if is_ideograph.__wrapped__(c) else 0 for c in page], np.uint64)
    return entries | flags | np.uint64(width << 32)


def _unchanged(page: str, case: Case) -> bool:
    """Whether all of a page are letters that stay as they are: a short cut for the many pages of ideographs."""
    if not TWINS.keys().isdisjoint(page) or not FOLDED.keys().isdisjoint(page):
        return False
    if not page.isalpha() or not INVISIBLE.isdisjoint(map(ord, page)):
        return False
    return page == unicodedata.normalize("NFKD", page if case == "keep" else page.casefold())


def _entry(character: str, case: Case, blob: bytearray) -> int:
    if unicodedata.category(character) in ("Cn", "Cs", "Co"):
        return 0
    data = fold.__wrapped__(character, case).encode()
    if not data:
        return JOINS if joins.__wrapped__(character) else 0
    if len(data) <= 4:
        return _inline(character, data)
    blob += data
    return (len(blob) - len(data)) | len(data) << 32


def _inline(character: str, data: bytes) -> int:
    flag = IDEOGRAPH if is_ideograph.__wrapped__(character) else 0
    return int.from_bytes(data, "little") | len(data) << 32 | flag


def _names() -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    names, named = np.zeros(NAME_SLOTS, np.uint64), np.full((NAME_SLOTS, 2), -1, np.int32)
    for name, value in NAMED.items():
        key = fnv1a(name.encode())
        slot = key % NAME_SLOTS
        while names[slot]:
            slot = (slot + 1) % NAME_SLOTS
        names[slot] = key
        named[slot, : len(value)] = [ord(c) for c in value]
    return names, named


def fnv1a(data: bytes) -> int:
    """64-bit FNV-1a (Fowler, Noll, Vo), never 0."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value or 1


assert LONGEST_NAME < 64  # the kernel gives up on longer names
