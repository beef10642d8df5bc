"""The page of two models over many exams: both means, the forest plot, and every exam's paired test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from reports.drawing.scene import Scene
from reports.drawing.svg import dark_rules, to_inline_svg
from reports.pages.templating import write_page
from scoring.types.pairs import ManyPairs


@dataclass(frozen=True)
class PairsText:
    """Both models' names, the result in a sentence, what else differs with its number of exams, what was left out."""

    first: str
    second: str
    sentence: str
    differs: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class _Figure:
    title: str
    pages: tuple[Markup, ...]
    files: tuple[str, ...]


def write_pairs_page(
    path: Path, found: ManyPairs, text: PairsText, scenes: Sequence[Scene], files: Sequence[Path]
) -> Path:
    """Write the page; `scenes` are the forest plot's, `files` lie beside the page. Returns its path."""
    figure = _Figure(
        text.sentence, tuple(Markup(to_inline_svg(scene)) for scene in scenes), tuple(f.name for f in files)
    )
    return write_page(path, "pairs.html.jinja", found=found, text=text, figure=figure, chart_css=dark_rules())
