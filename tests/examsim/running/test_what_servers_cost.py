"""Money, identity and what is learnt of a server: the whole command against a server on this machine."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from loopback import Loopback, Said, completion, refusal
from toy_exam import choice, essay, make_exam

from exams.errors import InputError
from exams.exit_codes import INCOMPLETE, OK
from examsim.cli import cli
from reports.pages.run_page import write_run_report

RIGHT = "B follows A.\n\nANSWER: B"


@pytest.fixture(autouse=True)
def no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and charts are drawn elsewhere, and take longer than the runs of these tests."""
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])
    monkeypatch.setattr("examsim.running.job.report_together", lambda folders, out: [])


def typed(folder: Path, server: Loopback, *more: str, exam: str = "toy") -> Result:
    words = ["run", str(folder / exam), "--model", "m", "--base-url", server.url, "--out", str(folder / "runs")]
    return CliRunner().invoke(cli, [*words, "--concurrency", "4", *more])


def heads(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(p.read_bytes()) for p in sorted((folder / "runs").glob("*/run.json"))]


def numbered(body: dict[str, Any]) -> int:
    return int(re.findall(r"Question number (\d+)", json.dumps(body["messages"]))[-1])


def test_reaching_max_cost_leaves_a_folder_from_which_the_same_command_goes_on(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(n) for n in range(1, 21)])
    with Loopback(lambda *_: completion(RIGHT)) as server:
        # a reply costs 0.12 dollars; before it came, as much as its limit of 100 tokens is set aside
        words = ("--price", "1000,1000", "--max-tokens", "100", "--max-cost")
        stopped = typed(tmp_path, server, *words, "1")
        asked = server.requests
        assert stopped.exit_code == INCOMPLETE
        assert "could pass --max-cost 1" in stopped.output and "incomplete" in stopped.output
        head = heads(tmp_path)[0]
        assert 0 < asked < 20 and 0.12 * asked <= 1
        assert head["totals"]["cost"] == pytest.approx(0.12 * asked)
        assert typed(tmp_path, server, *words, "100").exit_code == OK
        assert server.requests == 20  # only what was not asked before
    assert heads(tmp_path)[0]["totals"]["cost"] == pytest.approx(0.12 * 20)


def test_calls_under_way_are_waited_for_before_max_cost_ends_a_run(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(n) for n in range(1, 5)])

    def slow(body: dict[str, Any], number: int) -> Said:
        time.sleep(0.2)
        return completion(RIGHT)

    with Loopback(slow) as server:
        # all four together could pass the limit by far; one after the other they come to 0.48
        done = typed(tmp_path, server, "--price", "1000,1000", "--max-tokens", "400", "--max-cost", "1.2")
        assert (done.exit_code, server.requests) == (OK, 4)


def test_a_grader_without_a_price_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(1), essay(1)])
    words = ["run", str(tmp_path / "toy"), "--model", "gpt-4o", "--grader", "nobody-knows-me", "--max-cost", "1"]
    said = CliRunner().invoke(cli, [*words, "--out", str(tmp_path / "runs")], env={"OPENAI_API_KEY": "x"})
    assert isinstance(said.exception, InputError)
    assert "no price is known for grader 'nobody-knows-me'" in str(said.exception)
    assert not (tmp_path / "runs").exists()


def test_each_change_of_the_served_name_is_placed_in_time_over_all_starts(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(n) for n in range(1, 9)])

    def say(body: dict[str, Any], number: int) -> Said:
        if numbered(body) == 8 and number < 9:
            return refusal(400, "not today")
        status, said, headers = completion(RIGHT)
        return status, {**said, "model": "m-june" if number <= 4 else "m-july"}, headers

    with Loopback(say) as server:
        first = typed(tmp_path, server, "--concurrency", "1")
        assert "answered as more than one model: m-june (4), m-july (3); changed to m-july from" in first.output
        typed(tmp_path, server, "--concurrency", "1")
    spells = heads(tmp_path)[0]["served_in_time"]
    assert [(s["model"], s["replies"]) for s in spells] == [("m-june", 4), ("m-july", 3), ("m-july", 1)]
    assert [s["since"] for s in spells] == sorted(s["since"] for s in spells)


def test_what_one_exam_learnt_of_a_server_the_next_exam_and_the_next_command_know(tmp_path: Path) -> None:
    for exam in ("one", "two", "three"):
        make_exam(tmp_path / exam, [choice(n, stem=f"Question number {n} of {exam}") for n in range(1, 5)])
        toml = tmp_path / exam / "exam.toml"
        toml.write_text(toml.read_text().replace('id = "toy"', f'id = "{exam}"'))
    refused: list[int] = []

    def say(body: dict[str, Any], number: int) -> Said:
        if "temperature" in body:
            refused.append(number)
            return refusal(400, "Unsupported value: 'temperature'", param="temperature")
        return completion(RIGHT)

    with Loopback(say) as server:
        both = typed(tmp_path, server, str(tmp_path / "two"), exam="one")
        assert (both.exit_code, refused) == (OK, [1])  # one request for both exams
        assert typed(tmp_path, server, exam="three").exit_code == OK
        assert refused == [1]  # and none in a later run
    assert all("temperature" not in head["parameters_sent"] for head in heads(tmp_path))
    assert all(head["dropped_parameters"] == {"temperature": "left out"} for head in heads(tmp_path))


