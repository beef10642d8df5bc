"""Against inspect_ai itself: its mock model, and its own client of a server on this machine.

Needs `pip install 'examsim[inspect]'` (350 MB), which `make test-slow` does; no provider is called.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from loopback import Loopback, Said, completion, refusal
from toy_exam import choice, essay, make_exam

from exams.errors import InputError, ProviderError
from examsim.cli import cli

inspect_ai = pytest.importorskip("inspect_ai", reason="pip install 'examsim[inspect]'")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def typed(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(w) for w in words], catch_exceptions=False)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def mocked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[Any], Any]]:
    """inspect_ai's mock model answers; what it was asked is kept."""
    import inspect_ai.model as layer

    asked: list[tuple[list[Any], Any]] = []
    real = layer.get_model

    def outputs(messages: list[Any], tools: Any, tool_choice: Any, config: Any) -> Any:
        asked.append((messages, config))
        if config.response_schema is not None:
            said = json.dumps({"grades": [{"criterion": c, "points": 1, "evidence": ""} for c in ("c1", "c2")]})
        else:
            said = "The letter after A.\nANSWER: B"
        output = layer.ModelOutput.from_content(model="mock-1", content=said)
        output.usage = layer.ModelUsage(input_tokens=20, output_tokens=8, total_tokens=28)
        return output

    def opened(name: str, **options: Any) -> Any:
        return real(name, custom_outputs=outputs, **options)

    monkeypatch.setattr(layer, "get_model", opened)
    return asked


def head_of(folder: Path) -> dict[str, Any]:
    (head,) = (json.loads(p.read_text()) for p in folder.glob("*/run.json"))
    return dict(head)


def test_the_mock_model_sits_an_exam_with_everything_that_was_asked_for(
    tmp_path: Path, mocked: list[tuple[list[Any], Any]]
) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1), choice(2), essay(1)])
    line = ("run", exam, "--model", "inspect:mockllm/model", "--out", tmp_path / "runs", "--seed", 3)
    more = (
        "--grader",
        "self",
        "--param",
        "top_p=0.9",
        "--param",
        "reasoning_effort=low",
        "--param",
        "max_completion_tokens=99",
    )
    done = typed(*line, *more, "--param", "batch=20", "--system", "Be brief.", "--header", "x-team=evals")
    assert done.exit_code == 0, done.output
    assert len(mocked) == 4
    messages, config = mocked[0]
    assert [m.role for m in messages] == ["system", "user"] and messages[0].text == "Be brief."
    assert (config.temperature, config.seed, config.top_p, config.max_tokens) == (0.3, 3, 0.9, 99)
    assert (config.reasoning_effort, config.batch, config.attempt_timeout) == ("low", 20, None)
    assert config.extra_headers == {"x-team": "evals"}
    assert sum(c.response_schema is not None for _, c in mocked) == 1
    head = head_of(tmp_path / "runs")
    assert (head["model"], head["base_url"]) == ("inspect:mockllm/model", "inspect_ai:mockllm")
    assert head["served_models"] == {"mock-1": 4}
    assert head["counts"]["prompt_tokens"] > 0
    typed(*line, *more, "--param", "batch=20", "--system", "Be brief.", "--header", "x-team=evals")
    assert len(mocked) == 4  # from the cache


def test_draws_and_the_letter_route_go_through_it(tmp_path: Path, mocked: list[tuple[list[Any], Any]]) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1)])
    line = ("run", exam, "--model", "inspect:mockllm/model", "--out", tmp_path / "runs")
    assert typed(*line, "--draws", 3).exit_code == 0
    assert len(mocked) == 3
    assert typed(*line, "--route", "letter", "--likelihoods", "draws").exit_code == 0


def test_what_inspect_ai_does_not_know_is_refused_before_anything_is_asked(
    tmp_path: Path, mocked: list[tuple[list[Any], Any]]
) -> None:
    exam = make_exam(tmp_path / "toy", [choice(1)])
    with pytest.raises(InputError, match="no parameter 'min_p'"):
        typed("run", exam, "--model", "inspect:mockllm/model", "--out", tmp_path / "runs", "--param", "min_p=0.1")
    assert not mocked
    with pytest.raises(ProviderError, match="nosuchprovider"):
        typed("run", exam, "--model", "inspect:nosuchprovider/m", "--out", tmp_path / "runs")


def test_inspect_ais_own_client_asks_a_server_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openai")
    monkeypatch.setenv("LAB_API_KEY", "sk-lab0123456789")
    exam = make_exam(tmp_path / "toy", [choice(n) for n in range(3)])

    def say(body: dict[str, Any], n: int) -> Said:
        return completion("ANSWER: B", reasoning_content="B follows A.")

    with Loopback(say) as server:
        done = typed(
            *("run", exam, "--model", "inspect:openai-api/lab/some-model", "--base-url", server.url),
            *("--api-key-env", "LAB_API_KEY", "--out", tmp_path / "runs", "--param", "top_p=0.8"),
        )
        assert done.exit_code == 0, done.output
        assert {(b["model"], b["top_p"], b["temperature"]) for b in server.answered} == {("some-model", 0.8, 0.3)}
        sent = {value for h in server.headers for name, value in h.items() if name.lower() == "authorization"}
        assert sent == {"Bearer sk-lab0123456789"}
    (answers,) = (p.read_text() for p in (tmp_path / "runs").glob("*/answers.jsonl"))
    first = json.loads(answers.splitlines()[0])
    assert (first["choice"], first["reasoning"]) == (["B"], "B follows A.")
    assert first["usage"]["prompt_tokens"] == 100
    assert all(
        "sk-lab0123456789" not in p.read_text(errors="ignore") for p in (tmp_path / "runs").rglob("*") if p.is_file()
    )


def test_a_server_that_lets_nobody_in_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openai")
    monkeypatch.setenv("LAB_API_KEY", "sk-lab0123456789")
    exam = make_exam(tmp_path / "toy", [choice(n) for n in range(3)])
    with (
        Loopback(lambda *_: refusal(401, "Incorrect API key provided: sk-lab0123456789")) as server,
        pytest.raises(ProviderError, match="check the key"),
    ):
        typed("run", exam, "--model", "inspect:openai-api/lab/m", "--base-url", server.url, "--out", tmp_path / "runs")
