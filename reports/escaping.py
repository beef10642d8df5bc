"""Text from models, questions and corpora, made harmless for where it is shown.

Whatever a model or a document says may be hostile: terminal escapes, bidi overrides that reorder a line, spreadsheet
formulas, LaTeX commands, or simply ten megabytes of it. Nothing is dropped in silence: what cannot be shown as itself
is shown as a visible sign of it.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

SHOWN_AT_MOST = 20_000  # characters of one text in a page; the whole text stays in the run folder

_CONTROL_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_KEPT = {0x09, 0x0A}  # tab and line feed are layout, not control
_C1 = {code: f"⟨U+{code:04X}⟩" for code in range(0x80, 0xA0)}
# Embeddings, overrides and isolates reorder what is after them; the marks U+200E, U+200F and U+061C do not.
_BIDI = {code: f"⟨U+{code:04X}⟩" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_LINES = {0x2028: "\n", 0x2029: "\n"}
_INVISIBLE = {0xFEFF: "", 0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
_TABLE = {c: p for c, p in _CONTROL_PICTURES.items() if c not in _KEPT} | _C1 | _BIDI | _LINES | _INVISIBLE
# Tag characters are invisible and can hide a text; only the three flags that Unicode recommends are written with them.
_FLAGS = ("".join(chr(0xE0000 + ord(c)) for c in place) for place in ("gbeng", "gbsct", "gbwls"))
_FLAG = f"\U0001f3f4(?:{'|'.join(_FLAGS)})\U000e007f"
_SURROGATES_AND_TAGS = re.compile(f"({_FLAG})|[\ud800-\udfff\U000e0000-\U000e007f]")
_ANY_OF_THEM = re.compile("[" + re.escape("".join(map(chr, _TABLE))) + "\ud800-\udfff\U000e0000-\U000e007f]")
_SPACE = re.compile(r"\s+")
_LONG_WORD = re.compile(r"\S{200}")
_PIECE = re.compile(r"\S{1,100}|\s+")

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",  # the straight quote needs a font encoding that a paper may not load
    "`": r"\textasciigrave{}",
    "[": "{[}",  # so that a cell cannot become the optional argument of the \\ before it
    "]": "{]}",
} | dict.fromkeys(_CONTROL_PICTURES.values(), "?")  # no LaTeX font has these
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?%?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def sanitize(text: str, limit: int | None = None) -> str:
    """The text without anything that could move a cursor or reorder a line; tab and line feed stay.

    Control characters become their pictures (␛), bidi overrides and C1 controls their code points (⟨U+202E⟩). With
    `limit`, what goes beyond so many characters is left out and its length said.
    """
    cut = ""
    if limit is not None and len(text) > limit:
        cut = f"\n… [{len(text) - limit:,} more characters, left out here]"
        text = text[:limit]
    if _ANY_OF_THEM.search(text) is None:  # nearly always, and fifty times as fast as the translation
        return text + cut
    text = text.replace("\r\n", "\n").translate(_TABLE)
    return _SURROGATES_AND_TAGS.sub(lambda found: found[1] or "\ufffd", text) + cut


def one_line(text: str, limit: int = 200) -> str:
    """`plain` text on a single line, cut to `limit` characters with an ellipsis."""
    text = _SPACE.sub(" ", sanitize(text[: limit * 20])).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def soft_wrap(text: str, limit: int = SHOWN_AT_MOST) -> Markup:
    """Running text, with a place to break a line in every word that is longer than any real one.

    Without it a browser lays out a word of 20,000 letters in seconds: it shapes the rest anew after each line.
    """
    text = sanitize(text, limit)
    if _LONG_WORD.search(text) is None:
        return escape(text)
    return Markup("<wbr>").join(text[m.start() : m.end()] for m in _PIECE.finditer(text))


def latex(text: str) -> str:
    """One line of text with every LaTeX special character escaped; other scripts need LuaLaTeX or XeLaTeX."""
    return "".join(_LATEX.get(c, c) for c in one_line(text, 2_000))


def spreadsheet(text: str) -> str:
    """Text for a CSV or XLSX cell: one that a spreadsheet would read as a formula gets an apostrophe in front."""
    text = sanitize(text, 32_000)
    if _NUMBER.fullmatch(text):
        return text
    return "'" + text if text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS[:4]) else text


def markdown(text: str) -> str:
    """One line of text for a Markdown table cell: no pipe, tag, link, emphasis or code span can start in it."""
    line = one_line(text, 2_000).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]|~])", r"\\\1", line)


def fragment(text: str) -> str:
    """The text as an HTML id and URL fragment: letters, digits, '.', '-' stay, all else becomes _hex_."""
    return "".join(c if c.isascii() and (c.isalnum() or c in ".-") else f"_{ord(c):x}_" for c in text)


def file_stem(text: str) -> str:
    """The text as a file name without its ending: letters, digits, '.', '-', '_' stay, all else becomes '-'."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else "-" for c in text)
    return kept.lstrip(".-")[:80]
