"""Several runs in one folder: an index, a page for each run, comparisons, charts and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reports.charts.chart_set import write_charts
from reports.charts.chart_style import Format
from reports.last_report import changes_since_last
from reports.pages.compare_page import PairedTest, write_comparisons
from reports.pages.index_page import write_index
from reports.pages.run_page import write_run_page
from reports.run_folder import Run
from reports.scored_run import ScoredRun, read_runs
from reports.tables.paper_tables import paper_tables
from reports.tables.table_files import write_table
from scoring.types import ExamScore

# Tests the grades of runs of one exam two by two, by their places. `scoring` has it; reports compute no statistic.
PairTest = Callable[[Sequence[Run]], Mapping[tuple[int, int], PairedTest]]


@dataclass(frozen=True)
class ReportOptions:
    """What may be chosen about a report of several runs."""

    baseline: str | None = None
    population: str | None = None
    tables: tuple[str, ...] = ("md", "tex", "csv", "xlsx")
    charts: tuple[Format, ...] = ("png", "svg", "pdf")  # none: no charts at all
    retell: Callable[[Run, ExamScore], ExamScore] | None = None  # tells another population first in each score


def write_reports(
    folders: Sequence[Path], out: Path, wishes: ReportOptions | None = None, paired: PairTest | None = None
) -> list[Path]:
    """Write the report of all runs into `out`; returns the paths worth opening: index, chart, first table."""
    runs = read_runs(folders)
    wishes = wishes or ReportOptions()
    if wishes.retell is not None:
        retold = [(r, wishes.retell(r.run, r.score)) for r in runs]
        runs = [replace(r, score=score, run=replace(r.run, score=score)) for r, score in retold]
    charts = []
    if wishes.charts:
        charts = write_charts(runs, out / "charts", wishes.charts, wishes.baseline, wishes.population)
    tables = paper_tables(runs, wishes.population)
    for table in tables:
        write_table(table, out / "tables", wishes.tables)
    comparisons = write_comparisons(runs, out / "compare", _tests(runs, paired), wishes.population)
    compared = {c.exam: f"../compare/{c.path.name}" for c in comparisons}
    for run in runs:
        siblings = tuple((r.series, r.page) for r in runs if r.row == run.row and r is not run)
        write_run_page(
            run.run,
            out / "runs" / run.page,
            index="../index.html",
            siblings=siblings,
            comparison=compared.get(run.row, ""),
        )
    changes = changes_since_last(runs, out)
    index = write_index(runs, tables, charts, comparisons, out / "index.html", wishes.population, changes)
    pictures = [p for p in charts[0].files if p.suffix in (".png", ".svg") and p != charts[0].dark] if charts else []
    return [index, *pictures[:2]]


def _tests(runs: Sequence[ScoredRun], paired: PairTest | None) -> Mapping[tuple[str, str], PairedTest]:
    """Results of the paired test for every two runs of one exam and form, by the names of their pages."""
    results: dict[tuple[str, str], PairedTest] = {}
    groups: dict[tuple[str, str], list[ScoredRun]] = {}
    for run in runs if paired else ():
        groups.setdefault((run.row, run.score.form_hash), []).append(run)
    for own in groups.values():
        found = paired([run.run for run in own]) if paired and len(own) > 1 else {}
        results |= {(own[i].page, own[j].page): test for (i, j), test in found.items()}
    return results
