"""What was paid for can be seen, and forgotten by run, question and status."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from loopback import Loopback, Said, completion
from toy_exam import choice, make_exam

from exams.errors import InputError
from examsim.cli import cli


def typed(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(w) for w in words], catch_exceptions=False)


def some_unreadable(body: dict[str, Any], number: int) -> Said:
    text = body["messages"][-1]["content"]
    return completion("Hard to say." if "number 2:" in text or "number 3:" in text else "ANSWER: B")


def test_replies_are_listed_shown_and_forgotten(tmp_path: Path) -> None:
    exam, out = make_exam(tmp_path / "toy", [choice(n) for n in range(5)]), tmp_path / "runs"
    with Loopback(some_unreadable) as server:
        sit = ["run", exam, "--model", "m", "--base-url", server.url, "--out", out, "--json"]
        typed(*sit)
        (run,) = (p.parent for p in out.glob("*/run.json"))
        assert server.requests == 5
        listed = typed("cache", "list", run, "--status", "unparsed").stdout.splitlines()
        assert [line.split()[3] for line in sorted(listed, key=lambda x: x.split()[3])] == ["q2", "q3"]
        shown = json.loads(typed("cache", "show", listed[0].split()[0], "--cache", out / "answers.sqlite").stdout)
        assert shown["reply"]["text"] == "Hard to say." and shown["server"] == server.url
        assert "2 replies forgotten" in typed("cache", "forget", run, "--status", "unparsed").stdout
        typed(*sit)
        assert server.requests == 7
        assert "1 replies forgotten" in typed("cache", "forget", run, "--question", "q0").stdout
        typed(*sit, "--refresh")
        assert server.requests == 12


def test_forgetting_everything_must_be_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing is named"):
        typed("cache", "forget", "--cache", tmp_path / "a.sqlite")
    with pytest.raises(InputError, match="no answer cache"):
        typed("cache", "list", "--cache", tmp_path / "a.sqlite")
