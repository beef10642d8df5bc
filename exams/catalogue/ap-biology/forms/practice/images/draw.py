"""Draw the pictures of this form: each PNG is written beside this script, the same bytes every time."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Arc, Circle, Ellipse, Polygon, Rectangle

from exams.catalogue.drawing.drawing import INK, saver
from exams.catalogue.drawing.drawing import bare as _bare
from exams.catalogue.drawing.drawing import figure as _figure

_save = saver(__file__, dpi=120)


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], color: str = INK) -> None:
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": color, "lw": 1.3})


def enzyme_rate() -> None:
    """Initial rate against substrate for an enzyme alone and with two inhibitors."""
    fig, ax = _figure(5.4, 3.7)
    s = np.linspace(0, 60, 300)
    for top, half, style, label in ((100, 3, "-", "No inhibitor"), (100, 12, "--", "Inhibitor X"), (50, 3, ":", "Y")):
        ax.plot(s, top * s / (half + s), style, color=INK, lw=2, label=label if label != "Y" else "Inhibitor Y")
    ax.set(xlabel="Substrate concentration (mM)", ylabel="Initial rate (µmol/min)", xlim=(0, 60), ylim=(0, 105))
    ax.grid(alpha=0.3)
    ax.legend(loc="center right", bbox_to_anchor=(1, 0.2))
    _save(fig, "enzyme-rate")


def potato_cores() -> None:
    """Change in mass of potato cores against sucrose concentration."""
    fig, ax = _figure(5.4, 3.7)
    ax.plot([0, 0.2, 0.4, 0.6, 0.8, 1.0], [18, 6, -6, -16, -21, -24], "o-", color=INK)
    ax.axhline(0, color=INK, lw=1)
    ax.set(xlabel="Sucrose concentration (M)", ylabel="Change in mass (%)", xlim=(-0.02, 1.05), ylim=(-30, 25))
    ax.set_xticks(np.arange(0, 1.01, 0.1))
    ax.grid(alpha=0.3)
    _save(fig, "potato-cores")


def dna_content() -> None:
    """DNA per cell in two cultures, as two histograms."""
    fig, axes = plt.subplots(1, 2, figsize=(6.2, 3.0), sharey=True)
    x = np.linspace(0.5, 2.5, 400)
    between = 1 / (1 + np.exp((1 - x) / 0.03)) / (1 + np.exp((x - 2) / 0.03))
    control = 60 * np.exp(-(((x - 1) / 0.06) ** 2)) + 25 * np.exp(-(((x - 2) / 0.07) ** 2)) + 8 * between
    treated = 5 * np.exp(-(((x - 1) / 0.06) ** 2)) + 80 * np.exp(-(((x - 2) / 0.07) ** 2)) + 2 * between
    for ax, y, title in ((axes[0], control, "Control culture"), (axes[1], treated, "Culture with drug Z")):
        ax.fill_between(x, y, color="#8899aa", edgecolor=INK)
        ax.set(title=title, xlabel="DNA per cell (relative units)", xlim=(0.5, 2.5), ylim=(0, 95))
        ax.set_xticks([1.0, 2.0])
        ax.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("Number of cells (thousands)")
    _save(fig, "dna-content")


def pedigree() -> None:
    """Three generations; filled symbols are affected, a diamond is a child not yet born."""
    fig, ax = _bare(5.2, 3.8, 10, 7.6)

    def person(x: float, y: float, sex: str, affected: bool, name: str) -> None:
        fill = INK if affected else "white"
        diamond = [(x, y + 0.45), (x + 0.45, y), (x, y - 0.45), (x - 0.45, y)]
        shapes = {
            "m": Rectangle((x - 0.35, y - 0.35), 0.7, 0.7, facecolor=fill, edgecolor=INK, lw=1.5),
            "f": Circle((x, y), 0.38, facecolor=fill, edgecolor=INK, lw=1.5),
            "?": Polygon(diamond, facecolor="white", edgecolor=INK),
        }
        ax.add_patch(shapes[sex])
        ax.text(x, y - 0.75, name, ha="center", fontsize=9)

    def line(*points: tuple[float, float]) -> None:
        ax.plot(*zip(*points, strict=True), color=INK, lw=1.3, zorder=0)

    line((2, 6.6), (4, 6.6))
    line((3, 6.6), (3, 5.2))
    line((1, 5.2), (5, 5.2))
    for x in (1, 3, 5):
        line((x, 5.2), (x, 4))
    line((5, 4), (7.5, 4))
    line((6.25, 4), (6.25, 1.4))
    person(2, 6.6, "m", False, "I-1")
    person(4, 6.6, "f", False, "I-2")
    person(1, 4, "f", True, "II-1")
    person(3, 4, "m", False, "II-2")
    person(5, 4, "m", False, "II-3")
    person(7.5, 4, "f", True, "II-4")
    person(6.25, 1.4, "?", False, "III-1 (not yet born)")
    ax.text(0.3, 1.5, "■ ●  affected\n□ ○  unaffected", fontsize=9)
    _save(fig, "pedigree")


def plasmid_map() -> None:
    """A circular plasmid of 6.0 kb with three cutting sites."""
    fig, ax = _bare(4.2, 4.0, 10, 9.6)
    ax.add_patch(Circle((5, 4.8), 2.8, fill=False, edgecolor=INK, lw=3))
    for kb, name in ((0.0, "EcoRI\n0 kb"), (2.5, "EcoRI\n2.5 kb"), (4.0, "BamHI\n4.0 kb")):
        angle = np.pi / 2 - 2 * np.pi * kb / 6
        tick = np.array([2.55, 3.05])
        ax.plot(5 + np.cos(angle) * tick, 4.8 + np.sin(angle) * tick, color=INK, lw=2)
        ax.text(5 + 3.9 * np.cos(angle), 4.8 + 3.85 * np.sin(angle), name, ha="center", va="center", fontsize=10)
    ax.text(5, 4.8, "plasmid pQ\n6.0 kb", ha="center", va="center", fontsize=11)
    _save(fig, "plasmid-map")


def phylogeny() -> None:
    """A rooted tree of five species."""
    fig, ax = _bare(5.0, 3.2, 10, 6.4)
    for path in (
        [(0.5, 3.25), (1.5, 3.25)],
        [(1.5, 5.25), (1.5, 1.75)],
        [(1.5, 5.25), (5, 5.25)],
        [(5, 5.75), (5, 4.75)],
        [(5, 5.75), (8.4, 5.75)],
        [(5, 4.75), (8.4, 4.75)],
        [(1.5, 1.75), (3, 1.75)],
        [(3, 3.25), (3, 1.0)],
        [(3, 3.25), (8.4, 3.25)],
        [(3, 1.0), (6, 1.0)],
        [(6, 1.5), (6, 0.5)],
        [(6, 1.5), (8.4, 1.5)],
        [(6, 0.5), (8.4, 0.5)],
    ):
        ax.plot(*zip(*path, strict=True), color=INK, lw=1.8, solid_capstyle="round")
    for y, name in ((5.75, "P"), (4.75, "Q"), (3.25, "R"), (1.5, "S"), (0.5, "T")):
        ax.text(8.7, y, f"Species {name}", va="center", fontsize=10)
    _save(fig, "phylogeny")


def food_web() -> None:
    """A pond food web; arrows point from the eaten to the eater."""
    fig, ax = _bare(5.6, 4.2, 12, 9)
    at = {
        "Phytoplankton": (3, 0.8), "Attached algae": (9, 0.8), "Zooplankton": (3, 3.2), "Snails": (9, 3.2),
        "Minnows": (3, 5.6), "Crayfish": (9, 5.6), "Kingfishers": (2, 8.2), "Perch": (7, 8.2),
    }  # fmt: skip
    for food, eater in (
        ("Phytoplankton", "Zooplankton"), ("Attached algae", "Snails"), ("Zooplankton", "Minnows"),
        ("Snails", "Crayfish"), ("Minnows", "Kingfishers"), ("Minnows", "Perch"), ("Crayfish", "Perch"),
    ):  # fmt: skip
        (x0, y0), (x1, y1) = at[food], at[eater]
        _arrow(ax, (x0 + 0.12 * (x1 - x0), y0 + 0.45), (x1 - 0.12 * (x1 - x0), y1 - 0.45))
    for name, (x, y) in at.items():
        ax.text(x, y, name, ha="center", va="center", fontsize=10, bbox={"boxstyle": "round", "fc": "white", "ec": INK})
    _save(fig, "food-web")


def logistic_growth() -> None:
    """A population that levels off."""
    fig, ax = _figure(5.4, 3.6)
    t = np.linspace(0, 30, 300)
    ax.plot(t, 800 / (1 + 3 * np.exp(-0.3 * (t - 10))), color=INK, lw=2)
    ax.plot([10], [200], "o", color=INK)
    ax.axhline(800, color=INK, lw=1, ls="--")
    ax.set(xlabel="Time (days)", ylabel="Number of individuals", xlim=(0, 30), ylim=(0, 900))
    ax.grid(alpha=0.3)
    _save(fig, "logistic-growth")


def stomata_bars() -> None:
    """Mean stomatal aperture with error bars, two genotypes, with and without ABA."""
    fig, ax = _figure(5.2, 3.7)
    for shift, heights, errors, fill, label in (
        (-0.19, [3.2, 3.1], [0.3, 0.3], "white", "No ABA"),
        (0.19, [1.1, 2.9], [0.2, 0.3], "#8899aa", "ABA added"),
    ):
        at = np.array([0, 1]) + shift
        ax.bar(at, heights, 0.36, yerr=errors, capsize=5, color=fill, edgecolor=INK, label=label)
    ax.set_xticks([0, 1], ["Wild type", "Mutant"])
    ax.set(ylabel="Mean stomatal aperture (µm)", ylim=(0, 4.6))
    ax.text(0.99, -0.2, "Error bars: ±2 standard errors of the mean", transform=ax.transAxes, ha="right", fontsize=8)
    ax.legend(loc="upper center", ncol=2, frameon=False)
    _save(fig, "stomata-bars")


def electron_transport() -> None:
    """The inner mitochondrial membrane with its carriers and ATP synthase."""
    fig, ax = _bare(6.4, 3.8, 16, 9.5)
    ax.add_patch(Rectangle((0.3, 4.2), 15.4, 1.4, facecolor="#eee6d0", edgecolor=INK))
    for x, name in ((2, "I"), (5.2, "III"), (8.4, "IV")):
        ax.add_patch(Ellipse((x, 4.9), 1.7, 2.4, facecolor="#c8d4e0", edgecolor=INK))
        ax.text(x, 4.9, name, ha="center", va="center", fontsize=12)
        _arrow(ax, (x, 6.2), (x, 7.5))
        ax.text(x + 0.15, 6.7, "H⁺", fontsize=10)
    for x in (2.95, 6.15):
        _arrow(ax, (x, 4.9), (x + 1.25, 4.9), "#a03020")
        ax.text(x + 0.45, 5.1, "e⁻", color="#a03020", fontsize=10)
    ax.add_patch(Rectangle((12.3, 4.0), 1.3, 1.9, facecolor="#d8c0c0", edgecolor=INK))
    ax.add_patch(Ellipse((12.95, 3.1), 2.2, 1.8, facecolor="#d8c0c0", edgecolor=INK))
    ax.text(14.9, 6.2, "ATP\nsynthase", ha="center", fontsize=10)
    _arrow(ax, (12.95, 7.6), (12.95, 6.0))
    ax.text(13.1, 6.9, "H⁺", fontsize=10)
    _arrow(ax, (0.7, 2.4), (1.6, 3.7))
    ax.text(0.3, 1.8, "NADH → NAD⁺", fontsize=10)
    ax.add_patch(Arc((8.4, 2.6), 2.6, 2.2, theta1=10, theta2=170, color=INK))
    ax.text(6.3, 1.7, "O₂ + H⁺", fontsize=10)
    ax.text(9.1, 1.7, "H₂O", fontsize=10)
    ax.text(11.2, 1.2, "ADP + Pᵢ → ATP", fontsize=10)
    ax.text(0.3, 8.6, "Intermembrane space", fontsize=11, style="italic")
    ax.text(0.3, 0.3, "Matrix", fontsize=11, style="italic")
    _save(fig, "electron-transport")


def main() -> None:
    """Draw them all."""
    for draw in (enzyme_rate, potato_cores, dna_content, pedigree, plasmid_map, phylogeny, food_web):
        draw()
    for draw in (logistic_growth, stomata_bars, electron_transport):
        draw()


if __name__ == "__main__":
    main()
