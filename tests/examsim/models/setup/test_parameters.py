"""The user's own parameters and headers: sent, recorded, in the cache's key, and secrets nowhere."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from loopback import Loopback, Said, completion, refusal
from toy_exam import choice, essay, make_exam

from exams.errors import InputError, ProviderError
from exams.prompts.message import Message, Part
from examsim.cli import cli
from examsim.models.request import Request
from examsim.models.server.headers import header, headers_from
from examsim.models.setup.model_setup import NO_SETUP, ModelSetup
from examsim.models.setup.parameters import RESERVED, parameters_from
from reports.pages.run_page import write_run_report

REQUEST = Request("m", (Message("user", (Part("text", "2 + 2?"),)),), {"temperature": 0.3, "max_tokens": 64})
SECRET = "sk-abcDEF1234567890ghijKLMNop"


def typed(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(w) for w in words], catch_exceptions=False)


@pytest.fixture(autouse=True)
def no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is written without its charts, which take seconds."""
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [write_run_report(folder)])


def say(body: dict[str, Any], n: int) -> Said:
    if "response_format" in body:
        grades = [{"criterion": c, "points": 1, "evidence": ""} for c in ("c1", "c2")]
        return completion(json.dumps({"grades": grades}))
    return completion("ANSWER: B")


def test_values_are_json_where_they_can_be_and_text_where_not() -> None:
    given = ["reasoning_effort=high", "top_p=0.9", "top_k=20", "x=true", "y=null", 'z={"a": [1]}', "empty=", "p=a=b"]
    assert parameters_from(given, '{"chat_template_kwargs": {"enable_thinking": false}}') == {
        "reasoning_effort": "high",
        "top_p": 0.9,
        "top_k": 20,
        "x": True,
        "y": None,
        "z": {"a": [1]},
        "empty": "",
        "p": "a=b",
        "chat_template_kwargs": {"enable_thinking": False},
    }


@pytest.mark.parametrize(
    ("pairs", "body"),
    [
        *(([f"{name}=1"], None) for name in RESERVED),
        (["top_p"], None),
        (["=1"], None),
        (["a b=1"], None),
        (["top_p=1", "top_p=0.5"], None),
        (["top_p=1"], '{"top_p": 1}'),
        ([], '{"temperature": 0}'),
        ([], "[1]"),
        ([], "{"),
        *(([f"max_completion_tokens={v}"], None) for v in ("0", "-3", "many", "true", "1.5")),
    ],
)
def test_what_is_no_parameter_of_the_users_own_is_one_clear_line(pairs: list[str], body: str | None) -> None:
    with pytest.raises(InputError) as error:
        parameters_from(pairs, body)
    assert "--" in str(error.value) and "\n" not in str(error.value)


def test_without_any_the_key_of_the_cache_is_the_one_of_before() -> None:
    assert NO_SETUP.applied(REQUEST) is REQUEST
    assert REQUEST.key == "c56682b0f245e31d03684bae0d71340bcb03a77817c320b2201802b71943727f"


def test_parameters_and_open_headers_are_in_the_key_and_secrets_are_not() -> None:
    keys = [
        ModelSetup(params, headers_from(headers)).applied(REQUEST).key
        for params, headers in [
            ({}, []),
            ({"top_p": 0.9}, []),
            ({"top_p": 0.8}, []),
            ({}, ["x-version=1"]),
            ({}, ["x-version=2"]),
            ({}, [f"x-api-key={SECRET}"]),
        ]
    ]
    assert len(set(keys[:5])) == 5
    assert keys[5] == keys[0]
    once = ModelSetup({"top_p": 0.9, "max_completion_tokens": 9}).applied(REQUEST)
    assert ModelSetup({"top_p": 0.9, "max_completion_tokens": 9}).applied(once).key == once.key


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("Authorization", "Bearer abcdefgh", True),
        ("x-api-key", "short1", True),
        ("X-Session", "abcdef", True),
        ("x-custom", SECRET, True),
        ("HTTP-Referer", "https://lab.example/evaluation-of-models", False),
        ("OpenAI-Beta", "assistants=v2", False),
        ("x-region", "europe-west4-a-and-some-more-words", False),
        ("x-keyboard", "qwerty", False),
    ],
)
def test_a_secret_is_known_by_its_name_or_its_looks(name: str, value: str, secret: bool) -> None:
    found = header(name, value)
    assert found.secret is secret
    assert (value in repr(found)) is not secret


@pytest.mark.parametrize(
    "pair", ["no-equals", "=x", "a b=x", "Host=x", "Content-Type=x", "x-a=line\nbreak", "x-a=ключ", "x=env:NOT_SET_"]
)
def test_what_is_no_header_is_refused_and_not_repeated(pair: str) -> None:
    with pytest.raises(InputError, match="--header"):
        headers_from([pair])


