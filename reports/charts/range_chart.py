"""Horizontal charts with a name to each line: populations, topics, and MMLU by language (figure 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reports.charts.chart_style import THEMES, Format, Theme, ThemeName, label, save, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SLOT = 0.2  # inches for one bar
GAP = 0.12  # inches between two lines
WIDTH = 6.6  # inches of the whole figure
FOOT = 0.42  # inches for the axis below


@dataclass(frozen=True)
class Bar:
    """One value in percent with what is uncertain about it; `series` picks its colour."""

    series: int
    value: float | None
    interval: tuple[float, float] | None = None
    text: str = ""


@dataclass(frozen=True)
class Line:
    """A name at the left and its bars; `quiet` ones (baselines, random guessing) are drawn grey."""

    name: str
    bars: tuple[Bar, ...]
    quiet: bool = False


def draw_lines(
    title: str,
    lines: Sequence[Line],
    series: Sequence[str],
    out: Path,
    *,
    axis: str,
    top: float = 100,
    theme: ThemeName = "light",
    formats: Sequence[Format] = ("png", "svg"),
) -> list[Path]:
    """Draw the lines from the top down on an axis from 0 to `top` percent; values stand at the ends of the bars."""
    colours = THEMES[theme]
    with style(colours):
        from matplotlib.figure import Figure

        inches = sum(SLOT * len(line.bars) + GAP for line in lines)
        height = inches + FOOT + (0.62 if len(series) > 1 else 0.38)
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0.33, FOOT / height, 0.58, inches / height))
        axes.set_xlim(0, top)
        axes.set_ylim(inches, 0)
        axes.grid(axis="x")
        centres, at = [], GAP / 2
        for line in lines:
            centres.append(at + SLOT * len(line.bars) / 2)
            for bar in line.bars:
                colour = colours.faint if line.quiet else colours.colour(bar.series)
                _draw_bar(axes, at + SLOT / 2, bar, colour, colours)
                at += SLOT
            at += GAP
        axes.set_yticks(centres, [label(line.name, 40) for line in lines])
        axes.tick_params(axis="y", colors=colours.ink)
        axes.set_xlabel(axis)
        _draw_head(figure, title, series, colours, height)
        return save(figure, out, formats, title)


def _draw_bar(axes: Axes, middle: float, bar: Bar, colour: str, theme: Theme) -> None:
    end, text = 0.0, bar.text or "unknown"
    if bar.value is not None:
        axes.barh(middle, bar.value, SLOT * 0.8, color=colour, linewidth=0)
        end, text = bar.value, bar.text or f"{bar.value:.1f}"
        if bar.interval is not None:
            axes.plot(bar.interval, [middle, middle], color=theme.ink, lw=0.8, solid_capstyle="butt")
            end = max(end, bar.interval[1])
    axes.annotate(
        label(text),
        (end, middle),
        (4, 0),
        textcoords="offset points",
        va="center",
        fontsize=7.5,
        color=theme.quiet if bar.value is None else theme.ink,
        annotation_clip=False,
    )


def _draw_head(figure: Figure, title: str, series: Sequence[str], theme: Theme, height: float) -> None:
    from matplotlib.patches import Patch

    figure.text(0.02, 1, label(title, 90), fontsize=11.5, weight="bold", va="top")
    if len(series) > 1:
        figure.legend(
            handles=[Patch(facecolor=theme.colour(i), label=label(s)) for i, s in enumerate(series)],
            loc="upper left",
            bbox_to_anchor=(0.01, 1 - 0.2 / height),
            ncols=len(series),
            fontsize=8.5,
            handlelength=1.1,
            columnspacing=1.4,
        )
