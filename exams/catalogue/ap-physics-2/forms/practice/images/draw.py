"""Draw the pictures of this form: each PNG is written beside this script, the same bytes every time."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from exams.catalogue.drawing.drawing import GREY, INK, saver
from exams.catalogue.drawing.drawing import bare as _bare
from exams.catalogue.drawing.drawing import figure as _figure

_save = saver(__file__, dpi=120)


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], color: str = INK) -> None:
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": color, "lw": 1.4})


def narrowing_pipe() -> None:
    """A horizontal pipe that narrows."""
    fig, ax = _bare(6.0, 2.7, 16, 7)
    top = [(1, 5.5), (7, 5.5), (9, 4.5), (15, 4.5)]
    ax.plot(*zip(*top, strict=True), color=INK, lw=2)
    ax.plot([x for x, _ in top], [7 - y for _, y in top], color=INK, lw=2)
    ax.fill_between([x for x, _ in top], [7 - y for _, y in top], [y for _, y in top], color="#dde6ee")
    for x, y, label in ((3.5, 5.5, "4.0 cm"), (12, 4.5, "2.0 cm")):
        ax.annotate("", (x, y), (x, 7 - y), arrowprops={"arrowstyle": "<|-|>", "color": INK})
        ax.text(x + 0.2, 3.9, label, fontsize=10)
    ax.text(5.5, 3.4, "X", ha="center", va="center", fontsize=13, weight="bold")
    ax.text(14.2, 3.5, "Y", ha="center", va="center", fontsize=13, weight="bold")
    _arrow(ax, (1.2, 2.6), (2.8, 2.6))
    _save(fig, "narrowing-pipe")


def pv_cycle() -> None:
    """A gas taken around a triangle in the P-V plane."""
    fig, ax = _figure(5.0, 3.8)
    corners = {"A": (1, 1), "B": (1, 4), "C": (3, 1)}
    for start, end in ("AB", "BC", "CA"):
        (x0, y0), (x1, y1) = corners[start], corners[end]
        ax.plot([x0, x1], [y0, y1], color=INK, lw=2)
        _arrow(ax, (x0, y0), (x0 + 0.58 * (x1 - x0), y0 + 0.58 * (y1 - y0)))
    for name, dx, dy in (("A", -0.14, -0.22), ("B", -0.14, 0.1), ("C", 0.06, 0.1)):
        ax.text(corners[name][0] + dx, corners[name][1] + dy, name, fontsize=12)
    ax.set(xlabel="Volume (10⁻³ m³)", ylabel="Pressure (10⁵ Pa)", xlim=(0, 4), ylim=(0, 5))
    ax.set_xticks(range(5))
    ax.set_yticks(range(6))
    ax.grid(alpha=0.4)
    _save(fig, "pv-cycle")


def equipotential_map() -> None:
    """Equipotential lines around a charge, with two points."""
    fig, ax = _bare(4.8, 4.4, 12, 11)
    angle = np.linspace(0, 2 * np.pi, 200)
    for radius, volts in ((1.2, 40), (1.6, 30), (2.4, 20), (4.8, 10)):
        ax.plot(6 + radius * np.cos(angle), 5.4 + radius * np.sin(angle), color=INK, lw=1.3)
        ax.text(
            6,
            5.4 + radius,
            f"{volts} V",
            fontsize=8,
            ha="center",
            va="center",
            bbox={"fc": "white", "ec": "none", "pad": 0.5},
        )
    for name, x, y in (("P", 6 - 1.2, 5.4), ("Q", 6 + 4.8 * np.cos(-0.6), 5.4 + 4.8 * np.sin(-0.6))):
        ax.plot([x], [y], "o", color="#a03020", ms=7)
        ax.text(x + 0.25, y - 0.55, name, fontsize=12, color="#a03020", weight="bold")
    _save(fig, "equipotential-map")


def _resistor(ax: Axes, x: float, y: float, label: str, upright: bool = False) -> None:
    along = np.array([-1, -0.75, -0.45, -0.15, 0.15, 0.45, 0.75, 1])
    across = np.array([0, 0.35, -0.35, 0.35, -0.35, 0.35, -0.35, 0])
    gap = np.array([-0.95, 0.95])
    ax.plot(x + (0 * gap if upright else gap), y + (gap if upright else 0 * gap), color="white", lw=6)
    ax.plot(x + (across if upright else along), y + (along if upright else across), color=INK, lw=1.6)
    ax.text(x + (0.6 if upright else 0), y + (0 if upright else 0.6), label, fontsize=10,
            ha="left" if upright else "center", va="center" if upright else "bottom")  # fmt: skip


def _battery(ax: Axes, x: float, y: float, label: str) -> None:
    ax.plot([x, x], [y - 0.2, y + 0.2], color="white", lw=6)
    ax.plot([x - 0.8, x + 0.8], [y + 0.2, y + 0.2], color=INK, lw=1.6)
    ax.plot([x - 0.4, x + 0.4], [y - 0.2, y - 0.2], color=INK, lw=3)
    ax.text(x - 1.0, y, label, ha="right", va="center", fontsize=10)


def circuit() -> None:
    """A resistor in series with two in parallel."""
    fig, ax = _bare(5.6, 3.4, 14, 8.4)
    for path in ([(2.5, 1), (2.5, 7), (11.5, 7), (11.5, 1), (2.5, 1)], [(8, 7), (8, 1)]):
        ax.plot(*zip(*path, strict=True), color=INK, lw=1.6)
    _battery(ax, 2.5, 4, "12 V")
    _resistor(ax, 5.2, 7, "2.0 Ω")
    _resistor(ax, 8, 4, "6.0 Ω", upright=True)
    _resistor(ax, 11.5, 4, "3.0 Ω", upright=True)
    _save(fig, "circuit")


def particle_tracks() -> None:
    """Two tracks in a magnetic field directed into the page; the grid is square."""
    fig, ax = _bare(4.6, 4.6, 10, 10)
    for x in range(2, 10):
        for y in range(1, 10):
            ax.text(x, y, "×", ha="center", va="center", fontsize=9, color=GREY)
    half = np.linspace(-np.pi / 2, np.pi / 2, 100)
    for radius, side in ((1.5, 1), (3, -1)):
        ax.plot(1.5 + radius * np.cos(half), 6.5 + side * radius * (1 + np.sin(half)), color=INK, lw=2)
    _arrow(ax, (0.1, 6.5), (1.5, 6.5))
    ax.text(3.1, 8.4, "1", fontsize=13, weight="bold")
    ax.text(4.6, 2.6, "2", fontsize=13, weight="bold")
    ax.text(0.1, 6.8, "entry", fontsize=9)
    _save(fig, "particle-tracks")


def thin_lens() -> None:
    """An object before a converging lens on a grid, focal points marked, no rays."""
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    ax.set(xlim=(-25, 40), ylim=(-12, 12), aspect="equal", xlabel="Position along the axis (cm)", ylabel="Height (cm)")
    ax.set_xticks(range(-25, 41, 5))
    ax.set_yticks(range(-10, 11, 5))
    ax.grid(alpha=0.4)
    ax.axhline(0, color=INK, lw=1)
    ax.annotate("", (0, 10.5), (0, -10.5), arrowprops={"arrowstyle": "<|-|>", "color": "#2050a0", "lw": 2})
    ax.annotate(
        "", (-15, 4), (-15, 0), arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 2.5, "shrinkB": 0, "shrinkA": 0}
    )
    ax.plot([-10, 10], [0, 0], "o", color="#a03020")
    for x, y, label in ((-10, 1, "F"), (10, 1, "F"), (-15, 5, "object"), (1, 9.8, "converging lens")):
        ax.text(x, y, label, fontsize=9, ha="left" if x == 1 else "center")
    _save(fig, "thin-lens")


def photoelectric() -> None:
    """Greatest kinetic energy of photoelectrons against frequency."""
    fig, ax = _figure(5.2, 3.6)
    f = np.array([6, 7, 8, 9, 10, 11])
    ax.plot([5, 12], [0, 7 * 0.414], color=INK)
    ax.plot(f, 0.414 * (f - 5), "o", color=INK)
    ax.set(xlabel="Frequency of the light (10¹⁴ Hz)", ylabel="Maximum kinetic energy (eV)", xlim=(0, 12), ylim=(0, 3))
    ax.set_xticks(range(13))
    ax.grid(alpha=0.4)
    _save(fig, "photoelectric")


def energy_levels() -> None:
    """Four energy levels of an atom."""
    fig, ax = _bare(4.0, 4.0, 10, 11.5)
    for energy, name in (
        (-10.0, "ground state"),
        (-6.0, "first excited state"),
        (-3.0, "second excited state"),
        (-1.0, "third excited state"),
    ):
        y = energy + 11
        ax.plot([1, 5.4], [y, y], color=INK, lw=2)
        ax.text(5.6, y, f"{energy:.1f} eV".replace("-", "−"), va="center", fontsize=10)
        ax.text(1, y + 0.2, name, fontsize=8)
    _save(fig, "energy-levels")


def terminal_voltage() -> None:
    """Terminal voltage of a battery against current."""
    fig, ax = _figure(5.4, 3.8)
    current = np.array([0.5, 1.0, 1.5, 2.0, 2.5, 3.0])
    ax.plot([0, 3.5], [9.0, 9.0 - 1.5 * 3.5], "--", color=GREY, label="best-fit line")
    ax.plot(current, 9.0 - 1.5 * current + np.array([0.05, -0.05, 0.0, 0.05, -0.05, 0.0]), "o", color=INK)
    ax.set(xlabel="Current (A)", ylabel="Voltage across the terminals (V)", xlim=(0, 3.5), ylim=(0, 10))
    ax.set_yticks(range(11))
    ax.grid(alpha=0.4)
    ax.legend(frameon=False)
    _save(fig, "terminal-voltage")


def sliding_bar() -> None:
    """A bar on rails in a magnetic field directed into the page, seen from above."""
    fig, ax = _bare(5.8, 3.2, 15, 8.2)
    for x in range(2, 13):
        for y in range(2, 7):
            ax.text(x, y, "×", ha="center", va="center", fontsize=9, color=GREY)
    ax.plot([12.5, 1.5, 1.5, 12.5], [6.6, 6.6, 1.4, 1.4], color=INK, lw=2)
    _resistor(ax, 1.5, 4, "", upright=True)
    ax.text(0.6, 4, "R", fontsize=12, ha="center", va="center")
    ax.plot([8, 8], [1.1, 6.9], color="#555555", lw=6)
    ax.text(8, 7.2, "bar, mass M", ha="center", fontsize=10)
    _arrow(ax, (8.1, 4.5), (11, 4.5))
    ax.text(11.2, 4.35, "F", fontsize=12)
    ax.annotate("", (13.4, 6.6), (13.4, 1.4), arrowprops={"arrowstyle": "<|-|>", "color": INK})
    ax.text(13.7, 3.8, "L", fontsize=12)
    ax.text(4, 0.4, "× : magnetic field B, into the page", fontsize=9)
    _save(fig, "sliding-bar")


def draining_tank() -> None:
    """A tank that drains through a horizontal pipe with a nozzle."""
    fig, ax = _bare(6.0, 3.6, 16, 9.4)
    ax.fill_between([1, 6], [1, 1], [8, 8], color="#dde6ee")
    ax.fill_between([6, 11, 12, 13.5], [1.2, 1.2, 1.65, 1.65], [2.8, 2.8, 2.35, 2.35], color="#dde6ee")
    ax.plot([1, 1, 6, 6, 11, 12, 13.5], [9, 1, 1, 1.2, 1.2, 1.65, 1.65], color=INK, lw=2)
    ax.plot([6, 6, 11, 12, 13.5], [9, 2.8, 2.8, 2.35, 2.35], color=INK, lw=2)
    ax.plot([1, 6], [8, 8], color="#2050a0", lw=1.5)
    ax.plot([1, 13.5], [2, 2], color=INK, lw=0.8, ls="--")
    ax.annotate("", (3, 8), (3, 2), arrowprops={"arrowstyle": "<|-|>", "color": INK})
    ax.text(3.3, 5, "1.80 m", fontsize=10)
    ax.text(8.5, 2.05, "X", ha="center", va="center", fontsize=12, weight="bold")
    ax.text(8.5, 3.2, "area 6.0 cm²", ha="center", fontsize=9)
    ax.text(13.1, 2.0, "Y", ha="center", va="center", fontsize=12, weight="bold")
    ax.text(13.1, 2.8, "area 2.0 cm²", ha="center", fontsize=9)
    _arrow(ax, (13.7, 2), (15.5, 2))
    ax.text(3.5, 8.3, "open to the air", ha="center", fontsize=9)
    _save(fig, "draining-tank")


def main() -> None:
    """Draw them all."""
    for draw in (narrowing_pipe, pv_cycle, equipotential_map, circuit, particle_tracks, thin_lens, photoelectric):
        draw()
    for draw in (energy_levels, terminal_voltage, sliding_bar, draining_tank):
        draw()


if __name__ == "__main__":
    main()
