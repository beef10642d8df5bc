"""A persona: a system message and templates of the user's own, and what it costs."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from loopback import Loopback, Said, completion, refusal
from toy_exam import choice, essay, make_exam

from exams.errors import InputError, ProviderError
from exams.prompts.persona import check_templates, system_text
from examsim.cli import cli

SYSTEM = "You are a Socratic tutor. You never give the answer."


def typed(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(w) for w in words], catch_exceptions=False)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])
    monkeypatch.setattr("examsim.running.job.report_together", lambda folders, out: [])
    monkeypatch.chdir(tmp_path)


def tutor(body: dict[str, Any], n: int) -> Said:
    """Answers rightly, unless a persona keeps it from doing so for the even questions."""
    if "response_format" in body:
        return completion(json.dumps({"grades": [{"criterion": c, "points": 1, "evidence": ""} for c in ("c1", "c2")]}))
    asked = body["messages"][-1]["content"]
    even = any(f"Question number {n}:" in asked for n in range(0, 40, 2))
    held_back = body["messages"][0]["role"] == "system" and even
    return completion("What do you think yourself?" if held_back else "ANSWER: B")


@pytest.mark.parametrize(
    "options", [[], ["--prompt", "few-shot"], ["--letter", "sample"], ["--route", "letter", "--likelihoods", "draws"]]
)
def test_the_candidate_is_sent_it_first_and_the_grader_never(tmp_path: Path, options: list[str]) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1), essay(1)])
    with Loopback(tutor) as server:
        line = ("run", exam, "--model", "m", "--base-url", server.url, "--out", tmp_path / "runs", "--system", SYSTEM)
        typed(*line, *options)
        bodies = server.answered
    asked = [b for b in bodies if "response_format" not in b]
    assert asked and all(b["messages"][0] == {"role": "system", "content": SYSTEM} for b in asked)
    assert all(sum(m["role"] == "system" for m in b["messages"]) == 1 for b in asked)
    assert all(SYSTEM not in str(b["messages"]) for b in bodies if "response_format" in b)


def test_what_a_persona_costs_is_told_by_a_paired_test(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(n) for n in range(40)])
    (tmp_path / "tutor.txt").write_text(SYSTEM + "\n")
    with Loopback(tutor) as server:
        line = ("run", exam, "--model", "m", "--base-url", server.url, "--out", tmp_path / "runs")
        typed(*line)
        told = typed(*line, "--system", "tutor.txt")
    assert f"system message: {SYSTEM}" in " ".join(told.output.split())
    heads = {
        h["parameters"]["system"]: h for p in (tmp_path / "runs").glob("*/run.json") if (h := json.loads(p.read_text()))
    }
    assert set(heads) == {"", SYSTEM}
    folders = [tmp_path / "runs" / heads[s]["id"] for s in ("", SYSTEM)]
    compared = typed("compare", *folders).output
    assert f'differs  system: A none, B "{SYSTEM}"' in compared
    assert "outcome  unparsed: A 0 of 40, B 20 of 40 questions" in compared
    assert "A − B = +50.0 percentage points" in compared and "+20 of 40 points" in compared
    assert "McNemar" in compared and "differ beyond chance" in compared
    body = json.loads(typed("compare", *folders, "--json").output)
    assert body["differs"] == [f'system: A none, B "{SYSTEM}"'] and body["comparisons"][0]["maximum"] == 40


def test_templates_of_the_users_own_are_used_shown_and_named_in_the_run(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1)])
    own = tmp_path / "mine"
    own.mkdir()
    (own / "multiple_choice_zero_shot.jinja").write_text(
        '{{ message("system") }}Be brief.{{ message("user") }}Pick one. {{ present(question) }}'
    )
    shown = typed("show", exam, "--template", own, "--system", SYSTEM).output
    assert "Pick one." in shown and "Question number 1:" in shown
    assert shown.count("── system") == 1 and SYSTEM in shown and "Be brief." in shown
    (own / "toy").mkdir()
    (own / "toy" / "multiple_choice_zero_shot.jinja").write_text(
        '{{ message("user") }}For this exam. {{ present(question) }}'
    )
    assert "For this exam." in typed("show", exam, "--template", own).output
    with Loopback(tutor) as server:
        line = ("run", exam, "--model", "m", "--base-url", server.url, "--out", tmp_path / "runs")
        typed(*line)
        typed(*line, "--template", own)
    hashes = [json.loads(p.read_text())["prompt"]["hash"] for p in (tmp_path / "runs").glob("*/run.json")]
    assert len(set(hashes)) == 2


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{% for a in range(10**9) %}x{% endfor %}",
        "{{ nothing }}",
        '{{ message("grader") }}',
        "{% include '/etc/passwd' %}",
        "{{",
    ],
)
def test_a_strange_template_is_one_clear_line(tmp_path: Path, template: str) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1)])
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "multiple_choice_zero_shot.jinja").write_text(template)
    with pytest.raises(InputError, match=r"prompt template multiple_choice_zero_shot\.jinja"):
        typed("show", exam, "--template", tmp_path / "mine")


def test_a_folder_without_use_is_refused(tmp_path: Path) -> None:
    for name, said in (
        ("grade_analytic.jinja", "grader"),
        ("multiple_choise_zero_shot.jinja", "did you mean multiple_choice"),
    ):
        folder = tmp_path / name.split(".")[0]
        folder.mkdir()
        with pytest.raises(InputError, match="no template"):
            check_templates(folder)
        (folder / name).write_text("x")
        with pytest.raises(InputError, match=said):
            check_templates(folder)
    with pytest.raises(InputError, match="no such folder"):
        check_templates(tmp_path / "nowhere")


def test_a_system_message_is_a_file_or_words(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("\ufeffBe kind.\x00\n")
    (tmp_path / "empty").write_text(" ")
    (tmp_path / "latin").write_bytes(b"\xe9\xff")
    assert system_text("a.md") == "Be kind."
    assert system_text("Be kind.") == "Be kind."
    assert system_text("x" * 5000 + " y")
    for wrong in ("nowhere.txt", "folder/none", "empty", "", "latin"):
        with pytest.raises(InputError):
            system_text(wrong)


def test_a_model_that_takes_no_system_message_says_so_with_the_first_request(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(n) for n in range(20)])
    with Loopback(lambda *_: refusal(400, "System role not supported")) as server:
        line = ("run", exam, "--model", "m", "--base-url", server.url, "--out", tmp_path / "runs", "--system", SYSTEM)
        with pytest.raises(ProviderError, match="takes no system message"):
            typed(*line)
        assert server.requests == 1
    with pytest.raises(InputError, match="no system message"):
        typed("show", exam, "--system", SYSTEM, "--route", "likelihood")


def test_a_persona_of_the_file_is_read_from_its_folder(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1)])
    (tmp_path / "tutor.txt").write_text(SYSTEM)
    (tmp_path / "examsim.toml").write_text('[models.tutor]\nmodel = "m"\nsystem = "tutor.txt"\n')
    assert SYSTEM in typed("show", exam, "--model", "tutor").output
    assert "Be plain." in typed("show", exam, "--model", "tutor", "--system", "Be plain.").output