def test_a_context_size_and_a_limit_of_tokens_are_learnt_once(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(n) for n in range(1, 7)])
    large: list[int] = []

    def say(body: dict[str, Any], number: int) -> Said:
        if body["max_tokens"] > 1000:
            large.append(number)
            return refusal(400, "max_tokens is too large: this model supports at most 1000 completion tokens")
        return completion(RIGHT)

    with Loopback(say) as server:
        typed(tmp_path, server)
        typed(tmp_path, server, "--refresh", "--temperature", "0.5")  # refreshed: nothing old is believed
        typed(tmp_path, server, "--temperature", "0.7")
    assert len(large) == 2
    assert [head["parameters_sent"]["max_tokens"] for head in heads(tmp_path)] == [1000] * 3


def test_a_model_without_eyes_is_told_to_leave_vision_out(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(n) for n in range(1, 4)])
    words = "No endpoints found that support image input"
    with Loopback(lambda *_: refusal(404, words)) as server:
        said = typed(tmp_path, server, "--vision")
    assert said.exit_code == INCOMPLETE
    assert "this model has no eyes: leave --vision out" in said.output


def test_a_prompt_cut_in_silence_is_told_and_its_questions_are_marked(tmp_path: Path) -> None:
    stem = "The court of the toy town sits on Mondays and hears one case after the other. " * 80
    make_exam(tmp_path / "toy", [choice(n, stem=f"{stem} Question number {n}") for n in range(1, 4)])

    def say(body: dict[str, Any], number: int) -> Said:
        status, said, headers = completion(RIGHT)
        said["usage"]["prompt_tokens"] = 512 if numbered(body) == 2 else 1700
        return status, said, headers

    with Loopback(say) as server:
        said = typed(tmp_path, server)
    assert "1 question: the prompt was probably cut: about 1,6" in said.output
    run = next((tmp_path / "runs").glob("toy_*"))
    answers = [json.loads(line) for line in (run / "answers.jsonl").read_text().splitlines()]
    assert ["probably cut" in a.get("note", "") for a in answers] == [False, True, False]


def test_a_call_that_timed_out_counts_what_it_may_have_cost(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(n) for n in range(1, 4)])

    def say(body: dict[str, Any], number: int) -> Said:
        if number == 2:
            time.sleep(1.2)
        return completion(RIGHT)

    with Loopback(say) as server:
        said = typed(tmp_path, server, "--price", "1000,1000", "--max-tokens", "100", "--timeout", "0.6")
    assert said.exit_code == OK
    assert "calls that timed out may have cost up to 0." in said.output
    totals = heads(tmp_path)[0]["totals"]
    assert totals["cost"] == pytest.approx(0.36)
    assert 0.1 < totals["possible_cost"] < 0.4


def test_tools_used_on_the_wire_refuse_the_clean_score(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(n) for n in range(1, 6)])

    def say(body: dict[str, Any], number: int) -> Said:
        more: dict[str, Any] = {
            "annotations": [{"type": "url_citation", "url_citation": {"url": "https://example.org"}}]
        }
        return completion(RIGHT, **(more if numbered(body) == 3 else {}))

    with Loopback(say) as server:
        said = typed(tmp_path, server, "--json")
    score = json.loads(said.stdout[said.stdout.index("{") :])["runs"][0]["score"]
    words = "the model searched the web or called a tool in 1 of 5 answers; the clean score is refused"
    assert any(words in note["text"] for note in score["notes"])


def test_the_thought_of_the_second_call_is_kept(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(1)])

    def say(body: dict[str, Any], number: int) -> Said:
        letter = "State only" in json.dumps(body["messages"])
        return completion("<think>It is B, not A.</think>B") if letter else completion("B follows A.")

    with Loopback(say) as server:
        typed(tmp_path, server, "--letter", "sample")
    run = next((tmp_path / "runs").glob("toy_*"))
    answer = json.loads((run / "answers.jsonl").read_text())
    assert (answer["choice"], answer["letter_text"], answer["letter_reasoning"]) == (["B"], "B", "It is B, not A.")
    assert "It is B, not A." in write_run_report(run).read_text()


def test_a_run_without_a_score_is_skipped_and_counted(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(n) for n in range(1, 4)])
    with Loopback(lambda *_: completion(RIGHT)) as server:
        typed(tmp_path, server)
        typed(tmp_path, server, "--temperature", "0.5")
    runs = sorted((tmp_path / "runs").glob("toy_*"))
    (runs[0] / "score.json").unlink()
    words = ["report", *map(str, runs), "-o", str(tmp_path / "out"), "--no-charts"]
    said = CliRunner().invoke(cli, words)
    assert said.exit_code == OK, said.output
    assert f"skipped 1 without score.json (`examsim score RUN` makes it): {runs[0].name}" in said.output
    (runs[1] / "score.json").unlink()
    assert isinstance(CliRunner().invoke(cli, words).exception, InputError)
