"""`examsim prefer`: judges in both orders, people's packets with drawn sides, files of verdicts, and its page."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from exams.errors import InputError
from examsim.cli.prefer import command
from examsim.models.fake import FakeModel
from examsim.models.request import Reply, Request
from examsim.models.resources import RunResources
from examsim.preferring.job import PreferJob, run_prefer
from examsim.preferring.model_judge import read_verdict
from examsim.preferring.prompt_set import shipped_prompts

PROMPTS = [{"id": f"p{n}", "use": "talk", "prompt": f"Say {n} kindly."} for n in range(12)]


@pytest.fixture
def answers(tmp_path: Path) -> list[str]:
    """Two files of answers; those of `good` say so, and the model's name hides in one."""
    (tmp_path / "prompts.jsonl").write_text("".join(json.dumps(p) + "\n" for p in PROMPTS))
    for name in ("good", "poor"):
        lines = [json.dumps({"prompt": p["id"], "answer": f"{name.upper()}ISH answer to {p['id']}"}) for p in PROMPTS]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines))
    return [str(tmp_path / f"{name}.jsonl") for name in ("good", "poor")]


def judge_text(request: Request) -> str:
    return request.messages[0].parts[0].text


def honest(request: Request) -> Reply | str | Exception:
    a, b = judge_text(request).split("Answer B:")
    if "GOODISH" in a:
        return 'A is better.\n{"better": "A"}'
    return '{"better": "B"}' if "GOODISH" in b else '{"better": "tie"}'


def job(tmp_path: Path, answers: list[str], **more: object) -> PreferJob:
    return PreferJob(contestants=tuple(answers), prompts=tmp_path / "prompts.jsonl", **more)  # type: ignore[arg-type]


def test_a_judge_sees_both_orders_and_no_names(tmp_path: Path, answers: list[str]) -> None:
    fake = FakeModel(honest, "judge-x")
    resources = RunResources(cache=tmp_path / "c.sqlite", grader=fake)
    report = run_prefer(job(tmp_path, answers, graders=("judge-x",), out=tmp_path / "out"), resources)
    assert report is not None
    pair = report.pairs[0]
    assert (pair.first, pair.second, pair.wins, pair.losses, pair.verdicts) == ("good", "poor", 0, 12, 12)
    assert (report.position.both_orders, report.position.same_verdict) == (12, 12)
    assert len(fake.asked) == 24 + 20  # and the check with a reply that says nothing
    assert all("good" not in judge_text(r) for r in fake.asked)
    assert any("says nothing in 0 of 20" in note for note in report.notes)
    page = (tmp_path / "out" / "preference.html").read_text()
    assert "poor" in page and "good" in page and page.count("<svg") == 1
    again = FakeModel(honest, "judge-x")
    run_prefer(job(tmp_path, answers, graders=("judge-x",)), RunResources(cache=tmp_path / "c.sqlite", grader=again))
    assert again.asked == []  # all from the cache


def test_a_judge_that_follows_position_wins_nothing_for_anybody(tmp_path: Path, answers: list[str]) -> None:
    fake = FakeModel(lambda _: '{"better": "A"}', "judge-x")
    resources = RunResources(cache=tmp_path / "c.sqlite", grader=fake)
    report = run_prefer(job(tmp_path, answers, graders=("judge-x",)), resources)
    assert report is not None
    assert (report.pairs[0].ties, report.position.first_both_times) == (12, 12)
    assert report.position.order_p_value is not None and report.position.order_p_value < 0.001
    assert any("should not be used" in note for note in report.notes)  # half the time it preferred nothing


def test_replies_without_a_verdict_are_counted(tmp_path: Path, answers: list[str]) -> None:
    fake = FakeModel(lambda r: "I like both." if "p3" in judge_text(r) else honest(r), "judge-x")
    report = run_prefer(
        job(tmp_path, answers, graders=("judge-x",)), RunResources(cache=tmp_path / "c.sqlite", grader=fake)
    )
    assert report is not None
    assert report.pairs[0].unusable == 2
    assert any("2 of 24 replies hold no verdict" in note for note in report.notes)
    assert read_verdict('{"better": "A"} no, {"better": "b"}') == 1.0
    assert read_verdict("better: A") is None


