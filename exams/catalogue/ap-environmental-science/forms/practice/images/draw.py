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


def age_structure() -> None:
    """Age structure of two countries."""
    fig, axes = plt.subplots(1, 2, figsize=(6.6, 3.8), sharey=True)
    bands = [f"{a}–{a + 9}" for a in range(0, 80, 10)]
    shares = {"Country J": [15, 12, 9, 6, 4, 2.5, 1, 0.5], "Country K": [5.5, 6, 6.5, 7, 7, 7, 6, 5]}
    for ax, (name, male) in zip(axes, shares.items(), strict=True):
        at = np.arange(len(bands))
        ax.barh(at, [-s for s in male], 0.9, color=GREY, edgecolor=INK)
        ax.barh(at, male, 0.9, color="#ddd2b8", edgecolor=INK)
        ax.set(title=name, xlim=(-16, 16), xlabel="Percent of population")
        ax.set_xticks([-15, -10, -5, 0, 5, 10, 15], ["15", "10", "5", "0", "5", "10", "15"])
        ax.set_yticks(at, bands)
        ax.text(-15.5, 7, "male", fontsize=9)
        ax.text(15.5, 7, "female", fontsize=9, ha="right")
    axes[0].set_ylabel("Age (years)")
    _save(fig, "age-structure")


def climate_graph() -> None:
    """Monthly precipitation and temperature at one station."""
    fig, ax = plt.subplots(figsize=(5.8, 3.7))
    months = np.arange(12)
    ax.bar(months, [95, 85, 65, 30, 12, 4, 1, 2, 8, 28, 60, 90], color=GREY, edgecolor=INK)
    ax.set(ylabel="Precipitation (mm), bars", ylim=(0, 120))
    ax.set_xticks(months, list("JFMAMJJASOND"))
    warm = ax.twinx()
    warm.plot(months, [10, 11, 12, 14, 17, 21, 24, 24, 22, 18, 13, 10], "o-", color="#a03020")
    warm.set(ylabel="Temperature (°C), line", ylim=(0, 30))
    _save(fig, "climate-graph")


def dose_response() -> None:
    """Mortality of rats against dose for two pesticides."""
    fig, ax = _figure(5.4, 3.7)
    dose = np.linspace(0, 12, 300)
    for middle, steep, style, name in ((4.0, 5, "-", "Pesticide R"), (6.0, 1.6, "--", "Pesticide S")):
        with np.errstate(divide="ignore"):
            ax.plot(dose, 100 / (1 + (middle / dose) ** steep), style, color=INK, lw=2, label=name)
    ax.set(xlabel="Dose (mg per kg of body mass)", ylabel="Rats killed (%)", xlim=(0, 12), ylim=(0, 100))
    ax.set_xticks(range(13))
    ax.set_yticks(range(0, 101, 10))
    ax.grid(alpha=0.4)
    ax.legend(loc="lower right")
    _save(fig, "dose-response")


def oxygen_sag() -> None:
    """Dissolved oxygen and oxygen demand along a river."""
    fig, ax = _figure(5.8, 3.7)
    km = np.array([0, 9.9, 10, 15, 20, 25, 30, 40, 50, 60, 70, 80])
    ax.plot(
        km,
        [8.5, 8.5, 8.4, 6.4, 4.4, 3.0, 2.5, 3.4, 5.2, 6.8, 7.8, 8.3],
        "o-",
        color=INK,
        label="Dissolved oxygen (mg/L)",
    )
    ax.plot(
        km,
        [2, 2, 14, 12.5, 11, 9.6, 8.3, 6.2, 4.6, 3.4, 2.6, 2.2],
        "s--",
        color=GREY,
        label="Biochemical oxygen demand (mg/L)",
    )
    ax.axvline(10, color="#a03020", lw=1)
    ax.text(10.6, 15, "outlet of sewage", color="#a03020", fontsize=9)
    ax.set(xlabel="Distance along the river (km)", ylabel="mg/L", xlim=(0, 80), ylim=(0, 17))
    ax.grid(alpha=0.4)
    ax.legend(loc="upper right", fontsize=8, bbox_to_anchor=(1, 0.9))
    _save(fig, "oxygen-sag")


