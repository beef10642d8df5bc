"""Figure 4: order of the exams by GPT-3.5, and the heights of GPT-4's bars, both lower ends of percentiles."""

from __future__ import annotations

from collections.abc import Iterator

from exams.exam import Exam
from scoring.replay.cell import Cell
from scoring.replay.published import table
from scoring.replay.score_cells import best_reading
from scoring.replay.sittings import OWN, exam_of, vision
from scoring.scales.percentile import choose_norm, norm_tables, percentiles
from scoring.scales.rounding import half_even


def figure4_cells() -> Iterator[Cell]:
    """26 places from left to right, then 26 heights.

    GPT-3.5's scores are the printed ones (no counts are published), GPT-4's the computed ones, by the scales that give
    Table 1's score where some do; percentiles are those of the default population, or the report's own pairs where
    the score lies outside its table. Equal heights stand in alphabetical order.
    """
    rows = table("figure4")
    scores = {row["exam"]: float(row["gpt35_score"]) for row in table("table1")}
    best = {row["exam"]: row["gpt4_score"] for row in table("table1")}
    height = {row["label"]: lower_end(exam_of(row["exam"]), scores[row["exam"]])[0] for row in rows}
    order = sorted(height, key=lambda label: (-1.0 if height[label] is None else round(height[label] or 0), label))
    for place, row in enumerate(rows, 1):
        told = order[place - 1]
        same = told == row["label"]
        yield Cell(
            "Figure 4",
            row["label"],
            "place",
            str(place),
            str(order.index(row["label"]) + 1),
            "match" if same else "no match",
        )
    for row in rows:
        yield _height(row["label"], row["gpt4"], row["exam"], best[row["exam"]])


def lower_end(exam: Exam, score: float | None) -> tuple[float | None, bool]:
    """Lower end of the score's percentile, and whether only the report's own pairs know it."""
    tables = norm_tables(exam)
    found = percentiles(tables, score, chosen=choose_norm(tables, None))
    for row in sorted(found, key=lambda p: (p.norm == OWN, not p.default)):
        if (row.default or row.norm == OWN) and row.low is not None and not row.extrapolated:
            return row.low, row.norm == OWN
    return None, False


def _height(label: str, printed: str, exam_id: str, table1: str) -> Cell:
    computed = vision().get(exam_id)
    if computed is None:
        why = "no counts are published"
        return Cell("Figure 4", label, "height", printed or "below 5", "", "not computable", why=why)
    reading = best_reading(computed, "reported", table1)
    value, own = lower_end(exam_of(exam_id), reading.value if reading else computed.reported_set.value)
    told = "unknown" if value is None else f"{half_even(value):g}"
    if told != printed:
        return Cell("Figure 4", label, "height", printed, told, "no match")
    how = OWN if own else reading.how if reading else ""
    return Cell(
        "Figure 4", label, "height", printed, told, "own figure" if own or (reading and reading.own) else "match", how
    )
