"""The public sets that a collection with a MANIFEST.tsv holds: every row loads, keys are right, guessing earns its due.

Runs where the environment variable EXAMSIM_QUESTIONS names such a folder, and is skipped elsewhere: the sets are not
part of this repository.
"""

from __future__ import annotations

import asyncio
import csv
import json
import math
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from exams.errors import InputError
from exams.form import Form
from exams.loaders import open_form
from exams.prompts.message import Message, Part
from exams.question import Question
from examsim.models.chance import Chance
from examsim.models.request import Request, RequestMetadata
from scoring.reading.extract import read_choice
from scoring.reading.key_grading import grade_by_key
from scoring.types import Answer

FOLDER = os.environ.get("EXAMSIM_QUESTIONS")
KEYED = ("multiple_choice", "multiple_select", "numeric")
# the manifest counts lines here; the file has four records, whose cells hold line ends
RECORDS = {"tasks/consumer_contracts_qa/train.tsv": 4}


def entries() -> Iterator[tuple[Path, str, int]]:
    """File, path in its repository and rows of every set of questions in the manifest."""
    if FOLDER is None:
        return
    with (Path(FOLDER) / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t"):
            if row["rows"].isdecimal():
                folder = Path(FOLDER) / row["repo"].replace("/", "__")
                tail = Path(row["path"]).parts
                found = [folder.joinpath(*tail[i:]) for i in range(len(tail)) if folder.joinpath(*tail[i:]).is_file()]
                yield found[0], row["path"], RECORDS.get(row["path"], int(row["rows"]))


SETS = [pytest.param(*entry, id=entry[1]) for entry in entries()]
pytestmark = pytest.mark.skipif(FOLDER is None, reason="EXAMSIM_QUESTIONS names no collection of question sets")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@cache
def raw_mmlu(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row[1 + "ABCD".index(row[5])] for row in csv.reader(file)]


def right_texts(path: Path, name: str) -> list[str] | None:
    """Text of the right option of every row, read from the file by other means; None where it has no single one."""
    if "/mmlu/" in name:
        return raw_mmlu(path)
    if "AGIEval" in str(path):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        if not all(isinstance(row["label"], str) for row in rows):
            return None
        return [row["options"]["ABCDE".index(row["label"])] for row in rows]
    if "LLM-Adapters" in str(path):
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [row["instruction"].lower().split(row["answer"] + ": ")[1] for row in rows]
    if name.endswith("mc_task.json"):
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [next(text for text, mark in row["mc1_targets"].items() if mark) for row in rows]
    if "ARC-Challenge-" in name:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [next(c["text"] for c in r["question"]["choices"] if c["label"] == r["answerKey"]) for r in rows]
    return None


def answered(question: Question, choice: tuple[str, ...]) -> float:
    """Points by the key for a choice."""
    answer = Answer(question=question.id, section=question.section, status="answered", choice=choice)
    points = grade_by_key(question, answer).points
    assert points is not None
    return points


def guess(question: Question, seed: int) -> tuple[str, ...]:
    """What the chance model says, read as any model's reply is read."""
    metadata = RequestMetadata(question.id, question.kind, tuple(o.label for o in question.options))
    request = Request("chance", (Message("user", (Part("text", question.stem),)),), {}, metadata=metadata)
    reply = asyncio.run(Chance(seed)(request))
    options = {o.label: o.text for o in question.options}
    return read_choice(reply.text, options, several=question.kind == "multiple_select").choice


def luck(question: Question) -> float:
    """Probability that the chance model hits the key: one option at random, or each with one half, but never none."""
    count = len(question.options)
    if question.kind == "multiple_choice":
        return len(question.key) / count
    if question.kind == "multiple_select":
        return 2.0**-count * (1 + (1 / count if len(question.key) == 1 else 0))
    return 0.0


def keyed(form: Form) -> list[Question]:
    return [q for q in form.questions if q.kind in KEYED]


@pytest.mark.parametrize(("path", "name", "rows"), SETS)
def test_every_row_loads_and_the_key_earns_every_point(path: Path, name: str, rows: int) -> None:
    if rows == 0:
        with pytest.raises(InputError, match="holds no question"):
            open_form(str(path))
        return
    form = open_form(str(path))
    assert len(form.questions) == rows
    assert all(answered(q, q.key) == q.points for q in keyed(form))


@pytest.mark.parametrize(("path", "name", "rows"), SETS)
def test_the_key_names_the_option_that_the_file_calls_right(path: Path, name: str, rows: int) -> None:
    expected = right_texts(path, name)
    if expected is None:
        pytest.skip("no second way to read this file is written here")
    for question, text in zip(open_form(str(path)).questions, expected, strict=True):
        mine = next(o.text for o in question.options if o.label == question.key[0])
        plain = " ".join(mine.lower().split())
        assert plain in " ".join(text.lower().split())
        assert plain or not text.strip("()ABCDE. ")


@pytest.mark.parametrize(("path", "name", "rows"), SETS)
def test_guessing_earns_what_chance_allows(path: Path, name: str, rows: int) -> None:
    """Within five standard deviations of the expected score over four seeds: one false alarm in a million."""
    questions = [q for q in keyed(open_form(str(path))) if luck(q)] if rows else []
    if not questions:
        pytest.skip("nothing here can be guessed")
    seeds = 4
    earned = sum(answered(q, guess(q, seed)) / q.points for q in questions for seed in range(seeds))
    expected = seeds * sum(map(luck, questions))
    deviation = math.sqrt(seeds * sum(luck(q) * (1 - luck(q)) for q in questions))
    assert abs(earned - expected) <= 5 * deviation + 1e-9


def about_sets() -> dict[str, Any]:
    return {name: rows for _, name, rows in entries()}


def test_the_manifest_names_the_sets_this_was_written_for() -> None:
    sets = about_sets()
    assert sum(rows for name, rows in sets.items() if "/mmlu/test/" in name) == 14042
    assert len(sets) > 150
