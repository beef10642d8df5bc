"""A form as a reference set of decon (github.com/allenai/decon), with which a lab cleans its training data of it.

One line a question, or one for each of its options, as decon's own reference sets have it: passage, question, answer,
and whether that answer is right. Pictures are not held: decon looks for text.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from exams.files.atomic_write import atomic_write
from exams.form import Form
from exams.question import Question


def write_decon(form: Form, target: Path) -> list[str]:
    """Write the lines, packed where the name ends in `.gz`. Ids of questions left out: those without any text."""
    data = decon_lines(form)
    with atomic_write(target) as file:
        file.write(packed(data) if target.suffix == ".gz" else data)
    return [q.id for q in form.questions if not q.stem.strip()]


def decon_lines(form: Form) -> bytes:
    """JSON lines. The same form gives the same bytes."""
    records = (record for n, q in enumerate(form.questions) if q.stem.strip() for record in _records(form, q, n))
    lines = [orjson.dumps({**record, "doc_id": number}) for number, record in enumerate(records)]
    return b"".join(line + b"\n" for line in lines)


def packed(data: bytes) -> bytes:
    """Gzip without a time or a name in it."""
    return gzip.compress(data, mtime=0)


def _records(form: Form, question: Question, index: int) -> Iterator[dict[str, Any]]:
    passage = form.passage_of(question)
    text = "" if passage is None else passage.text
    answers = list(_answers(question))
    for number, (answer, right) in enumerate(answers):
        record: dict[str, Any] = {
            "eval_key": form.id,
            "eval_instance_index": index,
            "split": "test",
            "question": question.stem,
            "config": None,
            "fingerprint": hashlib.sha256(f"{text}{question.stem}{answer}".encode()).hexdigest()[:16],
        }
        if text:
            record["passage"] = text
        if answer:
            record["answer"] = answer
        if question.options:
            record["is_correct"] = right
        if len(answers) > 1:
            record["sub_index"] = number
        yield record


def _answers(question: Question) -> Iterator[tuple[str, bool]]:
    """Each option with whether it is right; else the accepted answers, or the model answer; one empty if none."""
    if question.options:
        for option in question.options:
            yield option.text, option.label in question.key
    elif question.key:
        yield from ((key.replace("\n", " "), True) for key in question.key)
    else:
        yield question.model_answer or "", True
