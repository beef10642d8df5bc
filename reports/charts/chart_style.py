"""How every chart looks and is saved: two themes, one palette each, the same bytes for the same input.

The palettes were searched for the largest least distance (CIELAB ΔE) between any two colours as seen with normal
vision and with full protanopia, deuteranopia and tritanopia (matrices of Machado, Oliveira and Fernandes 2009), each
colour at 3:1 or more against its background. `tests/reports/charts/test_chart_style.py` measures it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from exams.errors import InputError
from exams.files.atomic_write import atomic_write
from reports.escaping import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Format = Literal["png", "svg", "pdf"]
ThemeName = Literal["light", "dark"]
FONT = "DejaVu Sans"  # comes with matplotlib, so that a chart looks the same on every machine
DPI = 200


@dataclass(frozen=True)
class Theme:
    """Colours of one theme, as #rrggbb. `series` has one for each model, in order."""

    name: ThemeName
    paper: str
    ink: str
    quiet: str
    faint: str
    rule: str
    series: tuple[str, ...]

    def colour(self, index: int) -> str:
        """Colour of the series at `index`; beyond the palette it starts anew (charts then hatch)."""
        return self.series[index % len(self.series)]


LIGHT = Theme(
    name="light",
    paper="#ffffff",
    ink="#1b1d21",
    quiet="#5f646d",
    faint="#a9adb5",
    rule="#e3e4e7",
    series=("#1f5a93", "#db6c21", "#663521", "#bd778c", "#9577f2", "#988b57", "#84004f", "#5392be"),
)
DARK = Theme(
    name="dark",
    paper="#15171b",
    ink="#e9e8e4",
    quiet="#a2a6ae",
    faint="#6b7079",
    rule="#30343b",
    series=("#6fb1e6", "#e1921e", "#e9daa1", "#d8447e", "#9f8645", "#a081fe", "#caf86d", "#7bfcf6"),
)
THEMES: dict[ThemeName, Theme] = {"light": LIGHT, "dark": DARK}

_METADATA: dict[Format, dict[str, str | None]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


@contextmanager
def style(theme: Theme) -> Iterator[None]:
    """matplotlib's settings while a chart is drawn and saved. Text is never read as mathematics."""
    _keep_matplotlib_out_of_home()
    import matplotlib

    matplotlib.use("agg")
    with matplotlib.rc_context(
        {
            "font.family": [FONT],
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
            "svg.fonttype": "path",
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
    """Text from outside as a chart label: one line, drawable glyphs only (□ for the others), cut to `limit`."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    drawable = get_font(findfont(FontProperties(family=[FONT]))).get_charmap()
    return "".join(c if ord(c) in drawable else "□" for c in one_line(text, limit))


def _keep_matplotlib_out_of_home() -> None:
    """Let matplotlib keep its font list in a folder that goes away again, unless the user has named one."""
    if "MPLCONFIGDIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="examsim-matplotlib-")
        os.environ["MPLCONFIGDIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
