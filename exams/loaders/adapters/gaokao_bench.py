"""GAOKAO-Bench (Zhang et al. 2023, arXiv:2305.12474): points per question, and several answers on one passage.

A record with one answer is one question with its options in the text. A record with several is a passage: numbered
questions with their own options, or blanks that share the options after the passage. Where the text cannot be split so,
each answer becomes a question over the whole text, with bare letters as options, so that no answer is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft, DraftOption, DraftPassage, choice_kind
from exams.loaders.options.option_text import letter, lettered, split_options
from exams.loaders.record_adapter import ImportOptions, Read, RecordAdapter
from exams.loaders.row import Row

_NUMBERED = re.compile(r"^[ \t\u3000]*[(（]?(\d{1,3})[)）]?[ \t]*[.．、][ \t\u3000]*(?!\d)", re.MULTILINE)
_POINTS = re.compile(r"^\s*\d{1,3}\s*[.．、]\s*|[（(]\s*\d+(?:\.\d+)?\s*分\s*[)）]\s*")


def _fits(fields: Mapping[str, Any]) -> bool:
    return isinstance(fields.get("answer"), list) and {"question", "score", "index"} <= fields.keys()


def _drafts(rows: Sequence[Row], _: ImportOptions) -> Read:
    answers = [a for row in rows if isinstance(row.get("answer"), list) for a in row.get("answer")]
    several = any(len(a) > 1 and a.isupper() for a in answers if isinstance(a, str))
    for row in rows:
        try:
            yield from _questions(row, several)
        except InputError as error:
            yield error


def _questions(row: Row, several: bool) -> Iterator[Draft]:
    answers = [a.strip() for a in row.texts("answer")]
    text = row.text("question").strip()
    letters = all(re.fullmatch("[A-Z]+", a) for a in answers)
    if not answers or not letters:
        yield _draft(row, text, model_answer="\n".join(answers) or None, kind="free_response")
    elif len(answers) == 1:
        stem, texts = split_options(text) or (text, [""] * _at_least(answers))
        yield _choice(row, _POINTS.sub("", stem).strip(), lettered(texts), answers[0], several)
    else:
        passage, parts = _split(text, answers)
        for number, (stem, options) in enumerate(parts):
            yield _choice(row, stem, options, answers[number], several, DraftPassage(passage))


def _split(text: str, answers: list[str]) -> tuple[str, list[tuple[str, tuple[DraftOption, ...]]]]:
    starts = list(_NUMBERED.finditer(text))
    for first in range(len(starts) - len(answers), -1, -1):
        run = starts[first : first + len(answers)]
        if [int(m[1]) for m in run] != [int(run[0][1]) + i for i in range(len(run))]:
            continue
        ends = [m.start() for m in run[1:]] + [len(text)]
        split = [split_options(text[m.end() : end]) for m, end in zip(run, ends, strict=True)]
        parts = [(s[0], lettered(s[1]), m[1]) for s, m in zip(split, run, strict=True) if s is not None]
        if len(parts) == len(answers):
            return text[: run[0].start()].rstrip(), [(stem or f"Blank {n}", options) for stem, options, n in parts]
    shared = split_options(text, least=_at_least(answers))
    body, texts = shared or (text, [""] * _at_least(answers))
    numbers = _blank_numbers(body, len(answers))
    return body, [(f"Blank {n}" if shared else f"Question {n}", lettered(texts)) for n in numbers]


def _blank_numbers(text: str, count: int) -> list[int]:
    """Numbers of the blanks in a passage: the first run of `count` consecutive ones, else 1, 2, …"""
    found = {int(n) for n in re.findall(r"(?<![\d.$])\d{1,3}(?![\d.%])", text)}
    start = next((n for n in sorted(found) if all(n + i in found for i in range(count))), 1)
    return list(range(start, start + count))


def _at_least(answers: list[str]) -> int:
    return max(4, *(ord(c) - 64 for answer in answers for c in answer))


def _choice(
    row: Row,
    stem: str,
    options: tuple[DraftOption, ...],
    answer: str,
    several: bool,
    passage: DraftPassage | None = None,
) -> Draft:
    missing = {letter(i) for i in range(len(options), 26)} & set(answer)
    if missing:
        raise row.fault(f"the key {answer!r} is not among the {len(options)} options of the text")
    return _draft(row, stem, kind=choice_kind(several), options=options, key=tuple(answer), passage=passage)


def _draft(row: Row, stem: str, **fields: Any) -> Draft:
    points = row.get("score")
    topic = " ".join(part for part in (row.optional_text("year"), row.optional_text("category")) if part)
    return row.draft(
        stem,
        points=float(points) if isinstance(points, (int, float)) and points > 0 else 1.0,
        explanation=row.optional_text("analysis"),
        topic=topic,
        **fields,
    )


SHAPE = RecordAdapter(
    "gaokao-bench",
    "GAOKAO-Bench JSON: score per question, several answers a passage",
    _fits,
    _drafts,
    meant={"answer": "key", "question": "stem and options"},
)
