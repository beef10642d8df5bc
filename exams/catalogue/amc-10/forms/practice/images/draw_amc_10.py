"""Draw the pictures of this form: each PNG is written beside this script, the same bytes every time."""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon, Rectangle

from exams.catalogue.drawing.drawing import INK, saver

_save = saver(__file__, dpi=120)
SHADE = "#c9d6e4"


def _bare(width: float, height: float, x: tuple[float, float], y: tuple[float, float]) -> tuple[Figure, Axes]:
    fig, ax = plt.subplots(figsize=(width, height))
    ax.set(xlim=x, ylim=y, aspect="equal")
    ax.axis("off")
    return fig, ax


def notched_rectangle() -> None:
    """A rectangle 10 by 7 with a notch 4 wide and 3 deep in its top side."""
    fig, ax = _bare(4.6, 3.6, (-1.2, 10.6), (-1.2, 7.6))
    corners = [(0, 0), (10, 0), (10, 7), (6.5, 7), (6.5, 4), (2.5, 4), (2.5, 7), (0, 7)]
    ax.add_patch(Polygon(corners, facecolor="white", edgecolor=INK, lw=2))
    for x, y, text in ((5, -0.65, "10"), (-0.5, 3.5, "7"), (4.5, 3.45, "4"), (6.15, 5.5, "3")):
        ax.text(x, y, text, ha="center", va="center", fontsize=13)
    _save(fig, "notched-rectangle")


def grid_triangle() -> None:
    """Two segments across a 4 by 4 grid, and the triangle they cut off at the left side."""
    fig, ax = _bare(3.6, 3.6, (-0.3, 4.3), (-0.3, 4.3))
    crossing = (48 / 25, 36 / 25)
    ax.add_patch(Polygon([(0, 0), (0, 4), crossing], facecolor=SHADE, edgecolor="none"))
    for k in range(5):
        ax.plot([0, 4], [k, k], color="#9a9a9a", lw=0.8)
        ax.plot([k, k], [0, 4], color="#9a9a9a", lw=0.8)
    ax.add_patch(Rectangle((0, 0), 4, 4, fill=False, edgecolor=INK, lw=2))
    ax.plot([0, 4], [0, 3], color=INK, lw=2)
    ax.plot([0, 3], [4, 0], color=INK, lw=2)
    _save(fig, "grid-triangle")


def two_circles() -> None:
    """Circles of radius 9 and 4 that touch each other and the sides of a rectangle."""
    fig, ax = _bare(4.8, 3.6, (-0.6, 25.6), (-0.6, 18.6))
    ax.add_patch(Rectangle((0, 0), 25, 18, fill=False, edgecolor=INK, lw=2))
    for x, y, radius, end in ((9, 9, 9, (9, 18)), (21, 4, 4, (25, 4))):
        ax.add_patch(Circle((x, y), radius, fill=False, edgecolor=INK, lw=1.8))
        ax.plot([x, end[0]], [y, end[1]], color=INK, lw=1.2)
        ax.plot([x], [y], "o", color=INK, ms=4)
    ax.text(9.5, 13.3, "9", fontsize=13, va="center")
    ax.text(23, 4.8, "4", fontsize=13, ha="center")
    _save(fig, "two-circles")


def cube_section() -> None:
    """A cube in oblique view with two midpoints and a vertex marked."""
    fig, ax = _bare(4.2, 4.0, (-1.0, 9.6), (-1.2, 9.6))

    def place(x: float, y: float, z: float) -> tuple[float, float]:
        return x + 0.45 * y, z + 0.4 * y

    spots = {"A": (0, 0, 0), "B": (6, 0, 0), "C": (6, 6, 0), "D": (0, 6, 0)}
    spots |= {"E": (0, 0, 6), "F": (6, 0, 6), "G": (6, 6, 6), "H": (0, 6, 6)}
    points = {name: place(*where) for name, where in spots.items()}
    hidden = {"AD", "CD", "DH"}
    for edge in ("AB", "BC", "CD", "AD", "EF", "FG", "GH", "EH", "AE", "BF", "CG", "DH"):
        (x0, y0), (x1, y1) = points[edge[0]], points[edge[1]]
        ax.plot([x0, x1], [y0, y1], color=INK, lw=1.1 if edge in hidden else 1.8, ls="--" if edge in hidden else "-")
    shifts = {"A": (-0.4, -0.4), "B": (0.4, -0.4), "C": (0.5, 0), "D": (-0.4, 0.35)}
    shifts |= {"E": (-0.45, 0), "F": (0.45, -0.3), "G": (0.45, 0.3), "H": (-0.4, 0.4)}
    for name, (dx, dy) in shifts.items():
        ax.text(points[name][0] + dx, points[name][1] + dy, name, ha="center", va="center", fontsize=12)
    marks = {"M": (place(3, 0, 0), (0, 0.5)), "N": (place(6, 3, 0), (-0.5, 0.25))}
    for name, ((x, y), (dx, dy)) in marks.items():
        ax.plot([x], [y], "o", color=INK, ms=6)
        ax.text(x + dx, y + dy, name, ha="center", va="center", fontsize=12)
    ax.plot(*points["H"], "o", color=INK, ms=6)
    ax.text(3, -0.7, "6", ha="center", va="center", fontsize=12)
    _save(fig, "cube-section")


if __name__ == "__main__":
    notched_rectangle()
    grid_triangle()
    two_circles()
    cube_section()
