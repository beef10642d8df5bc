"""A scaling law as the GPT-4 report's Figures 1 and 2 draw it: points, fit, and, what they lack, the 80 % band."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reports.charts.chart_style import THEMES, Format, Theme, ThemeName, label, save, style
from scoring.types.forecast import ForecastReport, Panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ACROSS = 3
LIMITS = {"loss": 1e-4, "joint": 1e-4, "pass-rate": 1e-3, "downstream": 1e-3}
"""The GPT-4 report's largest fitted runs, as shares of GPT-4's compute (section 3)."""


def draw_scaling(
    report: ForecastReport,
    out: Path,
    *,
    results: Sequence[tuple[str, float, float]] = (),
    as_report: bool = False,
    theme: ThemeName = "light",
    formats: Sequence[Format] = ("png", "svg"),
) -> list[Path]:
    """One panel for each law. `results` are (panel, compute, value) that came after the forecast was registered.

    `as_report`: compute relative to the largest target, as in the report's figures, and a line where its largest
    fitted runs stood (1/10,000 for loss, 1/1,000 for pass rates). The report prints no parameter and no point.
    """
    colours = THEMES[theme]
    panels = report.panels
    across = min(len(panels), ACROSS)
    down = -(-len(panels) // across)
    with style(colours):
        from matplotlib.figure import Figure

        size = (5.6, 3.6) if len(panels) == 1 else (3.4 * across, 2.7 * down)
        figure = Figure(figsize=size)
        for place, panel in enumerate(panels):
            axes = figure.add_subplot(down, across, place + 1)
            own = [(compute, value) for name, compute, value in results if name == panel.name]
            words = f"compute, {report.unit}" if report.unit else "compute"
            if as_report:
                one = _target(panel)
                panel, own = _relative(panel, one), [(compute / one, value) for compute, value in own]
                words = "compute, target = 1"
                axes.axvline(LIMITS[report.law], color=colours.quiet, lw=0.8, ls=(0, (1, 2)), label="report's limit")
            _draw_panel(axes, panel, own, colours, single=len(panels) == 1)
            axes.set_xlabel(label(words, 30), fontsize=8)
        figure.subplots_adjust(left=0.12, right=0.97, top=0.93, bottom=0.14, wspace=0.42, hspace=0.55)
        title = f"{report.source}: {panels[0].formula if panels else ''}"
        return save(figure, out, formats, title)


def _draw_panel(
    axes: Axes, panel: Panel, results: Sequence[tuple[float, float]], colours: Theme, *, single: bool
) -> None:
    axes.set_xscale("log")
    if panel.measure != "accuracy":
        axes.set_yscale("log")
    _plain_numbers(axes, panel)
    axes.grid(True)
    x = [c.compute for c in panel.curve]
    if panel.curve:
        low, high = [c.bounds(0.8).low for c in panel.curve], [c.bounds(0.8).high for c in panel.curve]
        axes.fill_between(x, low, high, color=colours.colour(0), alpha=0.16, lw=0, label="80 % of forecasts")
        axes.plot(x, [c.median for c in panel.curve], color=colours.colour(0), lw=1.2, ls=(0, (2, 2)), label="forecast")
    for fitted, marker, name in ((True, "o", "fitted"), (False, "D", "held out")):
        shown = [p for p in panel.points if p.fitted is fitted]
        if shown:
            axes.plot(
                [p.compute for p in shown],
                [p.value for p in shown],
                ls="none",
                marker=marker,
                ms=4 if len(shown) < 60 else 2,
                color=colours.ink if fitted else colours.colour(1),
                label=name,
            )
    for number, made in enumerate(panel.forecasts):
        bounds = made.bounds(0.8)
        reach = [[made.median - bounds.low], [bounds.high - made.median]]
        name = "forecast, 80 %" if number == 0 else "_"
        axes.errorbar(
            made.compute, made.median, reach, fmt="s", mfc=colours.paper, color=colours.colour(0), ms=4, label=name
        )
    if results:
        axes.plot(*zip(*results, strict=True), ls="none", marker="*", ms=10, color=colours.colour(1), label="result")
    axes.set_ylabel(label(panel.measure, 32), fontsize=8)
    if not single:
        axes.set_title(label(panel.name, 34), loc="left", fontsize=8, color=colours.ink)
    if any(c.blocking for c in panel.cautions):
        words = "must not be used"
        axes.text(
            0.98, 0.96, words, transform=axes.transAxes, ha="right", va="top", fontsize=8, color=colours.colour(1)
        )
    if single:
        axes.legend(fontsize=7.5, loc="best")


def _target(panel: Panel) -> float:
    """The compute that is 1 in the report's figures: of the largest forecast, else of the largest point."""
    return max([f.compute for f in panel.forecasts] or [p.compute for p in panel.points])


def _relative(panel: Panel, one: float) -> Panel:
    changed = {
        name: tuple(part.model_copy(update={"compute": part.compute / one}) for part in getattr(panel, name))
        for name in ("points", "forecasts", "curve")
    }
    return panel.model_copy(update=changed)


def _plain_numbers(axes: Axes, panel: Panel) -> None:
    """Ticks that a chart without mathematics can write, and an axis that shows the points, not the widest band."""
    from math import ceil, log10

    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    x = [p.compute for p in panel.points] + [f.compute for f in panel.forecasts]
    every = max(1, ceil(log10(max(x) / min(x)) / 5))
    axes.xaxis.set_major_locator(LogLocator(base=10.0**every))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0e}".replace("e+", "e")))
    axes.xaxis.set_minor_formatter(NullFormatter())
    if panel.measure == "accuracy":
        return
    y = [p.value for p in panel.points] + [f.median for f in panel.forecasts]
    low, high = min(y), max(y)
    room = max((high / low) ** 0.15, 1.02)
    axes.set_ylim(low / room, high * room)
    subs: tuple[float, ...] = (
        (1.0, 1.5, 2.0, 3.0, 5.0, 7.0) if high / low < 8 else (1.0, 3.0) if high / low < 300 else (1.0,)
    )
    if high / low < 2.2:
        subs = tuple(1 + 0.2 * step for step in range(45))
    axes.yaxis.set_major_locator(LogLocator(subs=subs))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.4g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
