"""An audit as a table for the terminal: 80 columns, plain text in a pipe."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from contamination.types import Audit
from exams.counted import counted
from reports.escaping import one_line
from reports.pages.audit_view import VERDICTS
from reports.terminal.score_table import WIDTH

SHOWN = 8  # flagged questions that get a line of their own; the page has all


def audit_table(audit: Audit) -> RenderableType:
    """Verdicts with counts, flags by rule, where the first flagged questions stand, and what was read."""
    table = Table(box=box.SIMPLE_HEAD, width=WIDTH, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("verdict", ratio=1)
    table.add_column("questions", justify="right")
    for verdict, meaning in VERDICTS.items():
        count = sum(i.verdict == verdict for i in audit.items)
        if count:
            table.add_row(Text(f"{verdict.replace('_', ' ')}: {meaning}"), str(count))
    table.add_section()
    for rule in audit.rules:
        mark = " (splits full from clean)" if rule == audit.rule else ""
        flagged = sum(rule in i.flagged_by for i in audit.items)
        table.add_row(Text(f"flagged by {one_line(rule, 40)}{mark}"), str(flagged))
    heading = Text(
        f"{len(audit.flagged)} of {counted(len(audit.items), 'question')} of {one_line(audit.form, 60)} flagged", "bold"
    )
    told = [] if audit.sample is None else [Text(one_line(audit.sample.text, 500))]
    return Group(heading, *told, Text(""), table, Text(""), *_places(audit), *_read(audit))


def _places(audit: Audit) -> list[Text]:
    found = [(i, i.evidence[0]) for i in audit.items if i.question in audit.flagged and i.evidence]
    lines = []
    for item, seen in found[:SHOWN]:
        place = seen.document or f"record {seen.record}"
        lines.append(Text(f"{one_line(item.question, 30)}  {one_line(seen.file, 60)}, {one_line(place, 90)}"))
    if len(found) > SHOWN:
        lines.append(Text(f"and {len(found) - SHOWN} more"))
    return lines


def _read(audit: Audit) -> list[Text]:
    stats = audit.stats
    lines = [
        Text(
            f"read {counted(stats.files, 'file')}, {counted(stats.documents, 'document')}, {stats.bytes:,} bytes",
            style="dim",
        ),
    ]
    if stats.skipped:
        format_score = ", ".join(f"{count:,} {one_line(reason, 60)}" for reason, count in stats.skipped.items())
        lines.append(Text(f"! skipped: {format_score}", style="yellow"))
    return [*lines, *([Text(one_line(audit.note, 500))] if audit.note else [])]