def test_a_run_sends_records_and_shows_them_and_masks_what_is_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_TOKEN", SECRET)
    exam = make_exam(tmp_path / "toy", [choice(1), essay(1)])
    with Loopback(lambda body, n: completion(f"ANSWER: B {SECRET}")) as server:
        line = ("run", exam, "--model", "m", "--base-url", server.url, "--out", tmp_path / "runs", "--grader", "chance")
        more = (
            "--param",
            "reasoning_effort=high",
            "--param",
            "max_completion_tokens=777",
            "--extra-body",
            '{"k": [1]}',
        )
        headers = ("--header", "x-team=evals", "--header", "x-lab=env:LAB_TOKEN")
        done = typed(*line, *more, *headers)
        assert done.exit_code in (0, 3), done.output
        bodies = list(server.answered)
        assert all(b["reasoning_effort"] == "high" and b["k"] == [1] and "max_tokens" not in b for b in bodies)
        assert {b["max_completion_tokens"] for b in bodies} == {777}
        assert all(h["x-team"] == "evals" and h["x-lab"] == SECRET for h in server.headers)
        before = server.requests
        typed(*line, *more, *headers)
        assert server.requests == before  # from the cache
    (head,) = (json.loads(p.read_text()) for p in (tmp_path / "runs").glob("*/run.json"))
    assert head["parameters"]["own"] == {"k": [1], "max_completion_tokens": 777, "reasoning_effort": "high"}
    assert head["parameters"]["headers"] == {"x-lab": "[key withheld]", "x-team": "evals"}
    assert head["parameters_sent"]["reasoning_effort"] == "high"
    assert "further parameters: k [1], max_completion_tokens 777, reasoning_effort high" in " ".join(
        done.output.split()
    )
    page = (tmp_path / "runs" / head["id"] / "report.html").read_text()
    assert "reasoning_effort high" in page and "x-team: evals" in page
    for file in (tmp_path / "runs").rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file
    assert SECRET not in done.output


def test_the_grader_has_parameters_of_its_own(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1), essay(1)])
    with Loopback(say) as server:
        line = ("run", exam, "--model", "m", "--grader", "g", "--base-url", server.url, "--out", tmp_path / "runs")
        typed(*line, "--grader-base-url", server.url, "--param", "top_p=0.5", "--grader-param", "reasoning_effort=low")
        of = {body["model"]: body for body in server.answered}
    assert ("top_p" in of["m"], "reasoning_effort" in of["m"]) == (True, False)
    assert ("top_p" in of["g"], "reasoning_effort" in of["g"]) == (False, True)
    (head,) = (json.loads(p.read_text()) for p in (tmp_path / "runs").glob("*/run.json"))
    assert head["grader"]["own"] == {"reasoning_effort": "low"}


def test_a_parameter_that_the_server_refuses_ends_the_run_at_once_with_its_name(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(n) for n in range(20)])
    said = "Unrecognized request argument supplied: reasoning_effort"
    with Loopback(lambda *_: refusal(400, said)) as server:
        line = ("run", exam, "--model", "m", "--base-url", server.url, "--out", tmp_path / "runs")
        with pytest.raises(ProviderError, match="leave --param reasoning_effort out"):
            typed(*line, "--param", "reasoning_effort=high")
        assert server.requests == 1


def test_the_newer_name_of_the_limit_gives_way_where_a_server_knows_only_the_older(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1)])

    def old(body: dict[str, Any], n: int) -> Said:
        if "max_completion_tokens" in body:
            return refusal(400, "unsupported: max_completion_tokens", param="max_completion_tokens")
        return completion("ANSWER: B")

    with Loopback(old) as server:
        line = ("run", exam, "--model", "m", "--base-url", server.url, "--out", tmp_path / "runs")
        assert typed(*line, "--param", "max_completion_tokens=99").exit_code == 0
        assert [b["max_tokens"] for b in server.answered] == [99]


def test_show_shows_them(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1)])
    line = typed("show", exam, "--param", "top_p=0.9", "--header", f"x-api-key={SECRET}", "--header", "x-team=evals")
    assert "top_p 0.9" in line.output and "x-team: evals" in line.output and SECRET not in line.output


def test_a_base_url_keeps_its_path_and_query_and_a_key_in_it_stands_in_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from examsim.models.server.credentials import access, server_url

    url = "https://lab.openai.azure.com/openai/deployments/gpt-4o?api-version=2024-10-21"
    assert access(url).completions == (
        "https://lab.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21"
    )
    assert access(url).server == url == server_url(url)
    assert access(url, key_variable=None, key=SECRET).headers == {"api-key": SECRET}
    keyed = f"http://127.0.0.1:1/v1beta?key={SECRET}&alt=x"
    assert access(keyed).completions == f"http://127.0.0.1:1/v1beta/chat/completions?key={SECRET}&alt=x"
    assert access(keyed).server == server_url(keyed) == "http://127.0.0.1:1/v1beta?key=withheld&alt=x"
    exam = make_exam(tmp_path / "toy", [choice(1)])
    with Loopback(say) as server:
        typed("run", exam, "--model", "m", "--base-url", f"{server.url}?key={SECRET}", "--out", tmp_path / "runs")
        assert server.requests == 1
    for file in (tmp_path / "runs").rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file
