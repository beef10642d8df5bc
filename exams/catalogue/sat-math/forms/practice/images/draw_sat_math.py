"""Draw the pictures of this form: each PNG is written beside this script, the same bytes every time."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Arc, Circle, Ellipse

from exams.catalogue.drawing.drawing import INK, free, saver

_save = saver(__file__, dpi=120)


def _plane(low: int, high: int, bottom: int, top: int, height: float = 4.0) -> tuple[Figure, Axes]:
    """An xy-plane with a grid of unit squares and its axes through the origin."""
    fig, ax = plt.subplots(figsize=(4.2, height))
    ax.set(xlim=(low, high), ylim=(bottom, top))
    ax.set_xticks(range(low + 1, high))
    ax.set_yticks(range(bottom + 1, top))
    ax.grid(alpha=0.35)
    for side in ("left", "bottom"):
        ax.spines[side].set_position("zero")
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=7)
    ax.text(high, 0.15, " x", style="italic")
    ax.text(0.15, top, "y", style="italic")
    return fig, ax


def _numbers_beside_the_curve(ax: Axes) -> None:
    """Write the axes' numbers where the parabola does not run through them."""
    sides = {-1: (-1.15, "right"), 5: (5.15, "left")}
    for value in (int(v) for v in ax.get_xticks() if v):
        place, side = sides.get(value, (value, "center"))
        ax.text(place, -0.55, f"{value}".replace("-", "−"), size=7, ha=side, va="center")
    for value in (int(v) for v in ax.get_yticks() if v):
        left = value > 0 or value < -5
        place, side = (-0.22, "right") if left else (0.22, "left")
        ax.text(place, value, f"{value}".replace("-", "−"), size=7, ha=side, va="center")
    ax.tick_params(labelbottom=False, labelleft=False)


def line() -> None:
    """A line through (0, -2) and (4, 1)."""
    fig, ax = _plane(-6, 7, -6, 5)
    x = np.array([-5.0, 6.5])
    ax.plot(x, 0.75 * x - 2, color=INK, lw=2)
    ax.plot([0, 4], [-2, 1], "o", color=INK)
    _save(fig, "line")


def nested_triangles() -> None:
    """Triangle ABC with DE parallel to BC."""
    fig, ax = free(4.2, 3.4)
    ax.plot([3, 0, 8, 3], [6, 0, 0, 6], color=INK, lw=1.6)
    ax.plot([1.8, 5], [3.6, 3.6], color=INK, lw=1.6)
    for x, y, name in ((3, 6.25, "A"), (-0.4, -0.2, "B"), (8.3, -0.2, "C"), (1.45, 3.7, "D"), (5.35, 3.7, "E")):
        ax.text(x, y, name, ha="center", style="italic")
    for x, y, length in ((2.0, 4.85, "6"), (0.5, 1.8, "9"), (3.4, 3.1, "8")):
        ax.text(x, y, length, ha="center")
    _save(fig, "nested-triangles")


def parabola() -> None:
    """A parabola with vertex (2, -9) that crosses the x-axis at -1 and 5."""
    fig, ax = _plane(-4, 8, -11, 5, 4.8)
    x = np.linspace(-1.55, 5.55, 200)
    ax.plot(x, (x + 1) * (x - 5), color=INK, lw=2)
    ax.plot([-1, 5, 2], [0, 0, -9], "o", color=INK)
    _numbers_beside_the_curve(ax)
    _save(fig, "parabola")


def sector() -> None:
    """Circle with center O, radius 9, and a central angle of 80 degrees."""
    fig, ax = free(3.2, 3.2)
    ax.add_patch(Circle((0, 0), 9, fill=False, color=INK, lw=1.6))
    for degrees, name in ((20, "B"), (100, "A")):
        x, y = 9 * np.cos(np.radians(degrees)), 9 * np.sin(np.radians(degrees))
        ax.plot([0, x], [0, y], color=INK, lw=1.6)
        ax.text(1.12 * x, 1.12 * y, name, ha="center", va="center", style="italic")
    ax.add_patch(Arc((0, 0), 4, 4, theta1=20, theta2=100, color=INK))
    ax.plot(0, 0, "o", color=INK, ms=4)
    ax.text(-0.3, -1.4, "O", ha="center", style="italic")
    ax.text(1.5, 2.3, "80°")
    ax.text(5.2, 0.8, "9")
    ax.set(xlim=(-11, 11), ylim=(-11, 11))
    _save(fig, "sector")


