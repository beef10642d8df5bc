"""Speed, memory and time to the first result of a scan.

    python speed.py QUESTIONS BACKGROUND [--repeats 5]

BACKGROUND is the folder that background.py made; every eighth document of each of its files is the corpus, so that all
of its packages take part. MB are bytes of the JSON Lines, for packed forms too, per CPU second (user and system) of
one process, reading and parsing included; the best of the repeats, each line a process of its own. The baseline is
what `orjson.loads` and `bytes.translate` (lower case, letters and digits only) alone reach on the same file in the
same process, taken in turns with the scan.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from itertools import islice
from pathlib import Path
from random import Random

import orjson
from question_sets import questions

from contamination.plan import RULE_NAMES
from contamination.types import Item

ALL = ",".join(RULE_NAMES)
EVERY = 8


def sample(background: Path, output: Path) -> None:
    """Every eighth document of each file."""
    with output.open("wb") as out:
        for path in sorted(background.glob("*.jsonl")):
            out.writelines(path.read_bytes().splitlines(keepends=True)[::EVERY])


def many_questions(folder: Path, count: int) -> list[Item]:
    """Real questions, and beyond those the same ones with their words in another order: text that nobody wrote."""
    random, items = Random(0), questions(folder)
    for n in range(count - len(items)):
        real = items[n]
        words = real.question.split()
        random.shuffle(words)
        items.append(Item(f"shuffled/{n}", " ".join(words), real.options, real.answer))
    return items[:count]


def baseline(corpus: Path) -> float:
    table = bytes(c + 32 if 65 <= c <= 90 else c for c in range(256))
    dropped = bytes(c for c in range(256) if not (c < 128 and chr(c).isalnum()))
    start, size = time.process_time(), 0
    with corpus.open("rb") as file:
        for line in file:
            size += len(line)
            orjson.loads(line)["text"].encode().translate(table, dropped)
    return size / (time.process_time() - start) / 1e6


def scan(options: argparse.Namespace) -> dict[str, float]:
    """One measurement: build an engine, scan a batch to warm up, then baseline and corpus in turns."""
    from contamination.corpora import open_corpus
    from contamination.plan import AuditConfig
    from contamination.scan.engine import Engine

    items = many_questions(options.questions, options.count)
    file = options.file or options.corpus
    start = time.process_time()
    engine = Engine(items, AuditConfig(rules=tuple(options.rules.split(","))))
    built = time.process_time() - start
    scan_state = engine.new_state()
    for batch in islice(open_corpus([file]).batches(), 1):
        engine.scan(batch, scan_state)
    best, base = float("inf"), 0.0
    for _ in range(options.repeats):
        base = max(base, baseline(options.corpus))
        scan_state, start = engine.new_state(), time.process_time()
        for batch in open_corpus([file]).batches():
            engine.scan(batch, scan_state)
        best = min(best, time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {"speed": options.corpus.stat().st_size / best / 1e6, "base": base, "build": built, "peak": peak}


def first(options: argparse.Namespace) -> dict[str, float]:
    """Wall seconds from the first import to the first batch scanned, as `examsim audit` would do it."""
    items = many_questions(options.questions, options.count)
    start = time.perf_counter()
    from contamination.audit import audit

    class Done(Exception):
        pass

    def stop(_: object) -> None:
        raise Done

    with suppress(Done):
        audit(items, [options.corpus], form="f", form_hash="", rules=tuple(options.rules.split(",")), progress=stop)
    return {"first": time.perf_counter() - start}


def whole(options: argparse.Namespace) -> dict[str, float]:
    """Peak memory and wall seconds over as many copies (hard links) of the corpus as make up the megabytes."""
    from contamination.audit import audit

    items = many_questions(options.questions, options.count)
    with tempfile.TemporaryDirectory(dir=options.corpus.parent) as folder:
        for k in range(max(1, round(options.megabytes * 1e6 / options.corpus.stat().st_size))):
            (Path(folder) / f"{k:04d}.jsonl").hardlink_to(options.corpus)
        start = time.perf_counter()
        rules = tuple(options.rules.split(","))
        audit(items, [folder], form="f", form_hash="", rules=rules, workers=options.workers)
        seconds = time.perf_counter() - start
    return {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, "seconds": seconds}


def run(options: argparse.Namespace, corpus: Path, what: str, **more: object) -> dict[str, float]:
    command = [sys.executable, __file__, str(options.questions), str(options.background), "--do", what]
    command += ["--corpus", str(corpus), "--repeats", str(options.repeats)]
    for name, value in more.items():
        command += [f"--{name}", str(value)]
    cold = {"NUMBA_CACHE_DIR": tempfile.mkdtemp()} if more.get("count") == COLD else {}
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=os.environ | cold)
    result: dict[str, float] = json.loads(said.stdout)
    return result


def packed(corpus: Path, folder: Path) -> list[Path]:
    import pyarrow as pa
    import pyarrow.parquet as pq
    import zstandard

    zst = folder / "corpus.jsonl.zst"
    zst.write_bytes(zstandard.ZstdCompressor(level=3).compress(corpus.read_bytes()))
    rows = [orjson.loads(line) for line in corpus.read_bytes().splitlines()]
    pq.write_table(pa.Table.from_pylist(rows), folder / "corpus.parquet", compression="zstd")
    return [zst, folder / "corpus.parquet"]


def report(options: argparse.Namespace, corpus: Path) -> None:
    for rules, count in (
        ("gpt4", 18_000), ("examsim", 18_000), (ALL, 18_000), ("gpt4", 1_000), ("gpt4", 100_000), (ALL, 1_000),
        (ALL, 100_000),
    ):  # fmt: skip
        r = run(options, corpus, "scan", count=count, rules=rules)
        print(
            f"{'all rules' if rules == ALL else rules:9s} {count:7,d} questions {r['speed']:5.0f} MB/s"
            f"   {r['speed'] / r['base']:4.2f} x baseline ({r['base']:.0f})"
            f"   build {r['build']:4.1f} CPU s   peak {r['peak']:5.0f} MB",
            flush=True,
        )
    for file in packed(corpus, corpus.parent):
        print(f"gpt4 {file.name:20s} {run(options, corpus, 'scan', rules='gpt4', file=file)['speed']:5.0f} MB/s")
    for count, rules in ((COLD, "gpt4"), (COLD, ALL), (28, "gpt4"), (28, ALL), (18_000, "gpt4"), (18_000, ALL)):
        seconds = run(options, corpus, "first", count=count, rules=rules)["first"]
        compiled = "kernels compiled" if count == COLD else "kernels cached"
        name = "all rules" if rules == ALL else rules
        print(f"first result, {count:6,d} questions, {name:9s} {compiled} {seconds:5.1f} s", flush=True)
    for megabytes in (100, 1_000, 5_000):
        peak = run(options, corpus, "whole", rules=ALL, megabytes=megabytes)["peak"]
        print(f"peak memory, 18,000 questions, all rules, {megabytes:5d} MB corpus {peak:5.0f} MB", flush=True)
    one, two = (run(options, corpus, "whole", rules="gpt4", megabytes=4_000, workers=n)["seconds"] for n in (1, 2))
    print(f"two processes: {one / two:.2f} times as fast as one ({one:.1f} s and {two:.1f} s for 4 GB)")


COLD = 29  # questions of the measurements that start without compiled kernels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("background", type=Path)
    parser.add_argument("--repeats", type=int, default=5)
    for name, kind, default in (
        ("do", str, "report"), ("corpus", Path, None), ("file", Path, None), ("count", int, 18_000),
        ("rules", str, "gpt4"), ("megabytes", int, 0), ("workers", int, 1),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", type=kind, default=default, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.do != "report":
        print(json.dumps({"scan": scan, "first": first, "whole": whole}[options.do](options)))
        return
    with tempfile.TemporaryDirectory(dir=options.background.parent) as folder:
        sample(options.background, corpus := Path(folder) / "corpus.jsonl")
        report(options, corpus)


if __name__ == "__main__":
    main()
