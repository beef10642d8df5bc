"""Draw the pictures of this form: each PNG is written beside this script, the same bytes every time."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from exams.catalogue.drawing.drawing import INK, figure, free, saver

_save = saver(__file__, dpi=120)


def altitude() -> None:
    """Right triangle ABC with the altitude from C, and the lengths of AD and AC."""
    fig, ax = free(4.4, 2.6)
    height = 20**0.5
    for xs, ys in (((0, 9, 4, 0), (0, 0, height, 0)), ((4, 4), (0, height)), ((4.45, 4.45, 4), (0, 0.45, 0.45))):
        ax.plot(xs, ys, color=INK, lw=1.4)
    down, across = np.array([-4, -height]) / 6 * 0.45, np.array([5, -height]) / 45**0.5 * 0.45
    corner = np.array([4, height]) + np.array([down, down + across, across])
    ax.plot(corner[:, 0], corner[:, 1], color=INK, lw=1.4)
    for x, y, name in ((-0.4, -0.1, "A"), (9.4, -0.1, "B"), (4, height + 0.45, "C"), (4, -0.5, "D")):
        ax.text(x, y, name, ha="center", va="center", style="italic")
    ax.text(2, -0.5, "4", ha="center", va="center")
    ax.text(1.6, 2.5, "6", ha="center", va="center")
    ax.set(xlim=(-0.9, 9.9), ylim=(-1, 5.3))
    _save(fig, "altitude")


def theaters() -> None:
    """Tickets sold at five theaters in two years, and their average price in the second."""
    fig, (sold, price) = plt.subplots(1, 2, figsize=(8.4, 4.4), width_ratios=(3, 2))
    names, places = ["V", "W", "X", "Y", "Z"], np.arange(5)
    sold.bar(places - 0.2, [120, 80, 150, 60, 90], 0.38, color="#dfe5ec", edgecolor=INK, label="2023", zorder=2)
    sold.bar(places + 0.2, [150, 100, 130, 90, 80], 0.38, color="#8fa3ba", edgecolor=INK, label="2024", zorder=2)
    sold.set(ylabel="Tickets sold (hundreds)", ylim=(0, 170), yticks=range(0, 161, 10), xlabel="Theater")
    sold.legend(loc="upper right", ncols=2, frameon=False)
    price.bar(places, [12, 20, 8, 30, 16], 0.5, color="#8fa3ba", edgecolor=INK, zorder=2)
    price.set(ylabel="Average price of a ticket, 2024 (dollars)", xlabel="Theater")
    price.set(ylim=(0, 33), yticks=range(0, 33, 2))
    for ax in (sold, price):
        ax.set_xticks(places, names)
        ax.tick_params(labelsize=8)
        ax.grid(axis="y", color="#cccccc", lw=0.6, zorder=0)
        ax.spines[["top", "right"]].set_visible(False)
    _save(fig, "theaters")


def commutes() -> None:
    """Boxplots of commuting times in three districts."""
    fig, ax = figure(6.4, 3.2)
    for height, name, (least, first, median, third, most) in (
        (3, "P", (5, 15, 20, 35, 60)),
        (2, "Q", (10, 20, 30, 40, 75)),
        (1, "R", (5, 10, 25, 35, 45)),
    ):
        ax.plot([least, first], [height, height], color=INK, lw=1.4)
        ax.plot([third, most], [height, height], color=INK, lw=1.4)
        for end in (least, most):
            ax.plot([end, end], [height - 0.15, height + 0.15], color=INK, lw=1.4)
        ax.add_patch(
            plt.Rectangle((first, height - 0.28), third - first, 0.56, facecolor="#dfe5ec", edgecolor=INK, zorder=2)
        )
        ax.plot([median, median], [height - 0.28, height + 0.28], color=INK, lw=2.2, zorder=3)
        ax.text(-2, height, f"District {name}", ha="right", va="center")
    ax.set(xlim=(0, 80), ylim=(0.4, 3.6), yticks=[], xticks=range(0, 81, 5), xlabel="Commuting time (minutes)")
    ax.tick_params(labelsize=8)
    ax.grid(axis="x", color="#cccccc", lw=0.6, zorder=0)
    _save(fig, "commutes")


if __name__ == "__main__":
    for draw in (altitude, theaters, commutes):
        draw()
