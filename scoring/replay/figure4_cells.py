"""Figure 4: order of the exams by GPT-3.5, and the heights of GPT-4's bars, both lower ends of percentiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from exams.exam import Exam
from exams.files.claim_file import read_claims
from scoring.replay.cell import Cell, Verdict
from scoring.replay.published import table
from scoring.replay.score_cells import best_reading
from scoring.replay.sittings import AS_OF, DEFAULT, exam_of, vision
from scoring.scales.percentile import choose_norm, norm_tables, percentiles
from scoring.scales.rounding import half_even

REPORT = "OpenAI, GPT-4 Technical Report"
OWN_PAIR = "the report's own pair"


def figure4_cells() -> Iterator[Cell]:
    """26 places from left to right, then 26 heights.

    GPT-3.5's scores are the printed ones (no counts are published), GPT-4's the computed ones, by the scales that give
    Table 1's score where some do; percentiles are those of the population told first as of 2023, or the report's own
    pairs where its table does not know the score. Equal heights are in alphabetical order.
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
    """Lower end of the score's percentile as of 2023, and whether only the report's own pair knows it."""
    tables = norm_tables(exam)
    for row in percentiles(tables, score, chosen=choose_norm(tables, None, AS_OF)):
        if row.default and row.low is not None and not row.extrapolated and not row.bounded:
            return row.low, False
    for claim in read_claims():
        if claim.by == REPORT and claim.exam == exam.id and claim.score == score and claim.low is not None:
            return claim.low, True
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
    leaning = own or (reading is not None and reading.own)  # equal to the report's own print by its own print
    how = OWN_PAIR if own else reading.how if reading else ""
    own_run = not own and how == DEFAULT
    verdict: Verdict = "own figure" if leaning else "match"
    return Cell("Figure 4", label, "height", printed, told, verdict, how, own_run=own_run)


@dataclass(frozen=True)
class Figure4Bar:
    """One exam of Figure 4: GPT-4's height as printed and as computed, None where unknown; `mark` is the verdict."""

    label: str
    printed: float | None
    computed: float | None
    mark: Literal["", "≈", "○"]


def figure4_bars(cells: Sequence[Cell]) -> list[Figure4Bar]:
    """The 26 heights, from left to right as the report has them."""
    heights = [c for c in cells if c.table == "Figure 4" and c.column == "height"]
    return [Figure4Bar(c.row, _number(c.printed), _number(c.computed), _mark(c.verdict)) for c in heights]


def _number(text: str) -> float | None:
    return float(text) if text.replace(".", "", 1).isdigit() else None


def _mark(verdict: Verdict) -> Literal["", "≈", "○"]:
    return "≈" if verdict == "leaning" else "○" if verdict == "own figure" else ""
