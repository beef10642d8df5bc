import subprocess
import sys
from pathlib import Path

import made_runs
import pytest
from click.testing import CliRunner

from exams.errors import InputError
from examsim.cli.report import command


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    for model in ("gpt-4", "gpt-3.5"):
        made_runs.run(tmp_path / "runs" / f"ube-{model}", model, questions=9)
    return tmp_path / "runs"


def report(*arguments: object) -> str:
    result = CliRunner().invoke(command, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_several_runs_make_a_folder_and_the_paths_to_open_are_printed(runs: Path, tmp_path: Path) -> None:
    printed = report(*sorted(runs.iterdir()), "-o", tmp_path / "out", "--chart", "svg", "--table", "md")
    assert [line.strip() for line in printed.splitlines()] == [
        str(tmp_path / "out" / "index.html"),
        str(tmp_path / "out" / "charts" / "percentiles.svg"),
    ]
    assert {p.suffix for p in (tmp_path / "out" / "tables").iterdir()} == {".md"}


def test_one_run_without_a_target_is_reported_in_its_own_folder(runs: Path) -> None:
    report(runs / "ube-gpt-4")
    assert (runs / "ube-gpt-4" / "report.html").is_file()
    assert (runs / "ube-gpt-4" / "percentiles.svg").is_file()


def test_an_audit_alone_and_two_audits_have_their_pages(runs: Path, tmp_path: Path) -> None:
    audits = [folder / "audit.json" for folder in sorted(runs.iterdir())]
    report(*audits, "-o", tmp_path / "out")
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "audit.html", "audit.csv", "audit.jsonl", "difference.html",
    }  # fmt: skip
    assert "slipped its leash" in (tmp_path / "out" / "audit.html").read_text(encoding="utf-8")


def test_a_folder_without_runs_and_a_baseline_that_did_not_run_are_refused(runs: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no run\.json"):
        report(tmp_path, "-o", tmp_path / "out")
    with pytest.raises(InputError, match="no run of baseline model 'gpt-9'"):
        report(runs, "-o", tmp_path / "out", "--baseline", "gpt-9")


def test_without_charts_matplotlib_is_not_even_loaded_and_nothing_is_written_beside_the_target(
    runs: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    script = (
        "import sys; from examsim.cli import cli; "
        f"cli.main(['report', {str(runs)!r}, '-o', {str(tmp_path / 'out')!r}, *sys.argv[1:]], standalone_mode=False); "
        "print('matplotlib' in sys.modules)"
    )
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    for arguments, loaded in ((["--no-charts"], "False"), (["--chart", "svg"], "True")):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.split()[-1] == loaded
        assert list(home.iterdir()) == []  # no font list, no configuration
