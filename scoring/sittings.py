"""Questions, grades and an audit that have given totals: what a run folder would hold, when only counts are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from contamination.types import Audit, ItemResult
from exams.exam import Exam
from exams.form import Form, FormHead
from exams.question import Question
from scoring.types import Grade


@dataclass(frozen=True)
class Block:
    """Questions of one section: how many are clean and flagged, points earned and possible in each group."""

    section: str
    clean: int
    clean_points: float
    clean_max: float
    flagged: int = 0
    flagged_points: float = 0.0
    flagged_max: float = 0.0


@dataclass(frozen=True)
class Sitting:
    """Arguments of `score_exam`."""

    form: Form
    grades: tuple[Grade, ...]
    audit: Audit


@dataclass(frozen=True)
class _Item:
    section: str
    points: float
    maximum: float
    flagged: bool


def sitting_of(exam: Exam, blocks: Sequence[Block]) -> Sitting:
    """A sitting of `exam` whose totals are those of `blocks`.

    Where each question is worth one point, right answers come first and a rest below one point goes to the next
    question. Where only the points of a group of essays are known, its essays share them evenly.
    """
    items = [item for block in blocks for item in _items(block)]
    questions = tuple(
        # key-graded questions would need options and a key, of which nothing is known
        Question(id=f"{item.section}-{n}", section=item.section, kind="free_response", stem="?", points=item.maximum)
        for n, item in enumerate(items, 1)
    )
    form = Form(FormHead(id=f"{exam.id}-counts", exam=exam.id, title="counts only"), questions, {}, Path())
    grades = tuple(
        Grade(
            question=question.id,
            section=item.section,
            points=item.points,
            max_points=item.maximum,
            grader="published counts",
            grader_kind="none",
        )
        for question, item in zip(questions, items, strict=True)
    )
    results = tuple(
        ItemResult(
            question=question.id,
            verdict="contaminated" if item.flagged else "clean",
            flagged_by=("gpt4",) if item.flagged else (),
        )
        for question, item in zip(questions, items, strict=True)
    )
    audit = Audit(form=form.id, form_hash=form.content_hash, corpus=("as published",), items=results)
    return Sitting(form, grades, audit)


def _items(block: Block) -> Iterator[_Item]:
    yield from _group(block.section, block.clean, block.clean_points, block.clean_max, flagged=False)
    yield from _group(block.section, block.flagged, block.flagged_points, block.flagged_max, flagged=True)


def _group(section: str, count: int, points: float, maximum: float, *, flagged: bool) -> Iterator[_Item]:
    for index in range(count):
        if maximum == count:
            yield _Item(section, min(1.0, max(0.0, points - index)), 1.0, flagged)
        else:
            yield _Item(section, points / count, maximum / count, flagged)
