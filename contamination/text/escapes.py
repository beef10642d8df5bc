"""Characters written as `\\u00e9`, as JSON inside of JSON has them, or as `%C3%A9`, as addresses have them."""

from __future__ import annotations

_HEX = frozenset("0123456789abcdefABCDEF")


def escape_at(raw: str, at: int) -> tuple[str, int] | None:
    """The character that `\\uXXXX` at the backslash at `at` stands for (or a surrogate pair of two), and its end."""
    high = _unit(raw, at)
    if high is None or 0xDC00 <= high < 0xE000:
        return None
    if high < 0xD800 or high >= 0xE000:
        return chr(high), at + 6
    low = _unit(raw, at + 6)
    if low is None or not 0xDC00 <= low < 0xE000:
        return None
    return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00), at + 12


def _unit(raw: str, at: int) -> int | None:
    digits = raw[at + 2 : at + 6]
    if raw[at : at + 2] != "\\u" or len(digits) < 4 or not _HEX.issuperset(digits):
        return None
    return int(digits, 16)


def percent_at(raw: str, at: int) -> tuple[str, int] | None:
    """The character whose UTF-8 is written as `%XX` from `at` on, and its end; no letter or digit of ASCII."""
    first = _byte(raw, at)
    if first is None or (first < 128 and chr(first).isalnum()) or 0x80 <= first < 0xC2 or first > 0xF4:
        return None
    size = 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    data = bytearray()
    for k in range(size):
        byte = _byte(raw, at + 3 * k)
        if byte is None:
            return None
        data.append(byte)
    try:
        return data.decode(), at + 3 * size
    except UnicodeDecodeError:
        return None


def _byte(raw: str, at: int) -> int | None:
    digits = raw[at + 1 : at + 3]
    if raw[at : at + 1] != "%" or len(digits) < 2 or not _HEX.issuperset(digits):
        return None
    return int(digits, 16)
