import html
import json
import subprocess
import sys
from pathlib import Path

import made_runs
import pytest
from click.testing import CliRunner
from page_reader import Page

from contamination.audit import audit
from contamination.audits.audit_file import write_audit
from contamination.search.items import items_of
from contamination.types import Document
from exams.errors import InputError
from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from exams.form import Form
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


@pytest.mark.slow
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


def audit_alone(folder: Path) -> tuple[Path, Form]:
    """The audit of a form that ships, as `examsim audit EXAM` leaves it: without the form beside it."""
    form = practice_form(load_exam("ap-biology"))
    document = Document(text="Notes of students. " + form.questions[13].stem + " More next week.", file="x", record=0)
    corpus = folder / "corpus.jsonl"
    corpus.write_text(json.dumps({"text": document.text}) + "\n")
    made = audit(items_of(form), [corpus], form=form.id, form_hash=form.content_hash)
    write_audit(made, folder / "ap-biology.audit.json")
    return folder / "ap-biology.audit.json", form


def test_the_page_of_an_audit_knows_the_questions_of_a_form_that_ships(tmp_path: Path) -> None:
    path, form = audit_alone(tmp_path)
    report(path, "-o", tmp_path / "out")
    page = Page(tmp_path / "out" / "audit.html")
    assert form.head.title in page.text
    for question in form.questions:
        assert " ".join(question.stem.split())[:80] in page.text  # of those not found too, so that search finds them
    stem = html.escape(form.questions[13].stem.removesuffix("?"), quote=False)
    assert page.source.count(f"<mark>{stem}</mark>") == 2


def test_an_audit_without_its_form_shows_the_text_that_it_kept_and_takes_no_other_form(tmp_path: Path) -> None:
    path, form = audit_alone(tmp_path)
    strange = path.read_text().replace(form.content_hash, "0" * 64)
    path.write_text(strange)
    report(path, "-o", tmp_path / "out")
    page = Page(tmp_path / "out" / "audit.html")
    assert " ".join(form.questions[13].stem.removesuffix("?").split()) in page.text
    with pytest.raises(InputError, match="not the form that was audited"):
        report(path, "-o", tmp_path / "out", "--form", "ap-biology")


def test_an_audit_of_an_earlier_version_still_opens(tmp_path: Path) -> None:
    path, form = audit_alone(tmp_path)
    old = json.loads(path.read_text())
    old["form_hash"] = "0" * 64
    for item in old["items"]:
        del item["wording"]
    path.write_text(json.dumps(old))
    report(path, "-o", tmp_path / "out")
    text = Page(tmp_path / "out" / "audit.html").text
    assert "The audit does not hold the question’s text" in text
    assert " ".join(form.questions[13].stem.split())[:60] in text  # the document's copy of it, as written
