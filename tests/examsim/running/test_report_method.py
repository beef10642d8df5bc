"""`--method gpt4-report`: few-shot, the report's editions, norms as of 2023; its suite implies it."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from toy_exam import choice, make_exam

from examsim.cli import cli
from examsim.running.job import Job, _method
from examsim.running.run_plan import Settings

AUTO = Settings(layout="auto")


@pytest.fixture(autouse=True)
def no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and charts are drawn elsewhere, and take longer than the runs of these tests."""
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])
    monkeypatch.setattr("examsim.running.job.report_together", lambda folders, out: [])


def typed(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["run", *words, "--model", "chance", "--out", str(folder / "runs")])


def heads(folder: Path) -> dict[str, dict[str, Any]]:
    found = [json.loads(p.read_bytes()) for p in sorted((folder / "runs").glob("*/run.json"))]
    return {head["exam"]["id"]: head for head in found}


def test_a_later_edition_is_exchanged_for_the_one_of_the_reports_time_and_that_is_said(tmp_path: Path) -> None:
    said = typed(tmp_path, "digital-sat", "--method", "gpt4-report")
    assert said.exit_code == 0, said.output
    assert (
        "digital-sat (since 2024): the report's edition is sat-reading-writing, sat-math, asked instead" in said.output
    )
    assert sorted(heads(tmp_path)) == ["sat-math", "sat-reading-writing"]
    assert all(head["method"] == "gpt4-report" for head in heads(tmp_path).values())


def test_norms_are_as_of_2023(tmp_path: Path) -> None:
    for folder, words in (("then", ("--method", "gpt4-report")), ("now", ())):
        typed(tmp_path / folder, "ap-biology", *words)
    first = {}
    for folder in ("then", "now"):
        score = json.loads(next((tmp_path / folder).glob("runs/*/score.json")).read_bytes())
        first[folder] = next(p["norm"] for p in score["full"]["percentiles"] if p["default"])
    assert first == {"then": "2022-june", "now": "2025-final"}


def test_an_exam_that_the_report_never_sat_says_so(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1)])
    said = typed(tmp_path, str(exam), "--method", "gpt4-report")
    assert "the GPT-4 report sat no edition of this exam" in said.output
    assert heads(tmp_path)["toy"]["prompt"] == {}  # chance reads none


def test_the_suite_implies_the_method_and_a_bare_question_contradicts_it(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1)])
    words = (str(exam), "--method", "gpt4-report", "--prompt", "zero-shot")
    assert "--method gpt4-report asks few-shot" in str(typed(tmp_path, *words).exception)
    options: dict[str, Any] = dict.fromkeys(f.name for f in fields(Job))
    job = Job(**{**options, "exams": ("gpt4-report",), "settings": AUTO})
    assert _method(job) == "gpt4-report"
    assert _method(replace(job, exams=("ube",))) == ""
