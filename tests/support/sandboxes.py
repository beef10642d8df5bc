"""Tests that run programs need a sandbox; where the machine has none they are skipped, and say why."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from exams.errors import InputError
from scoring.judge.choose_sandbox import find_sandbox


def _reason() -> str:
    try:
        find_sandbox()
    except InputError as error:
        return str(error)
    return ""


WHY_NOT = _reason()
needs_sandbox = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)


def sandbox_processes() -> set[int]:
    """Process ids of everything in or around a sandbox, on the whole machine."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"scoring.judge.inside.launcher" in (folder / "cmdline").read_bytes():
                found.add(int(folder.name))
    return found


def settled(before: set[int], patience: float = 20) -> set[int]:
    """Of the processes that are new since `before`, those that are still there after a while."""
    left, deadline = sandbox_processes() - before, time.monotonic() + patience
    while left and time.monotonic() < deadline:
        time.sleep(0.1)
        left &= sandbox_processes()
    return left
