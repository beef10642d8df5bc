"""Draw the pictures of this form: `python draw.py` writes each PNG beside the script, the same bytes every time."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from exams.catalogue.drawing.drawing import INK, saver
from exams.catalogue.drawing.economics_drawing import guide, line, quadrant

_save = saver(__file__, dpi=100)


def supply_and_demand() -> None:
    """Demand P = 20 − Q and supply P = 2 + Q/2."""
    fig, ax = quadrant("Quantity (units)", "Price ($)", 23, 22)
    line(ax, (0, 20), (20, 0), "D")
    line(ax, (0, 2), (21, 12.5), "S")
    for x, y in ((6, 5), (15, 5), (12, 8), (9, 11), (18, 11)):
        guide(ax, x, y)
    ax.set_xticks([0, 6, 9, 12, 15, 18, 20])
    ax.set_yticks([0, 2, 5, 8, 11, 20])
    _save(fig, "supply-and-demand")


def tax() -> None:
    """Demand P = 16 − Q, supply P = 1 + Q/2, and supply with a tax of $3."""
    fig, ax = quadrant("Quantity (units)", "Price ($)", 18, 18)
    line(ax, (0, 16), (16, 0), "D")
    line(ax, (0, 1), (15, 8.5), "S")
    line(ax, (0, 4), (15, 11.5), "S + tax", "--")
    for x, y in ((10, 6), (8, 8), (8, 5)):
        guide(ax, x, y)
    ax.set_xticks([0, 8, 10, 16])
    ax.set_yticks([0, 1, 4, 5, 6, 8, 16])
    _save(fig, "tax")


def cost_curves() -> None:
    """Marginal, average total and average variable cost of a firm with fixed cost of $480."""
    fig, ax = quadrant("Output (units per day)", "Dollars per unit", 84, 30)
    q = np.linspace(3, 74, 400)
    x = q / 10
    for cost, name, at in (
        (14 - 8 * x + 1.5 * x**2, "MC", 66),
        (14 - 4 * x + 0.5 * x**2 + 48 / x, "ATC", 74),
        (14 - 4 * x + 0.5 * x**2, "AVC", 74),
    ):
        ax.plot(q, cost, color=INK, lw=1.8)
        ax.annotate(name, (at, float(np.interp(at, q, cost))), xytext=(6, -3), textcoords="offset points", fontsize=11)
    for across, up in ((60, 20), (60, 16), (60, 8), (40, 6)):
        guide(ax, across, up)
    ax.set_xticks([0, 20, 40, 60, 80])
    ax.set_yticks([0, 6, 8, 16, 20])
    _save(fig, "cost-curves")


def monopoly() -> None:
    """Demand P = 20 − Q with marginal revenue, MC = 2 + Q, and average total cost."""
    fig, ax = quadrant("Quantity (units)", "Dollars per unit", 15, 22)
    line(ax, (0, 20), (13.5, 6.5), "D")
    line(ax, (0, 20), (9.6, 0.8), "MR")
    line(ax, (0, 2), (12, 14), "MC")
    q = np.linspace(1.7, 13, 200)
    atc = 30 / q + 2 + q / 2
    ax.plot(q, atc, color=INK, lw=1.8)
    ax.annotate("ATC", (13, float(atc[-1])), xytext=(4, -2), textcoords="offset points", fontsize=11)
    for x, y in ((6, 14), (6, 10), (6, 8), (9, 11), (10, 10)):
        guide(ax, x, y)
    ax.set_xticks([0, 6, 9, 10])
    ax.set_yticks([0, 8, 10, 11, 14, 20])
    _save(fig, "monopoly")


def external_cost() -> None:
    """Marginal private and social cost against marginal benefit."""
    fig, ax = quadrant("Quantity (tons)", "Dollars per ton", 17, 27)
    line(ax, (0, 24), (15, 9), "D = MSB")
    line(ax, (0, 4), (15, 19), "MPC")
    line(ax, (0, 10), (13.5, 23.5), "MSC", "--")
    for x, y in ((10, 14), (7, 17), (7, 11), (10, 20)):
        guide(ax, x, y)
    ax.set_xticks([0, 7, 10])
    ax.set_yticks([0, 4, 10, 11, 14, 17, 20, 24])
    _save(fig, "external-cost")


def lorenz() -> None:
    """Lorenz curves of two countries and the line of equality."""
    fig, ax = plt.subplots(figsize=(4.9, 4.6))
    people = [0, 20, 40, 60, 80, 100]
    ax.plot([0, 100], [0, 100], color="#888888", lw=1.2)
    ax.plot(people, [0, 8, 20, 38, 60, 100], "o-", color=INK, label="Country Q")
    ax.plot(people, [0, 3, 10, 22, 40, 100], "s--", color="#a03020", label="Country R")
    ax.set(xlabel="Cumulative share of households (%)", ylabel="Cumulative share of income (%)")
    ax.set(xlim=(0, 102), ylim=(0, 102), aspect="equal")
    ax.set_xticks(people)
    ax.set_yticks(range(0, 101, 10))
    ax.grid(alpha=0.3)
    ax.legend(loc="upper left")
    _save(fig, "lorenz")


if __name__ == "__main__":
    for draw in (supply_and_demand, tax, cost_curves, monopoly, external_cost, lorenz):
        draw()
