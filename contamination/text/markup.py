"""Constructs of HTML, Markdown and wrapped text that carry no words of their own.

Each function looks from one position and gives where the construct ends, 0 if there is none. None looks past the
next `<`, `>`, blank line, white space or fixed number of characters, so a whole text is read in linear time.
"""

from __future__ import annotations

from html.entities import html5

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS = frozenset("0123456789")
_NAME = _LETTERS | _DIGITS | {"-", ":"}
_HEX = frozenset("0123456789abcdefABCDEF")
_AMP = "amp;"
_SPACE = frozenset(" \t\r\n")
NAMED = {name[:-1]: value for name, value in html5.items() if name.endswith(";")}
LONGEST_NAME = max(map(len, NAMED))


def tag_end(raw: str, at: int) -> int:
    """End of the tag, comment or declaration that begins at the `<` at `at`.

    `<name>`, `<name/>`, `</name>`; with attributes only if there is an equals sign, so that `a <b and c> d`
    stays text. A comment or declaration runs from `<!` to the next `>`.
    """
    i, size = at + 1, len(raw)
    if i < size and raw[i] == "!":
        return _closing(raw, i, attributes=False)
    closes = i < size and raw[i] == "/"
    i += closes
    if i >= size or raw[i] not in _LETTERS:
        return 0
    while i < size and raw[i] in _NAME:
        i += 1
    name_end = i
    while i < size and raw[i] in _SPACE:
        i += 1
    if i < size and raw[i] == ">":
        return i + 1
    if i + 1 < size and raw[i] == "/" and raw[i + 1] == ">":
        return i + 2
    if closes or i == name_end:
        return 0
    return _closing(raw, name_end, attributes=True)


def _closing(raw: str, i: int, *, attributes: bool) -> int:
    """After the next `>`, if no `<` and no blank line comes first (and, for attributes, an equals sign does)."""
    equals = not attributes
    while i < len(raw):
        character = raw[i]
        if character == ">":
            return i + 1 if equals else 0
        if character == "<" or (character == "\n" and raw[i - 1] == "\n"):
            return 0
        equals |= character == "="
        i += 1
    return 0


def reference_at(raw: str, at: int) -> tuple[str, int] | None:
    """Characters named by the reference at the `&` at `at`, and its end; the semicolon must be there.

    A reference whose own `&` was escaped, once or several times (`&amp;amp;eacute;`), names the same.
    """
    start = at + 1
    while raw.startswith(_AMP, start):
        start += len(_AMP)
    found = _reference(raw, start)
    return ("&", at + 1 + len(_AMP)) if found is None and start > at + 1 else found


def _reference(raw: str, start: int) -> tuple[str, int] | None:
    """What the reference whose name begins at `start` names."""
    i, size = start, len(raw)
    if i < size and raw[i] == "#":
        return _numbered(raw, i + 1)
    while i < size and raw[i] in _NAME and i - start < LONGEST_NAME:
        i += 1
    named = NAMED.get(raw[start:i]) if i < size and raw[i] == ";" else None
    return None if named is None else (named, i + 1)


def _numbered(raw: str, i: int) -> tuple[str, int] | None:
    base, digits = (16, _HEX) if i < len(raw) and raw[i] in "xX" else (10, _DIGITS)
    i += base == 16
    start = i
    while i < len(raw) and raw[i] in digits and i - start < 7:
        i += 1
    if i == start or i >= len(raw) or raw[i] != ";":
        return None
    code = int(raw[start:i], base)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return None
    return chr(code), i + 1


def link_target_end(raw: str, at: int) -> int:
    """End of `](target)` at `at`; a target holds no white space or brackets, and a slash, dot, colon or hash."""
    i, size = at + 2, len(raw)
    if i > size or raw[at + 1 : i] != "(":
        return 0
    address = False
    while i < size and raw[i] > " " and raw[i] not in "()<":
        address |= raw[i] in "/.:#"
        i += 1
    return i + 1 if address and i < size and raw[i] == ")" else 0


def line_end_hyphen(raw: str, at: int) -> int:
    """End of the white space around the single line end after the hyphen at `at`, or 0."""
    i, size = at + 1, len(raw)
    while i < size and raw[i] in " \t\r":
        i += 1
    if i >= size or raw[i] != "\n":
        return 0
    i += 1
    while i < size and raw[i] in " \t\r":
        i += 1
    return i
