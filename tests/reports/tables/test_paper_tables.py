import csv
import io
import re
import zipfile
from pathlib import Path

import made_runs
import openpyxl
import pytest

from exams.errors import InputError
from reports.scored_run import ScoredRun, read_runs
from reports.tables.paper_tables import paper_tables, table_1, table_10
from reports.tables.table import Table
from reports.tables.table_files import to_csv, to_latex, to_markdown, to_trace_csv, write_table
from reports.tables.table_workbook import workbook


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[ScoredRun]:
    folder = tmp_path_factory.mktemp("tables")
    for model, skill in (("gpt-4", 0.8), ("gpt-3.5", 0.5)):
        made_runs.run(folder / f"ube-{model}", model, skill=skill)
    return read_runs([folder])


def test_every_number_of_every_table_names_a_run_that_is_listed_below_it(runs: list[ScoredRun]) -> None:
    for table in paper_tables(runs):
        known = {s.run for s in table.sources}
        for row in table.rows:
            for cell in row:
                assert cell.value is None or cell.run in known, (table.name, cell)


def test_table_1_prints_the_reported_score_with_its_percentile_and_marks(runs: list[ScoredRun]) -> None:
    table = table_1(runs)
    assert [c.name for c in table.columns] == ["Exam", "gpt-3.5", "gpt-4"]
    for run, cell in zip(runs, table.rows[0][1:], strict=True):
        assert cell.text.startswith(run.score.reported_set.text + " (~")
        assert ("*" in cell.marks) == (run.score.reported == "clean")
        assert {"†", "‡"} <= set(cell.marks)
    assert any("graded by the candidate model itself" in note for note in table.notes)


def test_contaminated_only_is_what_the_clean_points_leave(runs: list[ScoredRun]) -> None:
    for run in runs:
        full, clean = run.score.full.sections[0], run.score.clean.sections[0] if run.score.clean else None
        assert clean is not None
        assert full.points is not None
        assert clean.points is not None
        row = next(r for r in table_10(runs).rows if r[1].text == run.series)
        only = 100 * (full.points - clean.points) / (full.max_points - clean.max_points)
        assert row[6].value == pytest.approx(only)
        assert row[7].value == pytest.approx(100 * (row[5].value / row[4].value - 1))  # type: ignore[operator]
        assert row[8].value == pytest.approx(row[5].value - only)  # type: ignore[operator]


def test_without_an_audit_there_is_no_contamination_table(tmp_path: Path) -> None:
    made_runs.run(tmp_path / "run", audited=False)
    tables = paper_tables(read_runs([tmp_path]))
    assert [t.name for t in tables] == ["table1", "table11", "costs"]
    assert "°" in tables[0].rows[0][1].marks


def test_csv_and_workbook_hold_the_cells_as_printed(runs: list[ScoredRun]) -> None:
    for table in paper_tables(runs):
        printed = [[c.name for c in table.columns], *([c.printed for c in row] for row in table.rows)]
        assert list(csv.reader(io.StringIO(to_csv(table)))) == printed
        sheet = openpyxl.load_workbook(io.BytesIO(workbook(table)))["table"]
        read = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=len(printed))]
        assert read == printed


def test_the_trace_has_one_line_for_each_cell_of_a_run(runs: list[ScoredRun]) -> None:
    for table in paper_tables(runs):
        cells = sum(bool(c.run) for row in table.rows for c in row)
        lines = list(csv.DictReader(io.StringIO(to_trace_csv(table))))
        assert len(lines) == cells
        assert {line["run"] for line in lines} <= {r.id for r in runs}


def test_markdown_and_latex_have_a_line_for_each_row_and_name_the_runs(runs: list[ScoredRun]) -> None:
    for table in paper_tables(runs):
        columns = len(table.columns)
        lines = [line for line in to_markdown(table).splitlines() if line.startswith("|")]
        assert len(lines) == len(table.rows) + 2
        assert all(len(re.findall(r"(?<!\\)\|", line)) == columns + 1 for line in lines)
        body = to_latex(table).split("\\midrule\n")[1].split("\\bottomrule")[0].strip().splitlines()
        assert len(body) == len(table.rows)
        assert all(len(re.findall(r"(?<!\\)&", line)) == columns - 1 for line in body)
        for source in table.sources:
            assert source.run in to_markdown(table)


def test_a_workbook_has_no_time_of_its_own(runs: list[ScoredRun]) -> None:
    data = workbook(table_1(runs))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert {i.date_time for i in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in book.read("docProps/core.xml")
    assert data == workbook(table_1(runs))


def test_a_format_that_is_not_known_is_refused(runs: list[ScoredRun], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no table format 'docx'"):
        write_table(table_1(runs), tmp_path, ("docx",))


def test_a_table_of_nothing_still_has_its_heading() -> None:
    empty = Table("t", "Nothing", (), ())
    assert "Nothing" in to_markdown(empty)
