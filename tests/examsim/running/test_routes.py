"""`--route letter` and `--route likelihood`: the whole command against a model whose probabilities are known."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from loopback import Loopback
from ngram_model import START, NgramModel, serving, tokens_of
from toy_exam import choice, essay, make_exam

from exams.exit_codes import INCOMPLETE, OK
from examsim.cli import cli
from reports.pages.run_view import _facts as run_facts
from reports.run_folder import read_run
from scoring.types import Answer

LETTERS = NgramModel(
    ["Answer: B", "Answer: B", "Answer: C", "Answer: the letter D", "alone, without an explanation. B"]
)
# the text of option A is short and frequent; that of C long and every word of it likely
WORDS = NgramModel(["Answer: yes"] * 3 + ["Answer: the very long answer that nobody doubts at all"] * 2)
ANY = ("echo", "prompt", "next", "logprobs")


@pytest.fixture(autouse=True)
def no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])


def typed(folder: Path, server: Loopback, *more: str, command: str = "run") -> Result:
    words = [command, str(folder / "toy"), "--model", "m", "--base-url", server.url, "--out", str(folder / "runs")]
    return CliRunner().invoke(cli, [*words, "--prompt", "zero-shot", *more])


def head(folder: Path) -> dict[str, Any]:
    (path,) = (folder / "runs").glob("*/run.json")
    return json.loads(path.read_bytes())  # type: ignore[no-any-return]


def answers(folder: Path) -> list[dict[str, Any]]:
    (path,) = (folder / "runs").glob("*/answers.jsonl")
    return [Answer.model_validate_json(line).model_dump() for line in path.read_bytes().splitlines()]


def letter(label: str, prompt: str) -> float:
    history = [START, *tokens_of(prompt)]
    return LETTERS.probability(f" {label}", history) + LETTERS.probability(label, history)


@pytest.mark.parametrize(
    ("offered", "way"), [("echo", "echo"), ("prompt", "prompt"), ("next", "next-token"), ("logprobs", "first-token")]
)
def test_letters_and_their_probabilities_by_every_way(offered: str, way: str, tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(n) for n in range(1, 4)])
    with Loopback(serving(LETTERS, [offered])) as server:
        told = typed(tmp_path, server, "--route", "letter")
        assert told.exit_code == OK, told.output
        asked = server.requests
        assert typed(tmp_path, server, "--route", "letter").exit_code == OK
        assert server.requests == asked  # a second run asks nothing, not even for the way
    record = head(tmp_path)["route"]
    assert (record["route"], record["way"], record["questions"]) == ("letter", way, 3)
    for answer in answers(tmp_path):
        assert answer["choice"] == ("B",) and answer["status"] == "answered"
        prompt = "\n\n".join("".join(p["text"] for p in m["content"]) for m in answer["prompt"])
        found = {o["label"]: o for o in answer["likelihoods"]["options"]}
        assert answer["likelihoods"]["way"] == way
        for label in "ABCD":
            if not found[label]["bound"] and way in ("echo", "prompt"):
                assert math.exp(found[label]["logprob"]) == pytest.approx(letter(label, prompt), abs=1e-9)
        assert record["coverage"]["mean"] == pytest.approx(
            sum(math.exp(o["logprob"]) for o in found.values() if not o["bound"]), abs=1e-6
        )
    (folder,) = (tmp_path / "runs").glob("*/run.json")
    shown = dict(run_facts(read_run(folder.parent)))
    assert "by " in shown["Route"] and "%" in shown["Probability on the letters"]
    assert "route: letter, by" in told.output and "probability on the letters:" in told.output
    assert "of the probability lies on the letters on average: the model would mostly say something else" in " ".join(
        told.output.split()
    )


def test_a_dry_run_says_that_the_way_of_letters_is_not_known_yet(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(n) for n in range(1, 4)])
    with Loopback(serving(LETTERS, ["echo"])) as server:
        unknown = " ".join(typed(tmp_path, server, "--route", "letter", "--dry-run").output.split())
        named = typed(tmp_path, server, "--route", "letter", "--dry-run", "--likelihoods", "echo").output
        assert server.requests == 0
    said = "counted is one request a question, with echo it is up to two for each option"
    assert said in unknown and said not in " ".join(named.split())


def test_likelihoods_of_whole_texts_and_what_each_normalisation_would_have_chosen(tmp_path: Path) -> None:
    options = [
        {"label": "A", "text": "yes"},
        {"label": "B", "text": "a text of unknown words"},
        {"label": "C", "text": "the very long answer that nobody doubts at all"},
    ]
    make_exam(tmp_path / "toy", [choice(1, options=options, key=["C"]), choice(2, options=options, key=["A"])])
    with Loopback(serving(WORDS)) as server:
        told = typed(tmp_path, server, "--route", "likelihood")
        assert told.exit_code == OK, told.output
        sent = [b["prompt"] for b in server.answered]
    assert all("the very long" not in s or s.endswith("at all") for s in sent)  # the other options are not shown
    record = head(tmp_path)["route"]
    assert record["normalisation"] == "bytes" and record["right"] == {"sum": 1, "bytes": 1, "tokens": 1}
    for answer in answers(tmp_path):
        assert answer["choice"] == ("C",)
        for option, found in zip(options, answer["likelihoods"]["options"], strict=True):
            prompt = next(s for s in sent if s.endswith(option["text"]) and f"number {answer['question'][1:]}:" in s)
            exact = WORDS.text_logprob(prompt[: -len(option["text"]) - 1], f" {option['text']}")
            assert found["logprob"] == pytest.approx(exact)
            assert found["bytes"] == len(option["text"])
            assert found["tokens"] == len(tokens_of(f" {option['text']}"))
    assert "right of 2: by sum 1, by bytes 1, by tokens 1; bytes counts" in told.output
    by_sum = CliRunner().invoke(cli, ["show", str(tmp_path / "toy"), "--route", "likelihood", "--normalise", "sum"])
    assert "Answer: yes" in by_sum.output and '"echo"' not in by_sum.output and "echo true" in by_sum.output


def test_several_right_options_earn_the_probability_on_them(tmp_path: Path) -> None:
    options = [{"label": "A", "text": "yes"}, {"label": "B", "text": "no"}, {"label": "C", "text": "maybe yes"}]
    question = choice(1, kind="multiple_select", options=options, key=["A", "B"])
    make_exam(tmp_path / "toy", [question])
    with Loopback(serving(WORDS)) as server:
        assert typed(tmp_path, server, "--route", "likelihood").exit_code == OK
    (grades,) = (tmp_path / "runs").glob("*/grades.jsonl")
    prompt = f"Question: {question['stem']}\nAnswer:"
    mass = {o["label"]: math.exp(WORDS.text_logprob(prompt, f" {o['text']}")) for o in options}
    assert json.loads(grades.read_bytes())["points"] == pytest.approx((mass["A"] + mass["B"]) / sum(mass.values()))


@pytest.mark.parametrize("draws", [1, 40])
def test_a_server_that_shows_nothing_is_asked_for_letters(draws: int, tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(1)])
    with Loopback(serving(LETTERS, [])) as server:
        told = typed(tmp_path, server, "--route", "letter", "--draws", str(draws))
        assert told.exit_code == OK, told.output
        temperatures = {b.get("temperature") for b in server.answered if "Question number" in str(b)}
    (answer,) = answers(tmp_path)
    assert answer["likelihoods"]["draws"] == draws
    assert temperatures == ({0.0} if draws == 1 else {1.0})
    if draws == 1:
        assert answer["confidence"] is None and "no probabilities" in told.output
    else:
        shares = {o["label"]: math.exp(o["logprob"]) for o in answer["likelihoods"]["options"]}
        read = 1 - answer["likelihoods"]["unread"] / draws
        assert sum(shares.values()) == pytest.approx(read) and shares["B"] > 0
        assert f"shares of {draws} samples" in told.output


def test_worked_examples_are_shown_with_their_letters_alone(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(1)])
    with Loopback(serving(LETTERS, ["next"])) as server:
        assert typed(tmp_path, server, "--route", "letter", "--prompt", "few-shot").exit_code == OK
        sent = server.answered[-1]["prompt"]
    assert sent.count("\nAnswer: B\n\n") == 3 and sent.endswith("\nAnswer:")
    assert "Explanation" not in sent


def test_whole_texts_from_a_server_that_cannot_score_them_end_in_one_line(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(1)])
    with Loopback(serving(LETTERS, ["next", "logprobs"])) as server:
        told = typed(tmp_path, server, "--route", "likelihood")
    assert told.exit_code != OK
    assert "shows no log-probabilities" in str(told.exception)
    assert not (tmp_path / "runs").exists() or not list((tmp_path / "runs").glob("*/run.json"))


def test_a_question_whose_likelihoods_fail_is_ungraded_and_never_asked_in_another_way(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(n) for n in range(1, 4)])

    def say(body: dict[str, Any], number: int) -> Any:
        status, said, headers = serving(LETTERS)(body, number)
        if "number 2:" in body.get("prompt", ""):
            said["choices"][0].pop("logprobs")
        return status, said, headers

    with Loopback(say) as server:
        told = typed(tmp_path, server, "--route", "letter")
        assert all("messages" not in b for b in server.answered)
    assert told.exit_code == INCOMPLETE
    assert [a["status"] for a in answers(tmp_path)] == ["answered", "failed", "answered"]


def test_what_is_no_multiple_choice_is_asked_as_ever_and_that_is_said(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(1), choice(2, kind="numeric", options=[], key=["4"]), essay(1)])
    with Loopback(serving(LETTERS, ANY)) as server:
        told = typed(tmp_path, server, "--route", "letter", "--grader", "chance")
    assert "2 questions are asked with an explanation" in " ".join(told.output.split())


def test_a_dry_run_counts_the_requests_of_a_route(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(n) for n in range(1, 4)])
    with Loopback(serving(LETTERS)) as server:
        for route, calls in ((("--route", "likelihood"), 12), (("--route", "letter", "--likelihoods", "echo"), 24)):
            told = typed(tmp_path, server, *route, "--dry-run")
            assert f" {calls} " in told.output, told.output
        assert server.requests == 0


def test_runs_without_a_route_keep_their_names_and_prompts(tmp_path: Path) -> None:
    from dataclasses import replace

    from examsim.running.choose import make_run_plan
    from examsim.running.run_plan import Settings

    make_exam(tmp_path / "toy", [choice(1)])
    plan = make_run_plan(str(tmp_path / "toy"), "m", form=None, section=None, settings=Settings())
    assert not {"route", "likelihoods", "normalise", "draws"} & set(plan.identity["settings"])
    letter_plan = replace(plan, settings=replace(plan.settings, route="letter"))
    assert letter_plan.run_id != plan.run_id
    assert letter_plan.prompter.templates_hash != plan.prompter.templates_hash