def test_models_are_asked_the_shipped_prompts(tmp_path: Path) -> None:
    model = FakeModel(lambda r: f"GOODISH {r.metadata.question}", "m1")
    resources = RunResources(cache=tmp_path / "c.sqlite", model=model, grader=FakeModel(honest, "j"))
    report = run_prefer(PreferJob(contestants=("m1", "m2"), graders=("j",)), resources)
    assert report is not None and report.pairs[0].prompts == 120
    shipped = shipped_prompts()
    assert Counter(Counter(p.use for p in shipped.prompts).values()) == {12: 10}
    assert shipped.canary.startswith("examsim-canary-") and shipped.written == "2026-11-28"


def test_people_get_drawn_sides_and_they_are_undone(tmp_path: Path, answers: list[str]) -> None:
    out = tmp_path / "packets"
    run_prefer(job(tmp_path, answers, packets=out, people=2))
    assert run_sides(out) == {"good", "poor"}
    back = []
    for rater in ("rater-1", "rater-2"):
        rows = list(csv.DictReader((out / f"{rater}.csv").read_text(encoding="utf-8-sig").splitlines()))
        assert "good" not in " ".join(" ".join(map(str, r.values())) for r in rows).replace("GOODISH", "")
        texts = json.loads((out / "sides.json").read_text())["sides"]
        for row in rows:
            row["points"] = "0" if texts[row["id"]]["a"] == "good" else "2"
        path = out / f"{rater}-back.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        back.append(path)
    report = run_prefer(PreferJob(files=tuple(back)))
    assert report is not None
    assert (report.pairs[0].second, report.pairs[0].wins, report.pairs[0].losses) == ("poor", 0, 24)
    assert report.pairs[0].p_value == pytest.approx(2 * 0.5**12)  # 12 prompts, not 24
    assert report.agreement[0].same == 1.0
    assert report.position.note == ""
    with pytest.raises(InputError, match="holds an export already"):
        run_prefer(job(tmp_path, answers, packets=out))


def run_sides(out: Path) -> set[str]:
    return {side["a"] for side in json.loads((out / "sides.json").read_text())["sides"].values()}


def test_three_models_from_a_file_are_ranked_with_a_chart(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    rows = [
        f"{n},{a},{b},{'left' if n % 4 else 'right'}"
        for n in range(60)
        for a, b in (("x", "y"), ("y", "z"), ("x", "z"))
    ]
    path.write_text("prompt,left,right,winner\n" + "\n".join(rows))
    done = CliRunner().invoke(command, ["--verdicts", str(path), "-o", str(tmp_path / "out")], catch_exceptions=False)
    assert "can't be told apart" in done.output
    report = json.loads((tmp_path / "out" / "preference.json").read_text())
    assert [m["model"] for m in report["rankings"][0]["models"]] == ["x", "y", "z"]
    assert [m["groups"] for m in report["rankings"][0]["models"]] == ["a", "b", "c"]
    assert (tmp_path / "out" / "preference.png").stat().st_size > 5000
    same = CliRunner().invoke(command, ["--verdicts", str(path), "--json"], catch_exceptions=False)
    assert json.loads(same.output)["pairs"][0]["verdicts"] == 60


def test_what_cannot_be_compared_is_said(tmp_path: Path, answers: list[str]) -> None:
    with pytest.raises(InputError, match="who compares"):
        run_prefer(PreferJob(contestants=("a", "b")))
    with pytest.raises(InputError, match="fewer than two"):
        run_prefer(job(tmp_path, answers[:1], packets=tmp_path / "x"))
    with pytest.raises(InputError, match="two contestants are named 'good'"):
        run_prefer(job(tmp_path, [answers[0], answers[0]], packets=tmp_path / "x"))
    (tmp_path / "other.jsonl").write_text('{"prompt": "unknown", "answer": "x"}')
    with pytest.raises(InputError, match="not in the set"):
        run_prefer(job(tmp_path, [answers[0], str(tmp_path / "other.jsonl")], packets=tmp_path / "x"))
