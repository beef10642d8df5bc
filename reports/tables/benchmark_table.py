"""A table shaped like Table 2 of the GPT-4 report: benchmarks, both means, clean and faulty-question columns, and the
published values beside them."""

from __future__ import annotations

from collections.abc import Sequence

from reports.exam_rows import in_table_2_order
from reports.score_text import number
from reports.scored_run import ScoredRun
from reports.tables.table import NOT_MEASURED, Cell, Column, Source, Table, notes_for
from scoring.types import Mean, ScoreSet

COLUMNS = ("Set", "Questions", "Shots sent", "Score", "95 %", "By section", "By question", "Clean", "Without faulty")
EMPTY = Cell(NOT_MEASURED)


def table_2(runs: Sequence[ScoredRun]) -> Table:
    """A row for each run of a benchmark, in the order of the report's table."""
    runs = in_table_2_order(runs, lambda run: run.score)
    rows = [_row(run) for run in runs]
    names = dict.fromkeys(name for run in runs for name in _references(run))
    columns = (
        Column("Benchmark", numeric=False),
        Column("Model", numeric=False),
        *(Column(name, numeric=name != "Set") for name in COLUMNS),
        Column("Otherwise read", numeric=False),
        Column("Published values", numeric=False),
    )
    sources = tuple(
        Source(r.id, r.score.exam, r.series, r.score.form_hash[:12], r.run.folder.name, f"runs/{r.page}") for r in runs
    )
    told = (
        f"Published values are references, asked otherwise and on the whole set: {'; '.join(names)}." if names else ""
    )
    notes = (*notes_for(rows), *filter(None, (told,)))
    return Table("table2", "Benchmarks, percent", columns, tuple(rows), notes, sources)


def _row(run: ScoredRun) -> tuple[Cell, ...]:
    full, score = run.score.full, run.score
    ends = full.interval
    means = {m.name.split()[1]: m for m in full.means}
    return (
        Cell(score.exam_short),
        Cell(run.series),
        Cell(score.form, run=run.id),
        Cell(f"{full.questions:,}", full.questions, run.id),
        Cell(_shots(run), run=run.id),
        _set(run, full),
        EMPTY if ends is None else Cell(f"{ends.low:.1f}–{ends.high:.1f}", run=run.id),
        _mean(run, means.get("section")),
        _mean(run, means.get("question")),
        _set(run, score.clean) if score.clean else Cell("not checked", run=run.id),
        _set(run, score.sound) if score.sound else Cell("no list", run=run.id),
        Cell("; ".join(f"{m.name} {m.value:.1f}" for m in full.readings) or NOT_MEASURED, run=run.id),
        Cell("; ".join(f"{r.name} {number(r.value)}" for r in score.references) or NOT_MEASURED),
    )


def _set(run: ScoredRun, scores: ScoreSet) -> Cell:
    return Cell(number(scores.value, 2), scores.value, run.id)


def _mean(run: ScoredRun, mean: Mean | None) -> Cell:
    return EMPTY if mean is None else Cell(f"{mean.value:.2f}", mean.value, run.id)


def _shots(run: ScoredRun) -> str:
    record = run.run.head.prompt.get("shots")
    sent = record.get("sent") if isinstance(record, dict) else None
    return ", ".join(map(str, sent)) if sent else "no prompt"


def _references(run: ScoredRun) -> list[str]:
    return [r.provenance.source for r in run.score.references]
