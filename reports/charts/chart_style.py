"""How the charts look that matplotlib lays out by itself: scaling laws, preferences, Figure 4 beside its replay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from exams.errors import InputError
from exams.files.atomic_write import atomic_write
from reports.drawing.fonts import FAMILY, drawable, fallback_families, keep_matplotlib_out_of_home
from reports.drawing.palette import THEMES, Theme, ThemeName
from reports.drawing.picture_files import Format
from reports.drawing.raster import DPI
from reports.escaping import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["THEMES", "Format", "Theme", "ThemeName", "label", "save", "style"]

_METADATA: dict[Format, dict[str, str | None]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


@contextmanager
def style(theme: Theme) -> Iterator[None]:
    """matplotlib's settings while a chart is drawn and saved. Text is never read as mathematics."""
    keep_matplotlib_out_of_home()
    import matplotlib

    matplotlib.use("agg")
    with matplotlib.rc_context(
        {
            "font.family": [FAMILY, *fallback_families()],
            "font.size": 8.5,
            "text.parse_math": False,
            "text.usetex": False,
            "text.color": theme.ink,
            "axes.facecolor": theme.paper,
            "axes.edgecolor": theme.rule,
            "axes.labelcolor": theme.quiet,
            "axes.grid": False,
            "axes.axisbelow": True,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.spines.left": False,
            "axes.unicode_minus": True,
            "figure.facecolor": theme.paper,
            "savefig.facecolor": theme.paper,
            "grid.color": theme.rule,
            "grid.linewidth": 0.7,
            "hatch.linewidth": 0.7,
            "xtick.color": theme.ink,
            "ytick.color": theme.quiet,
            "xtick.major.size": 0,
            "ytick.major.size": 0,
            "legend.frameon": False,
            "pdf.fonttype": 42,
            "svg.fonttype": "none",
            "svg.hashsalt": "examsim",
        }
    ):
        yield


def save(figure: Figure, stem: Path, formats: Sequence[Format], title: str) -> list[Path]:
    """Write the figure as `stem` with each suffix. Must be called inside `style`."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    # The box around everything drawn, found once: bbox_inches="tight" would lay the figure out again for each format.
    FigureCanvasAgg(figure)
    box = figure.get_tightbbox().padded(0.15)
    paths = []
    for kind in formats:
        if kind not in _METADATA:
            raise InputError(f"no chart format {kind!r}", hint=f"use {', '.join(_METADATA)}")
        held = BytesIO()
        metadata = {**_METADATA[kind], "Title": one_line(title)}
        figure.savefig(held, format=kind, dpi=DPI, metadata=metadata, bbox_inches=box)
        path = stem.with_name(f"{stem.name}.{kind}")
        with atomic_write(path) as file:
            file.write(held.getvalue())
        paths.append(path)
    return paths


def label(text: str, limit: int = 34) -> str:
    """Text from outside as a chart label: one line, drawable (□ for what no font has), cut in its middle to `limit`.

    The end stays: it is where the versions of a model differ.
    """
    line = one_line(text, 2_000)
    if len(line) > limit:
        kept = limit - 1
        line = f"{line[: kept - kept // 2].rstrip()}…{line[len(line) - kept // 2 :].lstrip()}"
    return drawable(line)[0]
