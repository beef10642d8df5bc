"""An audit as a Parquet table: one row a question, with its best evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from contamination.types import Audit, ItemResult
from exams.files.atomic_write import atomic_write

BEST = (
    "file", "record", "offset", "document", "field", "start", "end", "snippet", "kind", "share", "longest", "edit_rate",
)  # fmt: skip
NEAREST = ("similarity", "near", "file", "record", "document", "start", "end", "snippet")


def write_audit_table(audit: Audit, path: Path) -> None:
    """Write atomically. The table's metadata hold the whole audit without its questions, as JSON under 'examsim'."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [_row(item, audit) for item in audit.items]
    head = orjson.dumps(audit.model_dump(mode="json", by_alias=True, exclude={"items"}))
    table = pa.Table.from_pylist(rows).replace_schema_metadata({"examsim": head})
    with atomic_write(path) as file:
        pq.write_table(table, file)


def _row(item: ItemResult, audit: Audit) -> dict[str, Any]:
    best = item.evidence[0] if item.evidence else None
    return {
        "question": item.question,
        "verdict": item.verdict,
        "flagged": item.question in audit.flagged,
        "flagged_by": list(item.flagged_by),
        "hits": item.hits,
        **{f"score_{name}": value for name, value in item.scores.items()},
        **{name: getattr(best, name) if best else None for name in BEST},
        "note": item.note,
        **({f"semantic_{name}": getattr(item.semantic, name, None) for name in NEAREST} if audit.semantic else {}),
    }
