"""Draw the pictures of this form: `python draw.py` writes each PNG beside the script, the same bytes every time.

All are simplified schemes drawn by eye from the well-known disposition of each work; none is to scale.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Arc, Circle, Ellipse, FancyArrowPatch, Polygon, Rectangle, Wedge

HERE = Path(__file__).parent
INK = "#222222"
RED = "#a03020"
PALE = "#e6e2d8"
Points = list[tuple[float, float]]


def _canvas(width: float, height: float, right: float, top: float) -> tuple[Figure, Axes]:
    fig, ax = plt.subplots(figsize=(width, height))
    ax.set(xlim=(0, right), ylim=(0, top), aspect="equal")
    ax.axis("off")
    return fig, ax


def _save(fig: Figure, name: str) -> None:
    fig.tight_layout()
    fig.savefig(HERE / f"{name}.png", dpi=100, metadata={"Software": None})
    plt.close(fig)


def _line(ax: Axes, points: Points, width: float = 1.2, color: str = INK, style: str = "-") -> None:
    ax.plot([p[0] for p in points], [p[1] for p in points], color=color, lw=width, ls=style, solid_capstyle="butt")


def _box(ax: Axes, x: float, y: float, w: float, h: float, fill: str = "none", width: float = 1.2) -> None:
    ax.add_patch(Rectangle((x, y), w, h, facecolor=fill, edgecolor=INK, lw=width))


def _mark(ax: Axes, x: float, y: float, text: str, size: float = 13) -> None:
    ax.text(x, y, text, ha="center", va="center", fontsize=size, color=INK)


def _shaft(ax: Axes, middle: float, foot: float, head: float) -> None:
    ax.add_patch(Polygon([(middle - 0.5, foot), (middle + 0.5, foot), (middle + 0.4, head), (middle - 0.4, head)],
                         facecolor=PALE, edgecolor=INK))  # fmt: skip
    for step in (-0.25, 0.0, 0.25):
        _line(ax, [(middle + step, foot), (middle + 0.8 * step, head)], 0.7)


def orders() -> None:
    """Three columns with the beams above them: plain cushion, scrolls, leaves; not numbered in the usual order."""
    fig, ax = _canvas(7.2, 4.6, 14.4, 9.4)
    for number, middle in enumerate((2.4, 7.2, 12.0), 1):
        left = middle - 1.9
        _box(ax, left, 0.7, 3.8, 0.35, PALE)
        if number > 1:
            for low, half in ((1.05, 0.75), (1.25, 0.62)):
                _box(ax, middle - half, low, 2 * half, 0.2, PALE)
        _shaft(ax, middle, 1.05 if number == 1 else 1.45, 6.0 if number < 3 else 5.5)
        _box(ax, left, 6.6, 3.8, 0.6)
        _box(ax, left, 7.2, 3.8, 1.0)
        _box(ax, left - 0.1, 8.2, 4.0, 0.4)
        _mark(ax, middle, 0.25, "231"[number - 1])
    ax.add_patch(Polygon([(2.0, 6.0), (2.8, 6.0), (3.05, 6.3), (1.75, 6.3)], facecolor=PALE, edgecolor=INK))
    _box(ax, 1.6, 6.3, 1.6, 0.3, PALE)
    for x in (0.5, 2.1, 3.7):
        for part in (0.0, 0.2, 0.4):
            _box(ax, x + part, 7.2, 0.2, 1.0, PALE, 0.9)
    _box(ax, 6.6, 6.25, 1.2, 0.35, PALE)
    for x in (6.45, 7.95):
        for radius in (0.34, 0.22, 0.1):
            ax.add_patch(Circle((x, 6.15), radius, facecolor=PALE, edgecolor=INK, lw=0.9))
    for line in (6.8, 7.0):
        for left in (5.3, 10.1):
            _line(ax, [(left, line), (left + 3.8, line)], 0.7)
    for x in (5.6, 6.1, 6.7, 7.1, 7.7, 8.2, 8.7):
        ax.add_patch(Ellipse((x, 7.62), 0.28, 0.5, facecolor=PALE, edgecolor=INK, lw=0.8))
        ax.add_patch(Circle((x, 7.98), 0.1, facecolor=PALE, edgecolor=INK, lw=0.8))
    ax.add_patch(Polygon([(11.6, 5.5), (12.4, 5.5), (12.75, 6.4), (11.25, 6.4)], facecolor=PALE, edgecolor=INK))
    for low, xs in ((5.5, (11.65, 11.9, 12.15, 12.4)), (5.9, (11.5, 11.8, 12.1, 12.4, 12.6))):
        for x in xs:
            ax.add_patch(Wedge((x, low), 0.2, 20, 160, facecolor="white", edgecolor=INK, lw=0.9))
            _line(ax, [(x, low), (x, low + 0.35)], 0.8)
    _box(ax, 11.2, 6.4, 1.6, 0.2, PALE)
    _save(fig, "orders")


def hall_section() -> None:
    """Section of a columned hall whose middle rises above its sides, with openings W between the two roofs."""
    fig, ax = _canvas(6.4, 3.8, 13.0, 7.6)
    _line(ax, [(0.2, 0.6), (12.8, 0.6)], 2)
    for x in (1.4, 2.8, 4.2, 8.8, 10.2, 11.6):
        _box(ax, x - 0.25, 0.6, 0.5, 2.9, PALE)
        _box(ax, x - 0.38, 3.5, 0.76, 0.4, PALE)
    for x in (5.7, 7.3):
        _box(ax, x - 0.35, 0.6, 0.7, 4.6, PALE)
        ax.add_patch(Polygon([(x - 0.35, 5.2), (x + 0.35, 5.2), (x + 0.65, 5.7), (x - 0.65, 5.7)],
                             facecolor=PALE, edgecolor=INK))  # fmt: skip
    _box(ax, 0.4, 3.9, 4.4, 0.35, PALE)
    _box(ax, 8.2, 3.9, 4.4, 0.35, PALE)
    _box(ax, 4.3, 5.7, 4.4, 0.4, PALE)
    for x in (4.3, 8.35):
        _box(ax, x, 4.25, 0.35, 1.45)
        for bar in range(1, 6):
            _line(ax, [(x, 4.25 + 0.24 * bar), (x + 0.35, 4.25 + 0.24 * bar)], 0.9)
    for x, label in ((3.7, 4.3), (9.3, 8.7)):
        _mark(ax, x, 5.0, "W", 14)
        _line(ax, [(x + (0.25 if x < 6 else -0.25), 5.0), (label, 5.0)], 0.8)
    for x in (0.4, 12.3):
        _box(ax, x, 0.6, 0.3, 3.3, PALE)
    _save(fig, "hall-section")


def basilica() -> None:
    """Plan of an early Christian church in six numbered parts, entrance on the left."""
    fig, ax = _canvas(7.2, 3.6, 15.0, 7.6)
    _box(ax, 0.3, 1.3, 4.2, 5.0, width=2)
    _box(ax, 1.1, 2.1, 2.7, 3.4, width=0.8)
    _box(ax, 4.5, 1.3, 0.8, 5.0, width=2)
    _box(ax, 5.3, 1.3, 6.2, 5.0, width=2)
    for y in (2.1, 2.9, 4.7, 5.5):
        ax.plot([5.6 + 0.4 * i for i in range(15)], [y] * 15, ".", color=INK, ms=5)
    _box(ax, 11.5, 0.6, 1.5, 6.4, width=2)
    _line(ax, [(11.5, 2.9), (11.5, 4.7)], 4, "white")
    _line(ax, [(13.0, 2.95), (13.0, 4.65)], 4, "white")
    ax.add_patch(Arc((13.0, 3.8), 1.8, 1.8, theta1=-90, theta2=90, color=INK, lw=2))
    for x, y, text in ((2.4, 3.8, "1"), (4.9, 3.8, "2"), (8.4, 3.8, "3"), (8.4, 1.7, "4"), (8.4, 5.9, "4"),
                       (8.4, 2.5, "4"), (8.4, 5.1, "4"), (12.2, 1.7, "5"), (13.4, 3.8, "6")):  # fmt: skip
        _mark(ax, x, y, text)
    ax.plot([12.55], [3.8], "x", color=RED, ms=9, mew=2.4)
    _save(fig, "basilica")


def columned_hall() -> None:
    """Plan of a mosque enlarged three times: court above, columned areas I to IV below, niche in the lower wall."""
    fig, ax = _canvas(5.0, 5.4, 10.0, 10.8)
    _box(ax, 0.6, 7.4, 8.8, 2.8, width=2)
    _mark(ax, 5.0, 8.8, "open court", 11)
    _box(ax, 0.6, 0.8, 8.8, 6.6, width=2)
    for x in (1.0 + 0.4 * i for i in range(21)):
        ax.plot([x] * 16, [1.15 + 0.4 * i for i in range(16)], ".", color=INK, ms=3)
    for start, end in (((0.6, 5.0), (6.2, 5.0)), ((0.6, 3.4), (6.2, 3.4)), ((6.2, 0.8), (6.2, 7.4))):
        _line(ax, [start, end], 1.6, RED, "--")
    ax.add_patch(Wedge((3.4, 0.8), 0.35, 180, 360, facecolor="white", edgecolor=INK, lw=1.8))
    for x, y, text in ((3.4, 6.2, "I"), (3.4, 4.2, "II"), (3.4, 2.2, "III"), (7.8, 4.2, "IV")):
        ax.text(x, y, text, ha="center", va="center", fontsize=14, color=RED,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 2})  # fmt: skip
    _save(fig, "columned-hall")


def court_plan() -> None:
    """Plan with an open court, a great vaulted niche in the middle of each side, and one domed room."""
    fig, ax = _canvas(5.0, 5.4, 10.0, 10.8)
    _box(ax, 0.6, 0.6, 8.8, 9.6, PALE, 2)
    _box(ax, 3.0, 3.4, 4.0, 4.6, "white", 1.8)
    for x, y, w, h in ((4.1, 8.0, 1.8, 1.3), (4.1, 2.2, 1.8, 1.2), (1.8, 4.9, 1.2, 1.6), (7.0, 4.9, 1.2, 1.6)):
        _box(ax, x, y, w, h, "white", 1.8)
    for start, end in (((4.14, 8.0), (5.86, 8.0)), ((4.14, 3.4), (5.86, 3.4)), ((3.0, 4.94), (3.0, 6.46)),
                       ((7.0, 4.94), (7.0, 6.46))):  # fmt: skip
        _line(ax, [start, end], 3, "white")
    ax.add_patch(Rectangle((4.1, 0.75), 1.8, 1.45, facecolor="white", edgecolor=INK, lw=1.8))
    ax.add_patch(Circle((5.0, 1.47), 0.62, facecolor="none", edgecolor=INK, lw=1.2, ls="--"))
    _line(ax, [(4.5, 2.2), (5.5, 2.2)], 3, "white")
    _mark(ax, 5.0, 5.7, "open\ncourt", 11)
    for x, y in ((5.0, 8.65), (5.0, 2.8), (2.4, 5.7), (7.6, 5.7)):
        _mark(ax, x, y, "v")
    _mark(ax, 5.0, 1.47, "d")
    _save(fig, "court-plan")


def mound_plan() -> None:
    """Plan of a solid mound within a ring of railing with four gates, and a dashed path round it."""
    fig, ax = _canvas(4.8, 4.8, 10.0, 10.0)
    ax.add_patch(Circle((5, 5), 2.5, facecolor=PALE, edgecolor=INK, lw=1.6))
    ax.add_patch(Circle((5, 5), 0.14, facecolor=INK))
    _box(ax, 4.6, 4.6, 0.8, 0.8)
    for angle in (8, 98, 188, 278):
        ax.add_patch(Arc((5, 5), 7.6, 7.6, theta1=angle, theta2=angle + 74, color=INK, lw=2.4))
    for x, y, across in ((5, 9.1, True), (5, 0.9, True), (9.1, 5, False), (0.9, 5, False)):
        for step in (-0.5, 0.5):
            spot = (x + step, y) if across else (x, y + step)
            ax.add_patch(Rectangle((spot[0] - 0.13, spot[1] - 0.13), 0.26, 0.26, facecolor=INK))
    ax.add_patch(Circle((5, 5), 3.15, facecolor="none", edgecolor=RED, lw=1.4, ls="--"))
    for start, end in (((4.9, 8.15), (5.3, 8.15)), ((8.15, 5.1), (8.15, 4.7)), ((5.1, 1.85), (4.7, 1.85)),
                       ((1.85, 4.9), (1.85, 5.3))):  # fmt: skip
        ax.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=18, color=RED, lw=0))
    ax.text(5, 3.5, "solid mound", ha="center", fontsize=10, color=INK)
    ax.text(9.6, 9.3, "N ↑", ha="center", fontsize=11, color=INK)
    _save(fig, "mound-plan")


def _person(ax: Axes, x: float, y: float, size: float, fill: str = PALE) -> None:
    ax.add_patch(Polygon([(x - size / 3, y), (x + size / 3, y), (x + size / 6, y + size * 0.7),
                          (x - size / 6, y + size * 0.7)], facecolor=fill, edgecolor=INK, lw=0.9))  # fmt: skip
    ax.add_patch(Circle((x, y + size * 0.84), size * 0.14, facecolor=fill, edgecolor=INK, lw=0.9))


def chapel() -> None:
    """Scheme of a painted chapel whose receding lines meet on a ledge; a scale of height at the left."""
    fig, ax = _canvas(4.4, 6.4, 8.4, 12.4)
    _box(ax, 2.0, 0.5, 5.8, 2.3, width=1.4)
    _box(ax, 2.7, 0.8, 4.4, 0.9, PALE)
    _mark(ax, 4.9, 1.25, "skeleton", 9)
    _box(ax, 1.8, 2.8, 6.2, 0.35, PALE)
    for x in (2.2, 7.1):
        _box(ax, x, 3.15, 0.5, 7.4, PALE)
    _box(ax, 1.9, 10.55, 6.0, 0.8, PALE)
    meet = (4.9, 2.98)
    for radius in (2.2, 1.7, 1.3):
        lift = 8.35 - (2.2 - radius) * 2.2
        ax.add_patch(Arc((4.9, lift), 2 * radius, 2 * radius, theta1=0, theta2=180, color=INK, lw=1.1))
    for x, y in ((2.7, 8.35), (7.1, 8.35), (3.35, 9.9), (6.45, 9.9), (4.9, 10.55)):
        _line(ax, [(x, y), meet], 1.0, RED, "--")
    _person(ax, 4.9, 6.2, 2.4, "white")
    _line(ax, [(4.9, 3.6), (4.9, 7.0)], 3)
    _line(ax, [(3.8, 6.5), (6.0, 6.5)], 3)
    for x in (3.4, 6.4):
        _person(ax, x, 4.0, 1.9, "white")
    for x in (1.95, 7.85):
        _person(ax, x, 3.15, 1.5, "white")
    ax.add_patch(Circle(meet, 0.13, facecolor=RED, zorder=5))
    _line(ax, [(1.0, 0.5), (1.0, 11.4)], 1.0)
    for y, text in ((0.5, "0 m"), (2.98, "1.7 m"), (11.4, "6.7 m")):
        _line(ax, [(0.85, y), (1.15, y)], 1.0)
        ax.text(0.75, y + 0.12, text, ha="center", va="bottom", fontsize=9, color=INK)
    _line(ax, [(0.2, 0.5), (8.2, 0.5)], 1.6)
    _save(fig, "chapel")


def raft() -> None:
    """Two triangles over the outline of a raft, with the positions of the figures and of a distant ship."""
    fig, ax = _canvas(6.6, 4.6, 14.0, 9.8)
    _box(ax, 0.3, 0.4, 13.4, 9.0, width=1.6)
    _line(ax, [(0.3, 5.6), (13.7, 5.6)], 0.9)
    ax.add_patch(Polygon([(1.6, 2.4), (7.6, 0.8), (12.2, 3.2), (6.6, 4.6)], facecolor=PALE, edgecolor=INK))
    _line(ax, [(4.6, 3.6), (4.2, 9.0)], 2.4)
    for x, y in ((2.2, 2.0), (4.0, 1.4), (6.6, 1.3), (9.0, 1.7)):
        ax.add_patch(Ellipse((x, y), 1.7, 0.5, angle=-12, facecolor="white", edgecolor=INK))
    for x, y, size in ((5.2, 2.8, 1.2), (6.6, 3.0, 1.5), (7.8, 3.2, 1.9), (9.0, 3.4, 2.3), (10.0, 4.2, 2.8)):
        _person(ax, x, y, size, "white")
    _line(ax, [(10.2, 6.4), (10.9, 8.0)], 2)
    ax.add_patch(Polygon([(10.9, 8.0), (11.7, 8.3), (11.2, 7.6)], facecolor=PALE, edgecolor=INK))
    _line(ax, [(1.2, 1.8), (4.2, 9.0), (7.8, 1.8), (1.2, 1.8)], 1.5, INK, "--")
    _line(ax, [(1.4, 1.2), (10.9, 8.2), (11.8, 2.0), (1.4, 1.2)], 1.8, RED)
    ax.add_patch(Polygon([(12.7, 5.6), (13.0, 5.6), (12.85, 5.85)], facecolor=INK, edgecolor=INK))
    _mark(ax, 3.4, 8.6, "1")
    _mark(ax, 11.9, 8.7, "2")
    _save(fig, "raft")


def railway() -> None:
    """Scheme of a landscape: bridge and train from the middle to the lower right, a second bridge at the left."""
    fig, ax = _canvas(6.6, 4.8, 14.0, 10.4)
    _box(ax, 0.3, 0.4, 13.4, 9.6, width=1.6)
    _line(ax, [(0.3, 5.6), (13.7, 5.6)], 0.8, INK, ":")
    _line(ax, [(6.6, 5.6), (8.2, 0.4)], 1.8)
    _line(ax, [(7.0, 5.6), (13.7, 1.2)], 1.8)
    for x, y, size in ((7.5, 3.7, 0.75), (7.22, 4.45, 0.48), (7.05, 4.93, 0.3)):
        _box(ax, x, y, size, size, "#555555")
    ax.add_patch(Rectangle((7.9, 4.45), 0.16, 0.45, facecolor=INK))
    for x in (0.9, 2.2, 3.5):
        ax.add_patch(Arc((x + 0.5, 4.3), 1.1, 1.1, theta1=0, theta2=180, color=INK, lw=1.2))
    _line(ax, [(0.3, 5.0), (4.6, 5.3)], 1.4)
    ax.add_patch(Ellipse((3.2, 2.4), 0.9, 0.22, facecolor="white", edgecolor=INK))
    ax.add_patch(Ellipse((9.7, 2.3), 0.35, 0.16, facecolor="white", edgecolor=INK))
    ax.text(5.6, 8.0, "sky, rain and river: no firm outlines", ha="center", fontsize=10, color=INK)
    ax.text(3.2, 1.7, "boat", ha="center", fontsize=9, color=INK)
    ax.text(9.7, 1.6, "hare", ha="center", fontsize=9, color=INK)
    ax.text(9.4, 4.75, "engine", ha="center", fontsize=9, color=INK)
    _save(fig, "railway")


def house() -> None:
    """Front of a house on thin posts with one window from end to end and a terrace on a flat roof."""
    fig, ax = _canvas(6.8, 3.8, 14.0, 7.6)
    _line(ax, [(0.2, 0.6), (13.8, 0.6)], 1.6)
    _box(ax, 4.6, 0.6, 6.6, 1.9, PALE)
    for x in (1.5, 3.5, 5.5, 7.5, 9.5, 11.5, 12.6):
        _box(ax, x - 0.1, 0.6, 0.2, 1.9, "white")
    _box(ax, 1.1, 2.5, 11.9, 2.3, "white", 1.8)
    _box(ax, 1.3, 3.3, 11.5, 0.8, PALE)
    for step in range(1, 12):
        _line(ax, [(1.3 + 0.958 * step, 3.3), (1.3 + 0.958 * step, 4.1)], 0.7)
    _box(ax, 1.1, 4.8, 11.9, 0.5, "white", 1.4)
    for x in (1.4, 4.2, 8.6, 12.5):
        _box(ax, x, 5.3, 0.15, 1.2, "white")
    _box(ax, 1.1, 6.5, 11.9, 0.25, "white", 1.4)
    _box(ax, 5.2, 5.3, 2.6, 1.2, PALE)
    ax.text(10.4, 5.85, "roof terrace", ha="center", va="center", fontsize=10, color=INK)
    _save(fig, "house")


if __name__ == "__main__":
    for draw in (orders, hall_section, basilica, columned_hall, court_plan, mound_plan, chapel, raft, railway, house):
        draw()
