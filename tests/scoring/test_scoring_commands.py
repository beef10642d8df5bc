"""`examsim percentile`, `compare` and `check` as a user calls them."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner
from small_exams import exam_in, form_of, graded, scale, score, section

import examsim.cli
from exams.files.form_folder import write_form
from scoring.types import Grade


def call(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the whole command as a shell would, and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["examsim", *arguments])
    try:
        examsim.cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def run_folder(folder: Path, grades: list[Grade], exam: str = "ube") -> Path:
    form = form_of(grades)
    folder.mkdir()
    write_form(form, folder / "form")
    head = {
        "schema": "examsim.run/1",
        "id": folder.name,
        "exam": {"id": exam},
        "form": {"id": form.id, "hash": form.content_hash},
        "model": f"model-{folder.name}",
    }
    (folder / "run.json").write_bytes(orjson.dumps(head))
    (folder / "grades.jsonl").write_bytes(b"\n".join(orjson.dumps(g.model_dump(mode="json")) for g in grades))
    return folder


def test_percentile_tells_every_population(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(monkeypatch, "percentile", "ube", "298") == 0
    told = capsys.readouterr().out
    assert (
        "~68th" in told
        and "~62nd" in told
        and "45th–48th" in told
        and told.splitlines()[0].endswith(
            "about the 68th percentile of July bar takers in Illinois, a sitting before 2024"
        )
    )


def test_percentile_of_one_population(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(monkeypatch, "percentile", "ube", "157", "--of", "mbe", "--population", "mbe-july") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and "~86th" in lines[1] and lines[2].startswith("newest here: ")


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("ube", "500"), "500 is outside the scale"),
        (("ube", "-1"), "-1 is outside the scale"),
        (("uba", "298"), "no exam called 'uba'"),
        (("ube", "298", "--of", "mpre"), "ube has no section 'mpre'"),
        (("ube", "298", "--population", "mars"), "no population called 'mars'"),
        (("mksap", "70"), "no percentiles are known"),
        (("ube", "many"), "'many' is not a valid float"),
    ],
)
def test_percentile_refuses_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], fault: str
) -> None:
    assert call(monkeypatch, "percentile", *arguments) == 2
    told = capsys.readouterr()
    assert fault in told.err and "Traceback" not in told.err and told.out == ""


def test_compare_tells_the_paired_test_by_section(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = [*graded("mbe", [1.0] * 20 + [0.0] * 8), *graded("mee", [4.0, 3.0], 6)]
    second = [*graded("mbe", [0.0] * 18 + [1.0] * 2 + [0.0] * 8), *graded("mee", [4.0, 3.0], 6)]
    a, b = run_folder(tmp_path / "a", first), run_folder(tmp_path / "b", second)
    assert call(monkeypatch, "compare", str(a), str(b)) == 0
    told = capsys.readouterr().out
    assert "model-a" in told and "model-b" in told
    assert "mbe: A 71.4 %, B 7.1 %" in told and "McNemar" in told and "differ beyond chance" in told
    assert "mee: A 58.3 %, B 58.3 %" in told and "cannot be told apart" in told


def test_compare_prints_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    a = run_folder(tmp_path / "a", graded("mbe", [1.0] * 14 + [0.0] * 6))
    b = run_folder(tmp_path / "b", graded("mbe", [1.0] * 4 + [0.0] * 16))
    assert call(monkeypatch, "compare", str(a), str(b), "--json") == 0
    body = orjson.loads(capsys.readouterr().out)
    assert body["schema"] == "examsim.compare/1" and body["exam"] == "ube"
    assert [r["model"] for r in body["runs"]] == ["model-a", "model-b"]
    (found,) = body["comparisons"]
    assert (found["section"], found["shared"], found["better_first"]) == (None, 20, 10)
    assert found["difference"] == pytest.approx(0.5) and found["p_value"] == pytest.approx(2 / 1024)
    assert found["interval"]["low"] < 0.5 < found["interval"]["high"]


def test_compare_refuses_runs_of_two_exams(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    a = run_folder(tmp_path / "a", graded("mcq", [1.0]), "mksap")
    b = run_folder(tmp_path / "b", graded("mcq", [1.0]), "usnco-local")
    assert call(monkeypatch, "compare", str(a), str(b)) == 2
    assert "the runs are of two exams: mksap and usnco-local" in capsys.readouterr().err


def test_compare_refuses_what_is_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "compare", str(tmp_path), str(tmp_path)) == 2
    assert "not a run folder" in capsys.readouterr().err


def test_check_passes_a_shipped_exam_and_fails_a_broken_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "check", "ube") == 0
    assert "ube: ok" in capsys.readouterr().out
    exam_in(
        tmp_path,
        section("mc", 3, 1),
        score("chart_sum"),
        scale("chart", "chart", 'file = "scales/chart.csv"'),
        files={"scales/chart.csv": "raw,scaled\n0,0\n1,50\n2,40\n3,100\n"},
    )
    assert call(monkeypatch, "check", str(tmp_path)) == 2
    assert "chart.csv:4: scaled falls from 50 to 40" in capsys.readouterr().err


def test_the_commands_have_help() -> None:
    for name in ("percentile", "compare", "check", "replay"):
        result = CliRunner().invoke(examsim.cli.cli, [name, "--help"])
        assert result.exit_code == 0 and "Usage" in result.output
