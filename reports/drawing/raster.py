"""Scenes as PNG and PDF, drawn by matplotlib in the light theme; the same bytes for the same scene."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reports.drawing.fonts import drawable, keep_matplotlib_out_of_home
from reports.drawing.palette import LIGHT
from reports.drawing.scene import Area, Line, Mark, Scene, Text, outline
from reports.escaping import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 200
_ALIGN = {"start": "left", "middle": "center", "end": "right"}


def to_png(scene: Scene) -> bytes:
    """The scene at 200 dots an inch."""
    held = BytesIO()
    metadata = {"Software": None, "Title": one_line(scene.title), "Description": one_line(scene.alt, 2_000)}
    with _settings():
        _figure(scene).savefig(held, format="png", dpi=DPI, metadata=metadata)
    return held.getvalue()


def to_pdf(scenes: Sequence[Scene]) -> bytes:
    """One page for each scene, text as text (TrueType)."""
    held = BytesIO()
    metadata = {"CreationDate": None, "Creator": None, "Producer": None, "Title": one_line(scenes[0].title)}
    with _settings():
        from matplotlib.backends.backend_pdf import PdfPages

        with PdfPages(held, metadata=metadata) as pages:
            for scene in scenes:
                pages.savefig(_figure(scene))
    return held.getvalue()


@contextmanager
def _settings() -> Iterator[None]:
    keep_matplotlib_out_of_home()
    import matplotlib

    matplotlib.use("agg")
    with matplotlib.rc_context(
        {"text.parse_math": False, "text.usetex": False, "pdf.fonttype": 42, "savefig.facecolor": LIGHT.paper}
    ):
        yield


def _figure(scene: Scene) -> Figure:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Affine2D

    figure = Figure(figsize=(scene.width / 72, scene.height / 72), facecolor=LIGHT.paper)
    # Points from the upper left corner to the dots of whatever backend draws: it sets the figure's dpi.
    points = Affine2D().scale(1 / 72, -1 / 72).translate(0, scene.height / 72) + figure.dpi_scale_trans
    for order, part in enumerate(scene.parts):
        if isinstance(part, Text):
            if part.words:
                figure.add_artist(_words(part, points, order))
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
    return Drawn(
        text.x, text.y, words, transform=points, zorder=order, color=LIGHT.roles()[text.role], fontsize=text.size,
        fontweight="bold" if text.bold else "normal", ha=_ALIGN[text.anchor], va="baseline", rotation=text.angle,
        rotation_mode="anchor", family=list(families), clip_on=False,
    )  # fmt: skip
