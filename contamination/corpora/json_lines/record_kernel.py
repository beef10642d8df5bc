"""One record of JSON Lines, compiled: its strings unescaped back to back, and what they are counted under."""

# numba infers machine types of its own, which mypy cannot follow, and compiles `==` chains better than `in`:
# mypy: disable-error-code="no-any-return, assignment"
# ruff: noqa: SIM109

from __future__ import annotations

import numpy as np

from contamination.corpora.batch import Bytes, Ints
from contamination.corpora.fields import SENTENCE_KEY
from contamination.corpora.json_lines.field_counts import FNV, PRIME, Hashes
from contamination.corpora.json_lines.json_text import BACKSLASH, NEWLINE, QUOTE, unescape
from contamination.corpora.json_lines.vector import WIDTH, brackets, inlined, lowest, string_ends

COMMA, COLON = 0x2C, 0x3A
LONGEST_NAME = 32  # of a header; the line's buffer has as many bytes to spare
OPEN, CLOSE, OPEN_LIST, CLOSE_LIST = 0x7B, 0x7D, 0x5B, 0x5D


@inlined
def blank(buffer: Bytes, at: int) -> int:
    """Place of the next byte that is no white space; line feeds are not passed over."""
    while buffer[at] == 0x20 or buffer[at] == 0x09 or buffer[at] == 0x0D:
        at += 1
    return at


@inlined
def _string_end(buffer: Bytes, at: int, end: int) -> int:
    """Place of the quote that ends the string whose first character is at `at`; -1 if the line ends first."""
    while at < end:
        mask = string_ends(buffer, at)
        if not mask:
            at += WIDTH
            continue
        at += lowest(mask)
        if buffer[at] == QUOTE:
            return at if at < end else -1
        if buffer[at] == NEWLINE:
            return -1
        at += 2
    return -1


@inlined
def _scalar_end(buffer: Bytes, at: int) -> int:
    """Place after the number, true, false or null that begins at `at`; `at` itself if none does."""
    byte = buffer[at]
    while (
        byte == 0x2B
        or byte == 0x2D
        or byte == 0x2E
        or 0x30 <= byte <= 0x39
        or 0x41 <= byte <= 0x5A
        or 0x61 <= byte <= 0x7A
    ):
        at += 1
        byte = buffer[at]
    return at


@inlined
def _next_in_list(buffer: Bytes, at: int, end: int) -> int:
    """Place of the next string, object or list in a list, or of its end; numbers and commas are passed over."""
    while at < end:
        mask = brackets(buffer, at)
        if mask:
            return at + lowest(mask)
        at += WIDTH
    return end


@inlined
def _same(buffer: Bytes, at: int, end: int, key: Bytes) -> bool:
    if end - at != len(key):
        return False
    for k in range(len(key)):  # noqa: SIM110  (numba compiles no generator)
        if buffer[at + k] != key[k]:
            return False
    return True


@inlined
def _json_inside(buffer: Bytes, at: int) -> bool:
    """Whether the string whose first character is at `at` may be JSON itself (`fields.INNER_JSON`, escaped)."""
    byte, following = buffer[at], buffer[at + 1]
    if byte != OPEN and byte != OPEN_LIST:
        return False
    if following == BACKSLASH:
        third = buffer[at + 2]
        return third == QUOTE or third == 0x6E or third == 0x75
    return byte == OPEN_LIST and (following == OPEN or following == OPEN_LIST)


@inlined
def _encoded(buffer: Bytes, at: int) -> bool:
    """Whether the string whose first character is at `at` may say that text is encoded (`encoded_parts.py`).

    That is the name of an encoding, or a message, whose first line is a header: From, Date, Received, Subject or a
    name with a hyphen.
    """
    first = buffer[at] | 0x20
    if first < 0x61 or first > 0x7A:
        return False
    if first == 0x62 and buffer[at + 6] == QUOTE:  # base64
        return buffer[at + 4] == 0x36 and buffer[at + 5] == 0x34
    if first == 0x71 and buffer[at + 6] == 0x2D:  # quoted-printable
        return (buffer[at + 5] | 0x20) == 0x64 and buffer[at + 16] == QUOTE
    stop, hyphens = at, 0
    while stop < at + LONGEST_NAME:
        byte = buffer[stop]
        if byte == 0x2D:
            hyphens += 1
        elif (byte | 0x20) < 0x61 or (byte | 0x20) > 0x7A:
            break
        stop += 1
    if buffer[stop] != COLON:
        return False
    if hyphens:
        return True
    second, size = buffer[at + 1] | 0x20, stop - at
    return (
        (first == 0x66 and second == 0x72 and size == 4)
        or (first == 0x64 and second == 0x61 and size == 4)
        or (first == 0x72 and second == 0x65 and size == 8)
        or (first == 0x73 and second == 0x75 and size == 7)
    )


@inlined
def _is_address(out: Bytes, start: int, stop: int) -> bool:
    """Whether a text is ASCII without white space, as ids and addresses are."""
    for k in range(start, stop):  # noqa: SIM110  (numba compiles no generator)
        if out[k] < 0x21 or out[k] > 0x7E:
            return False
    return True


