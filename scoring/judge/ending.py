"""From how a process ended to a verdict."""

from __future__ import annotations

import signal
import time

from scoring.judge.process import Inside, Task
from scoring.judge.verdict import Verdict

OUT_OF_CPU = (-signal.SIGXCPU, -signal.SIGPROF)  # the soft limit and the timer of `inside.limits`


def verdict_of_end(inside: Inside, ending: str, task: Task) -> tuple[Verdict, str]:
    """The verdict where a process ended, ran out of time or wrote too much; 'accepted' means that it ended well."""
    if ending == "time":
        return "time limit", ""
    if ending == "memory":
        return "memory limit", ""
    if ending == "output":
        return "output limit", ""
    exit = inside.wait(task.patience)
    if exit is None:
        return "time limit", "it closed its output and went on"
    last = _last_line(bytes(inside.errors[-2000:]))
    if exit.out_of_memory or last.startswith("MemoryError"):
        return "memory limit", ""
    # bwrap ends before it has reaped its child, so the CPU seconds of the program are not to be had; one that ignored
    # the signals of the soft limit dies by SIGKILL at the hard one, and never sooner than its time on the clock
    killed = exit.code == -signal.SIGKILL and time.monotonic() - inside.started > task.seconds
    if exit.code in OUT_OF_CPU or killed:
        return "time limit", ""
    if exit.code != 0:
        return "runtime error", last or f"exit code {exit.code}"
    return "accepted", ""


def _last_line(errors: bytes) -> str:
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip()[:300] if lines else ""
