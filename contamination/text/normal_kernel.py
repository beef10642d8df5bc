"""`normalise` compiled: UTF-8 bytes of many texts in, their letters and digits out.

`normalise.py` says what the result is; this file only makes it fast. ASCII letters take one look at a table;
bytes that begin a construct (`<`, `&`, `]`, `-`, anything beyond ASCII) leave the fast loop.
"""

# numba infers machine types of its own, which mypy cannot follow, and compiles `==` chains better than `in`:
# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated, no-any-return"

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, types, uintp

from contamination.corpora.json_lines.vector import inlined
from contamination.kernels.machine import HAS_PEXT, classify32, load64, ones, pdep, pext, store64, trailing_zeros
from contamination.text.escapes_kernel import escape_at, percent_at
from contamination.text.markup_kernel import line_end_hyphen, link_target_end, reference_at, tag_end
from contamination.text.normal_table import KEEP

_KEEP = KEEP
_LT, _AMP, _HYPHEN, _BACKSLASH, _PERCENT = (ord(c) for c in "<&-\\%")
_EACH = 0x0101010101010101  # one byte repeated in all eight
_JOINS, _IDEOGRAPH = np.uint64(1 << 40), np.uint64(1 << 41)
_ONE, _EACH_BYTE = np.uint64(1), np.uint64(_EACH)
_WIDE = HAS_PEXT


@inlined
def _code_point(data: Any, i: int, end: int) -> tuple[int, int]:
    """(code point, end) of the character at i; a character cut off by the end counts as U+0000."""
    byte = np.intp(data[i])
    size = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
    if i + size > end:
        return 0, end
    code = byte & (0xFF >> (size + 1))
    for k in range(1, size):
        code = code << 6 | (np.intp(data[i + k]) & 0x3F)
    return code, i + size


@inlined
def _emit(entry: int, out: Any, j: int, blob: Any) -> None:
    """Write the bytes of a table entry."""
    length = (entry >> np.uint64(32)) & np.uint64(255)
    place = entry & np.uint64(0xFFFFFFFF)
    for k in range(length):
        out[j + k] = (place >> (np.uint64(8) * k)) & np.uint64(255) if length <= 4 else blob[place + k]


@njit(cache=True, nogil=True)
def _construct(data: Any, i: int, end: int, names: Any, named: Any) -> tuple[int, int, int, int]:
    """The construct at i: (its end, code point or -1, second code point or -1, whether it may end a word)."""
    byte = data[i]
    if byte >= 128:
        code, stop = _code_point(data, i, end)
        if code == 0xAD or code == 0x2010:
            past = line_end_hyphen(data, stop, end)
            if past:
                return past, -1, -1, 0
        return stop, code, -1, 1
    if byte == _AMP:
        stop, code, second = reference_at(data, i, end, names, named)
        if stop:
            return stop, code, second, 1
    elif byte == _HYPHEN:
        stop = line_end_hyphen(data, i + 1, end)
        if stop:
            return stop, -1, -1, 0
    elif byte == _BACKSLASH:
        stop, code = escape_at(data, i, end)
        if stop:
            return stop, code, -1, 1
    elif byte == _PERCENT:
        stop, code = percent_at(data, i, end)
        if stop:
            return stop, code, -1, 1
    else:
        stop = tag_end(data, i, end) if byte == _LT else link_target_end(data, i, end)
        if stop:
            return stop, -1, -1, 1
    return i + 1, -1, -1, 1


@njit(inline="always")
def _mark(marks: Any, j: int, carry: int, bits: int, length: int) -> int:
    """Append `length` bits at bit j; `carry` and the result are the bits of the byte that is not full yet."""
    value = carry | np.uint64(bits) << np.uint64(j & 7)
    store64(marks, j >> 3, value)
    return value >> (np.uint64(((j + length) >> 3) - (j >> 3)) << np.uint64(3))


