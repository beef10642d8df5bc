"""Blackboard's upload text: one question a line, cells parted by tabs, the type first (MC, MA, TF, NUM, ESS, FIB, MAT).

https://help.blackboard.com/Learn/Instructor/Original/Tests_Pools_Surveys/Reuse_Questions/Upload_Questions
"""

from __future__ import annotations

import re
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft, choice_kind
from exams.loaders.markup.cell_text import plain_cell
from exams.loaders.options.option_text import letter, lettered
from exams.loaders.options.short_answer import number_text
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.source import Source
from exams.loaders.text_banks.matching import matching_drafts

_TYPES = (
    "MC",
    "MA",
    "TF",
    "ESS",
    "ORD",
    "MAT",
    "FIB",
    "FIB_PLUS",
    "FIL",
    "NUM",
    "SR",
    "OP",
    "JUMBLED_SENTENCE",
    "QUIZ_BOWL",
)
_LINE = re.compile(rf"(?:{'|'.join(_TYPES)})\t[^\t\n]+")


def _sniff(source: Source) -> bool:
    lines = [line for line in source.sample_text.lstrip("\ufeff").split("\n")[:20] if line.strip()]
    return (
        source.suffix in (".txt", ".tsv", ".tab", "") and bool(lines) and all(_LINE.match(line) for line in lines[:5])
    )


def _read(source: Source, _: ImportOptions) -> Read:
    for number, line in enumerate(source.text.split("\n"), 1):
        if not line.strip():
            continue
        kind, *cells = [plain_cell(cell.strip()).text for cell in line.rstrip("\t ").split("\t")]
        try:
            yield from _drafts(source, number, kind.strip().upper(), cells)
        except InputError as error:
            yield error


def _drafts(source: Source, line: int, kind: str, cells: list[str]) -> list[Draft]:
    if not cells or kind not in _TYPES:
        raise source.fault(
            f"the line begins with {kind[:20]!r}, no type of question", line=line, hint=", ".join(_TYPES)
        )
    stem, *rest = cells
    if kind == "MAT":
        return matching_drafts(stem, list(zip(rest[0::2], rest[1::2], strict=False)), [], line=line)
    return [Draft(stem, line=line, **_fields(source, line, kind, rest))]


def _fields(source: Source, line: int, kind: str, rest: list[str]) -> dict[str, Any]:
    if kind in ("MC", "MA", "OP"):
        texts, marks = rest[0::2], [m.lower() for m in rest[1::2]]
        if len(texts) != len(marks) or any(m not in ("correct", "incorrect") for m in marks):
            raise source.fault("options and 'correct' or 'incorrect' do not alternate", line=line)
        key = tuple(letter(i) for i, mark in enumerate(marks) if mark == "correct")
        return {"kind": choice_kind(kind == "MA"), "options": lettered(texts), "key": key}
    if kind == "TF":
        if not rest or rest[0].lower() not in ("true", "false"):
            raise source.fault("a TF line ends in true or false", line=line)
        return {"options": lettered(("True", "False")), "key": ("A" if rest[0].lower() == "true" else "B",)}
    if kind == "NUM":
        value = number_text(rest[0]) if rest else None
        margin = number_text(rest[1]) if len(rest) > 1 and rest[1] else "0"
        if value is None or margin is None or "/" in margin:
            raise source.fault("a NUM line needs a number and a tolerance", line=line)
        more = {"tolerance": abs(float(margin))} if float(margin) else {}
        return {"kind": "numeric", "key": (value,), "more": more}
    if kind in ("FIB", "ESS", "SR", "QUIZ_BOWL", "FIB_PLUS"):
        return {"kind": "free_response", "model_answer": "\n".join(rest) or None}
    raise source.fault(f"a question of type {kind}, which a form cannot hold", line=line, hint="leave it out")


READER = FileReader("blackboard", "Blackboard's upload text, one question a line", _sniff, _read)
