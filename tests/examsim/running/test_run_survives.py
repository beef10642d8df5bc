"""Kill -9 in the middle of a run: the restart pays only for what was under way."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from loopback import Loopback, Said, completion, refusal
from toy_exam import choice, make_exam

from examsim.cli import cli

QUESTIONS, AT_ONCE = 200, 8


def flaky(body: dict[str, Any], number: int) -> Said:
    """5 % 429 and 5 % 500, the same for the same request number."""
    draw = random.Random(number).random()
    time.sleep(0.005)
    if draw < 0.05:
        return refusal(429, "slow down", Retry_After="0.02")
    if draw < 0.10:
        return refusal(500, "oops")
    return completion("B follows A. The answer is therefore [B]")


def start(exam: Path, url: str, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "examsim", "run", str(exam), "--model", "m", "--base-url", url]
    more = ["--out", str(out), "--concurrency", str(AT_ONCE), "--json"]
    environment = {**os.environ, "OPENAI_API_KEY": "none"}
    return subprocess.Popen([*command, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)


def test_after_kill_9_only_calls_under_way_are_paid_twice(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(n) for n in range(QUESTIONS)])
    with Loopback(flaky) as server:
        killed = start(exam, server.url, tmp_path / "runs")
        while len(server.answered) < QUESTIONS // 3:
            assert killed.poll() is None, killed.stderr and killed.stderr.read()
            time.sleep(0.01)
        os.kill(killed.pid, signal.SIGKILL)
        killed.communicate()
        paid = len(server.answered)
        assert paid < QUESTIONS
        again = start(exam, server.url, tmp_path / "runs")
        out, err = again.communicate(timeout=90)
        assert again.returncode == 0, err
    assert QUESTIONS <= len(server.answered) <= QUESTIONS + AT_ONCE
    assert b'"reported"' in out


def test_a_second_run_makes_no_call_at_all(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(n) for n in range(5)])
    with Loopback(lambda *_: completion("The answer is therefore [B]")) as server:
        for _ in range(2):
            command = ["run", str(exam), "--model", "m", "--base-url", server.url, "--out", str(tmp_path / "runs")]
            assert CliRunner().invoke(cli, command, catch_exceptions=False).exit_code == 0
        assert server.requests == 5
