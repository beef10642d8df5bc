"""Scenes as PNG and PDF, drawn by matplotlib in the light theme; the same bytes for the same scene."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reports.drawing.fonts import drawable, keep_matplotlib_out_of_home, width
from reports.drawing.glyphs import glyph_outlines, needs_no_shaping
from reports.drawing.palette import LIGHT
from reports.drawing.scene import Area, Line, Mark, Scene, Text, outline
from reports.escaping import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 200
_PNG = {"compress_level": 2}  # smaller than at 6 for charts, in a third of the time
_ALIGN = {"start": "left", "middle": "center", "end": "right"}
_START = {"start": 0.0, "middle": -0.5, "end": -1.0}  # where a line begins, in its own widths


def to_png(scene: Scene) -> bytes:
    """The scene at 200 dots an inch."""
    held = BytesIO()
    metadata = {"Software": None, "Title": one_line(scene.title), "Description": one_line(scene.alt, 2_000)}
    with _settings():
        _figure(scene, outlined=True).savefig(held, format="png", dpi=DPI, metadata=metadata, pil_kwargs=_PNG)
    return held.getvalue()


def to_pdf(scenes: Sequence[Scene]) -> bytes:
    """One page for each scene, text as text (TrueType)."""
    held = BytesIO()
    metadata = {"CreationDate": None, "Creator": None, "Producer": None, "Title": one_line(scenes[0].title)}
    with _settings():
        from matplotlib.backends.backend_pdf import PdfPages

        with _no_layout_tables(), PdfPages(held, metadata=metadata) as pages:
            for scene in scenes:
                pages.savefig(_figure(scene))
    return held.getvalue()


@contextmanager
def _no_layout_tables() -> Iterator[None]:
    """Fonts are embedded without what only lays text out, which takes half a second a font: a PDF places each glyph.

    matplotlib makes the options of fontTools itself, so their defaults are changed while a file is closed.
    """
    from unittest.mock import patch

    from fontTools.subset import Options

    drop = [*Options._drop_tables_default, "BASE", "GDEF", "GPOS", "GSUB", "MATH", "kern"]
    with patch.object(Options, "_drop_tables_default", drop):
        yield


@contextmanager
def _settings() -> Iterator[None]:
    keep_matplotlib_out_of_home()
    import matplotlib

    matplotlib.use("agg")
    with matplotlib.rc_context(
        {"text.parse_math": False, "text.usetex": False, "pdf.fonttype": 42, "savefig.facecolor": LIGHT.paper}
    ):
        yield


def _figure(scene: Scene, *, outlined: bool = False) -> Figure:
    """outlined: text as shapes, for pictures of dots, where nobody can select it."""
    from matplotlib.figure import Figure
    from matplotlib.transforms import Affine2D

    figure = Figure(figsize=(scene.width / 72, scene.height / 72), facecolor=LIGHT.paper)
    # Points from the upper left corner to the dots of whatever backend draws: it sets the figure's dpi.
    points = Affine2D().scale(1 / 72, -1 / 72).translate(0, scene.height / 72) + figure.dpi_scale_trans
    for order, part in enumerate(scene.parts):
        if isinstance(part, Text):
            if part.words:
                figure.add_artist((_outlined if outlined else _words)(part, points, order))
        else:
            figure.add_artist(_shape(part, points, order))
    return figure


def _shape(part: Line | Area | Mark, points: Any, order: int) -> Any:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if isinstance(part, Mark):
        corners = tuple((part.x + x, part.y + y) for x, y in outline(part.shape, part.size))
    else:
        corners = part.points
    roles = LIGHT.roles()
    common = {"transform": points, "zorder": order, "alpha": part.opacity, "clip_on": False, "capstyle": "butt"}
    if isinstance(part, Line):
        dashes = (0, tuple(d / part.width for d in part.dash)) if part.dash else "-"
        return PathPatch(Path(corners), fc="none", ec=roles[part.role], lw=part.width, ls=dashes, **common)
    closed = Path(corners, closed=False)
    if isinstance(part, Area):
        return PathPatch(closed, fc=roles[part.role], lw=0, **common)
    face, edge, wide = (roles["paper"], roles[part.role], 1) if part.hollow else (roles[part.role], roles["paper"], 0.5)
    return PathPatch(Path((*corners, corners[0])), fc=face, ec=edge, lw=wide, **common)


def _words(text: Text, points: Any, order: int) -> Any:
    from matplotlib.text import Text as Drawn

    words, families = drawable(text.words)
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in words):
        # The words around a name are English: without the mark an Arabic name at the start would turn the line about.
        words = f"\u200e{words}"
    return Drawn(
        text.x, text.y, words, transform=points, zorder=order, color=LIGHT.roles()[text.role], fontsize=text.size,
        fontweight="bold" if text.bold else "normal", ha=_ALIGN[text.anchor], va="baseline", rotation=text.angle,
        rotation_mode="anchor", family=list(families), clip_on=False,
    )  # fmt: skip


def _outlined(text: Text, points: Any, order: int) -> Any:
    """A line of text as one shape, in a tenth of the time; scripts that need a layout of their own as text."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

    words, _ = drawable(text.words)
    if not needs_no_shaping(words):
        return _words(text, points, order)
    start = _START[text.anchor] * width(words, 1, bold=text.bold)
    placed = Affine2D().translate(start, 0).scale(text.size).rotate_deg(text.angle).scale(1, -1)
    shape = placed.translate(text.x, text.y).transform_path(glyph_outlines(words, bold=text.bold) or Path([(0, 0)]))
    color = LIGHT.roles()[text.role]
    return PathPatch(shape, fc=color, lw=0, snap=False, transform=points, zorder=order, clip_on=False)
