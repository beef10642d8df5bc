"""A finished run graded again by models: rounds, votes, panels; cached; marked where the candidate grades itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from loopback import Loopback, completion
from toy_run import judged, make_run

from examsim.cli import cli
from reports.run_folder import read_run, read_score

Bodies = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")


def grade(run: Path, say: Callable[[dict[str, Any]], str], *options: object) -> tuple[str, Bodies]:
    bodies: Bodies = []

    def answer(body: dict[str, Any], _: int) -> Any:
        bodies.append(body)
        return completion(say(body))

    with Loopback(answer) as server:
        arguments = ["grade", run, "--grader-base-url", server.url, *options]
        done = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output, bodies


def always(c1: float, c2: float) -> Callable[[dict[str, Any]], str]:
    return lambda _: judged({"c1": c1, "c2": c2}, "The rule of the toy court")


def test_a_later_round_counts_and_the_earlier_grades_are_kept(tmp_path: Path) -> None:
    run = make_run(tmp_path)  # graded 4 of 6 by 'judge'
    grade(run, always(1, 0.5), "--grader", "second")
    read = read_run(run)
    assert {g.question: (g.points, g.grader) for g in read.grades if g.section == "essay"} == {
        "e1": (1.5, "second"),
        "e2": (1.5, "second"),
    }
    assert [(g.grader, g.points) for g in read.grades_of["e1"]] == [("judge", 4), ("second", 1.5)]
    assert read_score(read).full.sections[1].graders == {"second": 2}


def test_votes_are_asked_for_apart_and_their_median_counts(tmp_path: Path) -> None:
    run = make_run(tmp_path, essays=1)
    given = iter([1.0, 4, 2])
    _, bodies = grade(run, lambda _: judged({"c1": next(given), "c2": 0}, "rule"), "--grader", "m", "--votes", 3)
    assert len(bodies) == 3
    (counted,) = (g for g in read_run(run).grades if g.section == "essay")
    assert (counted.points, counted.grader) == (2, "median of 3 votes by m")
    assert all(body["temperature"] == 0 for body in bodies)


def test_a_panel_of_models_is_joined(tmp_path: Path) -> None:
    run = make_run(tmp_path, essays=1)

    def by_name(body: dict[str, Any]) -> str:
        return judged({"c1": 1 if body["model"] == "a" else 3, "c2": 0}, "rule")

    grade(run, by_name, "--grader", "a", "--grader", "b")
    (counted,) = (g for g in read_run(run).grades if g.section == "essay")
    assert (counted.points, counted.grader) == (2, "median of 2 votes by a and b")


def test_the_same_question_is_never_paid_for_twice_and_replaces_itself(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    with Loopback(lambda body, _: completion(always(1, 0)(body))) as server:  # one server: the cache tells them apart
        words = ["grade", run, "--grader-base-url", server.url, "--grader", "m", "--cache", tmp_path / "cache.sqlite"]
        for _ in range(2):
            assert CliRunner().invoke(cli, [str(w) for w in words], catch_exceptions=False).exit_code == 0
        assert server.requests == 2
    assert sum(g.grader == "m" for g in read_run(run).given) == 2


def test_a_round_keeps_its_number_when_the_same_command_is_given_again_as_after_a_kill(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    words = ("--grader", "a", "--grader", "b")
    first = [grade(run, always(1, 0), *words) and (run / "regrades.jsonl").read_bytes() for _ in range(3)]
    assert first[0] == first[1] == first[2]
    assert {g.round for g in read_run(run).given if g.grader in "ab"} == {1}
    grade(run, always(2, 0), "--grader", "c")
    assert {(g.grader, g.round) for g in read_run(run).given if g.round} == {("a", 1), ("b", 1), ("c", 2)}
    grade(run, always(1, 0), *words)  # they are asked anew after another: the latest round counts
    assert {(g.grader, g.round) for g in read_run(run).given if g.round} == {("c", 2), ("a", 3), ("b", 3)}


def test_a_candidate_that_grades_itself_is_marked(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    head = (run / "run.json").read_text()
    with_url: list[str] = []

    def says(body: dict[str, Any]) -> str:
        with_url.append(body["model"])
        return judged({"c1": 1, "c2": 0}, "rule")

    grade(run, says, "--grader", "other")
    assert not any(g.self_graded for g in read_run(run).grades)
    assert '"base_url": null' in head  # the candidate was asked elsewhere; the grader's name says it all
    grade(run, says, "--grader", "Secret-Model-7B")
    assert all(g.self_graded for g in read_run(run).grades if g.section == "essay")
    assert any(n.text.startswith("self-graded") for n in read_score(read_run(run)).notes)


def test_grading_by_criterion_stands_beside_grading_by_answer(tmp_path: Path) -> None:
    run = make_run(tmp_path, essays=1)
    _, bodies = grade(run, lambda _: '{"points": 1, "evidence": "rule"}', "--grader", "m", "--grade-by", "criterion")
    assert len(bodies) == 2
    (counted,) = (g for g in read_run(run).grades if g.section == "essay")
    assert (counted.points, counted.grader) == (2, "m by criterion")


def test_points_for_words_not_in_the_answer_count_and_the_score_without_them_stands_beside(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    reply = '{"c1": {"evidence": "The rule of the toy court", "points": 2}, "c2": {"evidence": "no such", "points": 1}}'
    told, _ = grade(run, lambda _: reply, "--grader", "m")
    assert {g.points for g in read_run(run).grades if g.section == "essay"} == {3}
    score = read_score(read_run(run))
    assert any(n.text.startswith("2 of 6 points that a model gave rest on quoted words") for n in score.notes)
    (beside,) = (a for a in score.full.alternatives if a.other_grades)
    assert beside.name == "by the model's grades, without points for words that are not in the answer"
    assert score.full.value is not None
    assert beside.value < score.full.value
    assert beside.name in told
    all_founded = reply.replace("no such", "it binds")
    grade(run, lambda _: all_founded, "--grader", "m", "--cache", tmp_path / "other.sqlite")
    score = read_score(read_run(run))
    assert not any("quoted words" in n.text for n in score.notes)
    assert not score.full.alternatives


def test_with_no_option_the_command_says_how_things_stand(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    done = CliRunner().invoke(cli, ["grade", str(run)], catch_exceptions=False)
    assert "Essay: graded by judge (2)" in done.output
