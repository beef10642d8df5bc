"""`examsim report`: pages, charts and tables from finished runs, with no model call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from examsim.cli import complete
from examsim.cli.skipped import runs_among
from examsim.screen import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.charts.chart_set import Style
    from reports.drawing.frame import WidthName
    from reports.drawing.picture_files import Format
    from reports.run_folder import Run
    from scoring.types import ExamScore

TABLES = ("md", "tex", "csv", "xlsx")
CHARTS: tuple[Format, ...] = ("png", "svg", "pdf")


@click.command("report")
@click.argument(
    "runs",
    nargs=-1,
    required=True,
    metavar="RUN…|AUDIT.json…",
    type=click.Path(path_type=Path),
    shell_complete=complete.runs,
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder to write; by default into a single run.")
@click.option(
    "--baseline", metavar="MODEL", help="Sort exams by this model's percentile; by default the weakest one's."
)
@click.option("--population", help="Norm (id or name) to take percentiles from, where an exam has it.")
@click.option("--as-of", metavar="YEAR", help="Tell the population first that was the newest before YEAR (or YEAR-MM).")
@click.option("--table", "tables", multiple=True, type=click.Choice(TABLES), help="Table formats; by default all.")
@click.option("--chart", "charts", multiple=True, type=click.Choice(CHARTS), help="Chart formats; by default all.")
@click.option(
    "--form", metavar="FORM", help="Of an audit: the form, exam or run it is of, where that is not found by itself."
)
@click.option(
    "--bundle", type=click.Path(path_type=Path), metavar="FILE.zip", help="All evidence, for `examsim verify`."
)
@click.option("--no-charts", is_flag=True, help="Pages and tables only.")
@click.option("--name", "names", multiple=True, metavar="MODEL=NAME", help="What to call a model; may be repeated.")
@click.option("--models", metavar="A,B", help="Report these models alone, in this order.")
@click.option(
    "--reference", type=click.Choice(["gpt4-report"]), help="Draw published results in grey behind the percentiles."
)
@click.option(
    "--width",
    type=click.Choice(["column", "page", "slide"]),
    default="page",
    help="Charts 3.35, 7 or 13.33 inches wide, at type of 7 points and more.",
)
@click.option(
    "--style",
    type=click.Choice(["bars", "ranges"]),
    help="Percentile chart that the page shows first; both are written. By default ranges from two models on.",
)
def command(
    runs: tuple[Path, ...],
    out: Path | None,
    baseline: str | None,
    population: str | None,
    as_of: str | None,
    tables: tuple[str, ...],
    charts: tuple[str, ...],
    form: str | None,
    no_charts: bool,
    names: tuple[str, ...],
    models: str | None,
    reference: str | None,
    width: WidthName,
    style: Style | None,
    bundle: Path | None,
) -> None:
    """Report RUN folders (or folders of them): an index, a page for each run, comparisons, charts and tables.

    One run without -o: its report.html and charts are written again into its own folder. Charts have results.csv and
    questions.csv beside them, one row a run and one row a question, and a Vega-Lite specification each. An audit.json
    instead of a run gives the audit's page with its CSV and JSONL; two of them, old and new, their difference too.
    """
    called = read_names(names)
    drawn = () if no_charts else tuple(c for c in CHARTS if not charts or c in charts)
    if all(run.suffix == ".json" for run in runs):
        files = _report_audits(runs, out or Path("out"), form)
    elif out is None and as_of is None and models is None and len(runs) == 1 and (runs[0] / "run.json").is_file():
        from examsim.results.steps import report_run
        from reports.charts.chart_set import ChartOptions

        options = ChartOptions(drawn if charts else ("png", "svg"), width, style, None, population, reference)
        files = report_run(runs[0], options, names=called, say=_say)
    else:
        from examsim.results.chart_data import chart_data
        from examsim.results.paired_test import paired_test
        from reports.multi_run_report import ReportOptions, write_reports

        wishes = ReportOptions(
            baseline,
            population,
            tables or None,
            drawn,
            _retelling(population, as_of),
            names=called,
            models=tuple(m.strip() for m in models.split(",") if m.strip()) if models else (),
            width=width,
            style=style,
            reference=reference,
            chart_data=chart_data,
            say=_say,
        )
        files = write_reports(runs_among(runs, scored=True), out or Path("out"), wishes, paired_test)
    for file in files:
        say(f"  {file}")
    if bundle is not None:
        _pack(runs, bundle)


def _pack(runs: tuple[Path, ...], target: Path) -> None:
    """Everything that the numbers follow from, in one file; who gets it is told what it holds."""
    from exams.errors import InputError
    from examsim.verifying.bundle import pack
    from reports.run_folder import read_run

    if target.suffix != ".zip":
        raise InputError("a bundle is a .zip", where=target, hint="end --bundle in .zip")
    read = [read_run(folder) for folder in runs_among(runs, scored=True)]
    made = pack(read, target)
    questions = sum(len(run.answers) for run in read)
    say(f"  {target}: {len(made.files)} files of {len(read)} run{'s' if len(read) != 1 else ''}; `examsim verify` it")
    say(f"it holds the text of {questions} questions and answers: give it only to whom may see them", err=True)


def read_names(pairs: tuple[str, ...]) -> dict[str, str]:
    """'replay:x.jsonl=GPT-5' as model → name; a model's own name may hold '='. InputError for what is no pair."""
    from exams.errors import InputError

    names = {}
    for pair in pairs:
        model, sign, name = pair.rpartition("=")
        if not sign or not model.strip() or not name.strip():
            raise InputError(f"no pair of model and name: {pair!r}", hint="say --name MODEL=NAME")
        names[model.strip()] = name.strip()
    return names


def _say(line: str) -> None:
    say(line, err=True)


def _retelling(population: str | None, as_of: str | None) -> Callable[[Run, ExamScore], ExamScore] | None:
    """What tells another population first in each score; None where today's is reported."""
    if as_of is None:
        return None
    from exams.errors import InputError
    from examsim.results.told_first import told_first_as_of
    from scoring.scales.newest_norm import read_as_of

    if population is not None:
        raise InputError("--population and --as-of both choose a population", hint="give one of them")
    read_as_of(as_of)  # refused before anything is read
    return lambda run, score: told_first_as_of(run, score, as_of)


def _report_audits(paths: tuple[Path, ...], out: Path, named: str | None) -> list[Path]:
    from exams.errors import InputError
    from examsim.auditing.audited_form import audited_form
    from reports.pages.audit_page import write_audit_difference, write_audit_report
    from reports.run_folder import read_audit

    if len(paths) > 2:
        raise InputError("more than two audits", hint="give one, or an old and a new one")
    audits = [read_audit(path) for path in paths]
    form = audited_form(audits[-1], paths, named)
    files = write_audit_report(audits[-1], out, form)
    if len(audits) == 2:
        files.append(write_audit_difference(audits[0], audits[1], out / "difference.html", form))
    return files
