"""Draw the pictures of this form: `python draw.py` writes each PNG beside the script, the same bytes every time.

Enslaved population: U.S. censuses of 1800 to 1860. Cotton: thousands of bales, usual rounded figures. Immigrants:
Yearbook of Immigration Statistics, in millions, rounded. The map's outlines are our own, drawn by eye.
"""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Ellipse, Polygon, Rectangle

from exams.catalogue.drawing.drawing import INK, saver

_save = saver(__file__, dpi=110)
Points = list[tuple[float, float]]

MISSISSIPPI: Points = [
    (-95.2, 47.2), (-93.2, 45.0), (-91.2, 43.5), (-90.2, 41.8), (-91.4, 40.4), (-90.2, 38.7), (-89.2, 37.0),
    (-90.1, 35.1), (-91.1, 33.5), (-91.0, 32.3), (-91.6, 31.0), (-90.3, 30.2), (-89.2, 29.1),
]  # fmt: skip
LAKES_AND_MAINE: Points = [
    (-95.2, 49.0), (-89.6, 48.0), (-84.8, 46.6), (-82.5, 45.3), (-82.4, 43.0), (-83.1, 42.0), (-79.0, 42.7),
    (-79.0, 43.4), (-76.5, 44.1), (-74.7, 45.0), (-71.5, 45.0), (-70.3, 46.2), (-69.2, 47.4), (-67.8, 47.1),
    (-67.0, 44.8),
]  # fmt: skip
ATLANTIC: Points = [
    (-70.2, 43.6), (-70.8, 42.6), (-70.0, 41.8), (-71.4, 41.4), (-74.0, 40.6), (-74.9, 38.9), (-76.0, 37.0),
    (-75.5, 35.2), (-77.9, 33.9), (-79.3, 33.0), (-81.0, 32.0), (-81.5, 30.7),
]  # fmt: skip
THIRTY_ONE: Points = [(-84.9, 30.7), (-85.0, 31.0), (-91.6, 31.0)]
FLORIDA_COAST: Points = [
    (-80.5, 28.2), (-80.1, 26.0), (-81.0, 25.2), (-81.8, 26.2), (-82.8, 27.9), (-83.8, 29.9), (-85.3, 29.7),
    (-87.5, 30.3), (-89.3, 30.3), (-90.3, 30.2),
]  # fmt: skip
SABINE_TO_ROCKIES: Points = [
    (-93.8, 29.7), (-93.6, 31.2), (-94.0, 33.0), (-94.5, 33.6), (-97.0, 33.8), (-100.0, 34.5), (-100.0, 37.8),
    (-103.0, 38.1), (-106.3, 39.2), (-106.3, 42.0),
]  # fmt: skip
DIVIDE: Points = [
    (-107.3, 42.0), (-109.5, 43.3), (-111.0, 44.5), (-113.5, 45.2), (-112.5, 46.5), (-114.0, 49.0),
]  # fmt: skip
PACIFIC_NORTH: Points = [(-123.0, 49.0), (-124.7, 48.4), (-124.0, 46.2), (-124.5, 42.8), (-124.2, 42.0)]
RIO_GRANDE: Points = [
    (-97.1, 25.9), (-99.5, 27.5), (-101.4, 29.8), (-103.2, 29.0), (-104.7, 30.1), (-106.5, 31.8), (-106.9, 33.0),
    (-106.9, 34.0), (-106.3, 36.5), (-107.3, 37.7), (-107.3, 42.0),
]  # fmt: skip
GILA: Points = [(-108.5, 33.1), (-110.7, 33.0), (-112.5, 33.1), (-114.6, 32.7)]
PACIFIC_SOUTH: Points = [
    (-117.1, 32.5), (-118.5, 34.0), (-120.6, 34.5), (-121.9, 36.6), (-122.5, 37.8), (-123.8, 39.3), (-124.3, 40.4),
]  # fmt: skip


def two_lines() -> None:
    """Cotton and the enslaved population, 1800 to 1860, on two axes."""
    fig, left = plt.subplots(figsize=(5.8, 3.8))
    years = list(range(1800, 1861, 10))
    people = [0.894, 1.191, 1.538, 2.009, 2.487, 3.204, 3.954]
    bales = [0.073, 0.178, 0.335, 0.732, 1.348, 2.136, 3.841]
    (solid,) = left.plot(years, people, "o-", color=INK, label="Enslaved persons, United States (millions)")
    (dashed,) = left.plot(years, bales, "s--", color="#a03020", label="Cotton harvested (millions of bales)")
    left.set(xlabel="Year", ylabel="Millions", ylim=(0, 4.6), xticks=years)
    left.grid(alpha=0.3)
    left.legend(handles=[solid, dashed], loc="upper left", fontsize=9)
    left.spines[["top", "right"]].set_visible(False)
    _save(fig, "two-lines")


