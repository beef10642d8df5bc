"""What diagrams of supply, demand and their like are made of, for the drawing scripts of both economics exams."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from exams.catalogue.drawing.drawing import INK, figure


def quadrant(across: str, up: str, right: float, top: float) -> tuple[Figure, Axes]:
    """The first quadrant up to (right, top), its axes named."""
    fig, ax = figure(5.2, 4.0)
    ax.set(xlabel=across, ylabel=up, xlim=(0, right), ylim=(0, top))
    return fig, ax


def line(ax: Axes, start: tuple[float, float], end: tuple[float, float], name: str, style: str = "-") -> None:
    """A straight curve with its name at the end."""
    ax.plot([start[0], end[0]], [start[1], end[1]], style, color=INK, lw=1.8)
    ax.annotate(name, end, xytext=(4, 2), textcoords="offset points", fontsize=11)


def guide(ax: Axes, x: float, y: float) -> None:
    """Dotted lines from a point to both axes."""
    ax.plot([0, x, x], [y, y, 0], ":", color="#666666", lw=1)
