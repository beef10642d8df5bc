"""Feed hostile versions of one file to what reads it, in a process of its own, and count how each ends."""

from __future__ import annotations

import contextlib
import io
import json
import mmap
import os
import random
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mutate import hostile

SECONDS = 5  # of CPU time for one input
WALL_SECONDS = 120  # for what waits instead of working, on a busy machine
MOST_MIB = 1024
COUNTS = ("done", "refused", "incomplete", "tracebacks", "hangs", "wrong", "halves")
_said = [""]  # what the last command printed
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")


@dataclass(frozen=True)
class Target:
    """What reads a file. `lay_out(folder)` writes the sound files; the one to be changed and what reads it come back.

    Reading ends by returning None or an exit code, or with an InputError.
    """

    name: str
    lay_out: Callable[[Path], tuple[Path, Callable[[], object]]]
    weight: float = 1.0
    change: Callable[[bytes, random.Random], bytes] = hostile


class Hang(BaseException):
    """The input took too long. No Exception, so that no reader can swallow it."""


class Wrong(Exception):
    """An exit code or a message that is not what it should be."""


def command(*words: object) -> int:
    """Type a command in this process; its exit code. Wrong where the code, the error or the screen is not right."""
    from examsim.cli import main

    out, err = io.StringIO(), io.StringIO()
    sys.argv, code = ["examsim", *map(str, words)], 0
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    said = out.getvalue() + err.getvalue()
    _said[:] = [said]
    if code not in (0, 2, 3):
        raise Wrong(f"exit code {code}: {said[-500:]}")
    if code == 2 and not said.strip():
        raise Wrong("exit code 2 and not a word")
    if "Traceback (most recent" in said:
        raise Wrong(f"a traceback on the screen: {said[-1500:]}")
    if found := _ACTS.search(said):
        raise Wrong(f"{found[0]!r} on the screen: {said[max(0, found.start() - 100) :][:200]!r}")
    return code