def seedlings() -> None:
    """Scatter plot of ten seedlings with a line of best fit."""
    fig, ax = plt.subplots(figsize=(5.0, 3.8))
    hours = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    height = [5, 11, 9, 11, 18, 15, 17, 23, 25, 22]
    ax.plot(hours, height, "o", color=INK)
    x = np.array([1.0, 12.0])
    ax.plot(x, 2 * x + 3, color=INK, lw=1.5)
    ax.set(xlabel="Hours of light per day", ylabel="Height (centimeters)", xlim=(0, 12), ylim=(0, 30))
    ax.set_xticks(range(13))
    ax.set_yticks(range(0, 31, 2))
    ax.grid(alpha=0.35)
    _save(fig, "seedlings")


def commuting() -> None:
    """Two-way table of shift against way of coming to work."""
    fig, ax = plt.subplots(figsize=(5.2, 1.6))
    ax.axis("off")
    cells = [["36", "84", "30", "150"], ["18", "66", "6", "90"], ["54", "150", "36", "240"]]
    rows, columns = ["Day shift", "Night shift", "Total"], ["Bus", "Car", "Bicycle", "Total"]
    table = ax.table(cells, rowLabels=rows, colLabels=columns, loc="center", cellLoc="center")
    table.scale(1, 1.5)
    _save(fig, "commuting")


def books() -> None:
    """Dot plot of the number of books that 15 students read."""
    fig, ax = plt.subplots(figsize=(5.0, 2.6))
    for value, count in {0: 1, 1: 3, 2: 4, 3: 2, 4: 1, 5: 1, 6: 2, 7: 1}.items():
        ax.plot([value] * count, range(1, count + 1), "o", color=INK, ms=8)
    ax.set(xlim=(-0.7, 8.7), ylim=(0.4, 4.8), xlabel="Number of books read")
    ax.set_xticks(range(9))
    ax.set_yticks([])
    ax.spines[["top", "right", "left"]].set_visible(False)
    _save(fig, "books")


def tank() -> None:
    """A cylinder of diameter 6 ft and height 10 ft on top of a cone of height 4 ft."""
    fig, ax = free(3.6, 4.4)
    ax.add_patch(Ellipse((0, 14), 6, 1.4, fill=False, color=INK, lw=1.6))
    ax.add_patch(Arc((0, 4), 6, 1.4, theta1=180, theta2=360, color=INK, lw=1.6))
    ax.add_patch(Arc((0, 4), 6, 1.4, theta1=0, theta2=180, color=INK, lw=1.0, ls="--"))
    for side in (-3, 3):
        ax.plot([side, side, 0], [14, 4, 0], color=INK, lw=1.6)
    arrow = {"arrowstyle": "<->", "color": INK}
    ax.annotate("", (-3, 15.4), (3, 15.4), arrowprops=arrow)
    ax.text(0, 15.7, "6 ft", ha="center")
    ax.annotate("", (4.2, 4), (4.2, 14), arrowprops=arrow)
    ax.text(4.5, 9, "10 ft", va="center")
    ax.annotate("", (4.2, 0), (4.2, 4), arrowprops=arrow)
    ax.text(4.5, 2, "4 ft", va="center")
    ax.set(xlim=(-4, 7), ylim=(-0.5, 17))
    _save(fig, "tank")


def ride() -> None:
    """Distance of a cyclist from home against time."""
    fig, ax = plt.subplots(figsize=(5.0, 3.6))
    ax.plot([0, 20, 30, 60], [0, 4, 4, 13], color=INK, lw=2)
    ax.set(xlabel="Time (minutes)", ylabel="Distance from home (kilometers)", xlim=(0, 62), ylim=(0, 14))
    ax.set_xticks(range(0, 61, 10))
    ax.set_yticks(range(15))
    ax.grid(alpha=0.35)
    _save(fig, "ride")


def right_triangle() -> None:
    """Right triangle PQR with PQ = 10 and PR = 26."""
    fig, ax = free(2.6, 4.2)
    ax.plot([0, 10, 10, 0], [0, 0, 24, 0], color=INK, lw=1.6)
    ax.plot([8.6, 8.6, 10], [0, 1.4, 1.4], color=INK, lw=1)
    for x, y, name in ((-0.9, -0.9, "P"), (10.9, -0.9, "Q"), (10.9, 24.4, "R")):
        ax.text(x, y, name, ha="center", va="center", style="italic")
    ax.text(5, -1.9, "10", ha="center")
    ax.text(3.4, 12.5, "26", ha="center")
    ax.set(xlim=(-2, 13), ylim=(-3, 26))
    _save(fig, "right-triangle")


if __name__ == "__main__":
    for draw in (line, nested_triangles, parabola, sector, seedlings, commuting, books, tank, ride, right_triangle):
        draw()
