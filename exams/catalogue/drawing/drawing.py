"""What the drawing scripts beside the forms' pictures share: a plain style, and PNGs that come out byte for byte the
same every time. Imports matplotlib, so nothing but those scripts imports this."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK = "#222222"
GREY = "#8899aa"


def figure(width: float, height: float) -> tuple[Figure, Axes]:
    """Axes of that size in inches, with no frame above and on the right."""
    fig, ax = plt.subplots(figsize=(width, height))
    ax.spines[["top", "right"]].set_visible(False)
    return fig, ax


def bare(width: float, height: float, right: float, top: float) -> tuple[Figure, Axes]:
    """A blank sheet with equal scales, from (0, 0) to (right, top)."""
    fig, ax = plt.subplots(figsize=(width, height))
    ax.set(xlim=(0, right), ylim=(0, top), aspect="equal")
    ax.axis("off")
    return fig, ax


def free(width: float, height: float) -> tuple[Figure, Axes]:
    """A blank sheet with equal scales, as large as what is drawn on it."""
    fig, ax = plt.subplots(figsize=(width, height))
    ax.set_aspect("equal")
    ax.axis("off")
    return fig, ax


def saver(script: str, dpi: int) -> Callable[[Figure, str], None]:
    """A function that writes a figure as NAME.png beside the script."""

    def save(fig: Figure, name: str) -> None:
        fig.tight_layout()
        fig.savefig(Path(script).parent / f"{name}.png", dpi=dpi, metadata={"Software": None})
        plt.close(fig)

    return save
