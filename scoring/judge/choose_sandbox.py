"""Which sandbox the platform offers, tried out once, or a refusal in one line. Never a bare subprocess unasked."""

from __future__ import annotations

import sys
from functools import cache

from exams.errors import InputError
from scoring.judge import bubblewrap
from scoring.judge.container import container
from scoring.judge.process import trial
from scoring.judge.sandbox import ENTRY, INSIDE, Sandbox, SandboxName


def find_sandbox(wanted: SandboxName = "auto") -> Sandbox:
    """The sandbox asked for, tried out once; InputError where it can't be had."""
    if wanted == "unsafe-local":
        return _unsafe_local()
    if wanted in ("docker", "podman"):
        found, why = _first_that_works((container(wanted),))
    else:
        found, why = _first_that_works(bubblewrap.bubblewraps())
    if found is None:
        raise InputError(
            f"no sandbox for the candidate's programs: {why}",
            hint="install bubblewrap (bwrap), or choose --sandbox docker or podman,"
            " or run them unprotected with --unsafe-local",
        )
    return found


@cache
def _first_that_works(candidates: tuple[Sandbox, ...]) -> tuple[Sandbox | None, str]:
    why = "bubblewrap (bwrap) is not installed" if sys.platform == "linux" else "bubblewrap needs Linux"
    for sandbox in candidates:
        fault = trial(sandbox)
        if not fault:
            return sandbox, ""
        why = f"{sandbox.name} does not work here: {fault}"
    return None, why


def _unsafe_local() -> Sandbox:
    entry = ENTRY.format(str(INSIDE.parent.parent.parent))
    return Sandbox(
        name="unsafe-local",
        about="no sandbox: programs ran as the user, with limits on time and memory only",
        command=lambda memory, descriptor: [sys.executable, "-I", "-S", "-B", "-c", entry],
        isolated=False,
    )
