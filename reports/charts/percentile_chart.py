"""The percentile bar chart: exams side by side, one colour per model, with what is uncertain drawn in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.charts.chart_style import THEMES, Format, Theme, ThemeName, label, save, style
from reports.charts.foot import foot_lines
from reports.charts.percentile_bars import Bar, BarPlan, Group, plan_bars
from scoring.types import ExamScore

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW_SLOTS = 108  # bars and gaps that fit one row: the report's 26 exams of three models, on a page's width
THIN, WIDE = 0.105, 0.4  # inches for one bar, in a full row and at most
NARROWEST = 6.4  # inches, so that the legend fits
LEFT, HEAD, PLOT, NAMES, GAP = 0.45, 0.8, 2.9, 1.45, 0.62  # inches: margin, title block, bars, exam names, panels' gap
LINE, CHARACTERS = 0.14, 17  # inches of a line of the foot; its characters to an inch
FILL = 0.86  # share of its slot that a bar fills
STUB = 0.7  # percent: a score of 0 is drawn so high, to show that the exam was sat
PERCENTILES = "Percentile among test takers (bar: lower bound)"
PERCENTS = "No percentile known: percent of points"
Row = list[tuple[str, tuple[Group, ...]]]


@dataclass(frozen=True)
class _Sheet:
    """Measures of one figure, in inches."""

    width: float
    height: float
    slot: float
    theme: Theme


def draw_percentiles(
    scores: Sequence[ExamScore],
    out: Path,
    *,
    baseline: str | None = None,
    population: str | None = None,
    theme: ThemeName = "light",
    formats: Sequence[Format] = ("png", "svg"),
) -> list[Path]:
    """Draw the reported scores and write `out` with each format's suffix; returns the paths, in that order.

    Bars are the lower bound of the percentile range among `population` (norm id or name; default: each exam's own);
    `baseline` is the model by whose percentiles the exams are sorted (default: the first).
    """
    plan = plan_bars(scores, baseline, population)
    with style(THEMES[theme]):
        from matplotlib.figure import Figure

        rows = _rows(plan)
        slots = max(sum(_slots(groups, plan) for _, groups in row) for row in rows)
        slot = min(WIDE, max(THIN, NARROWEST / slots))
        width = max(NARROWEST, LEFT + slot * slots + GAP * max(len(row) - 1 for row in rows))
        lines = foot_lines(scores, int(CHARACTERS * width))
        foot = LINE * (len(lines) + 1)
        sheet = _Sheet(
            width=width,
            height=HEAD + len(rows) * (PLOT + NAMES) + foot,
            slot=slot,
            theme=THEMES[theme],
        )
        figure = Figure(figsize=(sheet.width, sheet.height))
        for number, row in enumerate(rows):
            _draw_row(figure, plan, row, number, sheet)
        _draw_head(figure, plan, sheet)
        for number, line in enumerate(reversed(lines)):
            place = LEFT / sheet.width, LINE * (number + 0.5) / sheet.height
            figure.text(*place, line, fontsize=7, color=sheet.theme.quiet, va="bottom")
        return save(figure, out, formats, "Exam results")


def _slots(groups: Sequence[Group], plan: BarPlan) -> int:
    return len(groups) * (len(plan.series) + 1)


def _rows(plan: BarPlan) -> list[Row]:
    """Panels by row: all on one row if they fit, else a row each, else the groups spread evenly over several."""
    panels = [(PERCENTILES, plan.percentiles), (PERCENTS, plan.percents)]
    shown: Row = [(name, groups) for name, groups in panels if groups]
    flat = [(name, group) for name, groups in shown for group in groups]
    if _slots([group for _, group in flat], plan) <= ROW_SLOTS:
        return [shown]
    if all(_slots(groups, plan) <= ROW_SLOTS for _, groups in shown):
        return [[panel] for panel in shown]
    size = -(-len(flat) // -(-len(flat) * (len(plan.series) + 1) // ROW_SLOTS))
    rows: list[Row] = []
    for start in range(0, len(flat), size):
        part = flat[start : start + size]
        split = [(name, tuple(g for n, g in part if n == name)) for name, _ in panels]
        rows.append([(name, groups) for name, groups in split if groups])
    return rows


def _draw_row(figure: Figure, plan: BarPlan, row: Row, number: int, sheet: _Sheet) -> None:
    left = LEFT
    bottom = sheet.height - HEAD - number * (PLOT + NAMES) - PLOT
    for name, groups in row:
        inches = sheet.slot * _slots(groups, plan)
        place = (left / sheet.width, bottom / sheet.height, inches / sheet.width, (PLOT - 0.3) / sheet.height)
        _draw_panel(figure.add_axes(place), plan, groups, name, sheet)
        left += inches + GAP


def _draw_panel(axes: Axes, plan: BarPlan, groups: Sequence[Group], name: str, sheet: _Sheet) -> None:
    step = len(plan.series) + 1
    axes.set_xlim(-1, len(groups) * step - 1)
    axes.set_ylim(0, 100)
    axes.set_yticks(range(0, 101, 20), [f"{v}" if v < 100 else "100%" for v in range(0, 101, 20)])
    axes.grid(axis="y")
    centres = [g * step + (len(plan.series) - 1) / 2 for g in range(len(groups))]
    names = [label(g.label, 30) + ("†" if g.practice else "") + ("‖" if g.incomplete else "") for g in groups]
    slanted = sheet.slot * step < 0.9
    if slanted:
        axes.set_xticks(centres, names, rotation=42, ha="right", rotation_mode="anchor")
    else:
        axes.set_xticks(centres, names)
    axes.set_title(name, loc="left", fontsize=8.5, color=sheet.theme.quiet, pad=8)
    for at, series, bar, group in _bars(groups, step):
        _draw_bar(axes, at, bar, series, sheet.theme)
        over = [f"{bar.low:.0f}"] if not slanted else []
        over += ["†"] if bar.practice and not group.practice else []
        if over:
            top = max(bar.low, bar.high or 0, *(bar.interval or (0,)), bar.clean or 0, bar.full or 0)
            axes.annotate("".join(over), (at, top), (0, 2), textcoords="offset points", ha="center", fontsize=8)


def _bars(groups: Sequence[Group], step: int) -> Iterator[tuple[float, int, Bar, Group]]:
    for index, group in enumerate(groups):
        for series, bar in enumerate(group.bars):
            if bar is not None:
                yield float(index * step + series), series, bar, group


def _draw_bar(axes: Axes, at: float, bar: Bar, series: int, theme: Theme) -> None:
    from matplotlib.colors import to_rgba
    from matplotlib.patheffects import Normal, Stroke

    colour = theme.colour(series)
    hatch = "////" if bar.self_graded else "...." if series >= len(theme.series) else None
    axes.bar(at, max(bar.low, STUB), FILL, color=colour, hatch=hatch, edgecolor=theme.paper, linewidth=0)
    if bar.high is not None:
        axes.bar(
            at, bar.high - bar.low, FILL, bottom=bar.low,
            facecolor=to_rgba(colour, 0.18), edgecolor=to_rgba(colour, 0.75), linewidth=0.5,
        )  # fmt: skip
    if bar.interval is not None:
        halo = [Stroke(linewidth=2.2, foreground=theme.paper), Normal()]
        axes.plot([at, at], bar.interval, color=theme.ink, lw=0.8, solid_capstyle="butt", path_effects=halo, zorder=4)
    for value, marker in ((bar.clean, "D"), (bar.full, "o")):
        if value is not None:
            axes.plot(at, value, marker=marker, clip_on=False, zorder=5, **_dot(theme))


def _dot(theme: Theme) -> dict[str, Any]:
    return {"ls": "none", "ms": 3.5, "mfc": theme.paper, "mec": theme.ink, "mew": 0.8}


def _draw_head(figure: Figure, plan: BarPlan, sheet: _Sheet) -> None:
    """Title, the models' colours, and the meaning of every mark that occurs, in one block above the bars."""
    from matplotlib.patches import Patch

    theme = sheet.theme
    left = LEFT / sheet.width
    title = "Exam results"
    if len(plan.percentiles) + len(plan.percents) > 1:
        title += f", ordered by {label(plan.baseline)}"
    figure.text(left, 1, title, fontsize=11.5, weight="bold", va="top")
    models = [Patch(facecolor=theme.colour(i), label=label(s)) for i, s in enumerate(plan.series)]
    for inches, handles in ((0.2, models), (0.39, _signs(plan, theme))):
        if handles:
            figure.legend(
                handles=handles, bbox_to_anchor=(left - 0.08 / sheet.width, 1 - inches / sheet.height),
                loc="upper left", ncols=len(handles), fontsize=8.5, handlelength=1.1, columnspacing=1.4,
            )  # fmt: skip


def _signs(plan: BarPlan, theme: Theme) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    bars = [b for g in (*plan.percentiles, *plan.percents) for b in g.bars if b is not None]
    nothing = Line2D([], [], ls="none", label="† practice form")
    incomplete = Line2D([], [], ls="none", label="‖ incomplete: questions failed")
    groups = (*plan.percentiles, *plan.percents)
    signs = [
        (
            any(b.high is not None for b in bars),
            Patch(fc=theme.rule, ec=theme.quiet, lw=0.5, label="rest of the range"),
        ),
        (any(b.interval for b in bars), Line2D([], [], color=theme.ink, lw=0.8, label="interval")),
        (any(b.clean is not None for b in bars), Line2D([], [], marker="D", label="clean questions", **_dot(theme))),
        (any(b.full is not None for b in bars), Line2D([], [], marker="o", label="all questions", **_dot(theme))),
        (any(b.self_graded for b in bars), Patch(fc=theme.quiet, ec=theme.paper, hatch="////", label="self-graded")),
        (any(b.practice for b in bars), nothing),
        (any("‡" in g.label for g in plan.percentiles), Line2D([], [], ls="none", label="‡ percent at or below")),
        (any(g.incomplete for g in groups), incomplete),
    ]
    return [handle for occurs, handle in signs if occurs]
