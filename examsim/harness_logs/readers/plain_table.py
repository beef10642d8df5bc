"""A table of replies (CSV, TSV, JSON or JSONL): question, answer, and what else is known (model, score, epoch …)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from exams.errors import InputError
from exams.files.regular_file import MOST_LINE, read_text
from examsim.harness_logs.json_objects import json_objects
from examsim.harness_logs.logged_sample import HarnessLog, LoggedSample, LogReader, json_of, score_of, text_of

_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("question_id", "questionid", "id", "item", "item_id", "qid", "custom_id", "sample_id"),
    "prompt": ("prompt", "question_text", "stem", "input", "text_of_question", "problem"),
    "reply": ("reply", "response", "answer", "output", "completion", "generation", "model_output", "model_answer"),
    "model": ("model", "model_name", "model_id"),
    "score": ("score", "correct", "is_correct", "accuracy", "acc"),
    "epoch": ("epoch", "draw", "repeat", "trial", "sample_index"),
    "read": ("prediction", "pred", "extracted", "parsed", "picked"),
}


def _fits(path: Path, head: bytes) -> bool:
    return path.suffix.lower() in (".csv", ".tsv", ".json", ".jsonl", ".ndjson")


def read_table(path: Path) -> HarnessLog:
    """`question` is an id where it is short and without spaces, else the question's text. InputError with the columns
    that are there, where none holds a reply."""
    rows = list(_rows(path))
    if not rows:
        raise InputError("holds no row", where=path, hint="a table with the columns question and answer")
    columns = {str(k).strip().lower(): k for row in rows for k in row}
    named = {field: next((columns[n] for n in names if n in columns), None) for field, names in _NAMES.items()}
    asked = columns.get("question")
    if named["reply"] is None and named["read"] is not None:
        named["reply"] = named["read"]
    if named["reply"] is None or (asked is None and named["id"] is None and named["prompt"] is None):
        what = f"no column for the {'question' if named['reply'] else 'answer'} among {', '.join(columns)[:200]}"
        raise InputError(what, where=path, hint="name them question and answer")
    samples = tuple(_sample(row, named, asked) for row in rows)
    known = {str(c) for c in named.values() if c is not None} | ({str(asked)} if asked is not None else set())
    unused = [name for name, column in columns.items() if str(column) not in known]
    notes = (f"columns not used: {', '.join(unused)[:200]}",) if unused else ()
    return HarnessLog("table", path, samples, notes=notes)


def _sample(row: Mapping[str, Any], named: Mapping[str, Any], asked: Any) -> LoggedSample:
    def of(field: str) -> Any:
        return None if named[field] is None else row.get(named[field])

    question = _cell(row.get(asked)) if asked is not None else ""
    is_id = bool(question) and " " not in question.strip() and len(question) <= 100
    number = _cell(of("epoch"))
    return LoggedSample(
        id=_cell(of("id")) or (question if is_id else ""),
        reply=_cell(of("reply")),
        model=_cell(of("model")),
        prompt=_cell(of("prompt")) or ("" if is_id else question),
        epoch=max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        score=score_of(row.get(named["score"]) if named["score"] is not None else None),
        read=_cell(of("read")),
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return text_of(value) if isinstance(value, list | dict) else str(value)


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    kind = path.suffix.lower()
    if kind == ".json":
        value = json_of(path)
        listed = value if isinstance(value, list) else next((v for v in _values(value) if isinstance(v, list)), [])
        yield from (row for row in listed if isinstance(row, dict))
    elif kind in (".jsonl", ".ndjson"):
        yield from (record for _, record in json_objects(path))
    else:
        csv.field_size_limit(MOST_LINE)
        try:
            text = read_text(path, "utf-8-sig")
            yield from csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if kind == ".tsv" else ",")
        except (UnicodeDecodeError, csv.Error) as error:
            raise InputError(f"cannot be read as a table: {error}", where=path, hint="save it as UTF-8 CSV") from None


def _values(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else []


TABLE = LogReader("table", "a table with the columns question and answer (CSV, TSV, JSON, JSONL)", _fits, read_table)
