"""A line of text as the outlines of its glyphs, each read from its font once: ten times as fast as text.

Only for scripts whose letters stand one after the other, whatever stands beside them; what is joined, reordered or
stacked is left to the text layout of matplotlib.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from reports.drawing.fonts import advance, font_of

if TYPE_CHECKING:
    from matplotlib.path import Path

# Latin, Greek, Cyrillic, Armenian; punctuation to arrows and symbols; Chinese, Japanese, Korean syllables; full width.
_SIMPLE = ((0x20, 0x58F), (0x1E00, 0x2BFF), (0x2E80, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFF00, 0xFFEF))


def needs_no_shaping(words: str) -> bool:
    """Whether each character is drawn by a glyph of its own, from left to right."""
    return all(_simple(char) for char in words)


def glyph_outlines(words: str, *, bold: bool) -> Path | None:
    """The outlines of `words` in ems, from the start of the baseline, y upwards; None where there is no ink.

    The advances are those by which `fonts.width` measures, so that what was laid out is what is drawn.
    """
    import numpy as np
    from matplotlib.path import Path

    points, codes, at = [], [], 0.0
    for char in words:
        vertices, of_glyph = _glyph(char, bold)
        if len(of_glyph):
            points.append(vertices + np.array((at, 0.0)))
            codes.append(of_glyph)
        at += advance(char, bold)
    return Path(np.concatenate(points), np.concatenate(codes)) if points else None


@cache
def _simple(char: str) -> bool:
    code = ord(char)
    return any(low <= code <= high for low, high in _SIMPLE) and unicodedata.category(char)[0] not in "MC"


@cache
def _glyph(char: str, bold: bool) -> tuple[Any, Any]:
    """Vertices in ems, an array (n, 2), and their path codes (n)."""
    from matplotlib.ft2font import LoadFlags

    font = font_of(char, bold)
    font.load_char(ord(char), flags=LoadFlags.NO_HINTING)
    vertices, codes = font.get_path()
    return vertices / 100, codes  # the fonts are held at 100 points
