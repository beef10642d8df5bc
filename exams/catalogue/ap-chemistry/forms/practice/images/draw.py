"""Draw the pictures of this form: each PNG is written beside this script, the same bytes every time."""

from __future__ import annotations

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle
from scipy.optimize import brentq

from exams.catalogue.drawing.drawing import GREY, INK, saver
from exams.catalogue.drawing.drawing import bare as _bare
from exams.catalogue.drawing.drawing import figure as _figure

_save = saver(__file__, dpi=120)


def photoelectron_spectrum() -> None:
    """Five peaks; the heights stand as 2, 2, 6, 2, 1."""
    fig, ax = _figure(5.6, 3.4)
    for energy, electrons in ((151, 2), (12.1, 2), (7.79, 6), (1.09, 2), (0.58, 1)):
        ax.plot([energy, energy], [0, electrons], color=INK, lw=5, solid_capstyle="butt")
        ax.text(energy, electrons + 0.15, f"{energy:g}", ha="center", fontsize=9)
    ax.set_xscale("log")
    ax.set(xlim=(400, 0.3), ylim=(0, 7), xlabel="Binding energy (MJ/mol)", ylabel="Relative number of electrons")
    ax.set_xticks([100, 10, 1], ["100", "10", "1"])
    _save(fig, "photoelectron-spectrum")


def isomers() -> None:
    """Structural formulas of two isomers, every atom shown."""
    fig, ax = _bare(6.6, 3.4, 17, 8.6)

    def molecule(atoms: dict[str, tuple[str, float, float]], bonds: list[str]) -> None:
        for bond in bonds:
            (_, x0, y0), (_, x1, y1) = (atoms[a] for a in bond.split("-"))
            ax.plot([x0 + 0.27 * (x1 - x0), x1 - 0.27 * (x1 - x0)], [y0 + 0.27 * (y1 - y0), y1 - 0.27 * (y1 - y0)],
                    color=INK, lw=1.5)  # fmt: skip
        for symbol, x, y in atoms.values():
            ax.text(x, y, symbol, ha="center", va="center", fontsize=12)

    chain = {f"c{i}": ("C", 2 + 1.4 * i, 4.6) for i in range(3)} | {"n": ("N", 6.2, 4.6), "e": ("H", 0.6, 4.6)}
    chain |= {f"u{i}": ("H", 2 + 1.4 * i, 6.0) for i in range(3)} | {f"d{i}": ("H", 2 + 1.4 * i, 3.2) for i in range(3)}
    chain |= {"h1": ("H", 7.4, 5.5), "h2": ("H", 7.4, 3.7)}
    sides = [f"c{i}-{side}{i}" for i in range(3) for side in "ud"]
    molecule(chain, ["e-c0", "c0-c1", "c1-c2", "c2-n", "n-h1", "n-h2", *sides])
    branched = {"n": ("N", 13, 4.6), "a": ("C", 11.6, 4.6), "b": ("C", 14.4, 4.6), "c": ("C", 13, 3.2)}
    branched |= {"a1": ("H", 10.2, 4.6), "a2": ("H", 11.6, 6.0), "a3": ("H", 11.6, 3.2), "b1": ("H", 15.8, 4.6)}
    branched |= {"b2": ("H", 14.4, 6.0), "b3": ("H", 14.4, 3.2), "c1": ("H", 13, 1.8), "c2": ("H", 11.9, 2.1)}
    branched |= {"c3": ("H", 14.1, 2.1)}
    molecule(branched, ["n-a", "n-b", "n-c", *(f"{c}-{c}{i}" for c in "abc" for i in (1, 2, 3))])
    ax.text(4, 7.7, "Compound P", ha="center", fontsize=12, weight="bold")
    ax.text(13, 7.7, "Compound Q", ha="center", fontsize=12, weight="bold")
    _save(fig, "isomers")


