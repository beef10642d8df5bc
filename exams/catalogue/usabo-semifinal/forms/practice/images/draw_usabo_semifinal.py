"""Draw the pictures of this form: each PNG is written beside this script, the same bytes every time."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, Rectangle

from exams.catalogue.drawing.drawing import INK, saver
from exams.catalogue.drawing.drawing import bare as _bare
from exams.catalogue.drawing.drawing import figure as _figure

_save = saver(__file__, dpi=110)


def lineweaver_burk() -> None:
    """Two double-reciprocal lines; both intercepts of the upper one are twice those of the lower one."""
    fig, ax = _figure(5.4, 3.8)
    for start, intercept, style, label in ((-0.5, 0.1, "-", "no inhibitor"), (-1.0, 0.2, "--", "10 µM inhibitor")):
        x = np.array([start, 1.5])
        ax.plot(x, intercept + 0.2 * x, style, color=INK, lw=2, label=label)
    ax.axvline(0, color=INK, lw=0.8)
    ax.set(xlim=(-1.2, 1.6), ylim=(0, 0.55), xlabel="1/[S]  (1/mM)", ylabel="1/v  (min/µmol)")
    ax.set_xticks(np.arange(-1, 1.6, 0.5))
    ax.grid(alpha=0.3)
    ax.legend(frameon=False, loc="upper left", fontsize=9)
    _save(fig, "lineweaver-burk")


def pedigree() -> None:
    """Two families joined by a couple with one child and a pregnancy."""
    fig, ax = _bare(6.2, 4.4, 16, 11)

    def person(x: float, y: float, sex: str, name: str, affected: bool = False) -> None:
        face = INK if affected else "white"
        shape = Circle((x, y), 0.6) if sex == "f" else Rectangle((x - 0.6, y - 0.6), 1.2, 1.2)
        shape.set(facecolor=face, edgecolor=INK, lw=1.8, zorder=3)
        ax.add_patch(shape)
        ax.text(x, y - 1.05, name, ha="center", va="center", fontsize=9)

    lines = [([2, 5], [9.5, 9.5]), ([11, 14], [9.5, 9.5]), ([3.5, 3.5], [9.5, 7.6]), ([12.5, 12.5], [9.5, 7.6])]
    lines += [([2, 6.2], [7.6, 7.6]), ([9.8, 14], [7.6, 7.6])]
    lines += [([x, x], [7.6, 6]) for x in (2, 6.2, 9.8, 14)]
    lines += [([6.2, 9.8], [6, 6]), ([8, 8], [6, 3.9]), ([6.6, 9.4], [3.9, 3.9])]
    lines += [([x, x], [3.9, 2.4]) for x in (6.6, 9.4)]
    for x, y in lines:
        ax.plot(x, y, color=INK, lw=1.4)
    people = [(2, 9.5, "m", "I-1"), (5, 9.5, "f", "I-2"), (11, 9.5, "m", "I-3"), (14, 9.5, "f", "I-4")]
    people += [(6.2, 6, "m", "II-2"), (9.8, 6, "f", "II-3"), (6.6, 2.4, "f", "III-1")]
    for x, y, sex, name in people:
        person(x, y, sex, name)
    person(2, 6, "f", "II-1", affected=True)
    person(14, 6, "m", "II-4", affected=True)
    ax.plot([9.4, 10.1, 9.4, 8.7, 9.4], [3.1, 2.4, 1.7, 2.4, 3.1], color=INK, lw=1.8)
    ax.fill([9.4, 10.1, 9.4, 8.7], [3.1, 2.4, 1.7, 2.4], color="white", zorder=3)
    ax.plot([9.4, 10.1, 9.4, 8.7, 9.4], [3.1, 2.4, 1.7, 2.4, 3.1], color=INK, lw=1.8, zorder=4)
    ax.text(9.4, 2.4, "?", ha="center", va="center", fontsize=11, zorder=5)
    ax.text(9.4, 1.3, "III-2", ha="center", va="center", fontsize=9)
    _save(fig, "pedigree")


def phylogeny() -> None:
    """A rooted tree of seven species and an outgroup; filled circles have wings."""
    fig, ax = _bare(5.2, 4.4, 13, 10.4)
    names = "OABCDEFG"
    height = {name: 9.4 - 1.2 * k for k, name in enumerate(names)}
    winged = {"O", "C", "G"}
    spots: dict[str, tuple[float, float]] = {name: (9.5, y) for name, y in height.items()}
    joins = [("BC", "B", "C", 7.5), ("ABC", "A", "BC", 5.5), ("DE", "D", "E", 7.5), ("FG", "F", "G", 7.5)]
    joins += [("DEFG", "DE", "FG", 5.5), ("IN", "ABC", "DEFG", 3.2), ("ROOT", "O", "IN", 1.2)]
    for name, left, right, x in joins:
        (x0, y0), (x1, y1) = spots[left], spots[right]
        ax.plot([x0, x, x, x1], [y0, y0, y1, y1], color=INK, lw=1.8)
        spots[name] = (x, (y0 + y1) / 2)
    x, y = spots["ROOT"]
    ax.plot([x - 0.8, x], [y, y], color=INK, lw=1.8)
    for name, y in height.items():
        ax.add_patch(
            Circle((10, y), 0.3, facecolor=INK if name in winged else "white", edgecolor=INK, lw=1.6, zorder=3)
        )
        ax.text(10.7, y, name, va="center", fontsize=12)
    _save(fig, "phylogeny")


def pressure_volume_loops() -> None:
    """Two loops of the left ventricle with a common end-systolic line."""
    fig, ax = _figure(5.4, 4.2)
    for end_d, end_s, opening, peak, style, label in (
        (120, 50, 80, 100, "-", "loop 1"),
        (120, 74, 130, 160, "--", "loop 2"),
    ):
        ejection_v = np.linspace(end_d, end_s, 60)
        s = (end_d - ejection_v) / (end_d - end_s)
        arch = opening + (peak - opening) * s + 14 * np.sin(np.pi * s)
        filling_v = np.linspace(end_s, end_d, 60)
        filling_p = 4 + 6 * ((filling_v - 40) / 80) ** 2
        volume = np.concatenate([filling_v, ejection_v, [end_s]])
        pressure = np.concatenate([filling_p, arch, [filling_p[0]]])
        ax.plot(volume, pressure, style, color=INK, lw=2, label=label)
    line = np.array([10, 90])
    ax.plot(line, 2.5 * (line - 10), ":", color="#777777", lw=1.4, label="end-systolic line")
    ax.set(xlim=(0, 150), ylim=(0, 220), xlabel="Left ventricular volume (mL)", ylabel="Pressure (mm Hg)")
    ax.grid(alpha=0.3)
    ax.legend(frameon=False, fontsize=9, loc="upper right")
    _save(fig, "pressure-volume-loops")


def isoclines() -> None:
    """Zero-growth lines of two competing species and a starting point."""
    fig, ax = _figure(5.0, 4.2)
    ax.plot([0, 100], [60, 0], "-", color=INK, lw=2, label="dN₁/dt = 0")
    ax.plot([0, 70], [80, 0], "--", color=INK, lw=2, label="dN₂/dt = 0")
    ax.plot([20], [60], "o", color=INK, ms=6)
    ax.text(22.5, 61, "P", fontsize=12)
    ax.set(xlim=(0, 115), ylim=(0, 95), xlabel="N₁ (number of species 1)", ylabel="N₂ (number of species 2)")
    ax.grid(alpha=0.3)
    ax.legend(frameon=False, fontsize=10)
    _save(fig, "isoclines")


def plasmid_gel() -> None:
    """Digests of a circular plasmid; sizes are written beside the bands."""
    fig, ax = plt.subplots(figsize=(5.8, 4.0))
    lanes = [("E", [6.0]), ("H", [4.0, 2.0]), ("B", [6.0]), ("E + H", [3.0, 2.0, 1.0])]
    lanes += [("B + H", [4.0, 1.5, 0.5]), ("B + E", [3.5, 2.5])]
    for k, (name, sizes) in enumerate(lanes):
        ax.text(k, 7.6, name, ha="center", fontsize=10)
        for size in sizes:
            ax.plot([k - 0.3, k + 0.3], [size, size], color=INK, lw=3.5, solid_capstyle="butt")
            ax.text(k, size * 1.06, f"{size:.1f}", ha="center", va="bottom", fontsize=8)
    ax.set_yscale("log")
    ax.set(xlim=(-0.7, 5.6), ylim=(0.4, 8.6), ylabel="Fragment size (kb)")
    ax.set_yticks([0.5, 1, 2, 4, 6], ["0.5", "1", "2", "4", "6"])
    ax.minorticks_off()
    ax.set_xticks([])
    _save(fig, "plasmid-gel")


if __name__ == "__main__":
    lineweaver_burk()
    pedigree()
    phylogeny()
    pressure_volume_loops()
    isoclines()
    plasmid_gel()