def growth_map() -> None:
    """The United States of 1860 in seven numbered areas."""
    fig, ax = plt.subplots(figsize=(6.6, 4.2))
    areas: list[tuple[str, Points, str, tuple[float, float]]] = [
        ("1", LAKES_AND_MAINE + ATLANTIC + THIRTY_ONE + MISSISSIPPI[9::-1], "#d9d9d9", (-83, 38)),
        ("2", [(-91.6, 31.0), *THIRTY_ONE[1::-1], (-81.5, 30.7), *FLORIDA_COAST], "#f5efdc", (-81.7, 28.3)),
        ("3", [*DIVIDE, *PACIFIC_NORTH], "#cfe0cf", (-118.5, 45.3)),
        (
            "4",
            [*MISSISSIPPI, (-91.5, 29.4), *SABINE_TO_ROCKIES, *DIVIDE, (-95.2, 49.0)],
            "#dce6f2",
            (-100, 43),
        ),
        (
            "5",
            [(-93.8, 29.7), (-95.0, 29.1), (-97.2, 27.6), *RIO_GRANDE, *SABINE_TO_ROCKIES[::-1]],
            "#ecd9d0",
            (-99, 31.5),
        ),
        ("6", [*RIO_GRANDE[:5:-1], *GILA, *PACIFIC_SOUTH, (-124.2, 42.0)], "#e8e0f0", (-115.5, 38)),
        (
            "7",
            [
                (-106.5, 31.8),
                (-108.2, 31.8),
                (-108.2, 31.3),
                (-111.1, 31.3),
                (-114.8, 32.5),
                *GILA[::-1],
                (-106.9, 33.0),
            ],
            "#f0f0c8",
            (-110.3, 32.2),
        ),
    ]
    for number, outline, fill, at in areas:
        ax.add_patch(Polygon(outline, facecolor=fill, edgecolor=INK, lw=1.0))
        ax.text(*at, number, ha="center", va="center", fontsize=15 if number not in "27" else 10, weight="bold")
    ax.plot(*zip(*MISSISSIPPI, strict=True), color="#30609a", lw=2)
    ax.text(-94.6, 40.4, "Mississippi\nRiver", color="#30609a", fontsize=8, ha="center")
    for x, y, name in ((-127.3, 36, "Pacific\nOcean"), (-71.5, 34, "Atlantic\nOcean"), (-90, 26.8, "Gulf of Mexico")):
        ax.text(x, y, name, fontsize=8, ha="center", style="italic")
    ax.text(-104, 26.5, "MEXICO", fontsize=9, ha="center")
    ax.text(-104, 50.3, "BRITISH NORTH AMERICA", fontsize=9, ha="center")
    ax.set(xlim=(-130, -65), ylim=(24, 51.5), aspect=1.25)
    ax.axis("off")
    _save(fig, "growth-map")


def _figure_of_a_man(ax: Axes, x: float, y: float) -> None:
    ax.add_patch(Circle((x, y + 0.62), 0.13, facecolor="white", edgecolor=INK))
    ax.plot([x, x], [y + 0.49, y + 0.2], color=INK)
    ax.plot([x - 0.16, x + 0.16], [y + 0.38, y + 0.38], color=INK)
    ax.plot([x - 0.13, x, x + 0.13], [y, y + 0.2, y], color=INK)


def scales_cartoon() -> None:
    """Scales held by a hand: a money bag weighs down one pan, a crowd rises in the other."""
    fig, ax = plt.subplots(figsize=(5.6, 4.6))
    ax.add_patch(Rectangle((4.2, 8.2), 1.6, 1.1, facecolor="#dddddd", edgecolor=INK))
    ax.text(5, 8.75, "SENATE", ha="center", va="center", fontsize=10, weight="bold")
    ax.add_patch(Ellipse((5, 7.85), 0.9, 0.8, facecolor="white", edgecolor=INK))
    ax.plot([5, 5], [7.5, 6.9], color=INK, lw=2)
    left, right = (1.8, 6.0), (8.2, 7.8)
    ax.plot([left[0], right[0]], [left[1], right[1]], color=INK, lw=4)
    for (x, y), drop in ((left, 3.6), (right, 2.6)):
        ax.plot([x - 1.4, x, x + 1.4], [y - drop, y, y - drop], color=INK)
        pan = [(x - 1.6, y - drop), (x + 1.6, y - drop), (x + 1, y - drop - 0.5), (x - 1, y - drop - 0.5)]
        ax.add_patch(Polygon(pan, facecolor="#bbbbbb", edgecolor=INK))
    ax.add_patch(Ellipse((1.8, 3.2), 2.2, 1.6, facecolor="#f0e0a0", edgecolor=INK))
    ax.add_patch(Polygon([(1.45, 3.95), (2.15, 3.95), (2.35, 4.4), (1.25, 4.4)], facecolor="#f0e0a0", edgecolor=INK))
    ax.text(1.8, 3.2, "RAILROADS\n& TRUSTS\n$", ha="center", va="center", fontsize=8, weight="bold")
    for k in range(9):
        _figure_of_a_man(ax, 7.0 + 0.3 * k, 5.25 + 0.12 * (k % 2))
    ax.text(8.2, 4.2, "FARMERS AND LABORERS", ha="center", fontsize=8, weight="bold")
    ax.text(5, 0.6, "“We weigh all petitions alike.”", ha="center", fontsize=12, style="italic")
    ax.set(xlim=(0, 10.2), ylim=(0.2, 9.6), aspect="equal")
    ax.axis("off")
    _save(fig, "scales-cartoon")


def arrivals() -> None:
    """People admitted as immigrants in each decade; three bars are lettered."""
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    millions = [5.2, 3.7, 8.8, 5.7, 4.1, 0.5, 1.0, 2.5, 3.3, 4.5, 7.3, 9.1]
    names = [f"{year}–{str(year + 9)[2:]}" for year in range(1881, 1992, 10)]
    names[1], names[-1] = "1891–1900", "1991–2000"
    bars = ax.bar(range(12), millions, color="#8899aa", edgecolor=INK)
    for place, letter in ((2, "A"), (5, "B"), (11, "C")):
        bar = bars[place]
        ax.text(bar.get_x() + 0.4, bar.get_height() + 0.15, letter, ha="center", weight="bold", fontsize=12)
    ax.set_xticks(range(12), names, rotation=45, ha="right", fontsize=9)
    ax.set(ylabel="Immigrants admitted (millions)", ylim=(0, 10.2))
    ax.spines[["top", "right"]].set_visible(False)
    _save(fig, "arrivals")


if __name__ == "__main__":
    for draw in (two_lines, growth_map, scales_cartoon, arrivals):
        draw()
