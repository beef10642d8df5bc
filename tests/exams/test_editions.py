"""`lsat` is the newest edition where questions are asked, `lsat@2024` the one of that year, `lsat-2026` itself."""

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from exams.errors import InputError
from exams.files.editions import asked_exam, edition_id, editions_of, newest_edition
from exams.files.exam_folder import load_exam, shipped_exams
from exams.files.form_folder import practice_form
from examsim.cli import cli


def test_editions_are_named_by_year_oldest_first() -> None:
    assert list(editions_of("lsat").items()) == [("2024", "lsat"), ("2026", "lsat-2026")]
    assert [edition_id(n) for n in ("lsat@2024", "lsat@2026", "lsat", "./own")] == [
        "lsat",
        "lsat-2026",
        "lsat",
        "./own",
    ]
    assert load_exam("lsat@2026").id == "lsat-2026"


def test_a_bare_name_is_the_newest_edition_and_a_full_id_itself() -> None:
    assert [newest_edition(n) for n in ("lsat", "lsat-2026", "mcat", "./own")] == [
        "lsat-2026",
        "lsat-2026",
        "mcat",
        "./own",
    ]
    assert [asked_exam(n) for n in ("lsat", "lsat@2024", "./own")] == ["lsat-2026", "lsat", "./own"]
    assert newest_edition("sat-math") == "sat-math"  # the digital SAT is one exam in the place of two


@pytest.mark.parametrize("exam_id", [n for n in shipped_exams() if newest_edition(n) != n])
def test_each_newer_edition_names_the_older_one_and_each_has_a_year_of_its_own(exam_id: str) -> None:
    assert exam_id in load_exam(newest_edition(exam_id)).earlier_editions
    found = editions_of(exam_id)
    assert "" not in found and len(found) == len([n for n in shipped_exams() if n.startswith(f"{exam_id}-20")]) + 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("lsat@2020", "lsat@2024, lsat@2026"),
        ("lsat@", "lsat@2024, lsat@2026"),
        ("mcat@2024", "one edition: write mcat"),
        ("nothing@2024", "no exam called 'nothing@2024'"),
    ],
)
def test_an_edition_that_does_not_ship_is_one_line_with_those_that_do(name: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        load_exam(name)
    assert said in str(refused.value)


def typed(*words: str) -> Result:
    return CliRunner().invoke(cli, [*words])


@pytest.mark.parametrize(
    ("words", "sat", "said"),
    [
        (("lsat",), "lsat-2026", "the newest edition, lsat-2026 (since August 2024); older: lsat@2024"),
        (("lsat@2024",), "lsat", ""),
        (("lsat", "--method", "gpt4-report"), "lsat", ""),
        (("lsat@2026", "--method", "gpt4-report"), "lsat", "the report's edition is lsat, asked instead"),
    ],
)
def test_a_run_takes_the_newest_unless_a_year_or_the_reports_method_is_named(
    words: tuple[str, ...], sat: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])
    ran = typed("run", *words, "--model", "chance", "--sample", "5", "--out", str(tmp_path))
    assert ran.exit_code == 0, ran.output
    (head,) = [orjson.loads(p.read_bytes()) for p in tmp_path.glob("*/run.json")]
    assert head["exam"]["id"] == sat
    assert said in " ".join(ran.output.split()) and ("edition" in ran.output) == bool(said)


def test_an_export_and_an_audit_are_of_the_edition_that_a_run_would_ask(tmp_path: Path) -> None:
    for name, exam_id in (("lsat", "lsat-2026"), ("lsat@2024", "lsat")):
        form = practice_form(load_exam(exam_id))
        written = typed("export", name, str(tmp_path / f"{exam_id}.jsonl"), "--format", "evals")
        assert written.exit_code == 0 and f"{len(form.questions)} questions" in written.output
    (tmp_path / "corpus.txt").write_text("Nothing of the kind. " * 20)
    for name, form_id in (("lsat", "lsat-2026-practice"), ("lsat@2024", "lsat-practice")):
        out = tmp_path / f"{form_id}.json"
        done = typed("audit", name, "--corpus", str(tmp_path / "corpus.txt"), "--rules", "gpt4", "-o", str(out))
        assert done.exit_code == 0, done.output
        assert orjson.loads(out.read_bytes())["form"] == form_id
