"""Fuzz every reader: `python benchmarks/fuzz_readers.py [INPUTS] [SEED]` (default 10,000 inputs a reader, seed 0).

Each reader gets a process of its own. Nine of ten inputs are mutations of a sound file, one is noise. An input must end
in a form or in one InputError of one line, within 10 CPU seconds. What is told: forms, errors, tracebacks, hangs, CPU
seconds and the peak of resident memory (with that of the bare process, before the first input).
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))

from reader_samples import lines, made_up, mutated, samples

SECONDS = 10


class Hang(BaseException):
    """The input took too long. No Exception, so that no reader can swallow it."""


def main() -> None:
    """Fuzz all readers, two processes at a time, and print a table."""
    inputs = sys.argv[1] if len(sys.argv) > 1 else "10000"
    seed = sys.argv[2] if len(sys.argv) > 2 else "0"
    print(
        f"{'reader':18}{'forms':>8}{'errors':>8}{'tracebacks':>12}{'hangs':>7}{'CPU s':>8}{'peak MiB':>10}{'bare':>6}"
    )
    bad = 0
    waiting = list(samples())
    running: list[tuple[str, subprocess.Popen[str]]] = []
    while waiting or running:
        while waiting and len(running) < 2:
            name = waiting.pop(0)
            command = [sys.executable, __file__, "--one", name, inputs, seed]
            running.append((name, subprocess.Popen(command, stdout=subprocess.PIPE, text=True)))
        name, process = running.pop(0)
        told = json.loads(process.communicate()[0].splitlines()[-1])
        bad += told["tracebacks"] + told["hangs"] + (told["peak"] > 512)
        row = f"{name:18}{told['forms']:8}{told['errors']:8}{told['tracebacks']:12}{told['hangs']:7}"
        print(f"{row}{told['cpu']:8.1f}{told['peak']:10.0f}{told['bare']:6.0f}", flush=True)
        for example in told["examples"]:
            print(example)
    sys.exit(1 if bad else 0)


def one(name: str, inputs: int, seed: int) -> None:
    """Fuzz one reader and print the counts as JSON."""
    os.environ["HF_HUB_OFFLINE"] = "1"  # a mutated task may name a set on the hub
    from exams.errors import InputError
    from exams.loaders import open_form

    def stop(*_: object) -> None:
        raise Hang

    signal.signal(signal.SIGPROF, stop)
    file, content = samples()[name]
    counts = {"forms": 0, "errors": 0, "tracebacks": 0, "hangs": 0}
    examples: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        (Path(folder) / "data.jsonl").write_bytes(lines({"question": "Q?", "choices": ["tin", "oak"], "answer": 1}))
        path = Path(folder) / file
        path.write_bytes(content)
        open_form(str(path))
        bare = peak()
        for number in range(inputs):
            chance = random.Random(f"{seed}/{name}/{number}")
            data = made_up(chance) if number % 10 == 9 else mutated(content, chance)
            path.write_bytes(data)
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            why = ""
            try:
                open_form(str(path), format=name.split()[0] if chance.random() < 0.7 else None)
                outcome = "forms"
            except InputError as error:
                outcome, why = "errors" if "\n" not in str(error) else "tracebacks", str(error)
            except Hang:
                outcome, why = "hangs", traceback.format_exc(limit=-6)
            except BaseException:  # whatever it is, it is what this looks for
                outcome, why = "tracebacks", traceback.format_exc(limit=-4)
            signal.setitimer(signal.ITIMER_PROF, 0)
            counts[outcome] += 1
            if outcome in ("tracebacks", "hangs") and len(examples) < 3:
                examples.append(f"  input {number}: {data[:300]!r}\n{why[:2000]}")
    told = {**counts, "examples": examples, "cpu": time.process_time(), "peak": peak(), "bare": bare}
    print(json.dumps(told))


def peak() -> float:
    """Largest resident memory so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        main()
