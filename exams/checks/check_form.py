"""Check a form folder line by line: a file of any size, without holding it in memory.

Errors: lines that are no question, missing or impossible keys, fewer than two options, a key that is ambiguous, ids or
questions that stand twice, passages and pictures that are named but absent, points that don't add up, broken encoding.
Warnings: near duplicates, options that repeat, leftover markup, uneven keys, pictures and passages that nobody uses.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

import numpy as np
import orjson
from pydantic import ValidationError

from exams.checks.anchor_faults import anchor_faults
from exams.checks.finding import Finding
from exams.checks.form_head import HeadRules, head_rules
from exams.checks.key_balance import KeyBalance
from exams.checks.module_counts import ModuleCounts
from exams.checks.near_duplicates import MOST_COMPARED, Fingerprints
from exams.checks.picture_files import PictureFiles
from exams.checks.question_faults import question_faults
from exams.checks.text_faults import encoding_fault, markup_fault
from exams.files.toml_records import first_fault
from exams.question import Passage, Question

_MOST_PAIRS = 200


def check_form(folder: Path) -> Iterator[Finding]:
    """Every finding, in the order of the file; those about several lines come last."""
    yield from _Check(folder).run()


@dataclass
class _Check:
    folder: Path
    pictures: PictureFiles = field(init=False)
    rules: HeadRules = field(init=False)
    passages: dict[str, bool] = field(default_factory=dict)
    balance: KeyBalance = field(default_factory=KeyBalance)
    modules: ModuleCounts = field(default_factory=ModuleCounts)
    essays: dict[str, Question] = field(default_factory=dict)
    ids: array[int] = field(default_factory=lambda: array("Q"))

    def run(self) -> Iterator[Finding]:
        self.rules, found = head_rules(self.folder)
        yield from found
        self.pictures = PictureFiles(self.folder / "images")
        yield from self._passages()
        path = self.folder / "questions.jsonl"
        if not path.is_file():
            yield Finding("error", "there is no questions.jsonl", str(path))
            return
        with path.open("rb") as file:
            prints = Fingerprints(again=lambda offset: _read_at(file, offset))
            line = 0
            for line, offset, raw in _lines(path):
                for level, what, question in self._line(raw):
                    if what:
                        yield Finding(level, what, str(path), line)
                    if question is not None:
                        prints.add(question, line, offset)
            if not line:
                yield Finding("error", "holds no question", str(path))
            if prints.lines:
                yield from self._whole(path, prints)

    def _line(self, raw: bytes) -> Iterator[tuple[Literal["error", "warning"], str, Question | None]]:
        """Faults of one line, and the question itself in the last of them where there is one."""
        try:
            question = Question.model_validate(orjson.loads(raw))
        except orjson.JSONDecodeError as error:
            yield "error", f"not JSON: {error}", None
            return
        except ValidationError as error:
            yield "error", first_fault(error), None
            return
        for level, what in question_faults(question):
            yield level, f"{question.id}: {what}", None
        for what in [*self.rules.faults(question), *self.pictures.faults(question.all_images)]:
            yield "error", f"{question.id}: {what}", None
        if question.passage is not None:
            if question.passage not in self.passages:
                yield "error", f"{question.id}: passage {question.passage!r} is not in passages.jsonl", None
            self.passages[question.passage] = True
        self.balance.add(question)
        self.modules.add(question)
        if question.kind == "free_response":
            self.essays[question.id] = question
        self.ids.append(_digest(question.id))
        yield "error", "", question

    def _passages(self) -> Iterator[Finding]:
        path = self.folder / "passages.jsonl"
        for line, _, raw in _lines(path) if path.is_file() else ():
            try:
                passage = Passage.model_validate(orjson.loads(raw))
            except orjson.JSONDecodeError as error:
                yield Finding("error", f"not JSON: {error}", str(path), line)
                continue
            except ValidationError as error:
                yield Finding("error", first_fault(error), str(path), line)
                continue
            if passage.id in self.passages:
                yield Finding("error", f"passage {passage.id!r} occurs twice", str(path), line)
            self.passages[passage.id] = False
            if not passage.text.strip() and not passage.images:
                yield Finding("error", f"passage {passage.id!r} is empty", str(path), line)
            for what in self.pictures.faults(passage.images):
                yield Finding("error", f"passage {passage.id!r}: {what}", str(path), line)
            if (broken := encoding_fault(passage.text)) is not None:
                yield Finding(
                    "error" if broken[0] else "warning", f"passage {passage.id!r} {broken[1]}", str(path), line
                )
            if (markup := markup_fault(passage.text)) is not None:
                yield Finding("warning", f"passage {passage.id!r} {markup}", str(path), line)

    def _whole(self, path: Path, prints: Fingerprints) -> Iterator[Finding]:
        for first, later in _twice(self.ids, prints.lines):
            yield Finding("error", "its id is used above already", str(path), later, first)
        for number, (first, later, differ) in enumerate(prints.same()):
            if number == _MOST_PAIRS:
                yield Finding("error", f"more than {_MOST_PAIRS} questions occur twice", str(path))
                break
            with_keys = ", with another key" if differ else ""
            yield Finding("error", f"the same question is above already{with_keys}", str(path), later, first)
        for number, (first, later, similarity) in enumerate(() if self.rules.alike else prints.near()):
            if number == _MOST_PAIRS:
                yield Finding("warning", f"more than {_MOST_PAIRS} pairs are nearly the same", str(path))
                break
            what = f"nearly the same question is above, {similarity:.0%} of their word triples shared"
            yield Finding("warning", what, str(path), later, first)
        if prints.stopped:
            what = (
                f"near duplicates were looked for in {MOST_COMPARED:,} pairs of questions only, and not in all of them"
            )
            yield Finding("warning", f"{what} -- check it in parts", str(path))
        for what in self.balance.faults():
            yield Finding("warning", what, str(path))
        if self.rules.exam is not None and not self.rules.examples:
            for level, what in self.modules.faults(self.rules.exam):
                yield Finding(level, what, str(path))
        yield from anchor_faults(self.folder, self.essays)
        for name, used in self.passages.items():
            if not used:
                yield Finding("warning", f"passage {name!r} is not used", str(self.folder / "passages.jsonl"))
        for image in self.pictures.unused():
            yield Finding("warning", "the picture is not used", str(image))


def _lines(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """Line number, offset and content of every line that is not blank."""
    offset = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, offset, line
            offset += len(line)


def _read_at(file: IO[bytes], offset: int) -> Question | None:
    file.seek(offset)
    try:
        return Question.model_validate(orjson.loads(file.readline()))
    except (orjson.JSONDecodeError, ValidationError):
        return None


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def _twice(ids: array[int], lines: array[int]) -> Iterator[tuple[int, int]]:
    """(first line, later line) of ids that occur again; 64-bit digests, so a false hit is one in 10^8 at a million."""
    values = np.frombuffer(ids, dtype=np.uint64)
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    first = 0
    for i in range(1, len(order)) if (np.diff(ranked) == 0).any() else ():
        if ranked[i] != ranked[first]:
            first = i
        else:
            yield lines[int(order[first])], lines[int(order[i])]
