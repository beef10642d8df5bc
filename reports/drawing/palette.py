"""Two themes, one palette each.

The palettes were searched for the largest least distance (CIELAB ΔE) between any two colours as seen with normal
vision and with full protanopia, deuteranopia and tritanopia (matrices of Machado, Oliveira and Fernandes 2009), each
colour at 3:1 or more against its background, and each of another lightness, so that they stay apart in grey print.
`tests/reports/drawing/test_palette.py` measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from reports.drawing.scene import Shape

ThemeName = Literal["light", "dark"]
SHAPES: tuple[Shape, ...] = ("circle", "square", "diamond", "up", "down", "plus", "cross", "bar")


@dataclass(frozen=True)
class Theme:
    """Colours of one theme, as #rrggbb. `series` has one for each model, in order."""

    name: ThemeName
    paper: str
    ink: str
    quiet: str
    middle: str
    faint: str
    rule: str
    series: tuple[str, ...]

    def colour(self, index: int) -> str:
        """Colour of the series at `index`; beyond the palette it starts anew."""
        return self.series[index % len(self.series)]

    @cache  # noqa: B019 - there are two of them
    def roles(self) -> dict[str, str]:
        """Colour of every role that a scene may name."""
        named = {name: getattr(self, name) for name in ("paper", "ink", "quiet", "middle", "faint", "rule")}
        return named | {f"s{number}": colour for number, colour in enumerate(self.series)}


LIGHT = Theme(
    name="light",
    paper="#ffffff",
    ink="#1b1d21",
    quiet="#5f646d",
    middle="#868b94",
    faint="#bcc0c7",
    rule="#e3e4e7",
    series=("#2d2694", "#d37200", "#8d05f7", "#047faf", "#5d4b2a", "#b58980", "#4d004c", "#963763"),
)
DARK = Theme(
    name="dark",
    paper="#15171b",
    ink="#e9e8e4",
    quiet="#a2a6ae",
    middle="#868b94",
    faint="#5a5f68",
    rule="#30343b",
    series=("#9585fe", "#b6fe10", "#deaae7", "#c55681", "#15ef9a", "#8e652c", "#a0b528", "#fdfd82"),
)
THEMES: dict[ThemeName, Theme] = {"light": LIGHT, "dark": DARK}


def role_of(series: int) -> str:
    """The role that colours a series."""
    return f"s{series % len(LIGHT.series)}"


def shape_of(series: int) -> Shape:
    """The symbol of a series: beyond the eighth another with each colour, so that pairs stay unique to the 64th."""
    return SHAPES[(series + series // len(SHAPES)) % len(SHAPES)]
