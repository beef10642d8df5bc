"""Many runs in one command: one table, finished ones not done again, --quiet, and what the shell fills in."""

import json
import os
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from loopback import Loopback, completion
from toy_exam import choice, make_exam

from examsim.cli import cli, complete


def typed(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(w) for w in words], catch_exceptions=False)


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """No charts; which runs were scored and reported is kept."""
    from examsim.results import steps

    done: list[Path] = []
    real = steps.score_run

    def score_run(folder: Path, **more: Any) -> Any:
        done.append(folder)
        return real(folder, **more)

    def report_run(folder: Path) -> list[Path]:
        (folder / "report.html").write_text("page")
        return []

    monkeypatch.setattr("examsim.running.job.score_run", score_run)
    monkeypatch.setattr("examsim.running.job.report_run", report_run)
    monkeypatch.setattr("examsim.running.job.report_together", lambda folders, out: [])
    monkeypatch.chdir(tmp_path)
    return done


def exams(folder: Path, number: int) -> list[Path]:
    made = [make_exam(folder / f"toy{n}", [choice(1), choice(2)]) for n in range(number)]
    for n, exam in enumerate(made):
        for file in exam.rglob("*.toml"):
            text = file.read_text().replace('"toy"', f'"toy{n}"')
            file.write_text(text.replace('short = "Toy"', f'short = "Toy {n}"'))
    return made


def test_a_suite_ends_in_one_table_and_not_in_one_for_each_run(tmp_path: Path, scored: list[Path]) -> None:
    done = typed("run", *exams(tmp_path, 4), "--model", "chance", "--out", tmp_path / "runs")
    assert done.exit_code == 0
    assert "reported" not in done.stdout  # the heading of a single run's table
    lines = [line for line in done.stdout.splitlines() if line.startswith("Toy ")]
    assert [line.split()[:2] for line in lines] == [["Toy", str(n)] for n in range(4)]
    assert "chance" in done.stdout
    assert sum("Toy" in line and "runs/" in line for line in done.stderr.splitlines()) == 4


def test_few_runs_have_their_tables_and_the_closing_one(tmp_path: Path, scored: list[Path]) -> None:
    done = typed("run", *exams(tmp_path, 2), "--model", "chance", "--out", tmp_path / "runs")
    assert done.stdout.count("reported") >= 2
    assert [line for line in done.stdout.splitlines() if line.startswith("exam ")]


def test_what_is_finished_is_not_done_again_and_what_is_not_is(tmp_path: Path, scored: list[Path]) -> None:
    (exam,) = exams(tmp_path, 1)
    fail = [True]

    def say(body: dict[str, Any], n: int) -> Any:
        if fail[0] and "Question number 2" in str(body["messages"]):
            return 400, {"error": {"message": "odd"}}, {}
        return completion("ANSWER: B")

    with Loopback(say) as server:
        line = ("run", exam, "--model", "m", "--base-url", server.url, "--out", tmp_path / "runs")
        assert typed(*line).exit_code == 3  # incomplete: not finished
        fail[0] = False
        assert typed(*line).exit_code == 0
        assert len(scored) == 2
        again = typed(*line)
        assert again.exit_code == 0 and len(scored) == 2
        assert "finished before" in again.stderr and "Toy" in again.stdout
        (head,) = (tmp_path / "runs").glob("*/run.json")
        assert json.loads(head.read_text())["history"]["starts"] == 2
        asked = server.requests
        for change in ("exam", "option", "page", "refresh"):
            before = len(scored)
            more: list[object] = []
            if change == "exam":
                text = (exam / "exam.toml").read_text()
                (exam / "exam.toml").write_text(text + "\n# a change\n")
            elif change == "option":
                more = ["--as-of", "2030"]
            elif change == "page":
                (head.parent / "report.html").unlink()
            else:
                more = ["--refresh"]
            typed(*line, *more)
            assert len(scored) == before + 1, change
        assert server.requests == asked + 2  # --refresh alone asks
        (tmp_path / "runs" / "answers.sqlite").unlink()
        typed(*line)
        assert server.requests == asked + 4  # what the cache no longer holds is asked again


