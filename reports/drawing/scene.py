"""A chart as a list of parts. Everything is in points (1/72 inch) from the upper left corner, text as text.

A colour is the name of a role ("ink", "s0"): each theme has its own value for it (`palette.py`), so that one scene, and
one SVG, serves the light and the dark page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
Shape = Literal["circle", "square", "diamond", "up", "down", "cross", "plus", "bar"]
Data = Mapping[str, str]  # what a part stands for: {"kind": "interval", "exam": "lsat", "series": "gpt-4"}
NOTHING: Data = {}


@dataclass(frozen=True, slots=True)
class Line:
    """A line through the points; `dash` is a pattern of points drawn and left out."""

    points: tuple[Point, ...]
    role: str
    width: float = 0.6
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    data: Data = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[Point, ...]
    role: str
    opacity: float = 1.0
    data: Data = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A symbol of `size` points across; hollow ones have paper inside. A thin edge of paper sets it off."""

    x: float
    y: float
    shape: Shape
    size: float
    role: str
    hollow: bool = False
    opacity: float = 1.0
    data: Data = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Words on one line; (x, y) is the anchor on the baseline. `angle` turns them around it, in degrees upwards."""

    x: float
    y: float
    words: str
    size: float
    role: str = "ink"
    anchor: Anchor = "start"
    bold: bool = False
    angle: float = 0.0
    data: Data = field(default_factory=dict)


Part = Line | Area | Mark | Text


@dataclass(frozen=True)
class Scene:
    """One page of a chart. `alt` tells the finding to those who do not see it."""

    width: float
    height: float
    title: str
    alt: str
    parts: tuple[Part, ...]


def box(x: float, y: float, width: float, height: float, role: str, opacity: float = 1.0, **data: str) -> Area:
    """A filled rectangle, from its upper left corner."""
    return Area(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), role, opacity, data)


def level(x: float, other: float, y: float, role: str, width: float = 0.6, opacity: float = 1.0, **data: str) -> Line:
    """A level line from `x` to `other`."""
    return Line(((x, y), (other, y)), role, width, (), opacity, data)


def upright(x: float, y: float, other: float, role: str, width: float = 0.6, opacity: float = 1.0, **data: str) -> Line:
    """An upright line from `y` to `other`."""
    return Line(((x, y), (x, other)), role, width, (), opacity, data)


def outline(shape: Shape, size: float) -> tuple[Point, ...]:
    """The corners of a symbol around (0, 0); a circle as 24 of them. All shapes look about equally large."""
    from math import cos, pi, sin

    r = size / 2
    if shape == "square":
        r *= 0.88
        return (-r, -r), (r, -r), (r, r), (-r, r)
    if shape == "diamond":
        r *= 1.2
        return (0, -r), (r, 0), (0, r), (-r, 0)
    if shape in ("up", "down"):
        turn = 1 if shape == "up" else -1
        r *= 1.15
        return (0, -r * turn), (r, 0.8 * r * turn), (-r, 0.8 * r * turn)
    if shape == "bar":
        return (-0.3 * r, -1.3 * r), (0.3 * r, -1.3 * r), (0.3 * r, 1.3 * r), (-0.3 * r, 1.3 * r)
    if shape in ("plus", "cross"):
        return _cross(r * 1.1, turned=shape == "cross")
    return tuple((r * cos(2 * pi * k / 24), r * sin(2 * pi * k / 24)) for k in range(24))


def _cross(r: float, *, turned: bool) -> tuple[Point, ...]:
    t = 0.34 * r
    corners: Sequence[Point] = (
        (-t, -r), (t, -r), (t, -t), (r, -t), (r, t), (t, t), (t, r), (-t, r), (-t, t), (-r, t), (-r, -t), (-t, -t),
    )  # fmt: skip
    if not turned:
        return tuple(corners)
    s = 0.5**0.5
    return tuple(((x - y) * s, (x + y) * s) for x, y in corners)


def texts(parts: Iterable[Part]) -> list[Text]:
    """The texts among some parts."""
    return [p for p in parts if isinstance(p, Text)]
