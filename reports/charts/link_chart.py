"""A link of two forms: what the same share of the points on the practice form is on the real one, with its band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.drawing import fonts
from reports.drawing.frame import Key, Size, Words, body_height, even, finished, head
from reports.drawing.scene import Area, Line, Mark, Part, Scene, Text, level, upright
from reports.words import capital

SIDE = 300.0  # points: the most a panel is wide
NAMED = 8  # persons whose names stand beside their marks
SUBTITLE = "Mark = a common person's share of the points on both forms, band = 95 % of the link, dotted = equally hard"


@dataclass(frozen=True)
class LinkPanel:
    """One section. Shares are 0 to 1; `at`, `real`, `low`, `high` are of one length; `others` are further methods."""

    name: str
    method: str
    persons: tuple[tuple[str, float, float], ...]
    at: tuple[float, ...]
    real: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    others: Mapping[str, tuple[float, ...]]


def draw_link(panels: Sequence[LinkPanel], practice: str, real: str, size: Size) -> list[Scene]:
    """A panel for each section, two in a row."""
    foot = (
        f"Across: {practice}. Up: {real}. Line: {panels[0].method}; thin lines: the other methods. Beyond the persons' "
        "own range the line is drawn on. The band is of the link alone, not of a score made through it."
    )
    words = Words(_finding(panels[0]), SUBTITLE, (foot,))
    keys = [Key(capital(panels[0].method), 0, swatch=True), Key("Common person", 1)]
    keys += [Key(capital(name), number, swatch=True) for number, name in enumerate(panels[0].others, 2)]
    top, begin = head(words, keys, size)
    across = min(2, len(panels))
    gap = 30 * size.type
    side = min(SIDE * size.type, size.room / across - gap)
    tall = side + size.name * 2 + size.small * 3.4
    pages = even(len(panels), across * max(1, int(body_height(words, size, begin) / tall)))
    scenes = []
    for number, (first, last) in enumerate(pages, 1):
        parts = list(top)
        for place, panel in enumerate(panels[first:last]):
            x = size.margin + gap * 0.8 + (place % across) * (side + gap)
            parts += _panel(panel, (x, begin + (place // across) * tall + size.name * 1.6), side, size)
        rows = -(-(last - first) // across)
        scenes.append(finished(words, parts, begin + rows * tall, size, (number, len(pages))))
    return scenes


def _finding(panel: LinkPanel) -> str:
    middle = sorted(x for _, x, _ in panel.persons)[len(panel.persons) // 2]
    place = min(range(len(panel.at)), key=lambda k: abs(panel.at[k] - middle))
    low, there, high = (100 * values[place] for values in (panel.low, panel.real, panel.high))
    return (
        f"{100 * panel.at[place]:.0f} % of the points on the practice form are {there:.0f} % ({low:.0f}–{high:.0f}) on "
        f"the real one, by {len(panel.persons)} who sat both"
    )


def _panel(panel: LinkPanel, at: tuple[float, float], side: float, size: Size) -> list[Part]:
    left, top = at
    bottom = top + side
    parts: list[Part] = [Text(left, top - size.name * 0.6, panel.name, size.name, bold=True)]

    def line(ys: Sequence[float], role: str, width: float, kind: str) -> Line:
        points = tuple((left + x * side, bottom - y * side) for x, y in zip(panel.at, ys, strict=True))
        return Line(points, role, width * size.type, data={"kind": kind})

    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        word = f"{100 * share:.0f}"
        parts.append(level(left, left + side, bottom - share * side, "rule"))
        parts.append(upright(left + share * side, top, bottom, "rule"))
        parts.append(
            Text(left - 3 * size.type, bottom - share * side + size.small * 0.36, word, size.small, "quiet", "end")
        )
        parts.append(Text(left + share * side, bottom + size.small * 1.2, word, size.small, "quiet", "middle"))
    parts.append(Line(((left, bottom), (left + side, top)), "quiet", 0.9, (1.5, 2)))
    band = [(left + x * side, bottom - y * side) for x, y in zip(panel.at, panel.low, strict=True)]
    band += [(left + x * side, bottom - y * side) for x, y in zip(panel.at[::-1], panel.high[::-1], strict=True)]
    parts.append(Area(tuple(band), "s0", 0.16, {"kind": "interval"}))
    parts += [line(ys, f"s{n}", 0.8, name) for n, (name, ys) in enumerate(panel.others.items(), 2)]
    parts.append(line(panel.real, "s0", 1.5, "value"))
    for name, x, y in panel.persons:
        place = (left + x * side, bottom - y * side)
        parts.append(
            Mark(*place, "square", 5 * size.type, "s1", data={"kind": "person"}, title=f"{name}: {x:.0%}, {y:.0%}")
        )
    if len(panel.persons) <= NAMED:
        parts += _names(panel, (left, bottom), side, size)
    under = bottom + size.small * 2.5
    parts.append(Text(left + side / 2, under, "% of the points, practice form", size.small, "quiet", "middle"))
    return parts


def _names(panel: LinkPanel, corner: tuple[float, float], side: float, size: Size) -> list[Part]:
    """Names right of their marks, pushed down where two would meet."""
    left, bottom = corner
    parts: list[Part] = []
    last = -1e9
    for name, x, y in sorted(panel.persons, key=lambda p: -p[2]):
        down = max(bottom - y * side + size.small * 0.36, last + size.small)
        last = down
        room = side * (1 - x) - 6 * size.type
        anchor_right = room < 60 * size.type
        at = left + x * side + (-5 if anchor_right else 5) * size.type
        cut = fonts.middle_cut(name, side * x - 6 if anchor_right else room, size.small)
        parts.append(Text(at, down, cut, size.small, "quiet", "end" if anchor_right else "start"))
    return parts
