"""Cut a long document into overlapping pieces, each with the character at which it starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from contamination.corpora.batch import OVERLAP_BYTES, PIECE_BYTES, Bytes
from contamination.corpora.byte_streams.utf8 import repaired


def pieces_of(text: bytes) -> Iterator[tuple[bytes, int]]:
    """(piece, first character) of a text that is in memory; most texts are one piece."""
    if len(text) <= PIECE_BYTES:
        yield text, 0
        return
    begin = start = 0
    while True:
        cut = len(text) if len(text) - begin <= PIECE_BYTES else character_start(text, begin + PIECE_BYTES)
        yield text[begin:cut], start
        if cut == len(text):
            return
        following = character_start(text, cut - OVERLAP_BYTES)
        start += characters(text[begin:following])
        begin = following


def streamed_pieces(read: Callable[[int], bytes]) -> Iterator[tuple[bytes, int, bool]]:
    """(piece, first character, whether bad bytes were replaced) of a text that is read in order.

    `read(n)` gives n bytes, fewer at the end. Memory: about three pieces, however long the text.
    """
    kept, start, rest = b"", 0, b""
    while True:
        new_state = rest + read(PIECE_BYTES - len(kept) - len(rest))
        last = len(kept) + len(new_state) < PIECE_BYTES
        cut = len(new_state) if last else character_start(new_state, len(new_state))
        new_state, rest = new_state[:cut], new_state[cut:]
        new_state, faulty = repaired(new_state)
        if new_state or start == 0:
            piece = kept + new_state
            yield piece, start, faulty
        if last:
            return
        begin = character_start(piece, max(0, len(piece) - OVERLAP_BYTES))
        start += characters(piece[:begin])
        kept = piece[begin:]


def character_start(data: bytes, index: int) -> int:
    """The largest place not after `index` at which a character may start, looking back 3 bytes at most.

    At the end of `data` that is the start of a character which the end cuts off, or else the end itself.
    """
    if index < len(data):
        back = index
        while back > max(0, index - 3) and data[back] & 0xC0 == 0x80:
            back -= 1
        return back if data[back] & 0xC0 != 0x80 else index
    for back in range(index - 1, max(-1, index - 4), -1):
        byte = data[back]
        if byte & 0xC0 != 0x80:
            needed = 1 if byte < 0xC0 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return back if index - back < needed else index
    return index


def characters(data: bytes | Bytes) -> int:
    """Number of characters in valid UTF-8: the bytes that are no continuation."""
    return int(np.count_nonzero(np.frombuffer(data, dtype=np.int8) >= -64))
