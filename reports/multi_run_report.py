"""Several runs in one folder: an index, a page for each run, comparisons, charts and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from exams.extras import is_installed
from reports.charts.chart_set import (
    ChartData,
    ChartFiles,
    ChartOptions,
    Style,
    missing_words,
    model_order,
    write_charts,
)
from reports.drawing.frame import WidthName
from reports.drawing.picture_files import FORMATS, Format
from reports.exchange.write_exchange import write_exchange
from reports.last_report import changes_since_last
from reports.model_names import plain_name
from reports.pages.compare_page import PairedTest, write_comparisons
from reports.pages.index_page import write_index
from reports.pages.run_page import write_run_page
from reports.run_folder import Run, run_folders
from reports.scored_run import ScoredRun, read_runs, series_of
from reports.tables.language_table import language_tables
from reports.tables.paper_tables import paper_tables
from reports.tables.table_files import write_table
from reports.tables.tidy import question_rows, result_rows, write_tidy
from scoring.types import ExamScore

TABLES = ("md", "tex", "csv", "xlsx")

# Tests the grades of runs of one exam two by two, by their places. `scoring` has it; reports compute no statistic.
PairTest = Callable[[Sequence[Run]], Mapping[tuple[int, int], PairedTest]]


@dataclass(frozen=True)
class ReportOptions:
    """What may be chosen about a report of several runs.

    names: model → what to call it; models: report these alone, in this order. `retell` tells another population first
    in each score. `chart_data` computes for the charts what reports don't.
    """

    baseline: str | None = None
    population: str | None = None
    tables: tuple[str, ...] | None = None  # None: every format that can be written here
    charts: tuple[Format, ...] = FORMATS  # none: no charts at all
    retell: Callable[[Run, ExamScore], ExamScore] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    models: tuple[str, ...] = ()
    width: WidthName = "page"
    style: Style | None = None
    reference: str | None = None
    chart_data: Callable[[Sequence[ScoredRun]], ChartData] | None = None
    say: Callable[[str], None] | None = None  # takes lines about what could not be drawn as it should


def write_reports(
    folders: Sequence[Path], out: Path, wishes: ReportOptions | None = None, paired: PairTest | None = None
) -> list[Path]:
    """Write the report of all runs into `out`, with `exchange/` for other people's tools; returns the paths worth
    opening: index, chart, first table."""
    wishes = wishes or ReportOptions()
    runs = read_runs(folders, wishes.names, wishes.models)
    if wishes.models and wishes.say is not None and (left_out := len(run_folders(folders)[0]) - len(runs)):
        wishes.say(f"left out {left_out} run{'s' if left_out > 1 else ''} of models that --models does not name")
    if wishes.retell is not None:
        retold = [(r, wishes.retell(r.run, r.score)) for r in runs]
        runs = [replace(r, score=score, run=replace(r.run, score=score)) for r, score in retold]
    data = wishes.chart_data(runs) if wishes.chart_data else ChartData()
    charts = _write_charts(runs, out / "charts", wishes, data) if wishes.charts else []
    tables = [*paper_tables(runs, wishes.population), *language_tables(runs, data.languages)]
    formats = _table_formats(wishes)
    for table in tables:
        write_table(table, out / "tables", formats)
    write_exchange(runs, out / "exchange")
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
            exchange="../exchange",
        )
    changes = changes_since_last(runs, out)
    order = model_order(runs, _chart_options(runs, wishes))
    index = write_index(runs, tables, charts, comparisons, out / "index.html", wishes.population, changes, order)
    lead = "benchmarks" if all(run.score.family == "benchmark" for run in runs) else "percentiles"
    named = [p for chart in charts if chart.name == lead for p in chart.files if p.suffix in (".png", ".svg")]
    return [index, *named[:2]]


def _write_charts(runs: Sequence[ScoredRun], folder: Path, wishes: ReportOptions, data: ChartData) -> list[ChartFiles]:
    """The charts and the plain data that they are drawn from, beside each other."""
    charts = write_charts(runs, folder, _chart_options(runs, wishes), data)
    parquet = is_installed("pyarrow")
    write_tidy(result_rows(runs, wishes.population), folder / "results", parquet=parquet)
    write_tidy(question_rows(runs), folder / "questions", parquet=parquet)
    if not parquet and wishes.say is not None:
        wishes.say("the tables are written as CSV, not as Parquet: that needs pip install 'examsim[parquet]'")
    missing = {script: char for chart in charts for script, char in chart.missing.items()}
    if missing and wishes.say is not None:
        wishes.say(missing_words(missing))
    return charts


def _chart_options(runs: Sequence[ScoredRun], wishes: ReportOptions) -> ChartOptions:
    baseline = None if wishes.baseline is None else wishes.names.get(wishes.baseline, plain_name(wishes.baseline))
    order = series_of(runs) if wishes.models else ()
    return ChartOptions(wishes.charts, wishes.width, wishes.style, baseline, wishes.population, wishes.reference, order)


def _table_formats(wishes: ReportOptions) -> tuple[str, ...]:
    """The formats asked for; else all of them, but Excel where its package is not installed, which is said."""
    if wishes.tables is not None:
        return wishes.tables
    if is_installed("openpyxl"):
        return TABLES
    if wishes.say is not None:
        wishes.say("no Excel tables: they need pip install 'examsim[excel]'")
    return tuple(t for t in TABLES if t != "xlsx")


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
