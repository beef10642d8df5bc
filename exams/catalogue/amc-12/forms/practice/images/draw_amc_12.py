"""Draw the pictures of this form: each PNG is written beside this script, the same bytes every time."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from exams.catalogue.drawing.drawing import INK, saver

_save = saver(__file__, dpi=120)
SHADE = "#c9d6e4"


def _axes_through_origin(ax: Axes) -> None:
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines["left"].set_position(("data", 0))
    ax.spines["bottom"].set_position(("data", 0))


def broken_line() -> None:
    """A function made of three straight pieces."""
    fig, ax = plt.subplots(figsize=(4.0, 4.0))
    ax.plot([0, 2, 5, 6], [4, 0, 6, 4], color=INK, lw=2.2, clip_on=False, zorder=3)
    ax.set(xlim=(0, 6.5), ylim=(0, 6.5), aspect="equal", xticks=range(7), yticks=range(7))
    ax.set_xlabel("x", fontsize=12)
    ax.set_ylabel("y", fontsize=12, rotation=0)
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(color="#bbbbbb", lw=0.7)
    _save(fig, "broken-line")


def cosine_curve() -> None:
    """A wave with one highest and the next lowest point marked; the scale stands only at those points."""
    fig, ax = plt.subplots(figsize=(5.4, 3.6))
    x = np.linspace(-1, 8, 400)
    ax.plot(x, 2 + 3 * np.cos(np.pi / 3 * (x - 1)), color=INK, lw=2.2)
    for px, py, text, dy in ((1, 5, "(1, 5)", 0.35), (4, -1, "(4, −1)", -0.75)):
        ax.plot([px], [py], "o", color=INK, ms=6)
        ax.text(px, py + dy, text, ha="center", fontsize=12)
    _axes_through_origin(ax)
    ax.set(xlim=(-1.3, 8.6), ylim=(-2.2, 6.4), xticks=[], yticks=[])
    ax.text(8.5, 0.2, "x", fontsize=12)
    ax.text(0.15, 6.1, "y", fontsize=12)
    _save(fig, "cosine-curve")


def hexagon() -> None:
    """A regular hexagon with a midpoint, two segments, and a shaded triangle."""
    fig, ax = plt.subplots(figsize=(4.4, 4.0))
    ax.set(xlim=(-7.4, 7.4), ylim=(-6.6, 6.4), aspect="equal")
    ax.axis("off")
    turns = np.arange(6) * np.pi / 3
    points = {name: (6 * np.cos(t), 6 * np.sin(t)) for name, t in zip("ABCDEF", turns, strict=True)}
    points["M"] = ((points["D"][0] + points["E"][0]) / 2, (points["D"][1] + points["E"][1]) / 2)
    points["P"] = (0.75, -0.75 * np.sqrt(3))
    ax.add_patch(Polygon([points[n] for n in "AFP"], facecolor=SHADE, edgecolor="none"))
    ax.add_patch(Polygon([points[n] for n in "ABCDEF"], fill=False, edgecolor=INK, lw=2))
    for pair in ("AM", "CF", "FA"):
        (x0, y0), (x1, y1) = points[pair[0]], points[pair[1]]
        ax.plot([x0, x1], [y0, y1], color=INK, lw=1.6)
    for name, (x, y) in points.items():
        if name in "MP":
            ax.plot([x], [y], "o", color=INK, ms=5)
    for name in "ABCDEFM":
        x, y = points[name]
        far = 0.7 / np.hypot(x, y)
        ax.text(x * (1 + far), y * (1 + far), name, ha="center", va="center", fontsize=12)
    ax.text(0.1, -1.95, "P", ha="center", va="center", fontsize=12)
    ax.text(5.0, 2.9, "6", ha="center", va="center", fontsize=12)
    _save(fig, "hexagon")


if __name__ == "__main__":
    broken_line()
    cosine_curve()
    hexagon()