def kinetics_plots() -> None:
    """One run of measurements plotted two ways."""
    fig, axes = plt.subplots(1, 2, figsize=(6.6, 3.2))
    t = np.arange(0, 61, 10)
    inverse = 20 + 0.5 * t
    for ax, y, label in ((axes[0], -np.log(inverse), "ln [A]"), (axes[1], inverse, "1/[A]  (M⁻¹)")):
        ax.plot(t, y, "o-", color=INK)
        ax.set(xlabel="Time (s)", ylabel=label)
        ax.grid(alpha=0.3)
        ax.spines[["top", "right"]].set_visible(False)
    axes[1].set_ylim(0, 60)
    _save(fig, "kinetics-plots")


def energy_profile() -> None:
    """A reaction in two steps: potential energy along the reaction coordinate."""
    fig, ax = _figure(5.6, 3.8)
    knots = [(0, 20), (1, 20), (3, 60), (5, 45), (7, 100), (9, 5), (10, 5)]
    for (x0, y0), (x1, y1) in pairwise(knots):
        s = np.linspace(0, 1, 60)
        ax.plot(x0 + s * (x1 - x0), y0 + (y1 - y0) * (1 - np.cos(np.pi * s)) / 2, color=INK, lw=2)
    for x, y, name in ((0.85, 13, "Reactants"), (5, 37, "Intermediate"), (9.45, 8, "Products")):
        ax.text(x, y, name, ha="center", fontsize=10)
    ax.set(xlim=(0, 10.3), ylim=(0, 110), xlabel="Reaction coordinate", ylabel="Potential energy (kJ/mol)")
    ax.set_xticks([])
    ax.set_yticks(range(0, 111, 10))
    ax.grid(alpha=0.3)
    _save(fig, "energy-profile")


def equilibrium_box() -> None:
    """A vessel at equilibrium: 2 A2, 3 B2, 6 AB."""
    fig, ax = _bare(4.8, 4.0, 12, 10)
    ax.add_patch(Rectangle((0.3, 1.7), 11.4, 8, fill=False, edgecolor=INK, lw=2))
    places = [(1.5, 8.5), (4.4, 8.8), (7.4, 8.2), (10.3, 8.7), (2.6, 6.4), (6.0, 6.4), (9.4, 6.2), (1.5, 4.2)]
    places += [(4.6, 3.9), (7.7, 4.2), (10.4, 3.2)]
    kinds = ["AB", "BB", "AB", "AA", "AB", "AB", "BB", "AA", "AB", "BB", "AB"]
    for number, ((x, y), kind) in enumerate(zip(places, kinds, strict=True)):
        dx, dy = 0.42 * np.cos(number), 0.42 * np.sin(number)
        for sign, atom in zip((-1, 1), kind, strict=True):
            fill = "white" if atom == "A" else "#555555"
            ax.add_patch(Circle((x + sign * dx, y + sign * dy), 0.45, facecolor=fill, edgecolor=INK))
    ax.add_patch(Circle((3.2, 0.8), 0.45, facecolor="white", edgecolor=INK))
    ax.text(3.9, 0.8, "A atom", va="center", fontsize=10)
    ax.add_patch(Circle((7.2, 0.8), 0.45, facecolor="#555555", edgecolor=INK))
    ax.text(7.9, 0.8, "B atom", va="center", fontsize=10)
    _save(fig, "equilibrium-box")


def titration_curve() -> None:
    """25.0 mL of 0.0800 M weak acid, Ka = 1.6e-5, with 0.100 M NaOH."""

    def ph(added: float) -> float:
        total = 25.0 + added
        acid, sodium = 25.0 * 0.08 / total, added * 0.1 / total
        return brentq(lambda p: sodium + 10**-p - 1e-14 / 10**-p - acid * 1.6e-5 / (1.6e-5 + 10**-p), 0, 14)

    fig, ax = _figure(5.6, 3.8)
    volume = np.linspace(0, 35, 701)
    ax.plot(volume, [ph(v) for v in volume], color=INK, lw=2)
    ax.set(xlabel="Volume of 0.100 M NaOH added (mL)", ylabel="pH", xlim=(0, 35), ylim=(0, 14))
    ax.set_xticks(range(0, 36, 5))
    ax.set_yticks(range(0, 15, 1))
    ax.grid(alpha=0.4)
    _save(fig, "titration-curve")


