"""What every peer is asked and how it is judged: the same questions, injected copies and corpus, the same figures.

A peer's script says how to get ready and how to scan one file; `measure` does the rest. Its command line is

    python PEER.py QUESTIONS INJECTED CORPUS [--megabytes N] [--output figures.jsonl]

QUESTIONS and INJECTED are what inject.py took and made, CORPUS is a folder of background .jsonl files, of which the
first N megabytes are read. Recall comes from the injected copies, speed from the background alone: MB of JSON Lines per
CPU second (user + system, child processes included), start-up taken off: what a scan of one short document costs
(the least of three) counts as getting ready. Printed in the shape of measure.py.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # question_sets
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))  # contamination, not installed in a peer's environment

from question_sets import questions

from contamination.types import Item

HARD_NEGATIVES = ("topic", "boilerplate", "numbers")
Hits: TypeAlias = Iterable[tuple[str, Iterable[str]]]  # (document flagged, questions named), in any order
Scan: TypeAlias = Callable[[Path], Hits]
Build: TypeAlias = Callable[[list[Item], Path], Scan]  # the path is an empty folder for the peer's own files
Truth: TypeAlias = list[dict[str, str]]


@dataclass(frozen=True)
class Figures:
    """One row: what a peer found, at what cost. Counts are (found, of how many); precision is None for no names."""

    peer: str
    rule: str
    version: str
    python: str
    day: str
    questions: int
    recall: dict[str, tuple[int, int]]
    called: int
    precision: float | None
    document_precision: float
    background: tuple[int, int]
    megabytes: float
    speed: float
    build_seconds: float
    peak_megabytes: float


def records(path: Path) -> Iterator[tuple[str, str]]:
    """(id, text) of every line."""
    with path.open("rb") as file:
        for line in file:
            record = orjson.loads(line)
            yield record["id"], record["text"]


def measure(peer: str, rule: str, version: str, build: Build, *, names: bool = True) -> None:
    """Run a peer, print its figures, add them to the output as one line of JSON."""
    parser = argparse.ArgumentParser(description=f"{peer}: {rule}")
    parser.add_argument("questions", type=Path)
    parser.add_argument("injected", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--megabytes", type=float, default=64.0, help="background read; slow peers need not read all")
    parser.add_argument("--output", type=Path, default=Path("figures.jsonl"))
    options = parser.parse_args()
    items = questions(options.questions)
    truth = [orjson.loads(line) for line in (options.injected / "truth.jsonl").read_bytes().splitlines()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = _files(options.injected, options.corpus, options.megabytes * 1e6, folder)
        own = folder / "own"
        own.mkdir()
        found: dict[str, set[str]] = defaultdict(set)
        start = _cpu()
        scan = build(items, own)
        built = _cpu() - start
        costs: dict[str, float] = {}
        costs["tiny"] = min(_timed(scan, files["tiny"], found) for _ in range(3))
        for part in ("injected", "background"):
            costs[part] = _timed(scan, files[part], found)
        size = files["background"].stat().st_size
        documents = sum(1 for _ in records(files["background"]))
    recall = recalled(items, truth, found, names)
    flagged = len(found.keys() - {t["document"] for t in truth})
    right = sum(n for kind, (n, _) in recall.items() if kind not in HARD_NEGATIVES)
    called, precision = called_rightly(items, truth, found)
    figures = Figures(
        peer,
        rule,
        version,
        platform.python_version(),
        date.today().isoformat(),
        len(items),
        recall,
        called,
        precision if names else None,
        right / max(1, right + recall["topic"][0] + flagged),
        (flagged, documents),
        size / 1e6,
        size / 1e6 / max(1e-9, costs["background"] - costs["tiny"]),
        built + costs["tiny"],
        _peak(),
    )
    _print_figures(figures)
    with options.output.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(figures)) + "\n")


def recalled(items: list[Item], truth: Truth, found: dict[str, set[str]], names: bool) -> dict[str, tuple[int, int]]:
    """By kind: copies whose question (or its like) is named for their document; where none is, documents flagged."""
    by_id = {item.id: item for item in items}
    totals, hits = Counter(t["kind"] for t in truth), Counter[str]()
    for t in truth:
        named = found.get(t["document"], set())
        if t["kind"] in ("topic", "boilerplate") or not names:
            hits[t["kind"]] += t["document"] in found
        else:
            hits[t["kind"]] += t["question"] in named or any(alike(by_id[t["question"]], by_id[n]) for n in named)
    return {kind: (hits[kind], total) for kind, total in sorted(totals.items())}


def called_rightly(items: list[Item], truth: Truth, found: dict[str, set[str]]) -> tuple[int, float]:
    """How many questions are called, and the share of them that were injected or are the like of one injected there."""
    by_id = {item.id: item for item in items}
    positives = {t["question"] for t in truth if t["kind"] not in HARD_NEGATIVES}
    sources = {t["document"]: t["question"] for t in truth if t["question"] in by_id}
    where: dict[str, list[str]] = defaultdict(list)
    for document, named in found.items():
        for name in named:
            where[name].append(document)
    right = sum(
        name in positives or any(d in sources and alike(by_id[sources[d]], by_id[name]) for d in documents)
        for name, documents in where.items()
    )
    return len(where), right / max(1, len(where))


def alike(a: Item, b: Item) -> bool:
    """Whether two questions share four fifths of their 5-character sequences (as measure.py has it)."""
    first, second = sequences(a), sequences(b)
    return len(first & second) >= 0.8 * len(first | second)


def sequences(item: Item) -> set[str]:
    text = "".join(c for c in f"{item.question}{''.join(item.options)}".lower() if c.isalnum())
    return {text[i : i + 5] for i in range(len(text) - 4)}


def _files(injected: Path, corpus: Path, most: float, folder: Path) -> dict[str, Path]:
    """Injected copies, the first `most` bytes of background, and one short document that tells what starting costs."""
    files = {part: folder / part / f"{part}.jsonl" for part in ("tiny", "injected", "background")}
    for path in files.values():
        path.parent.mkdir()
    files["tiny"].write_bytes(orjson.dumps({"id": "tiny", "text": "nothing to be found here " * 20}) + b"\n")
    files["injected"].symlink_to((injected / "injected.jsonl").resolve())
    size = 0
    with files["background"].open("wb") as output:
        for path in sorted(corpus.glob("*.jsonl")):
            for line in path.open("rb"):
                size += output.write(line)
                if size >= most:
                    return files
    return files


def _timed(scan: Scan, path: Path, found: dict[str, set[str]]) -> float:
    """CPU seconds of one scan, whose hits are added to `found`."""
    start = _cpu()
    for document, named in scan(path):
        found[document].update(named)
    return _cpu() - start


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def _peak() -> float:
    """MB of the largest process."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1e3


def _print_figures(figures: Figures) -> None:
    precision = "no questions named" if figures.precision is None else f"precision {figures.precision:.4f}"
    print(f"\n{figures.peer} {figures.version}, {figures.rule}: {figures.called} questions called, {precision}")
    for kind, (found, total) in figures.recall.items():
        print(f"  {kind:12s} {found / total:.3f}  ({found} of {total})")
    flagged, documents = figures.background
    print(
        f"  background   {flagged} of {documents} documents flagged; documents {figures.document_precision:.4f} right"
    )
    print(
        f"  {figures.speed:.2f} MB/s of {figures.megabytes:.0f} MB, {figures.build_seconds:.1f} CPU s to get ready,"
        f" peak {figures.peak_megabytes:.0f} MB"
    )