@njit(cache=True, nogil=True)
def normalise_texts(data: Any, offsets: Any, out: Any, marks: Any, out_offsets: Any, table: Any) -> None:
    """Texts data[offsets[t]:offsets[t+1]] → out[out_offsets[t]:out_offsets[t+1]].

    Bit j of `marks` (bit j % 8 of byte j // 8) says that a word begins at out[j]. `out` must hold `out_bound(bytes)`
    bytes and `marks` an eighth of that. `table` is the tuple of a `NormalTable`'s arrays in their order.
    """
    kinds, folded, pages, entries, blob, names, named = table
    case_bits = np.uint64(0x20 * _EACH) if folded[65] == 97 else np.uint64(0)
    # Unsigned, so that no index is taken for one that counts from the end: that check halves the speed.
    j = uintp(0)
    carry = np.uint64(0)
    for t in range(len(offsets) - 1):
        i, end = uintp(offsets[t]), uintp(offsets[t + 1])
        out_offsets[t] = j
        new_word = np.uint64(1)
        while i < end:
            while _WIDE and i + uintp(33) <= end:
                seen = classify32(data, i)
                special = seen >> np.uint64(32)
                ahead = np.uint64(32) if special == 0 else trailing_zeros(special)
                kept = seen & ((_ONE << ahead) - _ONE)
                starts = kept & ~(kept << _ONE | (_ONE - new_word))
                carry = _mark(marks, j, carry, pext(starts, kept), ones(kept))
                for part in range(4):
                    byte_bits = (kept >> np.uint64(8 * part)) & np.uint64(255)
                    gather = pdep(byte_bits, _EACH_BYTE) * np.uint64(255)
                    store64(out, j, pext(load64(data, i + uintp(8 * part)) | case_bits, gather))
                    j += uintp(ones(byte_bits))
                if ahead:
                    new_word = _ONE - ((kept >> (ahead - _ONE)) & _ONE)
                i += uintp(ahead)
                if special:
                    break
            if i == end:
                break
            byte = data[i]
            if kinds[byte] <= _KEEP:
                kept = np.uint64(kinds[byte])
                out[j] = folded[byte]
                carry = _mark(marks, j, carry, kept & new_word, kept)
                j += uintp(kept)
                new_word = _ONE - kept
                i += uintp(1)
                continue
            if byte == _LT:
                i = uintp(max(tag_end(data, types.intp(i), types.intp(end)), types.intp(i) + 1))
                new_word = _ONE
                continue
            if byte >= 128:
                code, stop = _code_point(data, types.intp(i), types.intp(end))
                second, breaks = types.intp(-1), types.intp(1)
            if byte < 128 or code == 0xAD or code == 0x2010:
                stop, code, second, breaks = _construct(data, types.intp(i), types.intp(end), names, named)
            i = uintp(stop)
            if code < 0:
                new_word |= np.uint64(breaks)
            while code >= 0:
                page = pages[code >> 8]
                entry = entries[(page << 8) + (code & 255)] if page >= 0 else np.uint64(0)
                length = uintp(entry >> np.uint64(32)) & uintp(255)
                if length:
                    single = _ONE if entry & _IDEOGRAPH else np.uint64(0)
                    _emit(entry, out, j, blob)
                    carry = _mark(marks, j, carry, new_word | single, length)
                    j += length
                    new_word = single
                elif not entry & _JOINS:
                    new_word = _ONE
                code, second = second, types.intp(-1)
    out_offsets[len(offsets) - 1] = j


@njit(cache=True, nogil=True)
def normalise_mapped(data: Any, start: int, end: int, out: Any, begins: Any, ends: Any, table: Any) -> int:
    """data[start:end] with the way back: out[j] comes from data[begins[j]:ends[j]]. Returns the length of `out`."""
    kinds, folded, pages, entries, blob, names, named = table
    i, j = start, 0
    while i < end:
        if kinds[data[i]] <= _KEEP:
            out[j], begins[j], ends[j] = folded[data[i]], i, i + 1
            j += np.intp(kinds[data[i]])
            i += 1
            continue
        stop, code, second, _ = _construct(data, i, end, names, named)
        while code >= 0:
            page = pages[code >> 8]
            entry = entries[(page << 8) + (code & 255)] if page >= 0 else np.uint64(0)
            length = np.intp((entry >> np.uint64(32)) & np.uint64(255))
            if length:
                _emit(entry, out, uintp(j), blob)
            begins[j : j + length], ends[j : j + length] = i, stop
            j += length
            code, second = second, -1
        i = stop
    return j


def out_bound(size: int) -> int:
    """Bytes that the normalised form of `size` bytes can have at most (U+FDFA: 11 from 1), and room to look ahead."""
    return 11 * size + 64
