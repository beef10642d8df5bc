"""Table 8: base against RLHF model on multiple choice, by row and on average."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.replay.cell import Cell, Verdict
from scoring.replay.published import table
from scoring.replay.score_cells import at_precision
from scoring.replay.sittings import table8_proportions

COLUMNS = {"base": ("base_percent", "base_right"), "RLHF": ("rlhf_percent", "rlhf_right")}


def table8_cells() -> Iterator[Cell]:
    """28 rows and the average, the unweighted mean of the rows, for both models."""
    rows = table("table8")
    for name, (column, counts) in COLUMNS.items():
        proportions = table8_proportions(counts)
        values = {**proportions, "Average": sum(proportions.values()) / len(proportions)}
        for row in rows:
            told = at_precision(100 * values[row["name"]], row[column])
            same = told == row[column]
            verdict: Verdict = "match" if same else "no match"
            yield Cell("Table 8", row["name"], name, row[column], told, verdict, kind="round trip")


def pooled() -> dict[str, float]:
    """Percent right over all questions together: beside the printed averages it turns the sign round."""
    rows = [row for row in table("table8") if row["section"]]
    questions = sum(int(row["questions"]) for row in rows)
    return {
        name: 100 * sum(table8_proportions(counts)[row["name"]] * int(row["questions"]) for row in rows) / questions
        for name, (_, counts) in COLUMNS.items()
    }
