"""Reliability diagrams, one panel a model: confidence against accuracy, with the expected calibration error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from reports.charts.calibration import Reliability
from reports.charts.chart_style import THEMES, Format, ThemeName, label, save, style

PANEL = 2.5  # inches
ACROSS = 4


def draw_reliability(
    models: Mapping[str, Reliability],
    out: Path,
    *,
    theme: ThemeName = "light",
    formats: Sequence[Format] = ("png", "svg"),
) -> list[Path]:
    """One panel for each model: bars are the accuracy of the bin, the dotted line is perfect calibration."""
    colours = THEMES[theme]
    with style(colours):
        from matplotlib.figure import Figure

        across = min(ACROSS, len(models))
        down = -(-len(models) // across)
        figure = Figure(figsize=(across * (PANEL + 0.35) + 0.3, down * (PANEL + 0.75)))
        grid = figure.subplots(down, across, squeeze=False)
        for axes in grid.flat[len(models) :]:
            axes.set_visible(False)
        for index, (axes, (name, found)) in enumerate(zip(grid.flat, models.items(), strict=False)):
            axes.set_xlim(0, 1)
            axes.set_ylim(0, 1)
            axes.set_aspect("equal")
            axes.grid(axis="y")
            width = 1 / 10
            for held in found.bins:
                left = held.low + width * 0.06
                axes.bar(left, held.accuracy, width * 0.88, align="edge", color=colours.colour(index), lw=0)
            axes.plot([0, 1], [0, 1], ls=":", lw=1.2, color=colours.ink)
            axes.set_title(label(name, 30), loc="left", fontsize=9, weight="bold", color=colours.ink, pad=18)
            format_score = f"ECE {found.error:.3f} · {found.questions:,} questions, {found.options:,} options"
            axes.text(0, 1.03, format_score, transform=axes.transAxes, fontsize=7.5, color=colours.quiet)
            axes.set_xlabel("confidence in an option", fontsize=8)
            axes.set_ylabel("how often it was the key" if index % across == 0 else "", fontsize=8)
            axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
            axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
        figure.subplots_adjust(wspace=0.32, hspace=0.55, left=0.08, right=0.98, top=0.86, bottom=0.14)
        return save(figure, out, formats, "Reliability")