def test_quiet_is_one_line_a_run(tmp_path: Path, scored: list[Path]) -> None:
    made = exams(tmp_path, 2)
    done = typed("run", *made, "--model", "chance", "--out", tmp_path / "runs", "--quiet")
    assert done.stderr == "" and len(done.stdout.splitlines()) == 2
    assert all(str(tmp_path / "runs") in line and "chance" in line for line in done.stdout.splitlines())
    again = typed("run", *made, "--model", "chance", "--out", tmp_path / "runs", "--quiet")
    assert len(again.stdout.splitlines()) == 2 and len(scored) == 2


def test_an_incomplete_run_is_marked_in_the_table(tmp_path: Path, scored: list[Path]) -> None:
    (tmp_path / "a.jsonl").write_text('{"question": "q1", "answer": "B"}\n')
    done = typed("run", *exams(tmp_path, 4), "--model", f"replay:{tmp_path / 'a.jsonl'}", "--out", tmp_path / "runs")
    assert done.exit_code == 3
    told = " ".join(done.stdout.split())
    assert "4 of 4 runs incomplete" in told


def completed(name: str, typed_so_far: str, kind: str = "exams") -> list[str]:
    context = click.Context(click.Command(name))
    items = getattr(complete, kind)(context, click.Argument(["x"]), typed_so_far)
    return [item.value for item in items]


def test_the_shell_completes_exams_models_and_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examsim.toml").write_text('[models.mine]\n[suites]\nmy-week = ["ube"]\n')
    for name in ("ube_gpt-4_1", "lsat_gpt-4_2"):
        (tmp_path / "runs" / name).mkdir(parents=True)
        (tmp_path / "runs" / name / "run.json").write_text("{}")
    assert "ube" in completed("run", "u") and completed("run", "gpt4-") == ["gpt4-report", "gpt4-table2"]
    assert completed("run", "my") == ["my-week"]
    assert {"mine"} <= set(completed("run", "m", "models")) and "gpt-4o" in completed("run", "gpt-4", "models")
    assert completed("score", "runs/u", "runs") == ["runs/ube_gpt-4_1"]
    assert completed("score", "", "runs") == ["runs/lsat_gpt-4_2", "runs/ube_gpt-4_1"]
    (tmp_path / "examsim.toml").write_text("broken = ")
    assert completed("run", "my") == ["my"]  # left to the shell: folders


def test_completion_goes_through_the_command_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.shell_completion import BashComplete

    shell = BashComplete(cli, {}, "examsim", "_EXAMSIM_COMPLETE")
    assert [c.value for c in shell.get_completions(["run"], "gpt4-r")] == ["gpt4-report"]
    assert "gpt-4o" in [c.value for c in shell.get_completions(["run", "ube", "--model"], "gpt-4")]
    assert "ube" in [c.value for c in shell.get_completions(["percentile"], "ub")]
    assert [c.value for c in shell.get_completions([], "perc")] == ["percentile"]


@pytest.mark.parametrize("corpus", ["s3://bucket/x", "hf:some/set", "infini-gram:v4_pileval_llama"])
def test_a_corpus_elsewhere_is_never_taken_as_unchanged(tmp_path: Path, corpus: str) -> None:
    from examsim.running.choose import make_run_plan
    from examsim.running.finished import state_of
    from examsim.running.run_plan import Settings

    plan = make_run_plan(str(exams(tmp_path, 1)[0]), "chance", form=None, section=None, settings=Settings())
    (tmp_path / "text.jsonl").write_text('{"text": "x"}\n')
    here = str(tmp_path / "text.jsonl")
    assert state_of(plan, (), [corpus]) == "" and state_of(plan, (), [here]) != ""
    before = state_of(plan, (), [here])
    (tmp_path / "text.jsonl").write_text('{"text": "other"}\n')
    assert state_of(plan, (), [here]) != before


def test_the_common_report_is_written_anew_only_where_a_score_changed(
    tmp_path: Path, scored: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def together(folders: list[Path], out: Path) -> list[Path]:
        out.mkdir(exist_ok=True)
        (out / "index.html").write_text("x")
        written.append(out)
        return [out / "index.html"]

    monkeypatch.setattr("examsim.running.job.report_together", together)
    line = ("run", *exams(tmp_path, 2), "--model", "chance", "--out", tmp_path / "runs")
    typed(*line)
    assert "index.html" in typed(*line).stdout and len(written) == 1
    (tmp_path / "runs" / "other").mkdir()
    (tmp_path / "runs" / "other" / "score.json").write_text("{}")
    os.utime(tmp_path / "runs" / "other" / "score.json", (4e9, 4e9))
    typed(*line)
    assert len(written) == 2
