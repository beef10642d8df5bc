"""What stands where in an SVG that a chart was written as: its texts with the room they take, lines and marks."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

from reports.drawing.fonts import width

SVG = "{http://www.w3.org/2000/svg}"
Point = tuple[float, float]


@dataclass(frozen=True)
class DrawnText:
    """Words with the corners of the box that they fill."""

    words: str
    size: float
    corners: tuple[Point, Point, Point, Point]

    @property
    def left(self) -> float:
        return min(x for x, _ in self.corners)

    @property
    def right(self) -> float:
        return max(x for x, _ in self.corners)


@dataclass(frozen=True)
class DrawnPath:
    """A line, bar or symbol with its data and its corners."""

    kind: str
    exam: str
    series: str
    points: tuple[Point, ...]
    classes: str

    @property
    def ends(self) -> tuple[float, float]:
        """Least and largest x."""
        return min(x for x, _ in self.points), max(x for x, _ in self.points)


class DrawnSvg:
    """One SVG file, read."""

    def __init__(self, path: Path) -> None:
        self.root = ElementTree.fromstring(path.read_bytes())
        _, _, self.width, self.height = (float(v) for v in self.root.attrib["viewBox"].split())
        self.inches = float(self.root.attrib["width"].removesuffix("in"))
        self.texts = [_text(e) for e in self.root.iter(f"{SVG}text")]
        self.paths = [_path(e) for e in self.root.iter(f"{SVG}path")]

    def of(self, kind: str) -> list[DrawnPath]:
        """The parts of one kind: 'interval', 'value', 'range', …"""
        return [p for p in self.paths if p.kind == kind]

    def overlaps(self) -> list[tuple[str, str]]:
        """Pairs of texts that cover each other."""
        return [(a.words, b.words) for a, b in combinations(self.texts, 2) if _cover(a.corners, b.corners)]

    def outside(self) -> list[str]:
        """Texts that reach beyond the paper."""
        return [
            t.words
            for t in self.texts
            if any(not (-0.5 <= x <= self.width + 0.5 and -0.5 <= y <= self.height + 0.5) for x, y in t.corners)
        ]


def _text(element: ElementTree.Element) -> DrawnText:
    x, y, size = (float(element.attrib[name]) for name in ("x", "y", "font-size"))
    words = "".join(element.itertext())
    wide = width(words, size, bold=element.attrib.get("font-weight") == "bold")
    shift = {"middle": wide / 2, "end": wide}.get(element.attrib.get("text-anchor", ""), 0.0)
    box = [(-shift, -0.7 * size), (wide - shift, -0.7 * size), (wide - shift, 0.18 * size), (-shift, 0.18 * size)]
    turned = re.match(r"rotate\(([-\d.]+)", element.attrib.get("transform", ""))
    angle = math.radians(float(turned[1])) if turned else 0.0
    a, b, c, d = (
        (x + u * math.cos(angle) - v * math.sin(angle), y + u * math.sin(angle) + v * math.cos(angle)) for u, v in box
    )
    return DrawnText(words, size, (a, b, c, d))


def _path(element: ElementTree.Element) -> DrawnPath:
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", element.attrib["d"])]
    points = tuple(zip(numbers[::2], numbers[1::2], strict=False))
    data = {n: element.attrib.get(f"data-{n}", "") for n in ("kind", "exam", "series")}
    return DrawnPath(**data, points=points, classes=element.attrib.get("class", ""))


def _cover(one: tuple[Point, ...], other: tuple[Point, ...]) -> bool:
    """Whether two convex shapes overlap by more than a hair: no axis of theirs separates them."""
    for shape in (one, other):
        for at, (x, y) in enumerate(shape):
            u, v = shape[(at + 1) % len(shape)]
            normal = (y - v, u - x)
            length = math.hypot(*normal) or 1.0
            spans = [[(px * normal[0] + py * normal[1]) / length for px, py in s] for s in (one, other)]
            if min(max(spans[0]), max(spans[1])) - max(min(spans[0]), min(spans[1])) < 0.3:
                return False
    return True
