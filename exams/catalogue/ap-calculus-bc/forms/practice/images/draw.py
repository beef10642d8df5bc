"""Draw the pictures of this form: each PNG is written beside this script, the same bytes every time."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from exams.catalogue.drawing.drawing import INK, saver
from exams.catalogue.drawing.drawing import figure as _figure

_save = saver(__file__, dpi=120)


def _axes(ax: Axes, left: float, right: float, bottom: float, top: float) -> None:
    ax.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    ax.axhline(0, color=INK, lw=1)
    ax.axvline(0, color=INK, lw=1)
    ax.spines[["bottom", "left"]].set_visible(False)
    ax.set_xticks(range(int(np.ceil(left)), int(right) + 1))
    ax.set_yticks(range(int(np.ceil(bottom)), int(top) + 1))
    ax.grid(alpha=0.4)


def slope_field() -> None:
    """Slope field of dy/dx = x - y."""
    fig, ax = _figure(4.4, 4.4)
    _axes(ax, -3.5, 3.5, -3.5, 3.5)
    for x in range(-3, 4):
        for y in range(-3, 4):
            slope = x - y
            run = 0.32 / np.hypot(1, slope)
            ax.plot([x - run, x + run], [y - run * slope, y + run * slope], color=INK, lw=1.6)
    _save(fig, "slope-field")


def derivative_graph() -> None:
    """Graph of f', made of line segments."""
    fig, ax = _figure(5.4, 3.4)
    _axes(ax, -0.5, 8.5, -3, 3)
    ax.plot([0, 2, 4, 6, 8], [2, 2, -2, -2, 2], color=INK, lw=2.2)
    ax.set_title("Graph of f ′")
    _save(fig, "derivative-graph")


def polar_region() -> None:
    """A circle and a cardioid with a shaded region."""
    fig, ax = _figure(4.4, 4.2)
    _axes(ax, -2.5, 2.5, -0.7, 3.4)
    theta = np.linspace(0, 2 * np.pi, 600)
    for r in (3 * np.sin(theta), 1 + np.sin(theta)):
        ax.plot(r * np.cos(theta), r * np.sin(theta), color=INK, lw=1.6)
    arc = np.linspace(np.pi / 6, 5 * np.pi / 6, 300)
    outer, inner = 3 * np.sin(arc), 1 + np.sin(arc)
    edge_x = np.r_[outer * np.cos(arc), (inner * np.cos(arc))[::-1]]
    edge_y = np.r_[outer * np.sin(arc), (inner * np.sin(arc))[::-1]]
    ax.fill(edge_x, edge_y, color="#aebccb")
    ax.text(0.45, 2.4, "R", fontsize=14, ha="center", va="center")
    ax.text(1.2, 2.75, "r = 3 sin θ", fontsize=9)
    ax.text(1.35, 0.15, "r = 1 + sin θ", fontsize=9)
    _save(fig, "polar-region")


def broken_graph() -> None:
    """A function with a jump at 1 and a hole at 3."""
    fig, ax = _figure(4.8, 4.0)
    _axes(ax, -2.5, 5.5, -0.8, 5.8)
    ax.plot([-2, 1], [0, 3], color=INK, lw=2)
    ax.plot([1, 3, 5], [1, 5, 1], color=INK, lw=2)
    ax.plot([1, 3], [3, 2], "o", color=INK, ms=7)
    ax.plot([1, 3], [1, 5], "o", color=INK, mfc="white", ms=7)
    ax.set_title("Graph of f")
    _save(fig, "broken-graph")


def two_graphs() -> None:
    """Graphs of two functions made of line segments."""
    fig, axes = plt.subplots(1, 2, figsize=(6.8, 3.6))
    for ax, (name, xs, ys) in zip(axes, (("f", [0, 2, 6], [1, 5, 3]), ("g", [0, 4, 6], [4, 2, 5])), strict=True):
        ax.spines[["top", "right"]].set_visible(False)
        _axes(ax, -0.5, 6.5, -0.5, 5.5)
        ax.plot(xs, ys, color=INK, lw=2)
        ax.set_title(f"Graph of {name}")
    _save(fig, "two-graphs")


def semicircle_graph() -> None:
    """A semicircle followed by two line segments."""
    fig, ax = _figure(5.4, 4.2)
    _axes(ax, -4.5, 5.5, -4.5, 3)
    angle = np.linspace(np.pi, 0, 200)
    ax.plot(-2 + 2 * np.cos(angle), 2 * np.sin(angle), color=INK, lw=2.2)
    ax.plot([0, 2, 5], [0, -4, 2], color=INK, lw=2.2)
    ax.plot([-4, 0, 2, 5], [0, 0, -4, 2], "o", color=INK, ms=5)
    ax.set_title("Graph of f")
    _save(fig, "semicircle-graph")


def main() -> None:
    """Draw them all."""
    for draw in (slope_field, derivative_graph, polar_region, broken_graph, two_graphs, semicircle_graph):
        draw()


if __name__ == "__main__":
    main()
