"""Accuracy by size of model, as in Figure 3 of the GPT-4 report, with the exam's controls beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from reports.charts.calibration import wilson
from reports.drawing.frame import SIZES, Words
from reports.drawing.picture_files import write_picture
from reports.row_charts.row_layout import draw_rows
from reports.row_charts.rows import PERCENT_AXIS, Row, RowChart, Value


class Section(Protocol):
    """What the chart shows of a section."""

    @property
    def section(self) -> str:
        """Its name."""

    @property
    def questions(self) -> int:
        """How many questions all models have sat."""

    @property
    def shares(self) -> Mapping[str, float]:
        """Share right by model."""

    @property
    def verdict(self) -> str:
        """'falling', 'U-shaped' …"""


def inverse_chart(sizes: Mapping[str, float], sections: Sequence[Section]) -> RowChart:
    """A row for each model, the smallest on top; a bar for each section, the scored one first."""
    rows = []
    for name, size in sorted(sizes.items(), key=lambda item: item[1]):
        lanes = []
        for index, own in enumerate(sections):
            share = own.shares[name]
            low, high = wilson(share * own.questions, own.questions)
            number = f"{100 * share:.1f}"
            data = {"series": own.section, "model": name}
            value = Value(index, 100 * share, thin=(100 * low, 100 * high), number=number, data=data, title=number)
            lanes.append((value,))
        rows.append(Row(f"{name}, {size:.3g}", tuple(lanes)))
    return RowChart(tuple(rows), tuple(s.section for s in sections), PERCENT_AXIS, "bar")


def write_inverse_chart(
    exam: str, sizes: Mapping[str, float], sections: Sequence[Section], folder: Path
) -> tuple[Path, ...]:
    """The chart as PNG and SVG."""
    title = f"{exam}: {sections[0].verdict} with size on {sections[0].section}"
    foot = (
        "Models from the smallest down, with their sizes as given. Thin line: 95 % interval of the share (Wilson), "
        "questions that share a text not taken together; the tests do take them together."
    )
    words = Words(title, "Percent right by section · thin line = 95 % interval", (foot,))
    return tuple(
        write_picture(
            draw_rows(inverse_chart(sizes, sections), words, SIZES["page"]), folder / "inverse", ("png", "svg")
        )
    )
