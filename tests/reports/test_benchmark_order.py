"""Benchmarks stand as the GPT-4 report's Table 2 has them, in whatever order they were run."""

import io
from pathlib import Path

import made_runs
from rich.console import Console

from exams.suites.suite import load_suite
from reports.charts.benchmark_chart import benchmark_chart, benchmark_runs
from reports.multi_run_report import ReportOptions, write_reports
from reports.run_folder import read_run, read_score
from reports.scored_run import ScoredRun
from reports.tables.benchmark_table import table_2
from reports.terminal.benchmark_lines import benchmark_lines
from reports.terminal.suite_table import suite_table
from scoring.types import ExamScore

TABLE_2 = [e.id for e in load_suite("gpt4-table2").exam]
EXPECTED = [*TABLE_2, "another"]


def benchmark(base: ExamScore, exam: str) -> ExamScore:
    return base.model_copy(update={"exam": exam, "exam_short": exam, "family": "benchmark", "references": ()})


def test_tables_and_chart_have_the_reports_order(tmp_path: Path) -> None:
    run = read_run(made_runs.run(tmp_path / "r"))
    base = read_score(run)
    scores = [benchmark(base, exam) for exam in sorted(EXPECTED)]
    assert [s.exam for s in scores] != EXPECTED
    runs = [ScoredRun(run, s, s.exam, s.exam, "m", f"{s.exam}.html") for s in scores]
    assert [row[0].text for row in table_2(runs).rows] == EXPECTED
    assert [row.name for row in benchmark_chart(benchmark_runs(runs), ["m"]).rows] == EXPECTED
    assert [line.split(",")[0] for line in benchmark_lines(scores)] == EXPECTED
    out = io.StringIO()
    norm = base.model_copy(update={"exam_short": "UBE"})
    Console(file=out, width=120).print(suite_table([*scores, norm]))
    shown = [line.split()[0] for line in out.getvalue().splitlines() if line.strip()]
    assert [name for name in shown if name in (*EXPECTED, "UBE")] == ["UBE", *EXPECTED]


def test_the_picture_that_is_named_first_is_one_with_something_in_it(tmp_path: Path) -> None:
    folder = made_runs.run(tmp_path / "runs" / "mmlu")
    score = benchmark(read_score(read_run(folder)), "mmlu")
    (folder / "score.json").write_text(score.model_dump_json(by_alias=True))
    files = write_reports([tmp_path / "runs"], tmp_path / "out", ReportOptions(charts=("svg",), tables=()))
    assert [f.name for f in files] == ["index.html", "benchmarks.svg"]
