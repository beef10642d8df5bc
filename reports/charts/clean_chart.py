"""All questions against the clean ones: how much a score owes to questions that stand in the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reports.charts.chart_style import THEMES, Format, Theme, ThemeName, label, save, style
from reports.scored_run import ScoredRun, series_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMED = 8  # points that are named: those farthest from the diagonal, where the names do not overlap
SIZE = 4.6  # inches


@dataclass(frozen=True)
class Point:
    """One run: percent of points on all questions and on the clean ones, and the share that was flagged (0–1)."""

    series: str
    exam: str
    full: float
    clean: float
    share: float


def clean_points(runs: Sequence[ScoredRun]) -> list[Point]:
    """One point for each run that was audited and has both percents."""
    points = []
    for run in runs:
        full, clean = run.score.full.percent, run.score.clean.percent if run.score.clean else None
        share = run.score.contamination.share if run.score.contamination else None
        if full is not None and clean is not None:
            points.append(Point(run.series, run.score.exam_short, full, clean, share or 0.0))
    return points


def draw_clean(
    runs: Sequence[ScoredRun], out: Path, *, theme: ThemeName = "light", formats: Sequence[Format] = ("png", "svg")
) -> list[Path]:
    """Scatter of clean against full percent; below the diagonal the clean score is the lower one and is reported."""
    colours, points = THEMES[theme], clean_points(runs)
    order = {name: i for i, name in enumerate(series_of(runs))}
    with style(colours):
        from matplotlib.figure import Figure

        figure = Figure(figsize=(SIZE, SIZE + 0.4))
        axes = figure.add_axes((0.12, 0.1, 0.84, 0.84 * SIZE / (SIZE + 0.4)))
        axes.set_xlim(0, 100)
        axes.set_ylim(0, 100)
        axes.grid()
        axes.plot([0, 100], [0, 100], ls=":", lw=1.2, color=colours.ink)
        for name, index in order.items():
            own = [p for p in points if p.series == name]
            axes.scatter(
                [p.full for p in own],
                [p.clean for p in own],
                s=[14 + 90 * p.share for p in own],
                color=colours.colour(index),
                alpha=0.85,
                linewidth=0.6,
                edgecolor=colours.paper,
                label=label(name),
                zorder=3,
            )
        _name_the_farthest(axes, points, colours)
        axes.set_xlabel("all questions, percent of points")
        axes.set_ylabel("clean questions, percent of points")
        axes.set_title("All against clean questions", loc="left", fontsize=11.5, weight="bold", pad=26)
        axes.text(0, 1.02, "area: share that was flagged", transform=axes.transAxes, fontsize=8, color=colours.quiet)
        axes.legend(loc="lower right", fontsize=8.5, handletextpad=0.2)
        return save(figure, out, formats, "All against clean questions")


def _name_the_farthest(axes: Axes, points: Sequence[Point], colours: Theme) -> None:
    named: list[Point] = []
    for point in sorted(points, key=lambda p: (-abs(p.clean - p.full), p.exam, p.series)):
        near = any(abs(p.clean - point.clean) < 3 and abs(p.full - point.full) < 25 for p in named)
        if near or len(named) == NAMED or abs(point.clean - point.full) < 1:
            continue
        named.append(point)
        left = point.full > 70
        axes.annotate(
            label(point.exam, 24),
            (point.full, point.clean),
            (-6 if left else 6, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=7,
            color=colours.quiet,
        )
