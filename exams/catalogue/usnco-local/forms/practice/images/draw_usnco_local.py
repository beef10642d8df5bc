"""Draw the pictures of this form: each PNG is written beside this script, the same bytes every time."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle
from scipy.optimize import brentq

from exams.catalogue.drawing.drawing import INK, saver
from exams.catalogue.drawing.drawing import bare as _bare
from exams.catalogue.drawing.drawing import figure as _figure

_save = saver(__file__, dpi=110)


def phase_diagram() -> None:
    """Three boundary lines that meet at 40 °C and 2 atm; the steep one leans to the left."""
    fig, ax = _figure(4.8, 4.0)
    low = np.linspace(0, 40, 60)
    high = np.linspace(40, 100, 60)
    ax.plot(low, 0.3 * (2 / 0.3) ** (low / 40), color=INK, lw=2)
    ax.plot(high, 2 * (9 / 2) ** ((high - 40) / 60), color=INK, lw=2)
    ax.plot([40, 28], [2, 10], color=INK, lw=2)
    ax.plot([34], [1], "o", color=INK, ms=6)
    ax.text(36, 0.75, "P", fontsize=12)
    ax.set(xlim=(0, 110), ylim=(0, 10.5), xlabel="Temperature (°C)", ylabel="Pressure (atm)")
    ax.set_xticks(range(0, 111, 10))
    ax.set_yticks(range(11))
    ax.grid(alpha=0.3)
    _save(fig, "phase-diagram")


def heating_curve() -> None:
    """Temperature of 50.0 g against the heat added, in five straight pieces."""
    fig, ax = _figure(5.0, 3.8)
    ax.plot([0, 3, 9, 17, 37, 40], [10, 60, 60, 140, 140, 165], color=INK, lw=2)
    ax.set(xlim=(0, 41), ylim=(0, 180), xlabel="Heat added (kJ)", ylabel="Temperature (°C)")
    ax.set_xticks(range(0, 41, 4))
    ax.set_xticks(range(41), minor=True)
    ax.set_yticks(range(0, 181, 20))
    ax.grid(which="both", alpha=0.3)
    _save(fig, "heating-curve")


def titration_curve() -> None:
    """A weak base with pKb 4.80 titrated with a strong acid; equivalence at 20 mL."""
    fig, ax = _figure(5.0, 4.0)
    ka, kw = 10**-9.2, 1e-14
    volumes = np.linspace(0, 32, 400)

    def ph(volume: float) -> float:
        base, acid = 0.08 * 25 / (25 + volume), 0.1 * volume / (25 + volume)

        def charge(value: float) -> float:
            h = 10**-value
            return base * h / (h + ka) + h - kw / h - acid

        return float(brentq(charge, 0, 14))

    ax.plot(volumes, [ph(v) for v in volumes], color=INK, lw=2)
    ax.set(xlim=(0, 32), ylim=(0, 12), xlabel="Volume of HCl added (mL)", ylabel="pH")
    ax.set_xticks(range(0, 33, 4))
    ax.set_xticks(range(33), minor=True)
    ax.set_yticks(range(13))
    ax.set_yticks(np.arange(0, 12.1, 0.2), minor=True)
    ax.grid(which="major", alpha=0.5)
    ax.grid(which="minor", alpha=0.2)
    _save(fig, "titration-curve")


def galvanic_cell() -> None:
    """Two half-cells with a salt bridge and a voltmeter."""
    fig, ax = _bare(5.4, 3.9, 14, 10)
    for x in (1.5, 8.5):
        ax.plot([x, x, x + 4, x + 4], [5.4, 1, 1, 5.4], color=INK, lw=2)
        ax.add_patch(Rectangle((x, 1), 4, 3.2, facecolor="#dfe8f1", edgecolor="none"))
    for x, metal, solution in ((2.3, "Cu", "1.0 M Cu²⁺"), (10.9, "Ag", "0.010 M Ag⁺")):
        ax.add_patch(Rectangle((x, 1.9), 0.8, 5.0, facecolor="#bbbbbb", edgecolor=INK, lw=1.4, zorder=3))
        ax.text(x + 0.4, 5.2, metal, ha="center", va="center", fontsize=10, zorder=4)
        ax.text(3.5 if metal == "Cu" else 10.5, 0.4, solution, ha="center", va="center", fontsize=11)
    bridge = {"boxstyle": "round,pad=0,rounding_size=0.3", "facecolor": "white", "edgecolor": INK, "lw": 1.4}
    ax.add_patch(FancyBboxPatch((4.5, 5.6), 5.0, 0.7, zorder=5, **bridge))
    for x in (4.5, 8.9):
        ax.add_patch(Rectangle((x, 2.6), 0.6, 3.2, facecolor="white", edgecolor=INK, lw=1.4, zorder=4))
    ax.text(7, 5.95, "salt bridge (KNO₃)", ha="center", va="center", fontsize=9, zorder=6)
    ax.plot([2.7, 2.7, 6.2], [6.9, 8.7, 8.7], color=INK, lw=1.4)
    ax.plot([11.3, 11.3, 7.8], [6.9, 8.7, 8.7], color=INK, lw=1.4)
    ax.add_patch(Circle((7, 8.7), 0.8, facecolor="white", edgecolor=INK, lw=1.6))
    ax.text(7, 8.7, "V", ha="center", va="center", fontsize=12)
    _save(fig, "galvanic-cell")


def chlorides() -> None:
    """Skeletal formulas of four isomers, numbered I to IV."""
    fig, ax = _bare(6.4, 2.6, 20, 8)
    chains = [
        ([[(1, 4), (2, 5), (3, 4), (4, 5)]], (5, 4), "I", (2.6, 1.6)),
        ([[(6.5, 5), (7.5, 4), (8.5, 5), (9.5, 4)]], (8.5, 6.4), "II", (8, 1.6)),
        ([[(11.5, 4), (12.5, 5), (13.5, 4)], [(12.5, 5), (12.5, 6.4)]], (14.5, 5), "III", (12.7, 1.6)),
        ([[(16.4, 5), (17.8, 5), (19.2, 5)], [(17.8, 5), (17.8, 3.6)]], (17.8, 6.4), "IV", (17.8, 1.6)),
    ]
    starts = [(4, 5), (8.5, 5), (13.5, 4), (17.8, 5)]
    for (pieces, end, name, place), start in zip(chains, starts, strict=True):
        for piece in pieces:
            ax.plot([p[0] for p in piece], [p[1] for p in piece], color=INK, lw=2, solid_joinstyle="round")
        bond = (start[0] + 0.68 * (end[0] - start[0]), start[1] + 0.68 * (end[1] - start[1]))
        ax.plot([start[0], bond[0]], [start[1], bond[1]], color=INK, lw=2)
        ax.text(*end, "Cl", ha="center", va="center", fontsize=12)
        ax.text(*place, name, ha="center", va="center", fontsize=12, weight="bold")
    _save(fig, "chlorides")


if __name__ == "__main__":
    phase_diagram()
    heating_curve()
    titration_curve()
    galvanic_cell()
    chlorides()
