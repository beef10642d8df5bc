"""What stands around a chart's body: title, subtitle and legend above it, the foot below; and the widths there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from reports.drawing import fonts
from reports.drawing.palette import role_of, shape_of
from reports.drawing.scene import Area, Mark, Part, Scene, Text, box

WidthName = Literal["column", "page", "slide"]


@dataclass(frozen=True)
class Size:
    """A paper to draw on, in points: `height` is the most that a page may take. `type` multiplies every type size."""

    width: float
    height: float
    type: float = 1.0

    @property
    def title(self) -> float:
        """Size of the title."""
        return (8.5 if self.width < 300 else 10) * self.type

    @property
    def name(self) -> float:
        """Size of names and the subtitle."""
        return (7 if self.width < 300 else 7.5) * self.type

    @property
    def small(self) -> float:
        """Size of numbers and the foot: the smallest there is."""
        return 7 * self.type

    @property
    def margin(self) -> float:
        """Empty paper all round."""
        return 6 * self.type

    @property
    def room(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.margin


SIZES: dict[WidthName, Size] = {
    "column": Size(3.35 * 72, 9.0 * 72),
    "page": Size(7.0 * 72, 9.2 * 72),
    "slide": Size(13.33 * 72, 7.5 * 72, 1.6),
}


@dataclass(frozen=True)
class Key:
    """One entry of the legend: a series by its symbol or by a swatch of its colour, or a grey one."""

    name: str
    series: int | None = None
    swatch: bool = False
    dot: bool = False
    hollow: bool = False
    role: str = ""

    def sign(self, x: float, y: float, size: float) -> Part:
        """The symbol with its middle at (x, y)."""
        role = self.role or ("quiet" if self.series is None else role_of(self.series))
        if self.swatch:
            return box(x - size / 2, y - size / 2, size, size, role)
        if self.dot:
            return Mark(x, y, "circle", size * 0.7, role)
        shape = "bar" if self.series is None else shape_of(self.series)
        return Mark(x, y, shape, size, role, hollow=self.hollow)


@dataclass(frozen=True)
class Words:
    """The texts around a chart: the finding, what is drawn, what a reader must know of it, the same for the blind."""

    title: str
    subtitle: str
    foot: tuple[str, ...] = ()
    alt: str = ""


def head(words: Words, keys: Sequence[Key], size: Size) -> tuple[list[Part], float]:
    """Title, subtitle and legend from the top down, and where the body may begin."""
    parts: list[Part] = []
    y = size.margin
    for line in fonts.wrap(words.title, size.room, size.title, bold=True, lines=4):
        y += size.title * 1.2
        parts.append(Text(size.margin, y - size.title * 0.22, line, size.title, bold=True))
    for line in fonts.wrap(words.subtitle, size.room, size.small) if words.subtitle else ():
        y += size.small * 1.3
        parts.append(Text(size.margin, y - size.small * 0.12, line, size.small, "quiet"))
    if keys:
        more, y = _legend(keys, size, y + size.small * 0.5)
        parts += more
    return parts, y + size.small * 0.7


def _legend(keys: Sequence[Key], size: Size, top: float) -> tuple[list[Part], float]:
    parts: list[Part] = []
    x, y, sign = size.margin, top + size.name, size.name
    for key in keys:
        lines = fonts.wrap(key.name, size.room - 1.6 * sign, size.name, lines=2)
        wide = max(fonts.width(line, size.name) for line in lines)
        if x > size.margin and x + 1.6 * sign + wide > size.width - size.margin:
            x, y = size.margin, y + size.name * 1.35
        parts.append(key.sign(x + sign / 2, y - size.name * 0.34, sign * 0.8))
        for number, line in enumerate(lines):
            y += size.name * 1.25 if number else 0
            parts.append(Text(x + 1.5 * sign, y, line, size.name))
        x += 1.6 * sign + wide + 1.4 * size.name
    return parts, y + size.name * 0.3


def foot_height(words: Words, size: Size) -> float:
    """Height of the foot with its margin, and a line for the number of the page."""
    return (len(_foot_lines(words, size)) + 1) * size.small * 1.25 + size.margin + size.small * 0.4


def body_height(words: Words, size: Size, begin: float) -> float:
    """Height left for the body of a page that begins at `begin`: two fifths of the paper at the least.

    Where head and foot take more than the rest (dozens of models, endless names), the page grows beyond its paper:
    better than a hundred pages with a row each.
    """
    return max(size.height - begin - foot_height(words, size), 0.4 * size.height)


def _foot_lines(words: Words, size: Size) -> list[str]:
    return [line for text in words.foot if text for line in fonts.wrap(text, size.room, size.small)]


def finished(words: Words, parts: Sequence[Part], bottom: float, size: Size, page: tuple[int, int] = (1, 1)) -> Scene:
    """The scene: `parts` (with the head) end at `bottom`; the foot is under them. page: number, and of how many."""
    told = list(parts)
    y = bottom + size.small * 0.4
    for line in _foot_lines(words, size):
        y += size.small * 1.25
        told.append(Text(size.margin, y - size.small * 0.3, line, size.small, "quiet"))
    if page[1] > 1:
        y += size.small * 1.25
        told.append(
            Text(
                size.width - size.margin,
                y - size.small * 0.3,
                f"page {page[0]} of {page[1]}",
                size.small,
                "quiet",
                "end",
            )
        )
    alt = words.alt or f"{words.title}. {words.subtitle}"
    return Scene(size.width, y + size.margin, words.title, alt, tuple(_whole(told)))


def _whole(parts: Sequence[Part]) -> list[Part]:
    """Empty areas and texts draw nothing."""
    return [
        p for p in parts if not (isinstance(p, Text) and not p.words) and not (isinstance(p, Area) and not p.points)
    ]


def even(items: int, most: int) -> list[tuple[int, int]]:
    """`items` in as few runs of at most `most` as there can be, of nearly the same length: (start, end) of each."""
    runs = max(1, -(-items // max(1, most)))
    ends = [round(items * k / runs) for k in range(runs + 1)]
    return list(pairwise(ends))
