"""Before questions of the user's own leave this machine, that is said, once, and only where it is so."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from loopback import Loopback, completion
from toy_exam import choice, essay, make_exam

from exams.files.exam_folder import load_exam
from exams.files.private_form import is_private
from examsim.cli import cli
from examsim.models.server.outside import host_outside


@pytest.mark.parametrize(
    ("server", "host"),
    [
        ("https://api.openai.com/v1", "api.openai.com"),
        ("http://192.168.1.7:8000/v1", "192.168.1.7"),  # another machine of the house is another machine
        ("http://gpu-box:8000/v1", "gpu-box"),
        ("inspect_ai:anthropic", "anthropic (through inspect_ai)"),
        ("http://localhost:8000/v1", ""),
        ("http://127.8.9.1/v1", ""),
        ("http://[::1]:11434/v1", ""),
        ("http://0.0.0.0:8000", ""),
        ("inspect_ai:vllm", ""),
        ("http://localhost.evil.com/v1", "localhost.evil.com"),
        ("http://[::1/v1", "http://[::1/v1"),
    ],
)
def test_what_counts_as_this_machine(server: str, host: str) -> None:
    assert host_outside(server) == host


def test_a_form_is_private_where_it_lies_in_a_folder_of_the_users(tmp_path: Path) -> None:
    ube, own = load_exam("ube").folder, make_exam(tmp_path / "toy", [choice(1)])
    assert not is_private(None, ube)
    assert not is_private("hf:cais/mmlu#law:test", ube)
    assert not is_private(str(ube / "forms" / "practice"), ube)
    assert is_private(None, own) and is_private("questions.csv", ube)


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A loopback server taken for one elsewhere; the folder that is worked in."""
    monkeypatch.setattr("examsim.models.resources.host_outside", lambda server: "api.example")
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_is_said_once_before_the_first_call_and_not_where_nothing_is_asked(away: Path) -> None:
    exam = make_exam(away / "toy", [choice(n) for n in range(1, 6)] + [essay(1)])
    with Loopback(lambda body, n: completion("ANSWER: B")) as server:
        line = ["run", str(exam), "--model", "m", "--base-url", server.url, "--fail-on", "9", "--json"]
        first = CliRunner().invoke(cli, line)
        again = CliRunner().invoke(cli, line)
        asked = len(server.answered)
        dry = CliRunner().invoke(cli, [*line[:-1], "--dry-run", "--refresh"])
        public = CliRunner().invoke(cli, ["run", "ap-biology", *line[2:], "--sample", "2"])
    assert first.exit_code == 0, first.output
    assert asked >= 6
    assert first.stderr.count("will leave this machine") == 1
    assert "6 questions of toy" in first.stderr and "to api.example" in first.stderr
    json.loads(first.stdout)  # JSON and nothing else
    for other in (again, dry, public):
        assert "leave this machine" not in other.output, other.output


def test_a_server_on_this_machine_is_not_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])
    monkeypatch.chdir(tmp_path)
    exam = make_exam(tmp_path / "toy", [choice(1)])
    with Loopback(lambda body, n: completion("ANSWER: B")) as server:
        done = CliRunner().invoke(cli, ["run", str(exam), "--model", "m", "--base-url", server.url])
    assert done.exit_code == 0 and "leave this machine" not in done.output
