"""What is installed is what is tracked, and it runs from another folder."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("examsim", "exams", "contamination", "scoring", "reports")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.whl"))


def test_the_wheel_holds_exactly_the_tracked_files_of_the_five_packages(wheel: Path) -> None:
    listed = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True)
    tracked = {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}
    with zipfile.ZipFile(wheel) as archive:
        packed = {n for n in archive.namelist() if ".dist-info/" not in n}
    untracked = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard", *PACKAGES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert packed - set(untracked.stdout.splitlines()) == tracked


@pytest.mark.slow
@pytest.mark.timeout(400)  # compiles every kernel anew, beside whatever else the machine does
def test_the_installed_wheel_runs_the_main_job_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    corpus = site / "exams" / "catalogue" / "ube" / "demo-corpus"
    code = f"import sys; sys.path.insert(0, {str(site)!r}); from examsim.cli import main; main()"
    command = [sys.executable, "-c", code, "run", "ube@2017", "--model", "chance", "--corpus", str(corpus)]
    done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (run,) = (elsewhere / "runs").glob("ube_chance_*")
    made = {p.name for p in run.iterdir()}
    assert {"run.json", "answers.jsonl", "grades.jsonl", "audit.json", "score.json", "report.html"} <= made
    assert {"percentiles.png", "percentiles.svg"} <= made
    assert (site / "scoring" / "types" / "__init__.py").is_file()
