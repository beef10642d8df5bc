"""Graded anchors beside a form: of its own free responses, with points that the rubric knows, and at several levels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson
from pydantic import ValidationError

from exams.anchor import Anchor
from exams.checks.finding import Finding
from exams.files.form_folder import ANCHORS
from exams.files.toml_records import first_fault
from exams.question import Question

FEWEST = 3  # levels: below, in the middle, near the top


def anchor_faults(folder: Path, essays: Mapping[str, Question]) -> Iterator[Finding]:
    """Findings on `anchors.jsonl`, if there is one. `essays`: the form's free responses by id."""
    path = folder / ANCHORS
    if not path.is_file():
        return
    seen: dict[str, int] = {}
    levels: Counter[tuple[str, float]] = Counter()
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            anchor = Anchor.model_validate(orjson.loads(line))
        except orjson.JSONDecodeError as error:
            yield Finding("error", f"not JSON: {error}", str(path), number)
            continue
        except ValidationError as error:
            yield Finding("error", first_fault(error), str(path), number)
            continue
        for what in _faults(anchor, essays.get(anchor.question)):
            yield Finding("error", what, str(path), number)
        if anchor.text in seen:
            yield Finding("error", "the same answer is above already", str(path), number, seen[anchor.text])
        seen.setdefault(anchor.text, number)
        levels[anchor.question, anchor.points] += 1
    held = Counter(question for question, _ in levels)
    for question in essays:
        if held[question] < FEWEST:
            yield Finding("warning", f"{question}: anchors at {held[question]} levels, fewer than {FEWEST}", str(path))


def _faults(anchor: Anchor, question: Question | None) -> Iterator[str]:
    if question is None:
        yield f"anchor of {anchor.question!r}, which is no free response of the form"
        return
    if anchor.points > question.points:
        yield f"{anchor.question}: an anchor with {anchor.points:g} points, but it gives {question.points:g}"
    step = question.rubric.step if question.rubric is not None else 0.5
    if abs(anchor.points / step - round(anchor.points / step)) > 1e-9:
        yield f"{anchor.question}: an anchor with {anchor.points:g} points, off the rubric's steps of {step:g}"
    if question.model_answer and anchor.text.strip() == question.model_answer.strip():
        yield f"{anchor.question}: an anchor is the model answer itself"