class Tally:
    """Counts that outlive the process which counts: in memory shared with it. `at` is the input under way."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 8 * (len(COUNTS) + 3))

    def get(self, place: int) -> int:
        return int(struct.unpack_from("q", self._memory, 8 * place)[0])

    def put(self, place: int, value: int) -> None:
        struct.pack_into("q", self._memory, 8 * place, value)

    def add(self, name: str) -> None:
        self.put(COUNTS.index(name), self.get(COUNTS.index(name)) + 1)

    @property
    def counts(self) -> dict[str, int]:
        return {name: self.get(n) for n, name in enumerate(COUNTS)}


AT, PEAK, CPU = len(COUNTS), len(COUNTS) + 1, len(COUNTS) + 2


def fuzz(target: Target, inputs: int, seed: int, most_examples: int = 3) -> dict[str, object]:
    """Counts of one target. A process that dies is counted with the tracebacks, and the next one goes on after it."""
    tally, examples = Tally(), Path(tempfile.mkdtemp(prefix="fuzz-found-"))
    start = 0
    while start < inputs:
        child = os.fork()
        if not child:
            try:
                _feed(target, range(start, inputs), seed, tally, examples, most_examples)
                os._exit(0)
            except BaseException:  # the sound file was not taken, or the fuzzer itself has a fault
                (examples / "start.txt").write_text(traceback.format_exc())
                os._exit(1)
        _, status = os.waitpid(child, 0)
        if status == 0:
            break
        if (examples / "start.txt").exists():
            tally.add("tracebacks")
            break
        tally.add("tracebacks")
        (examples / f"{tally.get(AT)}.txt").write_text(f"the process died: status {status}")
        start = tally.get(AT) + 1
    found = [f"{p.stem}: {p.read_text()[-2500:]}" for p in sorted(examples.glob("*.txt"))[:most_examples]]
    shutil.rmtree(examples)
    return {"counts": tally.counts, "peak": tally.get(PEAK) // 1024, "cpu": tally.get(CPU) / 1000, "examples": found}


def _feed(target: Target, numbers: range, seed: int, tally: Tally, examples: Path, most: int) -> None:
    def stop(*_: object) -> None:
        raise Hang

    os.environ["HF_HUB_OFFLINE"] = "1"
    signal.signal(signal.SIGPROF, stop)
    signal.signal(signal.SIGALRM, stop)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"], os.environ["XDG_CONFIG_HOME"] = f"{name}/.cache", f"{name}/.config"
        os.environ["XDG_DATA_HOME"] = f"{name}/.data"
        os.chdir(folder)
        path, use = target.lay_out(folder)
        sound = path.read_bytes()
        code = use()
        if code not in (None, 0):
            raise Wrong(f"the sound file ends with {code}: {_said[-1][-600:]}")
        path.write_bytes(sound)
        for number in numbers:
            tally.put(AT, number)
            data = target.change(sound, random.Random(f"{seed}/{target.name}/{number}"))
            path.write_bytes(data)
            outcome, why = _outcome(use)
            if outcome == "hangs":  # or a kernel was compiled for the first time: once more, and then it counts
                _outcome(use, 30 * SECONDS)
                outcome, why = _outcome(use)
            if outcome == "done" and (half := next(folder.rglob("*.part"), None)):
                outcome, why = "halves", f"{half} was left"
                shutil.rmtree(half) if half.is_dir() else half.unlink()
            tally.add(outcome)
            tally.put(PEAK, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
            tally.put(CPU, int(1000 * time.process_time()))
            if outcome in COUNTS[3:] and len(list(examples.iterdir())) < most:
                (examples / f"{number}.txt").write_text(f"{data[:600]!r}\n{why}", encoding="utf-8", errors="replace")
            if number % 20 == 19:
                _still_taken(path, sound, use, tally, examples / f"after-{number}.txt")
        os.chdir("/")


def _still_taken(path: Path, sound: bytes, use: Callable[[], object], tally: Tally, example: Path) -> None:
    """Counts as wrong where the sound file is refused because of what a hostile one left behind."""
    path.write_bytes(sound)
    outcome, why = _outcome(use)
    if outcome in ("refused", "incomplete"):
        tally.add("wrong")
        example.write_text(f"the sound file is refused afterwards: {why or _said[-1][-600:]}")


def _outcome(use: Callable[[], object], seconds: int = SECONDS) -> tuple[str, str]:
    from exams.errors import ExamsimError

    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * WALL_SECONDS / SECONDS)
    try:
        try:
            code = use()
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
    except ExamsimError as error:
        one_line = "\n" not in str(error).strip()
        return ("refused", "") if one_line else ("wrong", f"an error of several lines: {error}")
    except Hang:
        return "hangs", traceback.format_exc(limit=-8)
    except Wrong as error:
        return "wrong", str(error)
    except BaseException:  # whatever it is, it is what this looks for
        return "tracebacks", traceback.format_exc(limit=-6)
    return {2: "refused", 3: "incomplete"}.get(code if isinstance(code, int) else 0, "done"), ""


def table(rows: dict[str, dict[str, object]]) -> str:
    """The counts as a table in Markdown."""
    head = ["target", "inputs", *COUNTS, "CPU s", "peak MiB"]
    lines = [" | ".join(head), " | ".join(["---"] + ["---:"] * (len(head) - 1))]
    total: list[float] = [0.0] * (len(COUNTS) + 2)
    peaks = [0]
    for name, row in rows.items():
        counts: dict[str, int] = row["counts"]  # type: ignore[assignment]
        values = [sum(counts.values()), *counts.values(), row["cpu"]]
        total = [a + float(b) for a, b in zip(total, values, strict=True)]  # type: ignore[arg-type]
        peaks.append(int(row["peak"]))  # type: ignore[call-overload]
        lines.append(" | ".join([name, *(f"{v:,.0f}" for v in values), f"{row['peak']:,}"]))  # type: ignore[str-format]
    lines.append(" | ".join(["**all**", *(f"{v:,.0f}" for v in total), f"{max(peaks):,}"]))
    return "\n".join(f"| {line} |" for line in lines)


def is_bad(row: dict[str, object]) -> bool:
    """Whether anything happened that must not."""
    counts: dict[str, int] = row["counts"]  # type: ignore[assignment]
    return any(counts[name] for name in COUNTS[3:]) or int(row["peak"]) > MOST_MIB  # type: ignore[call-overload]


def machine() -> str:
    """What it ran on: Python, kernel, cores."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return json.dumps({"python": sys.version.split()[0], "cores": os.cpu_count(), "commit": commit.stdout.strip()})
