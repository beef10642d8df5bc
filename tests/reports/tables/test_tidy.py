import csv
from pathlib import Path

import made_runs
import pyarrow.parquet as pq
import pytest

from reports.scored_run import read_runs
from reports.tables.tidy import question_rows, result_rows, write_tidy


def test_results_have_a_row_a_run_with_plain_numbers(tmp_path: Path) -> None:
    made_runs.run(tmp_path / "runs" / "a", "gpt-4")
    made_runs.run(tmp_path / "runs" / "b", "=HYPERLINK(1)")
    runs = read_runs([tmp_path / "runs"])
    paths = write_tidy(result_rows(runs), tmp_path / "results")
    with paths[0].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["run"] for row in rows] == [r.id for r in runs]
    reported = runs[0].score.reported_set
    assert reported.interval is not None
    assert float(rows[0]["score"]) == reported.value
    assert float(rows[0]["score_interval_low"]) == reported.interval.low
    assert float(rows[0]["percentile_interval_high"]) == reported.percentiles[0].interval.high  # type: ignore[union-attr]
    assert float(rows[0]["cost_usd"]) == 0.53 and float(rows[0]["tokens_per_question"]) > 0
    assert float(rows[0]["seconds_per_question"]) == pytest.approx(455 / len(runs[0].run.answers))
    assert rows[1]["model"].startswith("'=")  # no formula in a spreadsheet
    table = pq.read_table(paths[1])
    assert table.column_names == list(rows[0]) and table["score"].to_pylist()[0] == reported.value


def test_questions_have_a_row_each(tmp_path: Path) -> None:
    made_runs.run(tmp_path / "runs" / "a", "gpt-4", questions=8)
    run = read_runs([tmp_path / "runs"])[0]
    rows = question_rows([run])
    assert run.run.form is not None
    assert [row["question"] for row in rows] == [q.id for q in run.run.form.questions]
    graded = next(row for row in rows if row["outcome"] == "right")
    assert graded["points"] == graded["max_points"]
    assert {row["flagged"] for row in rows} == {True, False}
