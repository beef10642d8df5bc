"""A run scored again keeps the population, date and scales that were chosen for it, unless others are given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import examsim.cli
from examsim.grading.agree_runs import score_again
from examsim.models.resources import RunResources
from examsim.results.steps import score_run
from examsim.running.choose import make_run_plan
from examsim.running.execute import execute
from examsim.running.run_plan import Settings
from examsim.running.write_run import write_run
from reports.pages.run_view import run_view
from reports.run_folder import read_run
from scoring.types import ExamScore


def sat(folder: Path, exam: str) -> Path:
    plan = make_run_plan(exam, "chance", form=None, section=None, settings=Settings(), grader=None)
    write_run(execute(plan, RunResources(cache=folder / "answers.sqlite"), lambda *_: None), folder / exam)
    return folder / exam


@pytest.fixture(scope="module")
def lsat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sat(tmp_path_factory.mktemp("kept"), "lsat")


def first(score: ExamScore) -> str:
    return next(p.norm for p in score.full.percentiles if p.default)


def notes(score: ExamScore) -> str:
    return " | ".join(n.text for n in score.notes)


def test_a_date_is_kept_until_another_or_today_is_asked_for(lsat: Path) -> None:
    (lsat / "score.json").unlink(missing_ok=True)
    newest = first(score_run(lsat))
    old = score_run(lsat, as_of="2015")
    assert first(old) != newest and old.as_of == "2015"
    again = score_run(lsat)
    assert (first(again), again.as_of) == (first(old), "2015")
    assert "population as chosen for this run before (--as-of 2015); --as-of today" in notes(again)
    assert again.changes == ()
    assert first(score_run(lsat, population="2014-2017")) == "2014-2017"
    kept = score_run(lsat)
    assert (kept.population, kept.as_of, first(kept)) == ("2014-2017", "", "2014-2017")
    back = score_run(lsat, as_of="today")
    assert (back.population, back.as_of, first(back)) == ("", "", newest)
    assert "chosen for this run before" not in notes(score_run(lsat))


def test_agreement_and_the_command_keep_it_too(lsat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("examsim.grading.agree_runs.report_run", lambda folder: [folder])
    score_run(lsat, as_of="2015")
    (again,) = score_again([lsat])
    assert again.as_of == "2015"
    told = CliRunner().invoke(examsim.cli.cli, ["score", str(lsat), "--json"])
    assert told.exit_code == 0 and json.loads(told.output)["runs"][0]["score"]["as_of"] == "2015"


def test_a_scale_is_kept_and_a_choice_that_is_gone_is_told(lsat: Path) -> None:
    other = next(a for a in score_run(lsat, as_of="today").full.alternatives).scales[0]
    section = score_run(lsat).full.sections[0].section
    key = section if score_run(lsat).full.sections[0].scale else "score"
    chosen = score_run(lsat, scales={key: other})
    kept = score_run(lsat)
    assert kept.full.value == chosen.full.value and kept.chosen_scales == {key: other}
    assert f"scales as chosen for this run before (--scale {key}={other})" in notes(kept)
    record = json.loads((lsat / "score.json").read_text("utf-8"))
    record |= {"chosen_scales": {key: "gone"}, "population": "recalled"}
    (lsat / "score.json").write_text(json.dumps(record), encoding="utf-8")
    without = score_run(lsat)
    assert without.chosen_scales == {} and without.population == ""
    assert "population 'recalled', chosen for this run before, is no longer here" in notes(without)
    assert f"scale 'gone' of '{key}', chosen for this run before, is no longer here" in notes(without)


def test_nothing_published_by_then_is_told_everywhere(lsat: Path) -> None:
    late = "no norm here was published before 1999: the one published first is told"
    assert late in notes(score_run(lsat, as_of="1999"))
    cli = CliRunner()
    for command in (["percentile", "lsat", "160"], ["convert", "lsat", "76/100"]):
        assert late in cli.invoke(examsim.cli.cli, [*command, "--as-of", "1999"]).output
        assert "was published before" not in cli.invoke(examsim.cli.cli, [*command, "--as-of", "2024"]).output
    score_run(lsat, as_of="today")
    out = lsat.parent / "out"
    assert (
        cli.invoke(examsim.cli.cli, ["report", str(lsat), "-o", str(out), "--no-charts", "--as-of", "1999"]).exit_code
        == 0
    )
    page = next((out / "runs").rglob("*.html"), None) or next(p for p in out.rglob("*.html") if p.name != "index.html")
    assert late in page.read_text("utf-8")


def test_the_page_says_what_a_new_scoring_changed_and_why(lsat: Path) -> None:
    now = score_run(lsat, as_of="today").full.text
    record = json.loads((lsat / "score.json").read_text("utf-8"))
    record["full"] |= {"value": 170.0, "text": "170 / 180"}
    (lsat / "score.json").write_text(json.dumps(record), encoding="utf-8")
    score_run(lsat)
    facts = [value for name, value in run_view(read_run(lsat)).facts if name.startswith("Changed")]
    assert facts == [f"score 170 / 180 → {now}: another version of examsim or of its tables"]
