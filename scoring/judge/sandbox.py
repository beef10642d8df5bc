"""Where untrusted programs run: what the platform offers, or a refusal in one line. Never a bare subprocess unasked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from exams.errors import InputError

SandboxName = Literal["auto", "bubblewrap", "docker", "podman", "unsafe-local"]
NOBODY = 65534
ENTRY = "import sys; sys.path.insert(0, {0!r}); from scoring.judge.inside.launcher import main; main()"
INSIDE = Path(__file__).parent / "inside"


@dataclass(frozen=True)
class Sandbox:
    """One way to start the launcher. `command` makes the argument list for a scratch folder of so many MiB.

    `user`: run as this user id (where we are root). `seccomp`: filter handed over as file descriptor, or None.
    """

    name: str
    about: str
    command: Callable[[int, int | None], list[str]]
    isolated: bool
    user: int | None = None
    seccomp: bytes | None = None

    def start(self, memory_mib: int) -> subprocess.Popen[bytes]:
        """A process whose stdin and stdout lead to the launcher, in a session of its own and with no environment."""
        descriptor = None if self.seccomp is None else _readable(self.seccomp)
        try:
            return subprocess.Popen(
                self.command(memory_mib, descriptor),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env=_engine_environment() if self.name in ("docker", "podman") else {},
                cwd="/",
                start_new_session=True,
                pass_fds=() if descriptor is None else (descriptor,),
                user=self.user,
                group=self.user,
                extra_groups=None if self.user is None else [],
            )
        finally:
            if descriptor is not None:
                os.close(descriptor)


def find_sandbox(wanted: SandboxName = "auto") -> Sandbox:
    """The sandbox asked for, tried out once; InputError where it can't be had."""
    if wanted == "unsafe-local":
        return _unsafe_local()
    if wanted in ("docker", "podman"):
        from scoring.judge.container import container

        found, why = _first_that_works((container(wanted),))
    else:
        from scoring.judge.bubblewrap import bubblewraps

        found, why = _first_that_works(bubblewraps())
    if found is None:
        raise InputError(
            f"no sandbox for the candidate's programs: {why}",
            hint="install bubblewrap (bwrap), or choose --sandbox docker or podman,"
            " or run them unprotected with --unsafe-local",
        )
    return found


@cache
def _first_that_works(candidates: tuple[Sandbox, ...]) -> tuple[Sandbox | None, str]:
    from scoring.judge.process import trial

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


def _readable(data: bytes) -> int:
    """A file descriptor from which `data` can be read."""
    reader, writer = os.pipe()
    os.write(writer, data)  # a filter is far smaller than a pipe's buffer
    os.close(writer)
    return reader


def _engine_environment() -> dict[str, str]:
    """What a container engine's own client needs; the container gets nothing of it."""
    return {k: os.environ[k] for k in ("PATH", "HOME", "XDG_RUNTIME_DIR", "DOCKER_HOST") if k in os.environ}
