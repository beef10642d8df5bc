"""What a sandbox is: a way to start the launcher that runs an untrusted program."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

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


def _readable(data: bytes) -> int:
    """A file descriptor from which `data` can be read."""
    reader, writer = os.pipe()
    os.write(writer, data)  # a filter is far smaller than a pipe's buffer
    os.close(writer)
    return reader


def _engine_environment() -> dict[str, str]:
    """What a container engine's own client needs; the container gets nothing of it."""
    return {k: os.environ[k] for k in ("PATH", "HOME", "XDG_RUNTIME_DIR", "DOCKER_HOST") if k in os.environ}
