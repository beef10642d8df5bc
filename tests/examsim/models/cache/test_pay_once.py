"""Several runs of one plan at once pay once for each question."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from loopback import Loopback, Said, completion
from toy_exam import choice, make_exam

QUESTIONS = 20


def test_three_processes_that_share_a_cache_pay_once_for_each_question(tmp_path: Path) -> None:
    exam = make_exam(tmp_path / "toy", [choice(n) for n in range(QUESTIONS)])
    at_once = threading.Semaphore(64)

    def slow(body: dict[str, Any], number: int) -> Said:
        with at_once:
            time.sleep(0.2)
        return completion("The answer is therefore [B]")

    with Loopback(slow) as server:
        command = [sys.executable, "-m", "examsim", "run", str(exam), "--model", "m", "--base-url", server.url]
        started = [
            subprocess.Popen(
                [*command, "--out", str(tmp_path / "runs"), "--json"],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ,
            )
            for _ in range(3)
        ]  # fmt: skip
        for process in started:
            out, err = process.communicate(timeout=180)
            assert process.returncode == 0, err
            assert b'"points": 20' in out
        assert server.requests == QUESTIONS
