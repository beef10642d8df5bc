"""Norms age: a newer table is taken in, and a run scored again says what changed and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_exams import form_of, graded

import examsim.cli
from exams.errors import InputError
from exams.files.exam_folder import load_exam
from examsim.results.add_norm import NewNorm, add_norm
from scoring.comparisons.rescored import changes_since
from scoring.scales.standing import standing
from scoring.score_exam import score_exam

NEW = NewNorm(
    "made up for a test", "GRE takers", "July 2024 to June 2027", ends="2027-06", percentile_definition="below"
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXAMSIM_NORMS", str(tmp_path / "norms"))
    return tmp_path / "norms"


def table(folder: Path, rows: str = "score,percentile\n130,1\n163,50\n170,90\n") -> Path:
    path = folder / "new.csv"
    path.write_text(rows, encoding="utf-8")
    return path


def test_a_newly_published_table_is_kept_and_told_first(tmp_path: Path) -> None:
    path, norm, first = add_norm("gre-quantitative", table(tmp_path), NEW)
    assert path.is_file() and first and norm.id == "own-july-2024-to-june-2027"
    told = standing(load_exam("gre-quantitative"), 163)
    assert told[0].words == "about the 50th percentile of GRE takers, July 2024 to June 2027"
    assert standing(load_exam("gre-quantitative"), 163, as_of="2026")[0].norm == "2022-2025"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("score,percentile\n130,50\n163,40\n", "percentile falls from 50 to 40"),
        ("score,percentile\n130,1\n180,99\n", "score 180 is outside 130 to 170"),
        ("a,b\n1,2\n", "the columns are a,b"),
        ("score,percentile\n130,101\n", "outside 0 to 100"),
    ],
)
def test_a_table_is_checked_like_ours_and_nothing_is_kept(
    tmp_path: Path, own_folder: Path, rows: str, fault: str
) -> None:
    with pytest.raises(InputError, match=fault):
        add_norm("gre-quantitative", table(tmp_path, rows), NEW)
    assert not own_folder.exists()


def test_a_norm_is_not_added_twice_nor_to_an_exam_or_period_that_is_not_there(tmp_path: Path) -> None:
    add_norm("gre-quantitative", table(tmp_path), NEW)
    with pytest.raises(InputError, match="has a norm 'own-july-2024-to-june-2027' already"):
        add_norm("gre-quantitative", table(tmp_path), NEW)
    with pytest.raises(InputError, match="does not ship"):
        add_norm("gre-qantitative", table(tmp_path), NEW)
    with pytest.raises(InputError, match="names no year"):
        add_norm("lsat", table(tmp_path), NewNorm("made up", "takers", "lately"))


def test_what_a_percentile_counts_is_as_in_the_exams_other_norms_where_it_is_not_said(tmp_path: Path) -> None:
    said = ["--source", "made up", "--population", "takers", "--period", "2026 to 2028"]
    told = CliRunner().invoke(examsim.cli.cli, ["norms", "add", "gre-quantitative", str(table(tmp_path)), *said])
    assert told.exit_code == 0 and "read as percent below, as in the exam's newest norm" in told.output
    assert load_exam("gre-quantitative").norm[-1].percentile_definition == "below"
    with pytest.raises(InputError, match="has no other norm"):
        add_norm("mksap", table(tmp_path), NewNorm("made up", "takers", "2026"))


def test_norms_lists_when_each_period_ends() -> None:
    told = CliRunner().invoke(examsim.cli.cli, ["norms"])
    assert told.exit_code == 0
    line = next(line for line in told.output.splitlines() if line.startswith("gre-quantitative "))
    assert "newest here: June 2025" in line


def test_a_run_scored_again_says_what_changed_and_why() -> None:
    exam, grades = load_exam("gre-quantitative"), graded("quantitative", [1.0] * 33 + [0.0] * 7)
    grades = [g.model_copy(update={"section": exam.section[0].id}) for g in grades]
    form = form_of(grades)
    old = score_exam(exam, form, grades, model="m", as_of="2023", n_resamples=0)
    new = score_exam(exam, form, grades, model="m", n_resamples=0)
    (change,) = changes_since(old, new)
    assert (change.of, change.before, change.after) == ("percentile", "~82nd", "~60th")
    assert change.cause.startswith("newer population (GRE takers, July 2015 to June 2018")
    assert changes_since(new, new) == ()
    better = [g.model_copy(update={"points": 1.0}) for g in grades]
    causes = {c.of: c.cause for c in changes_since(new, score_exam(exam, form, better, model="m", n_resamples=0))}
    assert causes["score"] == "other grades" and "other grades" in causes["percentile"]


@pytest.mark.parametrize(
    ("command", "schema"), [(["list", "--json"], "examsim.list/1"), (["check", "imo", "--json"], "examsim.check/1")]
)
def test_commands_print_json(command: list[str], schema: str) -> None:
    told = CliRunner().invoke(examsim.cli.cli, command)
    assert told.exit_code == 0 and json.loads(told.output)["schema"] == schema
