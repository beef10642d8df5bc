"""One process in the sandbox: messages in and out, watched by the clock and by the amount of output."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

from scoring.judge.cgroup import MemoryGroup, memory_group
from scoring.judge.inside.frames import frame
from scoring.judge.inside.limits import GRACE, HEADROOM, MIB
from scoring.judge.sandbox import Sandbox, Started
from scoring.judge.tree_usage import Usage, tree_usage

START_SECONDS = 20.0
MOST_OUTPUT = 16 << 20
MOST_ERRORS = 1 << 20
LOOK_EVERY = 0.02  # seconds between two looks at what the tree uses
Ending = Literal["done", "ended", "time", "memory", "output"]


@dataclass(frozen=True)
class Task:
    """What the launcher is asked to become, and its limits. `tests` bounds the CPU time of all tests together."""

    mode: Literal["run", "calls", "examine", "check"]
    source: str
    seconds: float
    memory_mib: int
    tests: int = 1
    starter: str = ""
    entry_point: str = ""

    def message(self, strict: bool) -> bytes:
        """The launcher's first message."""
        record = {k: v for k, v in vars(self).items() if k != "tests"}
        return json.dumps({**record, "total_seconds": self.seconds * self.tests, "strict": strict}).encode()

    @property
    def patience(self) -> float:
        """Seconds of the clock for one test: CPU time counts, and a busy machine may take its time."""
        return 2 * self.seconds + 2


@dataclass
class Exit:
    """How a process ended: its code (negative: a signal), and whether it was refused memory."""

    code: int
    out_of_memory: bool


@dataclass
class Inside:
    """A started sandbox. `output` and `errors` are what it wrote and nobody took yet."""

    process: subprocess.Popen[bytes]
    output: bytearray = field(default_factory=bytearray)
    errors: bytearray = field(default_factory=bytearray)
    group: MemoryGroup | None = None
    first: bytes = b""  # the task, sent ahead of the first data
    started: float = field(default_factory=time.monotonic)
    watched: bool = True  # its processes are children of ours
    used: Usage = field(default_factory=Usage)  # at the last look

    def __post_init__(self) -> None:
        self._pipes = selectors.DefaultSelector()
        assert self.process.stdout is not None and self.process.stderr is not None and self.process.stdin is not None
        self._stdin = self.process.stdin
        for pipe, into in ((self.process.stdout, self.output), (self.process.stderr, self.errors)):
            os.set_blocking(pipe.fileno(), False)
            self._pipes.register(pipe, selectors.EVENT_READ, into)
        os.set_blocking(self._stdin.fileno(), False)

    def exchange(
        self,
        data: bytes,
        seconds: float,
        enough: Callable[[bytearray], bool],
        *,
        close: bool = False,
        task: Task | None = None,
    ) -> Ending:
        """Send data while reading; until `enough` of the output is there, the program ends, time or room runs out.

        `seconds` is time of the clock; with a `task` its CPU time and memory, over the whole tree, are limits too.
        """
        deadline, rest = time.monotonic() + seconds, memoryview(self.first + data)
        limits, look_at = self._limits(task), 0.0
        self.first = b""
        self._offer(rest, close)
        while not enough(self.output):
            left = deadline - time.monotonic()
            if left <= 0:
                return "time"
            if not any(isinstance(k.data, bytearray) for k in self._pipes.get_map().values()):
                return "ended"
            if limits is not None and time.monotonic() > look_at:
                look_at = time.monotonic() + LOOK_EVERY
                if over := self._over(*limits):
                    return over
            for key, _ in self._pipes.select(min(left, LOOK_EVERY) if limits else left):
                if not isinstance(key.data, bytearray):
                    rest = self._write(rest, close)
                elif not (part := os.read(key.fd, 1 << 16)):
                    self._pipes.unregister(key.fileobj)
                else:
                    key.data.extend(part)
            if len(self.output) > MOST_OUTPUT or len(self.errors) > MOST_ERRORS:
                return "output"
        return "done"

    def message(self, data: bytes, task: Task) -> tuple[Ending, bytes]:
        """Send one message (none if empty), wait for one."""
        ending = self.exchange(frame(data) if data else b"", task.patience, _holds_frame, task=task)
        if ending != "done":
            return ending, b""
        size = int.from_bytes(self.output[:4], "big")
        reply = bytes(self.output[4 : 4 + size])
        del self.output[: 4 + size]
        return ending, reply

    def _limits(self, task: Task | None) -> tuple[float, int] | None:
        """CPU seconds at which this exchange has had its share, and bytes of memory; None where neither is watched."""
        if task is None or not self.watched:
            return None
        self.used = tree_usage(self.process.pid)
        return self.used.cpu + task.seconds + GRACE + LOOK_EVERY, task.memory_mib * MIB + HEADROOM

    def _over(self, cpu: float, memory: int) -> Literal["time", "memory"] | None:
        self.used = tree_usage(self.process.pid)
        return "time" if self.used.cpu > cpu else "memory" if self.used.memory > memory else None

    def wait(self, seconds: float) -> Exit | None:
        """How it ended, or None if it still runs after that time."""
        deadline = time.monotonic() + seconds
        while True:
            pid, status = os.waitpid(self.process.pid, os.WNOHANG)
            if pid:
                code = self.process.returncode = os.waitstatus_to_exitcode(status)
                refused = self.group is not None and self.group.ran_out()
                return Exit(code if code <= 128 else 128 - code, refused)
            if time.monotonic() > deadline:
                return None
            time.sleep(0.002)

    def close(self) -> None:
        """Let go of the pipes."""
        self._pipes.close()

    def _offer(self, rest: memoryview, close: bool) -> None:
        if self._stdin.closed:
            return
        if rest:
            with suppress(KeyError):
                self._pipes.unregister(self._stdin)
            self._pipes.register(self._stdin, selectors.EVENT_WRITE)
        elif close:
            self._stdin.close()

    def _write(self, rest: memoryview, close: bool) -> memoryview:
        try:
            rest = rest[os.write(self._stdin.fileno(), rest[: 1 << 16]) :]
        except BrokenPipeError:  # the program does not read any more
            rest = rest[:0]
        if not rest:
            self._pipes.unregister(self._stdin)
            if close:
                with suppress(BrokenPipeError):
                    self._stdin.close()
        return rest


