"""--draws N: independent answers, each paid for once; each sitting's score, the majority's, and the split beside it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from loopback import Loopback, Said, completion
from toy_exam import choice, essay, make_exam

from exams.errors import InputError
from examsim.cli import cli
from reports.pages.run_page import write_run_report
from scoring.types import ExamScore


def typed(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(w) for w in words], catch_exceptions=False)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])
    monkeypatch.chdir(tmp_path)


class Moody:
    """The first question is always right, the second always wrong, the others right two times of three."""

    def __init__(self) -> None:
        self.times: dict[str, int] = {}

    def __call__(self, body: dict[str, Any], n: int) -> Said:
        if "response_format" in body:
            return completion(
                json.dumps({"grades": [{"criterion": c, "points": n % 3, "evidence": ""} for c in ("c1", "c2")]})
            )
        asked = str(body["messages"])
        time = self.times[asked] = self.times.get(asked, -1) + 1
        right = "Question number 0:" in asked or ("Question number 1:" not in asked and time % 3 < 2)
        return completion(f"Thought number {time}.\nANSWER: {'B' if right else 'C'}")


def run_of(folder: Path) -> tuple[dict[str, Any], ExamScore, list[dict[str, Any]], list[dict[str, Any]], Path]:
    (head,) = folder.glob("*/run.json")
    lines = [
        [json.loads(x) for x in (head.parent / f).read_text().splitlines()] for f in ("answers.jsonl", "grades.jsonl")
    ]
    score = ExamScore.model_validate_json((head.parent / "score.json").read_text())
    return json.loads(head.read_text()), score, lines[0], lines[1], head.parent


def test_each_question_is_asked_so_often_and_never_again(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [*(choice(n) for n in range(12)), essay(1)])
    with Loopback(Moody()) as server:
        line = (
            "run",
            exam,
            "--model",
            "m",
            "--base-url",
            server.url,
            "--out",
            tmp_path / "runs",
            "--draws",
            3,
            "--grader",
            "self",
        )
        done = typed(*line, "--concurrency", 1)
        assert server.requests == 42
        assert "42" in typed(*line, "--dry-run", "--refresh").output
        typed(*line)
        assert server.requests == 42
        typed(
            "run",
            exam,
            "--model",
            "m",
            "--base-url",
            server.url,
            "--out",
            tmp_path / "other",
            "--cache",
            tmp_path / "runs/answers.sqlite",
        )
        assert server.requests == 42  # the first draw is the answer of a run without draws
    head, score, answers, grades, folder = run_of(tmp_path / "runs")
    assert head["parameters"]["draws"] == 3
    assert all(len(a["draws"]) == 2 and a["usage"]["calls"] == 3 for a in answers)
    assert len(grades[12]["draws"]) == 3 and "majority" not in grades[12]
    assert [d["points"] for d in grades[2]["draws"]] == [1, 1, 0]
    drawn = score.draws
    assert drawn is not None and (drawn.number, drawn.questions, drawn.voted) == (3, 13, 12)
    essays = sum(d["points"] for d in grades[12]["draws"])
    assert drawn.share == pytest.approx((3 + 0 + 10 * 2 + essays) / 3 / (12 + grades[12]["max_points"]))
    assert score.full.value == drawn.scores[0] and len(set(drawn.scores)) > 1
    assert drawn.majority == drawn.scores[0]  # two of three are right wherever the first is
    assert drawn.error_draws > 0 and drawn.error >= drawn.error_draws
    told = " ".join(done.output.split())
    assert "3 sittings: the score is the first one's" in told and "majority vote (maj@3)" in told
    assert "from the questions" in told and "from the draws" in told
    write_run_report(folder)
    page = (folder / "report.html").read_text()
    assert "3 sittings" in page and "from the draws" in page
    assert typed("score", folder, "--json").exit_code == 0  # redone from the folder alone
    assert run_of(tmp_path / "runs")[1].draws == drawn


def test_the_letter_of_each_draw_is_asked_for_after_its_own_explanation(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(3)])
    with Loopback(Moody()) as server:
        line = ("run", exam, "--model", "m", "--base-url", server.url, "--out", tmp_path / "runs")
        typed(*line, "--draws", 2, "--letter", "sample", "--seed", 5)
        assert server.requests == 4
        assert [b["seed"] for b in server.answered if len(b["messages"]) == 1] == [5, 6]


def test_what_makes_draws_worthless_is_said(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(n) for n in range(4)])
    with Loopback(lambda *_: completion("ANSWER: B")) as server:
        line = ("run", exam, "--model", "m", "--base-url", server.url, "--draws", 2)
        assert "does the server sample at all" in " ".join(typed(*line, "--out", tmp_path / "a").output.split())
        cold = " ".join(typed(*line, "--temperature", 0, "--out", tmp_path / "b").output.split())
        assert "drawn at temperature 0" in cold
    chance = typed("run", exam, "--model", "chance", "--draws", 2, "--out", tmp_path / "c").output
    assert "asked for once" in " ".join(chance.split())
    with pytest.raises(InputError, match="--show-failing"):
        typed("run", exam, "--model", "m", "--draws", 2, "--show-failing")


def test_a_further_draw_that_fails_is_counted_and_asked_again(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(n) for n in range(3)])
    broken = [True]

    def say(body: dict[str, Any], n: int) -> Said:
        if n % 2 == 0 and broken[0]:
            return 400, {"error": {"message": "this one is odd"}}, {}
        return completion(f"Thought {n}. ANSWER: B")

    with Loopback(say) as server:
        line = ("run", exam, "--model", "m", "--base-url", server.url, "--out", tmp_path / "runs", "--draws", 2)
        told = " ".join(typed(*line, "--concurrency", 1).output.split())
        assert "3 further draws failed" in told
        broken[0] = False
        typed(*line)
        assert server.requests == 9
    _, score, _, _, _ = run_of(tmp_path / "runs")
    assert score.draws is not None and score.draws.questions == 3


def test_runs_of_before_keep_their_names(tmp_path: Path) -> None:
    from examsim.running.choose import make_run_plan
    from examsim.running.run_plan import Settings

    exam = str(make_exam(tmp_path / "toy", [choice(1)]))
    one, more = (make_run_plan(exam, "m", form=None, section=None, settings=Settings(draws=n)) for n in (1, 3))
    assert "draws" not in one.identity["settings"] and "system" not in one.identity["settings"]
    assert one.run_id != more.run_id and more.attempts == 3 and one.attempts == 1
