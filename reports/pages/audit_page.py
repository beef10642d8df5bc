"""The page of a contamination audit, its export as CSV and JSONL, and the difference of two audits."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import orjson

from contamination.types import Audit, ItemResult
from exams.files.atomic_write import atomic_write, write_text
from exams.form import Form
from reports.escaping import spreadsheet
from reports.pages.audit_view import AuditView, audit_view
from reports.pages.page_parts import PartLayout, in_parts, write_with_parts

COLUMNS = (
    "question", "verdict", "flagged_by", "hits", "file", "record", "offset", "document", "start", "end", "matched",
    "share", "longest", "edit_rate", "answer_near", "numbers_differ", "rules", "snippet",
)  # fmt: skip


def write_audit_report(audit: Audit, out: Path, form: Form | None = None) -> list[Path]:
    """Write `audit.html`, `audit.csv` and `audit.jsonl` into `out`; with `form`, the questions' text is beside."""
    page = _write(out / "audit.html", audit_view(audit, form), exports=True)
    table, lines = out / "audit.csv", out / "audit.jsonl"
    write_text(table, to_csv(audit))
    with atomic_write(lines) as file:
        for item in audit.items:
            file.write(orjson.dumps(item.model_dump(mode="json")) + b"\n")
    return [page, table, lines]


def write_audit_difference(old: Audit, new: Audit, path: Path, form: Form | None = None) -> Path:
    """Write the page that says what `new` found and `old` did not, and the other way round. Same form only."""
    return _write(path, audit_view(new, form, old), exports=False)


def _write(path: Path, view: AuditView, exports: bool) -> Path:
    layout = PartLayout(
        article="audited_question.html.jinja",
        heading=f"Contamination audit: {view.title}",
        sorts=(("number", "as asked"), ("points", "most documents first")),
    )
    parts = in_parts(view.items, [tag for tag, _ in view.counts], path.name, layout)
    return write_with_parts(path, "audit.html.jinja", parts, view=view, exports=exports)


def to_csv(audit: Audit) -> str:
    """One line for each piece of evidence, and one for each question without any."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in audit.items:
        writer.writerows(_lines(item))
    return held.getvalue()


def _lines(item: ItemResult) -> Iterator[list[str]]:
    head: list[object] = [item.question, item.verdict, " ".join(item.flagged_by), item.hits]
    for e in item.evidence:
        place = [e.file, e.record, e.offset, e.document, e.start, e.end]
        format_score = [
            e.matched,
            e.share,
            e.longest,
            e.edit_rate,
            e.answer_near,
            e.numbers_differ,
            " ".join(e.rules),
            e.snippet,
        ]
        yield [_cell(value) for value in (*head, *place, *format_score)]
    if not item.evidence:
        yield [_cell(value) for value in head] + [""] * (len(COLUMNS) - len(head))


def _cell(value: object) -> str:
    return "" if value is None else spreadsheet(value) if isinstance(value, str) else str(value)
