"""Draw the form of `visual-basics`: charts, tables, documents, diagrams of invented figures, three questions each.

    python benchmarks/visual_form.py [FOLDER]

Five pictures of each kind, drawn by Pillow in sixteen greys and a few colours; names, figures and places are invented,
drawn by a fixed seed. Every key is computed from the data that is drawn, never written by hand.
"""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import matplotlib
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from exams.files.form_folder import write_form
from exams.form import Form, FormHead
from exams.question import Image, KeyVerification, Question

SEED, EACH, WRITTEN = 20261129, 5, date(2026, 11, 29)
SIZE = (560, 380)
COLOURS = {"blue": "#2b5fd9", "orange": "#e07b1a", "green": "#2e8b4f", "red": "#c0322b", "purple": "#7a3fa0"}
TARGET = Path(__file__).resolve().parents[1] / "exams" / "catalogue" / "visual-basics" / "forms" / "practice"
FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
WORDS = ("Amber", "Birch", "Cedar", "Dune", "Ember", "Fjord", "Grove", "Heath", "Islet", "Knoll", "Larch", "Moor")
Asked = tuple[str, tuple[str, ...]]  # question, accepted answers


@dataclass(frozen=True)
class Drawn:
    """One picture: what it shows in words, and its questions."""

    picture: Picture.Image
    shows: str
    asked: tuple[Asked, Asked, Asked]


def font(size: int) -> ImageFont.FreeTypeFont:
    """DejaVu Sans, which comes with matplotlib."""
    return ImageFont.truetype(str(FONT), size)


def sheet() -> tuple[Picture.Image, ImageDraw.ImageDraw]:
    """White paper."""
    picture = Picture.new("RGB", SIZE, "white")
    return picture, ImageDraw.Draw(picture)


def chart(draw: random.Random) -> Drawn:
    """Bars with an axis in steps of ten; values stand on no bar, so they have to be read off."""
    names, colours = draw.sample(WORDS, 5), draw.sample(list(COLOURS), 5)
    values = draw.sample(range(15, 96, 5), 5)
    unit = draw.choice(("tonnes", "visitors", "letters", "litres"))
    picture, pen = sheet()
    title = f"{unit.capitalize()} a day by village"
    pen.text((280, 14), title, "black", font(18), anchor="mt")
    for step in range(0, 101, 10):
        y = 330 - step * 2.8
        pen.line((60, y, 540, y), "#cccccc" if step else "black")
        pen.text((52, y), str(step), "black", font(13), anchor="rm")
    for at, (name, colour, value) in enumerate(zip(names, colours, values, strict=True)):
        x = 80 + at * 94
        pen.rectangle((x, 330 - value * 2.8, x + 60, 330), COLOURS[colour])
        pen.text((x + 30, 338), name, "black", font(14), anchor="mt")
    best, asked = names[values.index(max(values))], draw.randrange(5)
    first, second = sorted(draw.sample(range(5), 2), key=lambda i: -values[i])
    shows = f"Bar chart '{title}': " + ", ".join(
        f"{n} {v} ({c})" for n, v, c in zip(names, values, colours, strict=True)
    )
    return Drawn(
        picture,
        shows,
        (
            (f"How many {unit} a day does {names[asked]} have?", (str(values[asked]),)),
            ("Which village has the highest bar?", (best,)),
            (
                f"How many {unit} a day more does {names[first]} have than {names[second]}?",
                (str(values[first] - values[second]),),
            ),
        ),
    )


def table(draw: random.Random) -> Drawn:
    """Five rows, three columns of figures."""
    names, years = draw.sample(WORDS, 5), ("2021", "2022", "2023")
    cells = [[draw.randint(110, 989) for _ in years] for _ in names]
    picture, pen = sheet()
    pen.text((280, 14), "Lamps sold by shop and year", "black", font(18), anchor="mt")
    for column, head in enumerate(("Shop", *years)):
        pen.text((60 + column * 130, 64), head, "black", font(16))
    pen.line((50, 92, 520, 92), "black", 2)
    for row, (name, own) in enumerate(zip(names, cells, strict=True)):
        for column, text in enumerate((name, *map(str, own))):
            pen.text((60 + column * 130, 106 + row * 48), text, "black", font(16))
        pen.line((50, 138 + row * 48, 520, 138 + row * 48), "#bbbbbb")
    row, column = draw.randrange(5), draw.randrange(3)
    sums = [sum(own) for own in cells]
    shows = "Table 'Lamps sold by shop and year': " + "; ".join(
        f"{n} {', '.join(f'{y} {v}' for y, v in zip(years, own, strict=True))}"
        for n, own in zip(names, cells, strict=True)
    )
    assert len({own[column] for own in cells}) == 5, "two shops sold alike: change the seed"
    low = min(range(5), key=lambda i: cells[i][column])
    return Drawn(
        picture,
        shows,
        (
            (f"How many lamps did the shop {names[row]} sell in {years[column]}?", (str(cells[row][column]),)),
            (f"Which shop sold the fewest lamps in {years[column]}?", (names[low],)),
            (f"How many lamps did the shop {names[row]} sell in the three years together?", (str(sums[row]),)),
        ),
    )


