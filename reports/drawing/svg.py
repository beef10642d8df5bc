"""A scene as SVG: text as text, one copy for both themes, every mark with what it stands for.

Colours are attributes (the light theme's, for print and for programs that know no style sheets) and classes; the rules
of the dark theme are in the file's own style element, or in the page's sheet where the picture is inside a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from reports.drawing.fonts import SVG_FAMILIES
from reports.drawing.palette import DARK, LIGHT
from reports.drawing.scene import Area, Line, Mark, Part, Scene, Text, outline
from reports.escaping import one_line, sanitize

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST = 300  # characters of what a mark stands for
Links = Mapping[str, str]  # run id → address of its page


def to_svg(scene: Scene) -> str:
    """A whole SVG file."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{_element(scene, {}, own_style=True)}\n'


def to_inline_svg(scene: Scene, links: Links | None = None) -> str:
    """The same for a page that has `dark_rules` in its style sheet; marks of a run link to its page."""
    return _element(scene, links or {}, own_style=False)


@cache
def dark_rules() -> str:
    """The style rules that give every role its colour of the dark theme."""
    light, dark = LIGHT.roles(), DARK.roles()
    rules = "".join(
        f".f-{role}{{fill:{dark[role]}}}.s-{role}{{stroke:{dark[role]}}}" for role in light if light[role] != dark[role]
    )
    return f"@media (prefers-color-scheme:dark){{{rules}}}"


def _element(scene: Scene, links: Links, *, own_style: bool) -> str:
    width, height = _number(scene.width), _number(scene.height)
    size = f'width="{_number(scene.width / 72)}in" height="{_number(scene.height / 72)}in"'
    role = "group" if links else "img"  # what is an image to a screen reader may hold no links
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}" role="{role}" '
        f'aria-label={_attribute(one_line(scene.alt, 2_000))} font-family="{SVG_FAMILIES}">'
    )
    if own_style:
        told = f"<title>{_text(one_line(scene.title, 2_000))}</title><desc>{_text(one_line(scene.alt, 2_000))}</desc>"
        head += f"{told}<style>{dark_rules()}</style>"
    ground = f'<path d="M0 0H{width}V{height}H0Z"{_colours("paper")}/>'
    return "\n".join([head, ground, *(_linked(p, links) for p in scene.parts), "</svg>"])


def _linked(part: Part, links: Links) -> str:
    drawn = _part(part)
    target = links.get(part.data.get("run", ""))
    if target is None or part.data.get("kind") != "value":
        return drawn
    return f"<a href={_attribute(target)}>{drawn}</a>"


def _part(part: Part) -> str:
    if isinstance(part, Text):
        return _text_element(part)
    if isinstance(part, Line):
        path, look = _path(part.points), _line(part)
    elif isinstance(part, Area):
        path = _path(part.points) + "Z"
        look = _colours(fill=part.role) + _opacity("fill-opacity", part.opacity)
    else:
        path, look = _path(_placed(part)) + "Z", _symbol(part)
    end = f"><title>{_text(one_line(part.title, LONGEST))}</title></path>" if part.title else "/>"
    return f'<path d="{path}"{look}{_data(part)}{end}'


def _line(line: Line) -> str:
    dash = f' stroke-dasharray="{" ".join(map(_number, line.dash))}"' if line.dash else ""
    look = f'{_colours(stroke=line.role)} stroke-width="{_number(line.width)}"{dash}'
    return look + _opacity("stroke-opacity", line.opacity)


def _symbol(mark: Mark) -> str:
    colours = _colours("paper", mark.role) if mark.hollow else _colours(mark.role, "paper")
    return f'{colours} stroke-width="{"1" if mark.hollow else "0.5"}"{_opacity("opacity", mark.opacity)}'


def _placed(mark: Mark) -> tuple[tuple[float, float], ...]:
    return tuple((mark.x + x, mark.y + y) for x, y in outline(mark.shape, mark.size))


def _text_element(text: Text) -> str:
    turned = f' transform="rotate({_number(-text.angle)} {_number(text.x)} {_number(text.y)})"' if text.angle else ""
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    weight = ' font-weight="bold"' if text.bold else ""
    return (
        f'<text x="{_number(text.x)}" y="{_number(text.y)}" font-size="{_number(text.size)}"{weight}{anchor}{turned}'
        f"{_colours(text.role)}{_data(text)}>{_text(text.words)}</text>"
    )


def _path(points: tuple[tuple[float, float], ...]) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _colours(fill: str = "", stroke: str = "") -> str:
    """Classes for the themes, and the light theme's colours as attributes."""
    roles = LIGHT.roles()
    classes = " ".join(filter(None, (fill and f"f-{fill}", stroke and f"s-{stroke}")))
    edge = f' stroke="{roles[stroke]}"' if stroke else ""
    return f' class="{classes}" fill="{roles[fill] if fill else "none"}"{edge}'


def _opacity(name: str, value: float) -> str:
    return "" if value == 1 else f' {name}="{_number(value)}"'


def _data(part: Part) -> str:
    return "".join(f" data-{name}={_attribute(one_line(value, LONGEST))}" for name, value in part.data.items())


def _text(words: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", sanitize(words)))


def _attribute(words: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", sanitize(words)))


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
