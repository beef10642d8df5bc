"""Speed, memory and time to the first result of a scan.

    python speed.py QUESTIONS CORPUS.jsonl [--megabytes 200] [--repeats 3]

MB are decompressed bytes of the file (of the JSON Lines form for Parquet), per CPU second (user + system) of one
process, reading and parsing included; the best of the repeats. Each line is a process of its own. The baseline is
what `orjson.loads` and `bytes.translate` (lower case, letters and digits only) alone reach on the same file.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

import orjson
from question_sets import questions

from contamination.plan import RULES
from contamination.types import Item

ALL = ",".join(RULES)


def many_questions(folder: Path, corpus: Path, count: int) -> list[Item]:
    """Real questions, and beyond those paragraphs from the end of the corpus' folder as questions of like length."""
    items = questions(folder)[:count]
    others = sorted(corpus.parent.glob("*.jsonl"), reverse=True)
    for path in others:
        if path == corpus:
            continue
        for line in path.read_bytes().splitlines():
            text = " ".join(orjson.loads(line)["text"].split())
            for start in range(0, len(text) - 300, 300):
                if len(items) == count:
                    return items
                items.append(Item(f"text/{len(items)}", text[start : start + 300]))
    raise SystemExit(f"the corpus' folder has text for {len(items)} questions only")


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
    """One measurement: build an engine, scan the corpus once to warm up on its first batch, then `repeats` times."""
    from contamination.corpora import open_corpus
    from contamination.engine import Engine
    from contamination.plan import Plan

    items = many_questions(options.questions, options.corpus, options.count)
    files = [options.file or options.corpus]
    start = time.process_time()
    engine = Engine(items, Plan(rules=tuple(options.rules.split(","))))
    built = time.process_time() - start
    findings = engine.fresh()
    for batch in islice(open_corpus(files).batches(), 1):
        engine.scan(batch, findings)
    best = float("inf")
    for _ in range(options.repeats):
        findings, start = engine.fresh(), time.process_time()
        for batch in open_corpus(files).batches():
            engine.scan(batch, findings)
        best = min(best, time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {"speed": options.corpus.stat().st_size / best / 1e6, "build": built, "peak": peak}


def first(options: argparse.Namespace) -> dict[str, float]:
    """Wall seconds from the start of the process' work to the first batch scanned."""
    items = many_questions(options.questions, options.corpus, options.count)
    start = time.perf_counter()
    from contamination.audit import audit

    class Done(Exception):
        pass

    def stop(_: object) -> None:
        raise Done

    try:
        audit(items, [options.corpus], form="f", form_hash="", rules=tuple(options.rules.split(",")), progress=stop)
    except Done:
        pass
    return {"first": time.perf_counter() - start}


def memory(options: argparse.Namespace) -> dict[str, float]:
    """Peak memory over as many copies (hard links) of the corpus as make up the megabytes."""
    from contamination.audit import audit

    items = many_questions(options.questions, options.corpus, options.count)
    with tempfile.TemporaryDirectory(dir=options.corpus.parent.parent) as folder:
        for k in range(max(1, round(options.megabytes * 1e6 / options.corpus.stat().st_size))):
            (Path(folder) / f"{k:04d}.jsonl").hardlink_to(options.corpus)
        audit(items, [folder], form="f", form_hash="", rules=tuple(options.rules.split(",")))
    return {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3}


def run(
    options: argparse.Namespace, what: str, count: int, rules: str, file: Path | None = None, mb: int = 0
) -> dict[str, float]:
    command = [sys.executable, __file__, str(options.questions), str(options.corpus), "--do", what]
    command += ["--count", str(count), "--rules", rules, "--repeats", str(options.repeats), "--megabytes", str(mb)]
    if file:
        command += ["--file", str(file)]
    result: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
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


def report(options: argparse.Namespace) -> None:
    for name, count, rules in (
        ("GPT-4 rule, 18,000 questions", 18_000, "gpt4"),
        ("examsim's verdict, 18,000 questions", 18_000, "examsim"),
        ("all rules, 18,000 questions", 18_000, ALL),
        ("GPT-4 rule, 1,000 questions", 1_000, "gpt4"),
        ("GPT-4 rule, 100,000 questions", 100_000, "gpt4"),
        ("all rules, 1,000 questions", 1_000, ALL),
        ("all rules, 100,000 questions", 100_000, ALL),
    ):
        base = max(baseline(options.corpus) for _ in range(options.repeats))
        r = run(options, "scan", count, rules)
        print(
            f"{name:38s} {r['speed']:5.0f} MB/s   {r['speed'] / base:4.2f} x baseline ({base:.0f})"
            f"   build {r['build']:4.1f} CPU s   peak {r['peak']:5.0f} MB"
        )
    with tempfile.TemporaryDirectory(dir=options.corpus.parent.parent) as folder:
        for file in packed(options.corpus, Path(folder)):
            print(f"GPT-4 rule, {file.name:26s} {run(options, 'scan', 18_000, 'gpt4', file)['speed']:5.0f} MB/s")
    for count, rules in ((28, "gpt4"), (28, ALL), (18_000, "gpt4"), (18_000, ALL)):
        seconds = run(options, "first", count, rules)["first"]
        print(f"first result, {count:6,d} questions, {'all rules' if rules == ALL else rules:9s} {seconds:5.1f} s")
    for mb in (100, 1_000, 5_000):
        print(
            f"peak memory, 18,000 questions, all rules, {mb:5d} MB corpus {run(options, 'memory', 18_000, ALL, mb=mb)['peak']:5.0f} MB"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--do", choices=("report", "scan", "first", "memory"), default="report", help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=18_000, help=argparse.SUPPRESS)
    parser.add_argument("--rules", default="gpt4", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--megabytes", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.do == "report":
        report(options)
    else:
        print(json.dumps({"scan": scan, "first": first, "memory": memory}[options.do](options)))


if __name__ == "__main__":
    main()
