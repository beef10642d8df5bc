"""Text in a PNG stands where the scene has it, as wide as it was measured, whichever way it is drawn."""

from __future__ import annotations

from io import BytesIO

import pytest

from reports.drawing.fonts import width
from reports.drawing.glyphs import needs_no_shaping
from reports.drawing.raster import to_pdf, to_png
from reports.drawing.scene import Scene, Text

SIZE = 20.0


def ink(words: str, *, part: tuple[float, float] = (0, 800), **look: object) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what is drawn of `words` at (400, 100), in points; `part`: from which x to which."""
    from PIL import Image, ImageChops

    scene = Scene(800, 200, "t", "a", (Text(400, 100, words, SIZE, "ink", **look),))  # type: ignore[arg-type]
    picture = Image.open(BytesIO(to_png(scene))).convert("L")
    picture = picture.crop((round(part[0] * 200 / 72), 0, round(part[1] * 200 / 72), picture.height))
    box = ImageChops.invert(picture).point(lambda v: 255 if v > 60 else 0).getbbox()
    assert box is not None
    left, top, right, bottom = (side * 72 / 200 for side in box)
    return part[0] + left, top, part[0] + right, bottom


def test_a_line_that_begins_with_an_arabic_name_still_runs_from_left_to_right() -> None:
    words = "\u0628\u0628\u0628 HHHH"  # low letters with dots beneath, then capitals without
    left, top, right, _ = ink(words)
    name = ink(words, part=(left, left + 8))
    capitals = ink(words, part=(right - 8, right + 1))
    assert capitals[1] == pytest.approx(top, abs=1) and capitals[3] == pytest.approx(100, abs=1)
    assert name[1] > top + 3 and name[3] > 102


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(("anchor", "before"), [("start", 0.0), ("middle", 0.5), ("end", 1.0)])
def test_a_line_is_as_wide_as_it_was_measured_and_begins_where_its_anchor_says(
    anchor: str, before: float, bold: bool
) -> None:
    words = "HOW WIDE: 100 % of 42 Ж"
    wide = width(words, SIZE, bold=bold)
    left, top, right, bottom = ink(words, anchor=anchor, bold=bold)
    assert left == pytest.approx(400 - before * wide, abs=3) and right == pytest.approx(
        400 + (1 - before) * wide, abs=3
    )
    assert bottom == pytest.approx(100, abs=4) and top == pytest.approx(100 - 0.73 * SIZE, abs=4)


def test_a_turned_line_runs_upwards() -> None:
    left, top, right, bottom = ink("HILL", angle=90)
    assert bottom == pytest.approx(100, abs=3) and top == pytest.approx(100 - width("HILL", SIZE), abs=3)
    assert right == pytest.approx(400, abs=1.5) and left == pytest.approx(400 - 0.73 * SIZE, abs=1.5)


def test_scripts_whose_letters_join_or_stack_are_laid_out_as_text() -> None:
    assert needs_no_shaping("Élan, 100 % – 中文 한국어 → Ω")
    for words in ("שלום", "سلام", "नमस्ते", "สวัสดี", "e\u0301", "a\u200db"):
        assert not needs_no_shaping(words), words
    joined = ink("سلام")
    apart = ink("س ل ا م")
    assert joined[2] - joined[0] < apart[2] - apart[0]


def test_text_in_a_pdf_stays_text_that_can_be_found() -> None:
    from pypdf import PdfReader

    pdf = to_pdf([Scene(400, 200, "t", "a", (Text(20, 100, "Percentile of takers", SIZE, "ink"),))])
    assert "Percentile of takers" in PdfReader(BytesIO(pdf)).pages[0].extract_text()
