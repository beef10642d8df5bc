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


CLUSTER = [(1, 6.2), (2, 5.1), (2, 6.4), (3, 4.3), (3, 5.6), (4, 4.9), (4, 3.6), (5, 3.1), (5, 4.2)]


def box_plots() -> None:
    """Travel times on two routes from five-number summaries."""
    fig, ax = _figure(5.6, 2.8)
    for y, (low, first, middle, third, high) in ((2, (15, 22, 28, 36, 45)), (1, (20, 26, 28, 31, 40))):
        ax.plot([low, first], [y, y], color=INK)
        ax.plot([third, high], [y, y], color=INK)
        ax.plot([first, third, third, first, first], np.array([-1, -1, 1, 1, -1]) * 0.28 + y, color=INK)
        for x in (low, high):
            ax.plot([x, x], [y - 0.14, y + 0.14], color=INK)
        ax.plot([middle, middle], [y - 0.28, y + 0.28], color=INK, lw=2.5)
    ax.set_yticks([1, 2], ["Route N", "Route M"])
    ax.set(xlabel="Travel time (minutes)", xlim=(10, 50), ylim=(0.4, 2.6))
    ax.set_xticks(range(10, 51, 5))
    ax.grid(axis="x", alpha=0.4)
    _save(fig, "box-plots")


def cumulative_frequency() -> None:
    """Cumulative relative frequency of completion times."""
    fig, ax = _figure(5.4, 3.7)
    ax.plot(range(20, 81, 10), [0, 0.10, 0.25, 0.60, 0.75, 0.90, 1.0], "o-", color=INK)
    ax.set(xlabel="Completion time (minutes)", ylabel="Cumulative relative frequency", xlim=(15, 85), ylim=(0, 1.03))
    ax.set_yticks(np.arange(0, 1.01, 0.1))
    ax.grid(alpha=0.4)
    _save(fig, "cumulative-frequency")


def residual_plot() -> None:
    """Residuals of a line fitted to data that bend."""
    fig, ax = _figure(5.4, 3.4)
    x = np.arange(2, 21, 2)
    ax.plot(x, [-4.1, -1.6, 0.4, 2.2, 2.6, 2.9, 2.0, 0.9, -1.5, -3.8], "o", color=INK)
    ax.axhline(0, color=INK, lw=1)
    ax.set(xlabel="x (hours of sunlight per week)", ylabel="Residual (cm)", xlim=(0, 22), ylim=(-6, 6))
    ax.grid(alpha=0.3)
    _save(fig, "residual-plot")


def regression_output() -> None:
    """Computer output of a regression, as a table."""
    fig, ax = _bare(5.6, 2.4, 14, 6)
    lines = (
        "Regression of price (dollars) on age (years)",
        "",
        "Predictor     Coef   SE Coef       T       P",
        "Constant    412.60     21.30   19.37   0.000",
        "Age         -18.40      3.10   -5.94   0.000",
        "",
        "S = 24.7        R-Sq = 68.8%",
    )
    for number, line in enumerate(lines):
        ax.text(
            0.2, 5.3 - 0.8 * number, line.replace("-18", "−18").replace("-5.", "−5."), family="monospace", fontsize=10
        )
    _save(fig, "regression-output")


def randomization() -> None:
    """A dot plot of 100 simulated differences of means."""
    fig, ax = _figure(5.8, 3.4)
    counts = dict(zip(range(-7, 8), [1, 2, 4, 6, 8, 10, 12, 13, 12, 10, 8, 6, 5, 2, 1], strict=True))
    for value, count in counts.items():
        ax.plot([value] * count, np.arange(1, count + 1), "o", color=INK, ms=5)
    ax.set(xlabel="Simulated difference in means, new − standard (points)", xlim=(-8, 8), ylim=(0, 14))
    ax.set_xticks(range(-8, 9))
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    _save(fig, "randomization")


def two_way_table() -> None:
    """Counts of students by grade and way of travel."""
    fig, ax = _bare(5.6, 2.2, 14, 5.5)
    rows = (
        ("", "Bus", "Car", "Walk", "Total"),
        ("Freshmen", 90, 30, 30, 150),
        ("Seniors", 40, 50, 10, 100),
        ("Total", 130, 80, 40, 250),
    )
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            ax.text(1.8 + 2.7 * c, 4.6 - 1.2 * r, str(cell), ha="center", va="center", fontsize=11)
    for y in (5.2, 4.0, 1.6, 0.4):
        ax.plot([0.2, 13.8], [y, y], color=INK, lw=1)
    _save(fig, "two-way-table")


def influential_point() -> None:
    """A cluster of points and one far away."""
    fig, ax = _figure(5.2, 3.8)
    ax.plot(*zip(*CLUSTER, strict=True), "o", color=INK)
    ax.plot([15], [12], "o", color=INK)
    ax.text(15.2, 11.3, "Z", fontsize=12, weight="bold")
    ax.set(xlabel="x", ylabel="y", xlim=(0, 17), ylim=(0, 14))
    ax.grid(alpha=0.4)
    _save(fig, "influential-point")


def delivery_dots() -> None:
    """Dot plots of 20 delivery times for each of two couriers."""
    fig, axes = plt.subplots(2, 1, figsize=(6.0, 4.0), sharex=True)
    for ax, (name, times) in zip(axes, DELIVERIES.items(), strict=True):
        seen: dict[int, int] = {}
        for t in times:
            seen[t] = seen.get(t, 0) + 1
            ax.plot([t], [seen[t]], "o", color=INK, ms=6)
        ax.set(ylim=(0.3, 6), xlim=(18, 56), title=name)
        ax.set_yticks([])
        ax.spines[["left", "top", "right"]].set_visible(False)
    axes[1].set(xlabel="Delivery time (minutes)")
    axes[1].set_xticks(range(20, 56, 2))
    _save(fig, "delivery-dots")


DELIVERIES = {
    "Courier A": [29, 30, 31, 31, 32, 32, 33, 33, 33, 34, 34, 34, 34, 35, 35, 36, 36, 37, 38, 39],
    "Courier B": [22, 23, 23, 24, 24, 24, 25, 25, 26, 26, 27, 28, 29, 31, 33, 36, 40, 43, 47, 52],
}


def simulated_ranges() -> None:
    """Histogram of range / sigma for 1,000 normal samples of size 5, counts on the bars."""
    sample = np.random.default_rng(20).normal(size=(1000, 5))
    counts, edges = np.histogram(np.ptp(sample, axis=1), bins=np.arange(0, 6.01, 0.5))
    fig, ax = _figure(5.8, 3.6)
    ax.bar(edges[:-1], counts, 0.5, align="edge", color=GREY, edgecolor=INK)
    for left, count in zip(edges, counts, strict=False):
        ax.text(left + 0.25, count + 4, str(count), ha="center", fontsize=9)
    ax.set(xlabel="Range divided by σ", ylabel="Number of samples", xlim=(0, 6), ylim=(0, 270))
    ax.set_xticks(np.arange(0, 6.01, 0.5))
    _save(fig, "simulated-ranges")


def main() -> None:
    """Draw them all."""
    for draw in (box_plots, cumulative_frequency, residual_plot, regression_output, randomization, two_way_table):
        draw()
    for draw in (influential_point, delivery_dots, simulated_ranges):
        draw()


if __name__ == "__main__":
    main()
