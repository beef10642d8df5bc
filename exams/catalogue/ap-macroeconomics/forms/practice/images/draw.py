"""Draw the pictures of this form: `python draw.py` writes each PNG beside the script, the same bytes every time."""

from __future__ import annotations

import numpy as np

from exams.catalogue.drawing.drawing import INK, saver
from exams.catalogue.drawing.economics_drawing import guide, line, quadrant

_save = saver(__file__, dpi=100)


def frontier() -> None:
    """A concave frontier with four points on it."""
    fig, ax = quadrant("Capital goods (units)", "Consumer goods (units)", 45, 110)
    k = np.linspace(0, 40, 200)
    ax.plot(k, 100 - k**2 / 16, color=INK, lw=2)
    for name, x in (("A", 8), ("B", 16), ("C", 24), ("D", 32)):
        y = 100 - x**2 / 16
        guide(ax, x, y)
        ax.plot(x, y, "o", color="#a03020")
        ax.text(x + 0.8, y + 2, name, fontsize=12, weight="bold")
    ax.set_xticks([0, 8, 16, 24, 32, 40])
    ax.set_yticks([0, 36, 64, 84, 96])
    _save(fig, "frontier")


def short_run_equilibrium() -> None:
    """Aggregate demand and short-run supply cross to the left of long-run supply."""
    fig, ax = quadrant("Real GDP (billions of dollars)", "Price level", 720, 200)
    line(ax, (100, 60), (640, 168), "SRAS")
    line(ax, (50, 190), (640, 72), "AD")
    line(ax, (500, 0), (500, 185), "LRAS")
    for x, y in ((400, 120), (500, 140), (500, 100)):
        guide(ax, x, y)
    ax.plot(400, 120, "o", color="#a03020")
    ax.set_xticks([0, 400, 500])
    ax.set_yticks([0, 100, 120, 140])
    _save(fig, "short-run-equilibrium")


def phillips() -> None:
    """Two short-run Phillips curves, the long-run one, and five points."""
    fig, ax = quadrant("Unemployment rate (%)", "Inflation rate (%)", 9, 8)
    line(ax, (1, 6), (6.9, 0.1), "SRPC₁")
    line(ax, (1.5, 7.5), (8.2, 0.8), "SRPC₂")
    line(ax, (5, 0), (5, 7.2), "LRPC")
    for name, x, y in (("A", 5, 2), ("B", 3, 4), ("C", 5, 4), ("D", 7, 2), ("E", 3, 6)):
        ax.plot(x, y, "o", color="#a03020")
        ax.text(x + 0.15, y + 0.15, name, fontsize=12, weight="bold")
    ax.grid(alpha=0.25)
    _save(fig, "phillips")


def money_market() -> None:
    """Money demand has risen against a fixed supply."""
    fig, ax = quadrant("Quantity of money (billions of dollars)", "Nominal interest rate (%)", 800, 10)
    line(ax, (500, 0), (500, 9), "MS")
    line(ax, (230, 9.4), (680, 0.4), "MD₁")
    line(ax, (330, 9.4), (740, 1.2), "MD₂", "--")
    for x, y in ((500, 4), (500, 6), (600, 4)):
        guide(ax, x, y)
    ax.set_xticks([0, 500, 600])
    ax.set_yticks([0, 2, 4, 6, 8])
    _save(fig, "money-market")


def peso_market() -> None:
    """The supply of pesos has increased against a given demand."""
    fig, ax = quadrant("Quantity of pesos", "Dollars per peso", 10, 0.09)
    line(ax, (1, 0.08), (9, 0.016), "D")
    line(ax, (1.2, 0.022), (8.2, 0.078), "S₁")
    line(ax, (2.8, 0.012), (9.1, 0.0624), "S₂", "--")
    for x, y in ((4.725, 0.0502), (6.15, 0.0388)):
        guide(ax, x, y)
    ax.set_xticks([4.725, 6.15], ["Q₁", "Q₂"])
    ax.set_yticks([0.0502, 0.0388], ["e₁", "e₂"])
    ax.annotate("", (7.2, 0.0472), (6.0, 0.0604), arrowprops={"arrowstyle": "-|>", "color": INK})
    _save(fig, "peso-market")


if __name__ == "__main__":
    for draw in (frontier, short_run_equilibrium, phillips, money_market, peso_market):
        draw()
