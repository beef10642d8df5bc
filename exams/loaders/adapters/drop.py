"""DROP (Dua et al. 2019, arXiv:1903.00161): the published JSON of passages with their questions, and the hub's records.

A question's accepted answers are the writer's and those of the people who validated it; each is a number, a date or
spans, and becomes one entry of the key with one line for each span.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from exams.errors import InputError
from exams.exam import Exam
from exams.loaders.draft import Draft, DraftPassage
from exams.loaders.options.short_answer import accepted_answers
from exams.loaders.record_adapter import FileReader, ImportOptions, Read, RecordAdapter, each
from exams.loaders.row import Row
from exams.loaders.source import Source
from exams.loaders.tables.table import is_json


def _sniff(source: Source) -> bool:
    return (
        is_json(source)
        and source.head_text.lstrip()[:1] == "{"
        and '"qa_pairs"' in source.data[:2_000_000].decode("utf-8", "replace")
    )


def _read(source: Source, _: ImportOptions) -> Read:
    try:
        passages = orjson.loads(source.data)
    except orjson.JSONDecodeError as error:
        yield source.fault(f"not JSON: {error}")
        return
    number = 0
    for name, passage in passages.items():
        if not isinstance(passage, Mapping) or not isinstance(passage.get("qa_pairs"), Sequence):
            yield source.fault("no passage with 'qa_pairs'", place=f"passage {name}")
            continue
        shared = DraftPassage(str(passage.get("passage", "")), id=str(name))
        for pair in passage["qa_pairs"]:
            number += 1
            yield _question(source, pair, shared, f"record {number}")


def _question(source: Source, pair: Any, passage: DraftPassage, place: str) -> Draft | InputError:
    if not isinstance(pair, Mapping) or not isinstance(pair.get("question"), str):
        return source.fault("no text under 'question'", place=place)
    validated = pair.get("validated_answers") or []
    accepted = list(_answers([pair.get("answer"), *(validated if isinstance(validated, list) else [])]))
    if not accepted:
        return source.fault("no accepted answer", place=place)
    return _draft(pair["question"], accepted, passage, str(pair.get("query_id") or ""), place)


def _draft(stem: str, accepted: list[str], passage: DraftPassage, name: str, place: str) -> Draft:
    key, more = tuple(dict.fromkeys(accepted)), {"matching": "spans"}
    return Draft(stem, "short_answer", key=key, passage=passage, id=name, more=more, place=place)


def _answers(given: Sequence[Any]) -> Iterator[str]:
    """Each answer as one text, a line for each span: its number, else its spans, else day, month and year."""
    for answer in given:
        if not isinstance(answer, Mapping):
            continue
        date = answer.get("date") if isinstance(answer.get("date"), Mapping) else {}
        spans = [" ".join(str(s).split()) for s in answer.get("spans") or ()]
        written = " ".join(str((date or {}).get(part) or "") for part in ("day", "month", "year"))
        number = "" if answer.get("number") is None else str(answer["number"])
        text = number.strip() or "\n".join(filter(None, spans)) or " ".join(written.split())
        if text:
            yield text


READER = FileReader("drop", "DROP's JSON: passages with qa_pairs", _sniff, _read, ("*",))


def _fits(fields: Mapping[str, Any]) -> bool:
    return {"passage", "question", "answers_spans"} <= fields.keys()


def _record(row: Row, _: ImportOptions) -> Draft:
    spans = row.inner("answers_spans").texts("spans")
    if not spans:
        raise row.fault("no accepted answer")
    return row.draft(
        row.text("question"),
        kind="short_answer",
        key=("\n".join(" ".join(s.split()) for s in spans),),
        passage=DraftPassage(row.text("passage"), id=row.optional_text("section_id")),
        id=row.optional_text("query_id"),
        more={"matching": "spans"},
    )


SHAPE = RecordAdapter(
    "drop-records", "DROP as records: passage, question, answers_spans", _fits, each(_record), unused=("answers_spans",)
)


def by_exam(draft: Draft, exam: Exam | None) -> Draft:
    """The draft as the exam grades it: F1 over spans is a benchmark's own rule, and no other exam's. Elsewhere the same
    answers are numbers for a key, or words for people, as those of any other file."""
    if draft.more.get("matching") != "spans" or (exam is not None and exam.family == "benchmark"):
        return draft
    answers = [key.replace("\n", ", ") for key in draft.key]
    more = {name: value for name, value in draft.more.items() if name != "matching"}
    return replace(draft, **{"key": (), **accepted_answers(answers), "more": more})
