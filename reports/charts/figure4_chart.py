"""Figure 4 of the GPT-4 report: the printed height of each exam's bar with the recomputed one beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.charts.chart_style import THEMES, Format, ThemeName, label, save, style

TITLE = "Figure 4 of the GPT-4 report: printed, and recomputed with the tables of its time"
AXIS = "percentile of GPT-4 (lower bound)"
LEGEND = "≈ leans on the report   ○ equal by construction   ? no table knows it"
WIDTH, HEIGHT, BAR = 9.0, 4.4, 0.4  # inches, inches, share of an exam's slot


@dataclass(frozen=True)
class PrintedBar:
    """One exam: heights in percent, None where nothing was printed or nothing could be computed."""

    label: str
    printed: float | None
    computed: float | None
    mark: str = ""


def draw_figure4(
    bars: Sequence[PrintedBar], out: Path, *, theme: ThemeName = "light", formats: Sequence[Format] = ("png", "svg")
) -> list[Path]:
    """Draw the bars in the order given and write `out` with each format's suffix; returns the paths."""
    colours = THEMES[theme]
    with style(colours):
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH, HEIGHT))
        axes = figure.add_axes((0.06, 0.32, 0.93, 0.54))
        axes.set_xlim(-0.6, len(bars) - 0.4)
        axes.set_ylim(0, 105)
        axes.set_yticks(range(0, 101, 20))
        axes.grid(axis="y")
        for shift, name, index in ((-BAR / 2, "printed", 0), (BAR / 2, "computed", 1)):
            heights = [getattr(bar, name) for bar in bars]
            places = [at + shift for at in range(len(bars))]
            axes.bar(places, [h or 0.0 for h in heights], BAR, color=colours.colour(index), linewidth=0, label=name)
            for place, height in zip(places, heights, strict=True):
                if height is None:
                    axes.annotate("?", (place, 1), ha="center", fontsize=8, color=colours.quiet)
        for at, bar in enumerate(bars):
            if bar.mark and bar.computed is not None:
                axes.annotate(bar.mark, (at + BAR / 2, bar.computed + 1), ha="center", fontsize=7.5)
        names = [label(bar.label, 30) for bar in bars]
        axes.set_xticks(range(len(bars)), names, rotation=42, ha="right", rotation_mode="anchor")
        axes.set_ylabel(AXIS)
        figure.text(0.01, 1, TITLE, fontsize=11.5, weight="bold", va="top")
        figure.text(0.99, 0.9, LEGEND, fontsize=8, color=colours.quiet, ha="right")
        axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, fontsize=8.5)
        return save(figure, out, formats, TITLE)