def document(draw: random.Random) -> Drawn:
    """A letter with a number, a date and a sum."""
    sender, town = (f"{a} & {b} Ltd" for a, b in (draw.sample(WORDS, 2), draw.sample(WORDS, 2))), draw.choice(WORDS)
    firm, other = sender
    number = f"{draw.choice('ABCDEFGH')}{draw.randint(1000, 9999)}-{draw.randint(10, 99)}"
    month = draw.choice(("January", "March", "April", "June", "August", "October"))
    day, due = f"{draw.randint(2, 28)} {month} 2024", draw.choice((14, 21, 30, 45))
    total = f"{draw.randint(1, 9)},{draw.randint(100, 999)}.{draw.randint(10, 99)}"
    lines = (
        (firm, 20, 40),
        (f"12 Mill Lane, {town}ville", 14, 70),
        (f"Invoice no. {number}", 16, 118),
        (f"Date: {day}", 14, 148),
        (f"To: {other}", 14, 172),
        (f"For the delivery of {draw.randint(3, 60)} crates of glass", 14, 214),
        (f"Amount due: {total} euros", 16, 244),
        (f"Please pay within {due} days.", 14, 286),
        (f"Signed: {draw.choice(WORDS)} {draw.choice(WORDS)}son", 14, 320),
    )
    picture, pen = sheet()
    pen.rectangle((24, 20, 536, 360), outline="#888888")
    for text, size, y in lines:
        pen.text((48, y), text, "black", font(size))
    return Drawn(
        picture,
        "Letter: " + " / ".join(text for text, _, _ in lines),
        (
            ("What is the invoice number?", (number,)),
            ("What is the date of the invoice?", (day,)),
            ("What is the amount due?", (f"{total} euros", total)),
        ),
    )


def diagram(draw: random.Random) -> Drawn:
    """Five shapes in a row of two, joined by arrows."""
    names, colours = draw.sample(WORDS, 5), draw.sample(list(COLOURS), 5)
    shapes = [draw.choice(("circle", "square")) for _ in names]
    places = ((100, 110), (280, 110), (460, 110), (190, 280), (370, 280))
    order = draw.sample(range(5), 5)
    while any({a, b} == {0, 2} for a, b in pairwise(order)):  # that arrow would run through the shape between them
        order = draw.sample(range(5), 5)
    picture, pen = sheet()
    for a, b in pairwise(order):
        _arrow(pen, places[a], places[b])
    for name, colour, shape, (x, y) in zip(names, colours, shapes, places, strict=True):
        box = (x - 42, y - 42, x + 42, y + 42)
        (pen.ellipse if shape == "circle" else pen.rectangle)(box, "white", COLOURS[colour], 5)
        pen.text((x, y), name, "black", font(15), anchor="mm")
    at = draw.randrange(4)
    asked = draw.randrange(5)
    shows = "Arrows lead " + " → ".join(names[i] for i in order)
    shows += "; " + ", ".join(f"{n}: {c} {s}" for n, c, s in zip(names, colours, shapes, strict=True))
    return Drawn(
        picture,
        shows,
        (
            (f"To which box does the arrow from {names[order[at]]} lead?", (names[order[at + 1]],)),
            (f"What colour is the outline of {names[asked]}?", (colours[asked],)),
            ("How many circles are there?", (str(shapes.count("circle")),)),
        ),
    )


def _arrow(pen: ImageDraw.ImageDraw, start: tuple[int, int], end: tuple[int, int]) -> None:
    """From edge to edge, with a head of two strokes."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = (across**2 + down**2) ** 0.5
    ux, uy = across / length, down / length
    tip = (end[0] - ux * 62, end[1] - uy * 62)
    pen.line((start[0] + ux * 45, start[1] + uy * 45, *tip), "black", 3)
    for turn in (0.5, -0.5):
        back = (tip[0] - 16 * (ux + turn * uy), tip[1] - 16 * (uy - turn * ux))
        pen.line((*tip, *back), "black", 3)


KINDS: dict[str, tuple[Callable[[random.Random], Drawn], str]] = {
    "charts": (chart, "relaxed"),
    "tables": (table, "relaxed"),
    "documents": (document, "anls"),
    "diagrams": (diagram, "vqa"),
}


def drawings() -> Iterator[tuple[str, str, Drawn]]:
    """Section, file name and drawing of each picture."""
    draw = random.Random(SEED)
    for section, (make, _) in KINDS.items():
        for number in range(1, EACH + 1):
            yield section, f"{section}-{number}.png", make(draw)


def make_form() -> tuple[Form, dict[str, bytes]]:
    """The form, and its pictures by file name."""
    questions, pictures = [], {}
    for section, file, drawn in drawings():
        data = io.BytesIO()
        drawn.picture.quantize(16, method=Picture.Quantize.MEDIANCUT, dither=Picture.Dither.NONE).save(
            data, "PNG", optimize=True
        )
        pictures[file] = data.getvalue()
        for number, (stem, key) in enumerate(drawn.asked, 1):
            questions.append(
                Question(
                    id=f"{file.removesuffix('.png')}-{number}",
                    section=section,
                    kind="short_answer",
                    stem=stem,
                    key=key,
                    matching=KINDS[section][1],
                    images=(Image(file=file, transcription=drawn.shows),),
                    topic=section,
                    difficulty="easy",
                    written=WRITTEN,
                    second_solve=KeyVerification(answer=key[:1], by="computed from what is drawn", on=WRITTEN),
                )
            )
    head = FormHead(
        id="visual-basics-practice",
        exam="visual-basics",
        title="Charts, tables, documents, diagrams: 60 questions on 20 pictures",
        role="practice",
        licence="Apache-2.0",
        source="drawn by benchmarks/visual_form.py for examsim",
        written=WRITTEN.isoformat(),
        canary="examsim-canary-90c3de57-6f1b-4d28-8b64-e3a5c7f0912d",
        alike=True,
    )
    return Form(head=head, questions=tuple(questions), passages={}, folder=TARGET), pictures


def main() -> None:
    """Write the form and its pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    (folder / "images").mkdir(parents=True, exist_ok=True)
    form, pictures = make_form()
    write_form(form, folder)
    for name, data in pictures.items():
        (folder / "images" / name).write_bytes(data)


if __name__ == "__main__":
    main()
