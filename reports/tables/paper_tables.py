"""Tables shaped like 1, 9, 10 and 11 of the GPT-4 report, from real runs.

Table 1: score and percentile of each exam. Table 2: benchmarks (`benchmark_table`). Table 9: contamination by exam,
with and without the flagged questions. Table 10: the same by section, with the flagged questions alone. Table 11: the
same in percent of all points. "Degradation" is printed both ways: as the report's columns are (clean ÷ full − 1), and
as its captions say (clean − contaminated, percentage points).
"""

from __future__ import annotations

from collections.abc import Sequence

from reports.score_text import (
    default_percentile,
    format_score,
    is_known,
    is_practice,
    number,
    percent,
    self_graded,
    unanswered,
    unlinked,
)
from reports.scored_run import ScoredRun, by_exam, series_of
from reports.tables.benchmark_table import table_2
from reports.tables.cost_table import cost_table
from reports.tables.table import (
    APPROXIMATE,
    CLEAN,
    HANDED_IN_EMPTY,
    INCOMPLETE,
    NOT_MEASURED,
    PRACTICE,
    SELF_GRADED,
    UNCHECKED,
    UNGRADED,
    UNLINKED,
    Cell,
    Column,
    Source,
    Table,
    notes_for,
)
from scoring.types import ScoreSet, SectionScore

EMPTY = Cell(NOT_MEASURED)


def paper_tables(runs: Sequence[ScoredRun], population: str | None = None) -> list[Table]:
    """All four tables, those on contamination only where some run was audited; and what every run cost."""
    tables = [table_1(runs, population)]
    if benchmarks := [r for r in runs if r.score.family == "benchmark"]:
        tables.append(table_2(benchmarks))
    if any(r.score.clean is not None for r in runs):
        tables += [table_9(runs), table_10(runs)]
    return [*tables, table_11(runs), cost_table(runs, population)]


def table_1(runs: Sequence[ScoredRun], population: str | None = None) -> Table:
    """Exams down, models across: reported score with its percentile."""
    series = series_of(runs)
    rows = []
    for taken in by_exam(runs).values():
        rows.append(
            (
                Cell(_dated_name(list(taken.values()), population)),
                *(_percentile_cell(taken[s], population) if s in taken else EMPTY for s in series),
            )
        )
    columns = (Column("Exam", numeric=False), *(Column(s) for s in series))
    return _table("table1", "Exam results: score and percentile", columns, rows, runs)


def _dated_name(taken: Sequence[ScoredRun], population: str | None) -> str:
    """'LSAT (LSAT takers, 2023–26)': the exam with the population of its percentiles, in the same line as they are."""
    found = [
        p for r in taken if (p := default_percentile(r.score.reported_set, population)) is not None and is_known(p)
    ]
    groups = list(dict.fromkeys(f"{p.group}, {p.period}" for p in found if p.group))
    return f"{taken[0].name} ({'; '.join(groups)})" if groups else taken[0].name


def table_9(runs: Sequence[ScoredRun]) -> Table:
    """Contamination by exam; for each model the full and the clean score."""
    series = series_of(runs)
    rows = []
    for taken in by_exam(runs).values():
        first = next(iter(taken.values()))
        row = [Cell(first.name), _share(next((r for r in taken.values() if r.score.contamination), first))]
        for name in series:
            run = taken.get(name)
            row += [EMPTY, EMPTY, EMPTY] if run is None else _full_and_clean(run)
        rows.append(tuple(row))
    columns = [Column("Exam", numeric=False), Column("Contaminated")]
    for name in series:
        columns += [Column(name), Column(f"{name}, clean"), Column(f"{name}, relative change")]
    return _table("table9", "Contamination by exam", tuple(columns), rows, runs)


def table_10(runs: Sequence[ScoredRun]) -> Table:
    """Contamination by section of each run, with the percent of points on the flagged questions alone."""
    rows = []
    for run in runs:
        if run.score.clean is None:
            continue
        clean = {s.section: s for s in run.score.clean.sections}
        rows += [_section_row(run, full, clean.get(full.section)) for full in run.score.full.sections]
    names = ("Questions", "Contaminated", "All", "Clean", "Contaminated only", "Relative change", "Difference, points")
    columns = (Column("Section", numeric=False), Column("Model", numeric=False), *(Column(n) for n in names))
    return _table("table10", "Contamination by section, percent of points", columns, rows, runs)