def soil_bars() -> None:
    """Sand, silt and clay in three soils, as stacked bars."""
    fig, ax = _figure(5.0, 3.6)
    parts = {"Sand": ([85, 40, 15], "#eadcb0"), "Silt": ([10, 40, 25], "#b9a27a"), "Clay": ([5, 20, 60], "#7a5c40")}
    base = np.zeros(3)
    for name, (shares, color) in parts.items():
        ax.bar(range(3), shares, 0.55, bottom=base, color=color, edgecolor=INK, label=name)
        for x, share, low in zip(range(3), shares, base, strict=True):
            ax.text(x, low + share / 2, f"{share}", ha="center", va="center", fontsize=9)
        base += np.array(shares)
    ax.set_xticks(range(3), ["Soil 1", "Soil 2", "Soil 3"])
    ax.set(ylabel="Percent by mass", xlim=(-0.5, 3.4), ylim=(0, 105))
    ax.legend(loc="center right", frameon=False)
    _save(fig, "soil-bars")


def air_temperature() -> None:
    """Temperature of the atmosphere against altitude, four layers lettered."""
    fig, ax = _figure(4.6, 4.4)
    ax.plot([15, -56, -56, -2, -2, -86, -86, 0], [0, 11, 20, 47, 51, 85, 92, 118], color=INK, lw=2)
    for height in (12, 49, 88):
        ax.axhline(height, color=GREY, lw=1, ls="--")
    for y, name in ((5, "W"), (30, "X"), (68, "Y"), (104, "Z")):
        ax.text(32, y, f"Layer {name}", va="center", fontsize=10)
    ax.set(xlabel="Temperature (°C)", ylabel="Altitude (km)", xlim=(-100, 60), ylim=(0, 120))
    ax.grid(alpha=0.25)
    _save(fig, "air-temperature")


def water_table_map() -> None:
    """Water-table contours with a leaking tank and four wells."""
    fig, ax = _bare(5.2, 4.4, 12, 10.2)
    for number, metres in enumerate((120, 118, 116, 114, 112)):
        offset = -3.2 + 2.5 * number
        x = np.linspace(0.3, 11.7, 400)
        y = (0.8 * x - offset) / 0.6
        inside = (y > 0.2) & (y < 9.8)
        ax.plot(x[inside], y[inside], color="#2050a0", lw=1.4)
        label = {"fc": "white", "ec": "none", "pad": 1}
        ax.text(x[inside][-1], y[inside][-1], f"{metres} m", fontsize=9, color="#2050a0", ha="center", bbox=label)
    ax.plot([4], [6.5], "s", color="#a03020", ms=10)
    ax.text(4.4, 6.2, "leaking tank", fontsize=9, color="#a03020")
    for name, wx, wy in (("1", 2.0, 8.0), ("2", 5.8, 8.9), ("3", 2.2, 4.1), ("4", 8.0, 3.5)):
        ax.plot([wx], [wy], "o", color=INK, ms=7)
        ax.text(wx + 0.3, wy - 0.35, f"Well {name}", fontsize=10, weight="bold")
    _arrow(ax, (1.0, 0.4), (1.0, 1.8))
    ax.text(1.0, 1.9, "N", ha="center", fontsize=11)
    _save(fig, "water-table-map")


def nitrate_drainage() -> None:
    """Nitrate in drainage water month by month, with and without a cover crop."""
    fig, ax = _figure(5.8, 3.7)
    months = list("ONDJFMAMJJAS")
    ax.plot(range(12), [9, 11, 13, 14, 16, 19, 21, 20, 14, 8, 6, 7], "s--", color="#a03020", label="No cover crop")
    ax.plot(range(12), [9, 9, 8, 8, 8, 9, 10, 13, 11, 7, 6, 7], "o-", color=INK, label="Winter rye cover crop")
    ax.set_xticks(range(12), months)
    ax.set(xlabel="Month (October to September)", ylabel="Nitrate-nitrogen (mg/L)", ylim=(0, 27))
    ax.grid(alpha=0.4)
    ax.legend(frameon=False, loc="upper right")
    _save(fig, "nitrate-drainage")


def main() -> None:
    """Draw them all."""
    for draw in (age_structure, climate_graph, dose_response, oxygen_sag, soil_bars, air_temperature):
        draw()
    for draw in (water_table_map, nitrate_drainage):
        draw()


if __name__ == "__main__":
    main()
