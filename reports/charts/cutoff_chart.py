"""Accuracy before and after a date: two bars with their intervals, and the years that make them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.charts.chart_style import THEMES, Format, ThemeName, label, save, style


@dataclass(frozen=True)
class Bar:
    """Right answers of so many questions; bounds of the share's 95 % interval, where it is drawn."""

    name: str
    right: int
    questions: int
    bounds: tuple[float, float] | None = None
    before: bool = True


def draw_cutoff(
    title: str,
    bars: Sequence[Bar],
    out: Path,
    *,
    theme: ThemeName = "light",
    formats: Sequence[Format] = ("png", "svg"),
) -> list[Path]:
    """One bar for each entry that has questions; whiskers are the intervals. Shares of right answers, 0 to 1."""
    colours = THEMES[theme]
    shown = [b for b in bars if b.questions]
    with style(colours):
        from matplotlib.figure import Figure

        figure = Figure(figsize=(1.6 + 0.75 * len(shown), 3.2))
        axes = figure.subplots()
        axes.set_ylim(0, 1)
        axes.grid(axis="y")
        for place, bar in enumerate(shown):
            share = bar.right / bar.questions
            axes.bar(place, share, 0.7, color=colours.colour(0 if bar.before else 1), lw=0)
            if bar.bounds is not None:
                reach = [[share - bar.bounds[0]], [bar.bounds[1] - share]]
                axes.errorbar(place, share, reach, fmt="none", ecolor=colours.ink, lw=1.2, capsize=3)
        axes.set_xticks(range(len(shown)), [f"{label(b.name, 18)}\n{b.right} of {b.questions}" for b in shown])
        axes.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
        axes.set_title(label(title, 60), loc="left", fontsize=9, weight="bold", color=colours.ink)
        figure.subplots_adjust(left=0.14, right=0.98, top=0.88, bottom=0.2)
        return save(figure, out, formats, title)
