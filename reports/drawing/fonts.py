"""Which font draws which character, how wide a text is, and how it breaks into lines.

DejaVu Sans comes with matplotlib and draws Latin, Greek, Cyrillic, Hebrew and Arabic alike on every machine. For other
scripts a font of the machine is looked up; where it has none, the picture says so (`missing_scripts`).
"""

from __future__ import annotations

import atexit
import logging
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from reports.escaping import one_line

FAMILY = "DejaVu Sans"
SVG_FAMILIES = "'DejaVu Sans', Verdana, 'Noto Sans', sans-serif"  # the second has the widths of the first
MISSING = "□"
_PERCENT = re.compile(r"(?<=\d) %")  # no line begins with it
# Families that draw a script where there is no "Noto Sans <Script>", by the first word of its characters' names.
_KNOWN = {
    "CJK": (
        "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
        "Droid Sans Fallback", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "SimHei", "Arial Unicode MS",
    ),
    "HANGUL": ("Noto Sans CJK KR", "Noto Sans KR", "NanumGothic", "Apple SD Gothic Neo", "Malgun Gothic"),
    "HIRAGANA": ("Noto Sans CJK JP", "Noto Sans JP", "IPAGothic", "Hiragino Sans", "Yu Gothic", "MS Gothic"),
    "DEVANAGARI": ("Lohit Devanagari", "Kohinoor Devanagari", "Nirmala UI", "Mangal"),
    "THAI": ("Loma", "Garuda", "Thonburi", "Leelawadee UI", "Tahoma"),
    "BENGALI": ("Lohit Bengali", "Nirmala UI", "Vrinda"),
    "TAMIL": ("Lohit Tamil", "Nirmala UI", "Latha"),
    "TELUGU": ("Lohit Telugu", "Nirmala UI", "Gautami"),
}  # fmt: skip
_KNOWN |= {"KATAKANA": _KNOWN["HIRAGANA"], "IDEOGRAPHIC": _KNOWN["CJK"], "FULLWIDTH": _KNOWN["CJK"]}
_SYMBOLS = ("Noto Emoji", "Noto Sans Symbols2", "Noto Sans Symbols", "Noto Sans Math", "Symbola", "Segoe UI Symbol")
_FALLBACK_OF_MATPLOTLIB = ("Last Resort", "Noto Color Emoji", "Apple Color Emoji")  # boxes, or pictures it can't draw
_BREAK = re.compile(r"(?<=[\-_/.:,])")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\u200e\u200f\u061c") | set(
    map(chr, range(0xE0020, 0xE0080))
)


