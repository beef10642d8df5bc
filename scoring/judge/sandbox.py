"""What a sandbox is: a way to start the launcher that runs an untrusted program."""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

SandboxName = Literal["auto", "bubblewrap", "docker", "podman", "unsafe-local"]
NOBODY = 65534
KILL_SECONDS = 10.0  # a container engine may take as long to kill one
ENTRY = "import sys; sys.path.insert(0, {0!r}); from scoring.judge.inside.launcher import main; main()"
INSIDE = Path(__file__).parent / "inside"


@dataclass(frozen=True)
class Started:
    """A started sandbox. `kill` ends what is not below the process: a container lives on when its client is gone."""

    process: subprocess.Popen[bytes]
    kill: Callable[[], None] | None = None


@dataclass(frozen=True)
class Sandbox:
    """One way to start the launcher. `command` makes the argument list for a scratch folder of so many MiB.

    `user`: run as this user id (where we are root). `seccomp`: filter handed over as file descriptor, or None.
    `container`: the engine's program, where the sandbox is a container: it is started and killed by name.
    """

    name: str
    about: str
    command: Callable[[int, int | None], list[str]]
    isolated: bool
    user: int | None = None
    seccomp: bytes | None = None
    container: str = ""

    @property
    def tree_is_ours(self) -> bool:
        """Whether the processes inside are children of ours; a container's are its engine's."""
        return not self.container

    def start(self, memory_mib: int) -> Started:
        """A process whose stdin and stdout lead to the launcher, in a session of its own and with no environment."""
        descriptor = None if self.seccomp is None else _readable(self.seccomp)
        arguments, kill = self.command(memory_mib, descriptor), None
        if self.container:
            name = f"examsim-{os.getpid()}-{secrets.token_hex(6)}"
            arguments = [*arguments[:2], "--name", name, *arguments[2:]]
            kill = partial(_kill_container, self.container, name)
        try:
            process = subprocess.Popen(
                arguments,
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
            return Started(process, kill)
        finally:
            if descriptor is not None:
                os.close(descriptor)


def _readable(data: bytes) -> int:
    """A file descriptor from which `data` can be read."""
    reader, writer = os.pipe()
    os.write(writer, data)  # a filter is far smaller than a pipe's buffer
    os.close(writer)
    return reader


def _kill_container(engine: str, name: str) -> None:
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            [engine, "kill", name], env=_engine_environment(), capture_output=True, timeout=KILL_SECONDS, check=False
        )


def _engine_environment() -> dict[str, str]:
    """What a container engine's own client needs; the container gets nothing of it."""
    return {k: os.environ[k] for k in ("PATH", "HOME", "XDG_RUNTIME_DIR", "DOCKER_HOST") if k in os.environ}
