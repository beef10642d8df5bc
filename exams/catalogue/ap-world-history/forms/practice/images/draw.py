"""Draw the pictures of this form: `python draw.py` writes each PNG beside the script, the same bytes every time.

Captives landed: estimates of the Trans-Atlantic Slave Trade Database, millions, rounded. Shares of world
manufacturing: P. Bairoch's estimates (1982), rounded. The map's outlines are our own, drawn by eye.
"""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Ellipse, Polygon, Rectangle

from exams.catalogue.drawing.drawing import INK, saver

_save = saver(__file__, dpi=100)
Points = list[tuple[float, float]]

AFRICA_TO_CHINA: Points = [
    (30, -27), (32.5, -27), (35.5, -24), (34.8, -20), (37, -17.5), (40.6, -15), (40.5, -10.5), (39.4, -7), (39, -5),
    (41, -2), (44, 1.5), (48, 5), (51, 11.8), (43.3, 11.5), (42.8, 13), (39.5, 15.5), (37, 20), (35.5, 24),
    (32.6, 29.9), (34.9, 29.5), (35.2, 28), (39, 21.5), (42.7, 16.5), (43.4, 12.7), (45, 12.8), (52, 15.6),
    (57.8, 19), (59.8, 22.5), (56.4, 24.5), (56.3, 26.2), (54, 24.2), (51.5, 24.5), (51.4, 26), (50.2, 26.5),
    (48, 29.8), (50.5, 30), (51.5, 27.8), (54.5, 26.6), (56.8, 27.1), (57.3, 25.7), (61.6, 25.2), (66.5, 25.3),
    (68.2, 23.6), (70.3, 22.7), (69, 22.2), (70.5, 20.8), (72.8, 21), (72.8, 18.9), (74.2, 14.8), (75.8, 11.2),
    (77.5, 8.1), (79.9, 10.3), (80.3, 13.2), (80.2, 15.8), (82.3, 16.7), (86.5, 20), (88.5, 21.6), (91.8, 22.3),
    (94.3, 18), (94.3, 16), (97.5, 16.5), (98.7, 12), (98.3, 8), (100.4, 6), (101.4, 2.8), (103.5, 1.4), (104.2, 2),
    (103.4, 4.5), (100.2, 7), (99.3, 10), (100.1, 13.4), (102.5, 12), (104.8, 8.7), (106.7, 10.4), (109.3, 12.5),
    (108.3, 16), (105.8, 19), (108, 21.6), (110.4, 21.2), (113.8, 22.2), (117, 23.4), (119, 25.2), (121.6, 28.5),
    (122, 31), (119.5, 35), (122, 37), (121, 39), (126, 40), (126, 43), (29, 43), (29, -27),
]  # fmt: skip
ISLANDS: list[Points] = [
    [(44, -25), (47.3, -25), (50.3, -15.7), (49.3, -12), (46, -15.8), (44.3, -20)],
    [(79.8, 8), (80.2, 9.7), (81.8, 7.5), (80.6, 6)],
    [(95.3, 5.6), (98.7, 3.7), (103.5, -1), (106, -3.2), (105.8, -5.8), (102.3, -4), (98.6, 1.6)],
    [(105.2, -6.8), (108.5, -6.6), (112.7, -6.8), (114.5, -7.8), (114.3, -8.7), (108, -7.8)],
    [(109, 1.5), (111.3, 2.3), (113, 3.2), (116.9, 7), (119, 5), (117.8, 1), (116, -3.9), (111, -3.2), (109.2, -0.2)],
]


def ocean_map() -> None:
    """The Indian Ocean with five numbered ports and the winds of two seasons."""
    fig, ax = plt.subplots(figsize=(7.0, 4.6))
    for outline in (AFRICA_TO_CHINA, *ISLANDS):
        ax.add_patch(Polygon(outline, facecolor="#e6dfcc", edgecolor=INK, lw=0.8))
    ports = (("1", 39.6, -9, (2.6, 0)), ("2", 56.6, 26.9, (0, 2.9)), ("3", 75.8, 11.2, (2.6, 1.0)))
    for number, x, y, (right, up) in (*ports, ("4", 102.2, 2.2, (-3.4, -0.2)), ("5", 118.6, 24.9, (-2.6, 1.6))):
        ax.plot(x, y, "o", color="#a03020", ms=7)
        ax.text(x + right, y + up, number, fontsize=14, weight="bold", ha="center", va="center")
    for start, end, color in (((50, -1), (68, 13), "#30609a"), ((71, 9), (53, -5), "#806020")):
        ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": color, "lw": 2.5})
    ax.text(58.5, 13.2, "winds, June\nto September", color="#30609a", fontsize=8, ha="center")
    ax.text(67.5, -4.2, "winds, November\nto February", color="#806020", fontsize=8, ha="center")
    for x, y, name in ((34.5, 5, "Africa"), (46.5, 22, "Arabia"), (78, 23, "India"), (108, 32, "China")):
        ax.text(x, y, name, fontsize=9, ha="center", style="italic")
    ax.text(80, -14, "Indian Ocean", fontsize=11, ha="center", style="italic", color="#30609a")
    ax.set(xlim=(30, 125), ylim=(-26, 41), aspect=1.03)
    ax.set_xticks([])
    ax.set_yticks([])
    _save(fig, "ocean-map")


