"""Score and percentile of every run with their intervals, and beside them what the run cost."""

from __future__ import annotations

from collections.abc import Sequence

from reports.resources import resources_of
from reports.score_text import default_percentile, format_score, interval, is_known, number
from reports.scored_run import ScoredRun
from reports.tables.table import NOT_MEASURED, Cell, Column, Source, Table

COLUMNS = (
    "Score", "95% by questions", "Percentile", "Percentile, 95%", "Questions", "Dollars", "Tokens a question",
    "Seconds a question",
)  # fmt: skip
NOTE = (
    "Dollars are of the whole run; seconds are of its last start by the clock, divided by its questions: several are "
    "asked at once, and answers from the cache take none."
)


def cost_table(runs: Sequence[ScoredRun], population: str | None = None) -> Table:
    """One row a run; what is not known is a dash."""
    columns = (Column("Exam", numeric=False), Column("Model", numeric=False), *(Column(n) for n in COLUMNS))
    sources = tuple(
        Source(r.id, r.score.exam, r.series, r.score.form_hash[:12], r.run.folder.name, f"runs/{r.page}") for r in runs
    )
    rows = tuple(_row(r, population) for r in runs)
    return Table("costs", "Score, percentile and cost of every run", columns, rows, (NOTE,), sources)


def _row(run: ScoredRun, population: str | None) -> tuple[Cell, ...]:
    reported, spent = run.score.reported_set, resources_of(run.run)
    found = default_percentile(reported, population)
    known = found if found is not None and is_known(found) else None
    return (
        Cell(run.score.exam_short),
        Cell(run.series),
        Cell(format_score(reported), reported.value, run.id),
        Cell(interval(reported.interval) or NOT_MEASURED, run=run.id),
        Cell(known.text if known else NOT_MEASURED, known.low if known else None, run.id),
        Cell(interval(known.interval) if known and known.interval else NOT_MEASURED, run=run.id),
        Cell(str(reported.questions), float(reported.questions), run.id),
        _amount(run, spent.cost, 2),
        _amount(run, spent.tokens, 0),
        _amount(run, spent.seconds, 1),
    )


def _amount(run: ScoredRun, value: float | None, digits: int) -> Cell:
    return Cell(NOT_MEASURED, run=run.id) if value is None else Cell(number(value, digits), value, run.id)
