"""One table of exit codes: 0 whole, 2 unusable input, 3 incomplete."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from toy_exam import choice, make_exam

from examsim.cli import cli
from examsim.running.accounts.fail_on import tolerance_from


def typed(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(w) for w in words], catch_exceptions=False)


def replayed(folder: Path, answered: int, *more: object) -> Result:
    """A run of ten questions for which the file holds only some answers."""
    exam = make_exam(folder / "toy", [choice(n) for n in range(10)])
    lines = [json.dumps({"question": f"q{n}", "answer": "B"}) for n in range(answered)]
    (folder / "a.jsonl").write_text("\n".join(lines))
    return typed("run", exam, "--model", f"replay:{folder / 'a.jsonl'}", "--out", folder / "runs", *more)


def test_a_whole_run_ends_with_0(tmp_path: Path) -> None:
    assert replayed(tmp_path, 10).exit_code == 0


def test_an_incomplete_run_ends_with_3_and_says_so_on_the_screen_in_json_and_on_the_page(tmp_path: Path) -> None:
    done = replayed(tmp_path, 7)
    assert done.exit_code == 3
    assert "incomplete: 3 of 10 missing" in " ".join(done.output.split())
    (folder,) = (p.parent for p in (tmp_path / "runs").glob("*/run.json"))
    assert "incomplete: 3 of 10 missing" in (folder / "report.html").read_text()
    again = typed("score", folder, "--json")
    assert again.exit_code == 3
    assert json.loads(again.output)["runs"][0]["score"]["full"]["incomplete"] == "incomplete: 3 of 10 missing"


@pytest.mark.parametrize(("fail_on", "code"), [("1", 3), ("3", 3), ("4", 0), ("30%", 3), ("31%", 0), ("0", 3)])
def test_fail_on_sets_the_tolerance(tmp_path: Path, fail_on: str, code: int) -> None:
    assert replayed(tmp_path, 7, "--fail-on", fail_on).exit_code == code


@pytest.mark.parametrize("text", ["many", "-1", "120%", "nan", ""])
def test_a_tolerance_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Exception, match="--fail-on"):
        tolerance_from(text)


@pytest.mark.parametrize("command", ["score", "report"])
def test_what_is_no_run_is_skipped_and_counted(tmp_path: Path, command: str) -> None:
    replayed(tmp_path, 10)
    (tmp_path / "runs" / "answers.sqlite").write_bytes(b"")
    (tmp_path / "runs" / "report").mkdir()
    more = ["-o", tmp_path / "out", "--no-charts"] if command == "report" else []
    done = typed(command, *sorted((tmp_path / "runs").iterdir()), *more)
    assert done.exit_code == 0
    assert "skipped 2 that are no run: answers.sqlite, report" in done.stderr
