"""People sit an adaptive exam on one paper a route; each sheet is scored on the route that it was sat on."""

import csv
import json
from pathlib import Path

import pytest
from adaptive_exam import FIRST, HIGH, LOW, make_adaptive_exam
from click.testing import CliRunner

from exams.errors import InputError
from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from examsim.cli.paper import command as paper
from examsim.cli.people import command as people
from examsim.cli.run import command as run
from examsim.people.routes import paper_form, paper_hashes, with_modules_sat
from examsim.people.sheet import Sheet


@pytest.fixture
def form_folder(tmp_path: Path) -> Path:
    return make_adaptive_exam(tmp_path / "staged") / "forms" / "practice"


def test_a_paper_is_of_one_route_and_says_who_takes_it(form_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="adaptive") as refused:
        CliRunner().invoke(paper, [str(form_folder), "--out", str(tmp_path / "p")], catch_exceptions=False)
    assert "--module low or --module high" in str(refused.value) and "from 3 of 4 points" in str(refused.value)
    line = [str(form_folder), "--out", str(tmp_path / "p"), "--module", "high"]
    done = CliRunner().invoke(paper, line, catch_exceptions=False)
    assert "7 questions" in done.output
    text = (tmp_path / "p" / "paper.html").read_text()
    assert "Question number 8" in text and "Question number 5" not in text
    form, exam = practice_form(load_exam(str(form_folder.parent.parent))), load_exam(str(form_folder.parent.parent))
    with pytest.raises(InputError, match="no second module"):
        paper_form(form, exam, ("high", "other"))


def test_sheets_are_scored_on_the_route_that_was_sat(form_folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "sheets.csv"
    ids = [*FIRST, *LOW, *HIGH]
    right = {"ann": {*FIRST, *HIGH}, "bob": {*FIRST[:1], *LOW}}
    with table.open("w") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "consent", *ids])
        rows.writerow(["ann", "yes", *("B" if q in right["ann"] else "" for q in ids)])
        rows.writerow(["bob", "yes", *("B" if q in right["bob"] else "C" if q in FIRST else "" for q in ids)])
        rows.writerow(["eve", "yes", *("B" if q in HIGH else "C" if q in FIRST else "" for q in ids)])
    done = CliRunner().invoke(people, [str(form_folder), str(tmp_path / "class"), str(table)], catch_exceptions=False)
    assert "eve" in done.output and "sat high" in done.output and "below 3 of 4" in done.output
    with (tmp_path / "class" / "scores.csv").open() as file:
        score = {r["id"]: float(r["score"]) for r in csv.DictReader(file)}
    assert score == {"ann": 100, "bob": 40, "eve": 43}


def test_a_model_on_either_route_stands_among_them(form_folder: Path, tmp_path: Path) -> None:
    form, exam = practice_form(load_exam(str(form_folder.parent.parent))), load_exam(str(form_folder.parent.parent))
    hashes = {paper_form(form, exam, (m,)).content_hash for m in ("low", "high")}
    sheets = tmp_path / "one.json"
    saved = {"schema": "examsim.sheet/1", "id": "ann", "consent": True, "answers": {q: ["B"] for q in (*FIRST, *HIGH)}}
    sheets.write_text(json.dumps({**saved, "form_hash": paper_form(form, exam, ("high",)).content_hash}))
    assert len(hashes) == 2
    line = [str(form_folder.parent.parent), "--model", "chance", "--out", str(tmp_path / "runs")]
    assert CliRunner().invoke(run, line, catch_exceptions=False).exit_code == 0
    (folder,) = [p.parent for p in (tmp_path / "runs").glob("*/run.json")]
    words = [str(form_folder), str(tmp_path / "class"), str(sheets), "--compare", str(folder)]
    done = CliRunner().invoke(people, words, catch_exceptions=False)
    assert done.exit_code == 0 and "1 sheets taken in" in done.output and "chance" in done.output


def test_who_left_the_second_module_blank_is_led_by_the_first(form_folder: Path) -> None:
    form, exam = practice_form(load_exam(str(form_folder.parent.parent))), load_exam(str(form_folder.parent.parent))
    sheet = Sheet(id="p", form_hash=form.content_hash, answers=dict.fromkeys(FIRST, ("B",)))
    routed, odd = with_modules_sat(sheet, form, exam)
    assert routed.not_asked == LOW and odd == ""
    both = sheet.model_copy(update={"answers": dict.fromkeys((*FIRST[:1], *LOW, *HIGH), ("B",))})
    routed, odd = with_modules_sat(both, form, exam)
    assert routed.not_asked == HIGH and "several second modules" in odd


def test_a_paper_is_called_by_its_module_and_keeps_the_identity_of_its_questions() -> None:
    exam = load_exam("digital-sat")
    form = practice_form(exam)
    made = paper_form(form, exam, ["harder"])
    assert made.head.title == "Digital SAT practice form: harder second module"
    assert made.content_hash in paper_hashes(form, exam)