def keep_matplotlib_out_of_home() -> None:
    """Let matplotlib keep its font list in a folder that goes away again, unless the user has named one.

    And let it not say on standard error that it makes that list, or that a font has no bold cut.
    """
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    if "MPLCONFIGDIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="examsim-matplotlib-")
        os.environ["MPLCONFIGDIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


def width(words: str, size: float, *, bold: bool = False) -> float:
    """Width of one line in points at `size` points: the sum of the advances, without kerning."""
    return size * sum(advance(c, bold) for c in words)


def wrap(words: str, room: float, size: float, *, bold: bool = False, lines: int | None = None) -> list[str]:
    """`words` in lines of at most `room` points; names break at hyphens, slashes and dots, else anywhere.

    With `lines`, what does not fit so many is cut in its middle, never at its end: that is where versions differ.
    """
    done: list[str] = []
    line, wide, space = "", 0.0, width(" ", size, bold=bold)
    for word in (w.replace("\0", " ") for w in _PERCENT.sub("\0%", one_line(words, 2_000)).split(" ")):
        own = width(word, size, bold=bold)
        if line and wide + space + own <= room:
            line, wide = f"{line} {word}", wide + space + own
            continue
        if line:
            done.append(line)
        *whole, line = [word] if own <= room else _pieces(word, room, size, bold)
        wide = width(line, size, bold=bold)
        done += whole
    done.append(line)
    if lines is not None and len(done) > lines:
        total = room * lines
        while len(done) > lines and total > room / 2:
            done = wrap(middle_cut(words, total, size, bold=bold), room, size, bold=bold)
            total *= 0.93
    return done


def middle_cut(words: str, room: float, size: float, *, bold: bool = False) -> str:
    """`words` in at most `room` points, its middle replaced by an ellipsis where it is longer."""
    words = one_line(words, 2_000)
    if width(words, size, bold=bold) <= room:
        return words
    fits, over = 0, len(words)
    while over - fits > 1:
        kept = (fits + over) // 2
        fits, over = (kept, over) if width(_without_middle(words, kept), size, bold=bold) <= room else (fits, kept)
    return _without_middle(words, fits) if fits > 1 else words[-1:]


def _without_middle(words: str, kept: int) -> str:
    return f"{words[: kept // 2].rstrip()}…{words[len(words) - (kept - kept // 2) :].lstrip()}"


def missing_scripts(words: Iterable[str]) -> dict[str, str]:
    """Script → a character of it that no font of this machine draws."""
    found: dict[str, str] = {}
    for char in sorted({c for text in words for c in one_line(text, 2_000)}):
        if not _drawn_as(char)[1]:
            found.setdefault(_script(char), char)
    return found


def fonts_for(scripts: Iterable[str]) -> str:
    """Free fonts that have these scripts, by their names: Noto Sans has no emoji."""
    emoji = ["Noto Emoji" if script == "EMOJI" else "Noto Sans" for script in scripts]
    return " and ".join(sorted(set(emoji), reverse=True))


def drawable(words: str) -> tuple[str, tuple[str, ...]]:
    """`words` as they can be drawn, □ for what no font has, and the families that do it, DejaVu Sans first."""
    families = {FAMILY: None}
    drawn = []
    for char in one_line(words, 2_000):
        family, known = _drawn_as(char)
        if char not in _INVISIBLE:
            drawn.append(char if known else MISSING)
        elif char in "\u200c\u200d":  # joiners change how letters are shaped
            drawn.append(char)
        families[family] = None
    return "".join(drawn), tuple(families)


@cache
def fallback_families() -> tuple[str, ...]:
    """The installed families that draw the scripts DejaVu Sans has not, the first of each."""
    found = [next(iter(_candidates(script)), "") for script in (*_KNOWN, "EMOJI")]
    return tuple(dict.fromkeys(f for f in found if f))


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    """One word in pieces that fit, broken after a hyphen, slash or dot where it can be, else anywhere."""
    pieces, wide = [""], 0.0
    for part in _BREAK.split(word):
        own = width(part, size, bold=bold)
        if wide + own <= room:
            pieces[-1], wide = pieces[-1] + part, wide + own
            continue
        if pieces[-1]:
            pieces.append("")
            wide = 0.0
        for char in part:
            step = width(char, size, bold=bold)
            if wide + step > room and pieces[-1]:
                pieces.append("")
                wide = 0.0
            pieces[-1], wide = pieces[-1] + char, wide + step
    return pieces


@cache
def _drawn_as(char: str) -> tuple[str, bool]:
    """Family that draws the character, and whether there is one."""
    if char in _INVISIBLE or ord(char) in _charmap(FAMILY, False):
        return FAMILY, True
    for family in _candidates(_script(char)):
        if ord(char) in _charmap(family, False):
            return family, True
    return FAMILY, False


@cache
def _candidates(script: str) -> tuple[str, ...]:
    """Installed families to look for a script in, the likeliest first."""
    installed = _installed()
    own = f"Noto Sans {script.title()}"
    first = [f for f in (own, *_KNOWN.get(script, ()), *_SYMBOLS) if f in installed]
    if script in _KNOWN or own in installed:
        return tuple(first)
    rest = [f for f in installed if not f.startswith(("Noto", "DejaVu", *_FALLBACK_OF_MATPLOTLIB))]
    return (*first, *rest)


@cache
def _installed() -> tuple[str, ...]:
    keep_matplotlib_out_of_home()
    from matplotlib.font_manager import fontManager

    return tuple(sorted({e.name for e in fontManager.ttflist}))


@cache
def _script(char: str) -> str:
    """'DEVANAGARI', 'CJK', …: the first word of the character's name; 'EMOJI' for pictures."""
    code = ord(char)
    if 0x1F000 <= code <= 0x1FAFF or 0x1F1E6 <= code <= 0x1F1FF or code > 0xE0000:
        return "EMOJI"
    return unicodedata.name(char, "UNNAMED").split()[0].split("-")[0]


@cache
def _font(family: str, bold: bool) -> Any:
    keep_matplotlib_out_of_home()
    from matplotlib.font_manager import FontProperties, findfont
    from matplotlib.ft2font import FT2Font

    # An object of our own: those that matplotlib shares change their size with every text that is drawn.
    font = FT2Font(findfont(FontProperties(family=[family], weight="bold" if bold else "normal")))
    font.set_size(100, 72)
    return font


@cache
def _charmap(family: str, bold: bool) -> frozenset[int]:
    return frozenset(_font(family, bold).get_charmap())


@cache
def advance(char: str, bold: bool) -> float:
    """How far a character moves on, in ems, as it is drawn: □ for what no font has, 0 for what stands on another."""
    if char in _INVISIBLE or unicodedata.combining(char):
        return 0.0
    keep_matplotlib_out_of_home()
    from matplotlib.ft2font import LoadFlags

    glyph = font_of(char, bold).load_char(ord(char if _drawn_as(char)[1] else MISSING), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / 100


def font_of(char: str, bold: bool) -> Any:
    """The font that draws a character, at 100 points: an FT2Font of our own, which nobody else resizes."""
    return _font(_drawn_as(char)[0], bold)