@inlined
def _extended(path: int, buffer: Bytes, start: int, stop: int) -> int:
    """FNV-1a hash of a path, some bytes longer."""
    for k in range(start, stop):
        path = (path ^ np.uint64(buffer[k])) * np.uint64(PRIME)
    return path


@inlined
def _is_wanted(path: int, wanted: Hashes) -> bool:
    for k in range(len(wanted)):  # noqa: SIM110
        if wanted[k] == path:
            return True
    return False


@inlined
def read_record(
    buffer: Bytes, at: int, end: int, wanted: Hashes, id_key: Bytes, out: Bytes, to: int, notes: Ints,
    kinds: Bytes, emits: Bytes, paths: Hashes, found_paths: Hashes, found: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Read the object at `at`: (place after it, place after its text); (-1, 0) if anything is unusual.

    `notes` gets start and end of the raw id value or -1 twice, the bytes of the text that begin no character, and the
    number of strings; `found_paths` and `found` get path and (characters read, characters left out) of each string.
    """
    notes[0] = notes[1] = -1
    notes[2] = notes[3] = 0
    depth = texts = 0
    all_wanted = len(wanted) == 0
    kinds[0], emits[0], paths[0] = OPEN, all_wanted, np.uint64(FNV)
    begun = to
    at += 1
    while True:
        at = blank(buffer, at)
        path, emit, is_id = paths[depth], emits[depth] != 0, False
        sentence_start = -1
        if kinds[depth] == OPEN:
            if buffer[at] != QUOTE and buffer[at] != CLOSE:
                return -1, 0
        else:
            at = _next_in_list(buffer, at, end)
            if at >= end or buffer[at] == NEWLINE or buffer[at] == CLOSE:
                return -1, 0
        if buffer[at] != CLOSE and buffer[at] != CLOSE_LIST:
            if kinds[depth] == OPEN:
                start = at + 1
                at = _string_end(buffer, start, end)
                if at < 0:
                    return -1, 0
                stop, spaces = at, False
                for k in range(start, stop):
                    if buffer[k] == BACKSLASH:
                        return -1, 0
                    spaces |= buffer[k] == 0x20
                if depth:
                    path = (path ^ np.uint64(0x2E)) * np.uint64(PRIME)
                if spaces and stop - start >= SENTENCE_KEY:
                    path = (path ^ np.uint64(0x2A)) * np.uint64(PRIME)
                    sentence_start = start
                else:
                    path = _extended(path, buffer, start, stop)
                emit = emit or _is_wanted(path, wanted)
                at = blank(buffer, at + 1)
                if buffer[at] != COLON:
                    return -1, 0
                at = blank(buffer, at + 1)
                is_id = depth == 0 and _same(buffer, start, stop, id_key)
            value = at
            byte = buffer[at]
            for turn in range(2):
                if turn == 0:  # a key that is a text of its own
                    if sentence_start < 0:
                        continue
                    source = sentence_start
                else:
                    if byte != QUOTE:
                        continue
                    source = at + 1
                    if _json_inside(buffer, source) or _encoded(buffer, source):
                        return -1, 0
                begin, inner = (to + 2 if to > begun else to), notes[2]
                after, stopped = unescape(buffer, source, end, out, begin, notes)
                if after < 0 or notes[3] >= len(found):
                    return -1, 0
                letters = stopped - begin - (notes[2] - inner)
                number = notes[3]
                notes[3] += 1
                found_paths[number] = path
                found[number, 0] = found[number, 1] = 0
                if not emit:
                    found[number, 1] = letters
                    notes[2] = inner
                elif turn and is_id and all_wanted and _is_address(out, begin, stopped):
                    found[number, 0] = -1
                    notes[2] = inner
                else:
                    found[number, 0] = letters
                    texts += 1
                    if stopped > begin:
                        if to > begun:
                            out[to] = out[to + 1] = NEWLINE
                        to = stopped
                if turn:
                    at = after
            if byte == OPEN or byte == OPEN_LIST:
                if depth + 1 >= len(kinds):
                    return -1, 0
                depth += 1
                kinds[depth], emits[depth], paths[depth] = byte, emit, path
                at += 1
                if is_id:
                    notes[0] = notes[1] = -1
                continue
            if byte != QUOTE:
                at = _scalar_end(buffer, at)
                if at == value:
                    return -1, 0
            if is_id:
                notes[0], notes[1] = value, at
            at = blank(buffer, at)
            if buffer[at] == COMMA:
                at = blank(buffer, at + 1)
                if kinds[depth] == OPEN and buffer[at] != QUOTE:
                    return -1, 0
                continue
        while True:
            byte = buffer[at]
            if byte != (CLOSE if kinds[depth] == OPEN else CLOSE_LIST):
                if byte == COMMA:
                    at = blank(buffer, at + 1)
                    if kinds[depth] == OPEN and buffer[at] != QUOTE:
                        return -1, 0
                    break
                return -1, 0
            at += 1
            if depth == 0:
                return (at, to) if texts else (-1, 0)
            depth -= 1
            at = blank(buffer, at)
