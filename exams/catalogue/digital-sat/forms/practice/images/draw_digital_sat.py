"""Draw the pictures of this form: each PNG is written beside this script, the same bytes every time."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Arc

from exams.catalogue.drawing.drawing import GREY, INK, figure, free, saver

_save = saver(__file__, dpi=120)


def parallel_lines() -> None:
    """Lines p and q and a third line; with x = 20 the angles measure 106° and 74°."""
    fig, ax = free(4.2, 2.9)
    angle = 74
    run = 3 / np.tan(np.radians(angle))
    foot, head = np.array([3.0, 0.0]), np.array([3.0 + run, 3.0])
    for height, name in ((3.0, "p"), (0.0, "q")):
        ax.plot([0, 8], [height, height], color=INK, lw=1.6)
        ax.text(8.25, height, name, style="italic", va="center")
    beyond = (head - foot) * 0.3
    ax.plot([foot[0] - beyond[0], head[0] + beyond[0]], [-beyond[1], 3 + beyond[1]], color=INK, lw=1.6)
    ax.add_patch(Arc((foot[0], foot[1]), 1.3, 1.3, theta1=0, theta2=angle, color=INK))
    ax.add_patch(Arc((head[0], head[1]), 1.1, 1.1, theta1=180 + angle, theta2=360, color=INK))
    ax.text(foot[0] + 0.85, 0.32, "(3x + 14)°")
    ax.text(head[0] + 0.55, 2.35, "(5x + 6)°")
    _save(fig, "parallel-lines")


def draining_tank() -> None:
    """Water in a tank: 60 liters, 6 less every minute."""
    fig, ax = figure(4.2, 3.2)
    ax.set(xlim=(0, 12), ylim=(0, 70), xlabel="Time (minutes)", ylabel="Water (liters)")
    ax.set_xticks(range(13))
    ax.grid(alpha=0.35)
    ax.plot([0, 10], [60, 0], color=INK, lw=2)
    _save(fig, "draining-tank")


def scatter() -> None:
    """Ten points that fall from (1, 11) to (10, 2.9)."""
    fig, ax = figure(4.2, 3.4)
    ax.set(xlim=(0, 11), ylim=(0, 13))
    ax.set_xticks(range(12))
    ax.set_yticks(range(14))
    ax.grid(alpha=0.35)
    ax.set_xlabel("x", style="italic")
    ax.set_ylabel("y", style="italic", rotation=0)
    ax.plot(range(1, 11), [11, 9.8, 9.3, 8.2, 7.1, 6.8, 5.3, 4.8, 3.5, 2.9], "o", color=INK)
    _save(fig, "scatter")


def histogram() -> None:
    """Forty integers in four classes."""
    fig, ax = figure(4.2, 3.2)
    ax.bar([10, 20, 30, 40], [6, 12, 14, 8], width=10, align="edge", color=GREY, edgecolor=INK)
    ax.set(xlim=(5, 55), ylim=(0, 16), xlabel="Integer", ylabel="Frequency")
    ax.set_xticks(range(10, 51, 10))
    ax.set_yticks(range(0, 17, 2))
    ax.grid(axis="y", alpha=0.35)
    ax.set_axisbelow(True)
    _save(fig, "histogram")


def clubs() -> None:
    """Members of five clubs."""
    fig, ax = figure(4.6, 3.6)
    ax.bar(["Art", "Chess", "Debate", "Film", "Garden"], [18, 24, 15, 30, 23], width=0.55, color=GREY, edgecolor=INK)
    ax.set(ylim=(0, 32), ylabel="Number of members")
    ax.set_yticks(range(0, 33, 4))
    ax.set_yticks(range(33), minor=True)
    ax.grid(axis="y", which="both", alpha=0.3)
    ax.set_axisbelow(True)
    _save(fig, "clubs")


if __name__ == "__main__":
    for draw in (parallel_lines, draining_tank, scatter, histogram, clubs):
        draw()
    plt.close("all")
