"""Draw the pictures of this form: `python draw.py` writes each PNG beside the script, the same bytes every time.

Turnout: estimates of the United States Elections Project, percent of eligible voters, rounded. Outlays: historical
tables of the Congressional Budget Office, rounded. Reelection rates: OpenSecrets, rounded. The state with 25
precincts is invented.
"""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Rectangle

from exams.catalogue.drawing.drawing import INK, saver

_save = saver(__file__, dpi=100)
DISTRICTS = ("11122", "13122", "33325", "44355", "44455")
VOTES = ("YYXXY", "YYXYY", "XXXXY", "XXXXY", "XXXXY")


def turnout() -> None:
    """Turnout in eleven national elections; even the eye can tell the two kinds apart."""
    fig, ax = plt.subplots(figsize=(6.2, 3.7))
    years = list(range(1996, 2017, 2))
    shares = [52, 38, 54, 40, 60, 40, 62, 41, 59, 37, 60]
    for kind, start, fill in (("Presidential election", 0, "#445566"), ("Midterm election", 1, "#c8d0d8")):
        bars = ax.bar(years[start::2], shares[start::2], 1.4, color=fill, edgecolor=INK, label=kind)
        ax.bar_label(bars, fontsize=9)
    ax.set(ylabel="Turnout (% of eligible voters)", ylim=(0, 78), xticks=years)
    ax.legend(ncol=2, loc="upper center", frameon=False)
    ax.spines[["top", "right"]].set_visible(False)
    _save(fig, "turnout")


def precincts() -> None:
    """Twenty-five precincts of two parties in five districts of five."""
    fig, ax = plt.subplots(figsize=(4.6, 4.9))
    for row in range(5):
        for column in range(5):
            party = VOTES[row][column]
            fill = "#e8c8b8" if party == "X" else "#c8d8e8"
            ax.add_patch(Rectangle((column, 4 - row), 1, 1, facecolor=fill, edgecolor="#aaaaaa", lw=0.5))
            ax.text(column + 0.5, 4.5 - row, party, ha="center", va="center", fontsize=13)
            ax.text(column + 0.08, 4.88 - row, DISTRICTS[row][column], ha="left", va="top", fontsize=8)
            if column < 4 and DISTRICTS[row][column] != DISTRICTS[row][column + 1]:
                ax.plot([column + 1] * 2, [4 - row, 5 - row], color=INK, lw=3)
            if row < 4 and DISTRICTS[row][column] != DISTRICTS[row + 1][column]:
                ax.plot([column, column + 1], [4 - row] * 2, color=INK, lw=3)
    ax.add_patch(Rectangle((0, 0), 5, 5, fill=False, edgecolor=INK, lw=3))
    ax.text(2.5, -0.35, "X, Y: party that wins the precinct\nSmall number: district", ha="center", va="top", fontsize=9)
    ax.set(xlim=(-0.1, 5.1), ylim=(-1.1, 5.1), aspect="equal")
    ax.axis("off")
    _save(fig, "precincts")


def outlays() -> None:
    """Three kinds of federal outlays as shares of the whole."""
    fig, ax = plt.subplots(figsize=(6.0, 3.7))
    years = [1970, 1980, 1990, 2000, 2010]
    for share, style, name in (
        ([31, 44, 45, 53, 55], "o-", "Mandatory spending"),
        ([62, 47, 40, 34, 39], "s--", "Discretionary spending"),
        ([7, 9, 15, 12, 6], "^:", "Net interest"),
    ):
        ax.plot(years, share, style, color=INK, label=name)
    ax.set(xlabel="Fiscal year", ylabel="Share of federal outlays (%)", ylim=(0, 82), xticks=years)
    ax.grid(alpha=0.3)
    ax.legend(ncol=2, loc="upper right", fontsize=9)
    ax.spines[["top", "right"]].set_visible(False)
    _save(fig, "outlays")


def _box(ax: Axes, x: float, y: float, name: str) -> None:
    ax.add_patch(FancyBboxPatch((x - 1.5, y - 0.5), 3, 1, boxstyle="round,pad=0.1", facecolor="#eef2f6", edgecolor=INK))
    ax.text(x, y, name, ha="center", va="center", fontsize=10)


def triangle() -> None:
    """Three actors in policy making and six numbered arrows."""
    fig, ax = plt.subplots(figsize=(5.8, 4.0))
    _box(ax, 5, 6.6, "Congressional\ncommittee")
    _box(ax, 1.7, 1.2, "Federal\nagency")
    _box(ax, 8.3, 1.2, "Interest\ngroup")
    arrows = (
        ("1", (7.9, 2.1), (5.9, 5.8), (7.25, 4.2)),
        ("2", (5.2, 5.7), (7.2, 2.0), (5.85, 3.6)),
        ("3", (4.1, 5.8), (2.1, 2.1), (2.75, 4.2)),
        ("4", (2.8, 2.0), (4.8, 5.7), (4.15, 3.6)),
        ("5", (3.5, 1.5), (6.5, 1.5), (5.0, 1.85)),
        ("6", (6.5, 0.9), (3.5, 0.9), (5.0, 0.45)),
    )
    for number, start, end, at in arrows:
        ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 1.5})
        ax.text(*at, number, ha="center", va="center", fontsize=12, weight="bold")
    ax.set(xlim=(-0.2, 10.2), ylim=(0.2, 7.4))
    ax.axis("off")
    _save(fig, "triangle")


def reelection() -> None:
    """Reelection rates of members of the House and of the Senate who ran."""
    fig, ax = plt.subplots(figsize=(6.2, 3.7))
    years = list(range(1998, 2017, 2))
    ax.plot(years, [98, 98, 96, 98, 94, 94, 85, 90, 95, 97], "o-", color=INK, label="House of Representatives")
    ax.plot(years, [90, 79, 86, 96, 79, 83, 84, 91, 82, 93], "s--", color="#a03020", label="Senate")
    ax.set(ylabel="Incumbents reelected (% of those who ran)", ylim=(70, 105), xticks=years)
    ax.grid(alpha=0.3)
    ax.legend(ncol=2, loc="upper center", fontsize=9)
    ax.spines[["top", "right"]].set_visible(False)
    _save(fig, "reelection")


if __name__ == "__main__":
    for draw in (turnout, precincts, outlays, triangle, reelection):
        draw()