def table_11(runs: Sequence[ScoredRun]) -> Table:
    """Percent of all points by exam: all questions, clean ones, and the relative change."""
    rows = []
    for run in runs:
        full, clean = run.score.full, run.score.clean
        row = [
            Cell(run.score.exam_short, marks=_row_marks(run)),
            Cell(run.series),
            _number(run, full.percent),
            _share(run),
            EMPTY if clean is None else _number(run, clean.percent),
            _change(run, full.percent, None if clean is None else clean.percent),
        ]
        rows.append(tuple(row))
    names = ("Percent of points", "Contaminated", "Clean", "Relative change")
    columns = (Column("Exam", numeric=False), Column("Model", numeric=False), *(Column(n) for n in names))
    return _table("table11", "Percent of points by exam", columns, rows, runs)


def _table(
    name: str, title: str, columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]], runs: Sequence[ScoredRun]
) -> Table:
    used = {cell.run for row in rows for cell in row}
    sources = tuple(
        Source(r.id, r.score.exam, r.series, r.score.form_hash[:12], r.run.folder.name, f"runs/{r.page}")
        for r in runs
        if r.id in used
    )
    return Table(name, title, columns, tuple(rows), notes_for(rows), sources)


def _percentile_cell(run: ScoredRun, population: str | None) -> Cell:
    """'298 / 400 (~90th)' with the marks of everything that is not plain about it."""
    reported = run.score.reported_set
    found = default_percentile(reported, population)
    text = format_score(reported)
    marks = _row_marks(run) + (CLEAN.sign if run.score.reported == "clean" else "")
    if found is not None and is_known(found):
        text += f" ({found.text})"
        if found.status != "official" or found.extrapolated:
            marks += APPROXIMATE.sign
        if unlinked(run.score):
            marks += UNLINKED.sign
    marks += UNCHECKED.sign if run.score.clean is None else ""
    if beside := unanswered(reported):
        text += f" [{beside}]"
    return Cell(text, reported.value, run.id, marks)


def _row_marks(run: ScoredRun) -> str:
    marks = PRACTICE.sign if is_practice(run.score) else ""
    marks += SELF_GRADED.sign if self_graded(run.score) else ""
    full = run.score.full
    marks += INCOMPLETE.sign if full.incomplete else HANDED_IN_EMPTY.sign if full.handed_in_empty else ""
    return marks + (UNGRADED.sign if any(s.ungraded for s in full.sections) and not full.incomplete else "")


def _share(run: ScoredRun) -> Cell:
    seen = run.score.contamination
    if seen is None or seen.share is None:
        return Cell("not checked", run=run.id)
    return Cell(percent(seen.share, 0), 100 * seen.share, run.id)


def _full_and_clean(run: ScoredRun) -> list[Cell]:
    full, clean = run.score.full, run.score.clean
    if clean is None:
        return [_score(run, full), Cell("not checked", run=run.id), EMPTY]
    change = None if run.score.contamination is None else run.score.contamination.relative_change
    return [
        _score(run, full),
        _score(run, clean),
        EMPTY if change is None else Cell(percent(change, 2), 100 * change, run.id),
    ]


def _score(run: ScoredRun, scores: ScoreSet) -> Cell:
    return Cell(format_score(scores), scores.value, run.id, INCOMPLETE.sign if scores.incomplete else "")


def _number(run: ScoredRun, value: float | None) -> Cell:
    return Cell("n/a", run=run.id) if value is None else Cell(number(value, 2), value, run.id)


def _change(run: ScoredRun, full: float | None, clean: float | None) -> Cell:
    if not full or clean is None:
        return EMPTY
    return Cell(percent(clean / full - 1, 2), 100 * (clean / full - 1), run.id)


def _section_row(run: ScoredRun, full: SectionScore, clean: SectionScore | None) -> tuple[Cell, ...]:
    seen = run.score.contamination
    share = None if seen is None else seen.share_by_section.get(full.section)
    whole = _percent_of(full)
    kept = None if clean is None else _percent_of(clean)
    only = _contaminated_only(full, clean)
    return (
        Cell(f"{run.score.exam_short}: {full.name}"),
        Cell(run.series),
        Cell(str(full.questions), full.questions, run.id),
        Cell("n/a", run=run.id) if share is None else Cell(percent(share, 2), 100 * share, run.id),
        _number(run, whole),
        _number(run, kept),
        _number(run, only),
        _change(run, whole, kept),
        EMPTY if kept is None or only is None else _number(run, kept - only),
    )


def _percent_of(section: SectionScore) -> float | None:
    return None if section.proportion is None else 100 * section.proportion


def _contaminated_only(full: SectionScore, clean: SectionScore | None) -> float | None:
    """What is left of the points when the clean ones are taken away, in percent; None if nothing is."""
    if clean is None or full.points is None:
        return None
    left = full.max_points - clean.max_points
    return 100 * (full.points - (clean.points or 0.0)) / left if left > 0 else None
