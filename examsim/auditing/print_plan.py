"""What an audit would cost, for the terminal: nothing is scanned but a sample, and nothing is sent to an index."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from contamination.audit import Subject
from contamination.corpora.fields import Fields
from contamination.cost.index_cost import IndexCost, index_cost
from contamination.cost.scan_cost import ScanCost, scan_cost
from contamination.indexes.address import split_corpus
from contamination.indexes.open_index import IndexOptions
from contamination.plan import AuditConfig
from contamination.scan.engine import Engine
from examsim.auditing.first_compile import announce_compilation
from examsim.screen import say, say_json
from reports.escaping import one_line

if TYPE_CHECKING:
    from examsim.auditing.job import AuditJob

PROCESSES = (1, 8, 64)
RECKONED = ("files", "disk", "unpacked", "cpu_seconds")  # of the files' cost
LEAST_SAMPLE = 1_000_000  # bytes: of less the start is most of the time


def print_plan(job: AuditJob, subjects: Sequence[Subject], plan: AuditConfig, asking: IndexOptions) -> None:
    """Bytes, CPU hours and processes for files; requests for each index."""
    items = tuple(item for subject in subjects for item in subject.items)
    files, addresses = split_corpus(job.corpus)
    indexes = [index_cost(items, address, asking) for address in addresses]
    scan = None
    if files:
        with announce_compilation():
            began = time.process_time()
            engine = Engine(items, plan)
            scan = scan_cost(engine, time.process_time() - began, files, Fields(job.text_fields, job.id_field))
    if job.as_json:
        told = None if scan is None else asdict(scan) | {name: getattr(scan, name) for name in RECKONED}
        costs = [asdict(index) for index in indexes]
        say_json({"schema": "examsim.audit-plan/1", "questions": len(items), "files": told, "indexes": costs})
        return
    say(f"{len(items):,} questions, {len(plan.rules)} rules; nothing was audited")
    for line in [*([] if scan is None else scan_lines(scan, job.workers)), *_index_lines(indexes, asking)]:
        say(one_line(line))


def scan_lines(cost: ScanCost, workers: int) -> list[str]:
    """What files would cost."""
    unknown = f", and {cost.unknown:,} files or data sets of unknown size, not counted" if cost.unknown else ""
    lines = [f"files: {cost.files:,}, {in_bytes(cost.disk)} on the disk{unknown}"]
    if not cost.sampled:
        return [*lines, "! no speed could be measured: nothing of the files could be read as a sample"]
    if cost.sampled < LEAST_SAMPLE:
        return [*lines, f"a sample of {in_bytes(cost.sampled)} is too little to tell a speed; it took {cost.cpu:.1f} s"]
    lines += [
        f"unpacked about {in_bytes(cost.unpacked)} ({cost.unpacked / cost.disk:.1f} times as much, by a sample of "
        f"{in_bytes(cost.sampled)})",
        f"measured here just now: {cost.sampled / 1e6 / cost.cpu:,.0f} MB unpacked a second of one core, all rules; "
        f"{cost.ready:.0f} s until a process is ready",
        f"CPU: {in_time(cost.cpu_seconds)}, {cost.cpu_seconds / 3600:,.2f} core hours",
    ]
    for number in sorted({*PROCESSES, workers}):
        lines.append(f"  {number:,} × cores or Dask workers: {in_time(cost.wall_seconds(number))}")
    lines.append("  (if disk or network keep up, and no core has other work)")
    if cost.not_sampled:
        lines.append(f"! nothing ending in {', '.join(cost.not_sampled)} was sampled: reckoned like the rest")
    if cost.unreadable:
        lines.append(f"! {len(cost.unreadable)} of the sampled files told nothing, the first {cost.unreadable[0]}")
    return lines


def _index_lines(costs: Sequence[IndexCost], asking: IndexOptions) -> list[str]:
    lines = []
    for cost in costs:
        lines.append(f"{cost.index}: {cost.described}")
        kept = f", {cost.kept:,} of them answered before and kept" if cost.kept else ""
        each = cost.least / max(1, cost.questions)
        lines.append(
            f"  {cost.least:,} requests if nothing is found ({each:.1f} a question){kept}; at most {cost.most:,}, if "
            "every piece of text stood everywhere"
        )
        if cost.seconds:
            lines.append(
                f"  {cost.to_send:,} to send, one at a time, at most {asking.rate:g} a second: about "
                f"{in_time(cost.seconds)}; nothing was sent"
            )
    return lines


def in_bytes(size: float) -> str:
    """A size in the largest unit of which it has one."""
    for unit, worth in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= worth:
            return f"{size / worth:,.1f} {unit}"
    return f"{size:,.0f} bytes"


def in_time(seconds: float) -> str:
    """A time in the unit that a reader would take."""
    for unit, worth in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * worth:
            return f"{seconds / worth:,.1f} {unit}"
    return f"{seconds:,.0f} seconds" if seconds >= 1.5 else "a second or so"