def landings() -> None:
    """Captives landed in the Americas by region, all years."""
    fig, ax = plt.subplots(figsize=(6.0, 3.8))
    regions = [
        "Brazil",
        "British\nCaribbean",
        "Spanish\nAmericas",
        "French\nCaribbean",
        "Dutch\nAmericas",
        "Mainland\nNorth America",
    ]
    millions = [4.86, 2.32, 1.29, 1.12, 0.44, 0.39]
    ax.bar(regions, millions, color="#8899aa", edgecolor=INK)
    ax.set(ylabel="Captives landed, 1501–1866 (millions)", ylim=(0, 5.4))
    ax.tick_params(axis="x", labelsize=8)
    ax.spines[["top", "right"]].set_visible(False)
    _save(fig, "landings")


def shares() -> None:
    """Shares of world manufacturing output of four countries, 1750 to 1900."""
    fig, ax = plt.subplots(figsize=(6.0, 3.9))
    years = [1750, 1800, 1830, 1860, 1880, 1900]
    for share, style, name in (
        ([32.8, 33.3, 29.8, 19.7, 12.5, 6.2], "o-", "China"),
        ([24.5, 19.7, 17.6, 8.6, 2.8, 1.7], "s--", "India"),
        ([1.9, 4.3, 9.5, 19.9, 22.9, 18.5], "^-.", "Great Britain"),
        ([0.1, 0.8, 2.4, 7.2, 14.7, 23.6], "D:", "United States"),
    ):
        ax.plot(years, share, style, color=INK, label=name)
    ax.set(xlabel="Year", ylabel="Share of world manufacturing (%)", ylim=(0, 43), xticks=years)
    ax.grid(alpha=0.3)
    ax.legend(fontsize=9, loc="upper center", ncol=2, bbox_to_anchor=(0.6, 1.02))
    ax.spines[["top", "right"]].set_visible(False)
    _save(fig, "shares")


def _giant_arm(ax: Axes, side: int, sleeve: str, gift: str) -> None:
    edge, hand = (0.2, 3.5) if side < 0 else (11.8, 8.5)
    ax.add_patch(Rectangle((min(edge, edge - side * 2.2), 4.3), 2.2, 1.4, facecolor="#cccccc", edgecolor=INK))
    ax.text(edge - side * 1.1, 5.0, sleeve, ha="center", va="center", fontsize=11, weight="bold")
    ax.plot([edge - side * 2.2, hand], [5.0, 5.0], color=INK, lw=9, solid_capstyle="round")
    ax.add_patch(Ellipse((hand, 5.0), 0.9, 0.8, facecolor="white", edgecolor=INK))
    ax.add_patch(Rectangle((hand - 0.9, 5.5), 1.8, 1.2, facecolor="#f0e0a0", edgecolor=INK))
    ax.text(hand, 6.1, gift, ha="center", va="center", fontsize=8)


def crossroads_cartoon() -> None:
    """A small figure between two giant arms that hold out gifts."""
    fig, ax = plt.subplots(figsize=(6.4, 4.2))
    _giant_arm(ax, -1, "WEST", "LOANS\nand GRAIN")
    _giant_arm(ax, 1, "EAST", "TRACTORS\nand ADVISERS")
    ax.add_patch(Circle((6, 5.6), 0.42, facecolor="white", edgecolor=INK))
    ax.plot([6, 6], [5.18, 3.3], color=INK, lw=2)
    ax.plot([5.3, 6.5], [4.9, 4.35], color=INK, lw=2)
    ax.plot([6.7, 5.5], [4.9, 4.35], color=INK, lw=2)
    ax.plot([5.4, 6, 6.6], [2.0, 3.3, 2.0], color=INK, lw=2)
    ax.add_patch(Rectangle((5.0, 1.1), 2.0, 0.8, facecolor="white", edgecolor=INK))
    ax.text(6, 1.5, "NEW STATES", ha="center", va="center", fontsize=8, weight="bold")
    ax.add_patch(
        Polygon([(5.1, 7.6), (6.6, 7.6), (7.1, 8.0), (6.6, 8.4), (5.1, 8.4)], facecolor="white", edgecolor=INK)
    )
    ax.plot([6, 6], [6.05, 7.6], color="#888888", lw=1, ls=":")
    ax.text(5.95, 8.0, "OWN ROAD", ha="center", va="center", fontsize=8, weight="bold")
    ax.text(6, 0.3, "“Whose gift is a gift, and whose is a harness?”", ha="center", fontsize=11, style="italic")
    ax.set(xlim=(0, 12), ylim=(0, 8.7), aspect="equal")
    ax.axis("off")
    _save(fig, "crossroads-cartoon")


if __name__ == "__main__":
    for draw in (ocean_map, landings, shares, crossroads_cartoon):
        draw()
