"""From how a process ended to a verdict."""

from __future__ import annotations

import signal

from scoring.judge.process import Inside, Task
from scoring.judge.verdict import Verdict

STARTUP_CPU = 0.5  # seconds of the sandbox and the interpreter themselves, never counted against a program


def verdict_of_end(inside: Inside, ending: str, task: Task) -> tuple[Verdict, str]:
    """The verdict where a process ended, ran out of time or wrote too much; 'accepted' means that it ended well."""
    if ending == "time":
        return "time limit", ""
    if ending == "output":
        return "output limit", ""
    exit = inside.wait(task.patience)
    if exit is None:
        return "time limit", "it closed its output and went on"
    last = _last_line(bytes(inside.errors[-2000:]))
    if exit.out_of_memory or last.startswith("MemoryError"):
        return "memory limit", ""
    if exit.code == -signal.SIGXCPU or exit.cpu > task.seconds * task.tests + STARTUP_CPU:
        return "time limit", ""
    if exit.code != 0:
        return "runtime error", last or f"exit code {exit.code}"
    return "accepted", ""


def _last_line(errors: bytes) -> str:
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip()[:300] if lines else ""
