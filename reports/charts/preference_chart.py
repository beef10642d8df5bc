"""A ranking with intervals and the groups that can't be told apart; for two models, the rates with ties three ways."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reports.charts.chart_style import THEMES, Format, Theme, ThemeName, label, save, style
from scoring.types.preference import PreferenceReport, RankingRecord

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_PAIRS = 12


def draw_ranking(
    report: PreferenceReport, out: Path, *, theme: ThemeName = "light", formats: tuple[Format, ...] = ("png", "svg")
) -> list[Path]:
    """Strengths by model where there is a ranking, else win rates by pair."""
    colours = THEMES[theme]
    rows = len(report.rankings[0].models) if report.rankings else 3 * min(len(report.pairs), MOST_PAIRS)
    with style(colours):
        from matplotlib.figure import Figure

        figure = Figure(figsize=(6.2, 0.9 + 0.24 * max(rows, 3)))
        axes = figure.add_subplot()
        if report.rankings:
            _strengths(axes, report.rankings[0], colours)
        else:
            _rates(axes, report, colours)
        axes.set_ylim(max(rows, 1) - 0.4, -0.6)
        axes.grid(axis="x")
        figure.subplots_adjust(left=0.36, right=0.9, top=0.98, bottom=0.4 / (0.9 + 0.24 * max(rows, 3)) + 0.02)
        return save(figure, out, formats, f"Preferences: {report.source}")


def _strengths(axes: Axes, ranked: RankingRecord, colours: Theme) -> None:
    for place, row in enumerate(ranked.models):
        reach = [[row.log_strength - row.interval.low], [row.interval.high - row.log_strength]]
        axes.errorbar(row.log_strength, place, xerr=reach, fmt="o", ms=4, color=colours.colour(0), lw=1.2)
        axes.annotate(
            row.groups, (1.01, place), xycoords=("axes fraction", "data"), va="center", fontsize=7, color=colours.quiet
        )
    axes.set_yticks(range(len(ranked.models)), [label(row.model, 34) for row in ranked.models])
    axes.set_xlabel("log strength, 95 % interval; models with a common letter can't be told apart", fontsize=7.5)


def _rates(axes: Axes, report: PreferenceReport, colours: Theme) -> None:
    names, place = [], 0
    for pair in report.pairs[:MOST_PAIRS]:
        for number, rate in enumerate(pair.rates):
            ends = rate.clustered or rate.interval
            reach = [[rate.value - ends.low], [ends.high - rate.value]]
            reach = [[max(0.0, side[0])] for side in reach]
            axes.errorbar(rate.value, place, xerr=reach, fmt="o", ms=4, color=colours.colour(number), lw=1.2)
            who = f"{label(pair.second, 14)} over {label(pair.first, 14)}, " if number == 0 else ""
            by = "" if pair.by == "all" else f", by {pair.by}"
            names.append(f"{who}ties {rate.ties}{by}")
            place += 1
    axes.axvline(0.5, color=colours.quiet, lw=0.8)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_yticks(range(len(names)), names, fontsize=7.5)
    axes.set_xlabel("preferred, 95 % interval", fontsize=7.5)
