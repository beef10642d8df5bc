"""Read points out of a grading model's reply: JSON as asked for, wherever it is in the text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from exams.rubric import Rubric

_STRAIGHT = str.maketrans("“”", '""')  # `disarm_grades` made them typographic; a grader may write them either way
MOST = 1e9  # points: beyond it is no grade, and an integer may be too large for a float
MOST_WORK = 2e7  # characters looked through for objects: broken ones beyond it (a megabyte of braces) are no grade
TOO_DEEP = (
    MOST_WORK / 10
)  # what an object nested too deeply counts: newer Pythons go ten times as deep before they say so
FORM_WORDS = "<words of the answer"  # how the prompts show where a quotation goes
_POINTS = re.compile(r'"points"\s*:\s*"?(-?\d+(?:\.\d+)?)')
_PAIR = re.compile(r'"criterion"\s*:\s*"([^"]+)"\s*,\s*"points"\s*:\s*"?(-?\d+(?:\.\d+)?)')
_ENTRY = re.compile(r'"([^"]+)"\s*:\s*\{[^{}]*?"points"\s*:\s*"?(-?\d+(?:\.\d+)?)(?=\s*"?\s*[,}])')


@dataclass(frozen=True, slots=True)
class ParsedGrade:
    """Points given for one criterion ('level' for a holistic rubric), with the words quoted."""

    criterion: str
    points: float
    evidence: str = ""


def read_grades(
    text: str, rubric: Rubric, answer: str = "", wanted: set[str] | None = None
) -> list[ParsedGrade] | None:
    """The points given, or None if the reply names none of the rubric's criteria (of those `wanted`).

    JSON that is in the candidate's answer too is a quotation, not a grade, unless it is all that the reply says:
    then the grader came to the same points. Nor is a criterion judged by one who copies the form that was shown
    instead of filling it in.
    """
    answer = answer.translate(_STRAIGHT)
    found = [g for g in _read(text, rubric, answer, wanted) or () if FORM_WORDS not in g.evidence]
    return found or None


def repeats_form(text: str) -> bool:
    """Whether a reply copies the form that was shown."""
    return FORM_WORDS in text


def _read(text: str, rubric: Rubric, answer: str, wanted: set[str] | None) -> list[ParsedGrade] | None:
    for data in reversed(_objects(text, answer)):
        if rubric.kind == "holistic":
            points = _number(data.get("points", data.get("score", data.get("level"))))
            if points is not None:
                return [ParsedGrade("level", points, str(data.get("evidence", "")))]
            continue
        known = wanted or {c.id for c in rubric.criteria}
        if wanted and "grades" not in data and _number(data.get("points")) is not None:
            return [ParsedGrade(next(iter(wanted)), _number(data["points"]) or 0.0, str(data.get("evidence", "")))]
        rows = data.get("grades", data.get("criteria"))
        if isinstance(rows, list):
            given = [g for row in rows if isinstance(row, dict) and (g := _given(row)) and g.criterion in known]
            if given:
                return given
        named = [g for name, value in data.items() if name in known and (g := _named(name, value))]
        if named:
            return named
    return _loose(text, rubric, answer, wanted)


def _loose(text: str, rubric: Rubric, answer: str, wanted: set[str] | None) -> list[ParsedGrade] | None:
    """Points out of a reply that is nearly JSON: each criterion with the number beside it, or the only number there is.

    Not where the answer itself talks in this way: then nobody can tell whose points these are.
    """
    if _POINTS.search(answer) or repeats_form(text):
        return None
    if rubric.kind == "analytic" and wanted is None:
        known = {c.id for c in rubric.criteria}
        both = (*_PAIR.findall(text), *_ENTRY.findall(text))
        pairs = {name: points for name, said in both if name in known and (points := _number(said)) is not None}
        return [ParsedGrade(name, points) for name, points in pairs.items()] or None
    numbers = {_number(said) for said in _POINTS.findall(text)}
    name = next(iter(wanted)) if wanted else "level"
    only = numbers.pop() if len(numbers) == 1 else None
    return None if only is None else [ParsedGrade(name, only)]


def _named(name: str, value: object) -> ParsedGrade | None:
    """One entry of {"c1": {"evidence": "…", "points": 1}, …}, or of {"c1": 1, …}."""
    if isinstance(value, dict):
        return _given({**value, "criterion": name})
    points = _number(value)
    return None if points is None else ParsedGrade(name, points)


def _given(row: dict[str, Any]) -> ParsedGrade | None:
    points = _number(row.get("points", row.get("score")))
    name = row.get("criterion", row.get("id"))
    return None if points is None or name is None else ParsedGrade(str(name), points, str(row.get("evidence", "")))


def _number(value: object) -> float | None:
    """A finite number from 1, 0.5, "1/2", "1 point"; None for anything else."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        return float(value) if abs(value) < MOST else None
    if isinstance(value, str) and (match := re.match(r"\s*(-?\d+(?:\.\d+)?)(?:\s*/\s*\d+(?:\.\d+)?)?", value)):
        return number if abs(number := float(match[1])) < MOST else None
    return None


def _objects(text: str, answer: str) -> list[dict[str, Any]]:
    """Every outermost JSON object in a text, in order; a reply cut off in the middle loses its last entry only."""
    quotable, bare = "".join(answer.split()), text.strip().removeprefix("```json").strip("`\n ")
    decoder = json.JSONDecoder()
    found: list[dict[str, Any]] = []
    quotations: list[dict[str, Any]] = []
    at, work = text.find("{"), 0.0
    while at != -1 and len(found) < 50 and work < MOST_WORK:
        try:
            data, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:  # ValueError: also a number of thousands of digits
            stopped = error.pos if isinstance(error, json.JSONDecodeError) else at + TOO_DEEP
            work += stopped - at + stopped / 20  # the error counts the lines before it
            at = text.find("{", at + 1)
            continue
        work += len(quotable) / 20
        if isinstance(data, dict):
            quoted = "".join(text[at:end].translate(_STRAIGHT).split()) in quotable
            (quotations if quoted else found).append(data)
        if end - at == len(bare) and bare == text[at:end]:
            found += quotations
        at = text.find("{", end)
    loose = [d for d in found if "criterion" in d]
    if loose and len(loose) == len(found):
        return [{"grades": found}]
    return found
