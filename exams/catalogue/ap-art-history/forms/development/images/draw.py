"""Draw the picture of this set: `python draw.py` writes it beside the script, the same bytes every time.

A simplified section through the nave wall of a large church of about 1200, drawn by eye and not to scale.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.patches import Arc, Polygon, Rectangle

INK = "#222222"
PALE = "#e6e2d8"


def church_section() -> None:
    """Half of a section: nave vault, pier, aisle, and the half arch that leans on the upper wall."""
    fig, ax = plt.subplots(figsize=(4.6, 5.4))
    ax.set(xlim=(0, 9.2), ylim=(0, 10.8), aspect="equal")
    ax.axis("off")

    def box(x: float, y: float, w: float, h: float, fill: str = PALE) -> None:
        ax.add_patch(Rectangle((x, y), w, h, facecolor=fill, edgecolor=INK))

    ax.plot([0.2, 9.0], [0.5, 0.5], color=INK, lw=1.8)
    box(3.2, 0.5, 0.6, 8.3)
    box(3.35, 5.3, 0.3, 3.2, "white")
    box(6.2, 0.5, 0.3, 3.0)
    box(7.2, 0.5, 0.9, 7.2)
    ax.add_patch(Polygon([(7.2, 7.7), (8.1, 7.7), (7.65, 8.9)], facecolor=PALE, edgecolor=INK))
    ax.add_patch(Arc((0.6, 7.3), 5.2, 4.6, theta1=0, theta2=90, color=INK, lw=1.6))
    ax.add_patch(Arc((5.0, 3.5), 2.4, 2.0, theta1=0, theta2=180, color=INK, lw=1.4))
    ax.plot([3.2, 6.6], [4.9, 4.9], color=INK, lw=1.2)
    for drop in (0.0, 0.45):
        ax.add_patch(Arc((3.8, 4.6 - drop), 6.8, 6.4, theta1=0, theta2=90, color=INK, lw=1.8))
    ax.plot([0.6, 0.6], [0.5, 10.4], color=INK, lw=0.8, ls=":")
    for x, y, text in ((1.6, 3.0, "nave"), (5.0, 2.0, "aisle")):
        ax.text(x, y, text, ha="center", fontsize=10, color=INK)
    for x, y, text in ((2.7, 6.9, "a"), (6.4, 7.4, "b"), (2.7, 2.4, "c"), (1.6, 9.0, "d")):
        ax.text(x, y, text, ha="center", va="center", fontsize=13, color=INK)
    fig.tight_layout()
    fig.savefig(Path(__file__).parent / "church-section.png", dpi=100, metadata={"Software": None})
    plt.close(fig)


if __name__ == "__main__":
    church_section()