def galvanic_cell() -> None:
    """Two half-cells, a salt bridge and a voltmeter."""
    fig, ax = _bare(6.2, 4.2, 16, 11)
    for x, metal, solution in ((1.5, "Ni", "1.0 M\nNi(NO₃)₂"), (10, "Ag", "1.0 M\nAgNO₃")):
        ax.plot([x, x, x + 4.5, x + 4.5], [6, 1, 1, 6], color=INK, lw=2)
        ax.add_patch(Rectangle((x, 1), 4.5, 3.6, facecolor="#dde6ee"))
        ax.add_patch(Rectangle((x + 1.9, 2.3), 0.7, 5.2, facecolor=GREY, edgecolor=INK))
        ax.text(x + 2.25, 6.6, metal, ha="center", fontsize=11, weight="bold")
        ax.text(x + 1.0, 1.5, solution, ha="center", fontsize=9)
        ax.plot([x + 2.25, x + 2.25], [7.5, 9.4], color=INK)
    ax.plot([3.75, 7.2], [9.4, 9.4], color=INK)
    ax.plot([8.8, 12.25], [9.4, 9.4], color=INK)
    ax.add_patch(Circle((8, 9.4), 0.8, facecolor="white", edgecolor=INK))
    ax.text(8, 9.4, "V", ha="center", va="center", fontsize=12)
    ax.add_patch(FancyBboxPatch((5.4, 5.0), 5.2, 0.7, boxstyle="round,pad=0.1", facecolor="#eee6d0", edgecolor=INK))
    for x in (5.3, 10.2):
        ax.add_patch(Rectangle((x, 3.2), 0.5, 2.0, facecolor="#eee6d0", edgecolor=INK))
    ax.text(8, 5.35, "salt bridge (KNO₃)", ha="center", va="center", fontsize=9)
    ax.text(
        8, 2.9, "Ni²⁺ + 2e⁻ → Ni\nE° = −0.25 V\n\nAg⁺ + e⁻ → Ag\nE° = +0.80 V", ha="center", va="center", fontsize=8
    )
    _save(fig, "galvanic-cell")


def calibration_line() -> None:
    """Absorbance of copper(II) standards against concentration."""
    fig, ax = _figure(5.4, 3.8)
    c = np.array([0.02, 0.04, 0.06, 0.08])
    ax.plot([0, 0.09], [0, 1.08], color=INK)
    ax.plot(c, 12 * c, "o", color=INK)
    ax.set(xlabel="[Cu²⁺] (M)", ylabel="Absorbance at 810 nm", xlim=(0, 0.09), ylim=(0, 1.1))
    ax.set_xticks(np.arange(0, 0.091, 0.01))
    ax.set_yticks(np.arange(0, 1.11, 0.1))
    ax.grid(alpha=0.4)
    _save(fig, "calibration-line")


def vapor_pressure() -> None:
    """Vapor pressure of propanone and of 1-propanol by the Antoine equation (constants for mmHg and °C)."""
    fig, ax = _figure(5.6, 3.9)
    for a, b, c, top, style, label in (
        (7.02447, 1161.0, 224.0, 62, "-", "Propanone, CH₃COCH₃"),
        (7.84767, 1499.21, 204.64, 100, "--", "1-Propanol, CH₃CH₂CH₂OH"),
    ):
        t = np.linspace(0, top, 200)
        ax.plot(t, 10 ** (a - b / (c + t)) / 760, style, color=INK, lw=2, label=label)
    ax.set(xlabel="Temperature (°C)", ylabel="Vapor pressure (atm)", xlim=(0, 100), ylim=(0, 1.2))
    ax.set_xticks(range(0, 101, 10))
    ax.set_yticks(np.arange(0, 1.21, 0.1))
    ax.grid(alpha=0.4)
    ax.legend(loc="upper left", frameon=True, fontsize=8)
    _save(fig, "vapor-pressure")


def main() -> None:
    """Draw them all."""
    for draw in (photoelectron_spectrum, isomers, kinetics_plots, energy_profile, equilibrium_box):
        draw()
    for draw in (titration_curve, galvanic_cell, calibration_line, vapor_pressure):
        draw()


if __name__ == "__main__":
    main()