def _holds_frame(output: bytearray) -> bool:
    return len(output) >= 4 and len(output) >= 4 + int.from_bytes(output[:4], "big")


class SandboxFailed(Exception):
    """The sandbox itself did not start: no verdict about the program."""


@contextmanager
def opened(sandbox: Sandbox, task: Task) -> Iterator[Inside]:
    """A sandbox whose launcher has its task; killed with all its children when the block ends."""
    started = sandbox.start(task.memory_mib)
    process = started.process
    inside = Inside(process, watched=sandbox.tree_is_ours)
    try:
        ending = inside.exchange(b"", START_SECONDS, lambda out: out.startswith(b"ready\n"))
        if ending != "done":
            said = bytes(inside.errors[-300:]).decode("utf-8", "replace").strip().splitlines()
            raise SandboxFailed(said[-1] if said else f"it did not start ({ending})")
        del inside.output[:6]
        if sandbox.isolated:
            inside.group = memory_group(process.pid, task.memory_mib)
        inside.first = frame(task.message(sandbox.isolated))
        yield inside
    finally:
        inside.close()
        end(started)
        if inside.group is not None:
            inside.group.remove()


def end(started: Started) -> None:
    """Kill the whole tree: a namespace dies with its first process, a session with its group, a container by name."""
    process = started.process
    if process.returncode is None:
        if started.kill is not None:
            started.kill()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()


def trial(sandbox: Sandbox) -> str:
    """Run one line of Python in the sandbox; what is wrong with it, or nothing."""
    task = Task("run", "print(6 * 7)", seconds=5, memory_mib=64)
    try:
        with opened(sandbox, task) as inside:
            inside.exchange(b"", 10, lambda out: False, close=True)
            said = bytes(inside.errors[-300:]).decode("utf-8", "replace").strip().splitlines()
            return "" if bytes(inside.output) == b"42\n" else said[-1] if said else "a trial program said nothing"
    except (OSError, SandboxFailed) as error:
        return str(error)
