"""A report of all 34 exams of the suite by five models: how long it takes, and that it is the same when redone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from suite_runs import MODELS, SUITE, make_suite_runs

from examsim.results.chart_data import chart_data
from examsim.results.paired_test import paired_test
from reports.multi_run_report import ReportOptions, write_reports

MOST_SECONDS = 40.0  # of CPU: twice what it may take on a machine of its own, so that a busy one does not fail


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_34_exams_by_five_models_are_reported_in_time_and_the_same_again(tmp_path: Path) -> None:
    make_suite_runs(tmp_path / "runs", draws=50)
    options = ReportOptions(chart_data=chart_data)
    start = time.process_time()
    write_reports([tmp_path / "runs"], tmp_path / "out", options, paired_test)
    assert time.process_time() - start < MOST_SECONDS
    first = bytes_of(tmp_path / "out")
    assert len([n for n in first if n.startswith("runs/")]) == len(SUITE) * len(MODELS)
    write_reports([tmp_path / "runs"], tmp_path / "out", options, paired_test)
    again = bytes_of(tmp_path / "out")
    assert [n for n in first if first[n] != again.get(n)] == [] and set(first) == set(again)
