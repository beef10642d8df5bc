"""A benchmark of two subjects with letter-only examples, invented, in MMLU's file layout."""

from __future__ import annotations

import csv
from pathlib import Path

from exams.files.exam_folder import load_exam
from exams.loaders import question_set
from exams.loaders.fingerprint import fingerprint

SUBJECTS = {"knots": 6, "tides": 2}
EXAMPLES = 4


def row(subject: str, number: int, split: str) -> list[str]:
    """Question, four options, key; the key goes round the letters."""
    return [f"{subject} {split} {number}?", *(f"{subject} {split} {number} {x}" for x in "wxyz"), "ABCD"[number % 4]]


def write_set(folder: Path, **changes: int) -> Path:
    """Its files below `folder`; `changes`: another number of test questions in a subject."""
    for split in ("test", "dev"):
        (folder / split).mkdir(parents=True, exist_ok=True)
        for subject, count in SUBJECTS.items():
            many = EXAMPLES if split == "dev" else changes.get(subject, count)
            with (folder / split / f"{subject}_{split}.csv").open("w", newline="") as file:
                csv.writer(file).writerows(row(subject, n, split) for n in range(many))
    return folder


def write_exam(folder: Path, *, shots: int = 3, recipe: str = "", more: str = "") -> Path:
    """The exam's folder, pinned to what `write_set` writes."""
    folder.mkdir(parents=True, exist_ok=True)
    prov = 'provenance = { source = "invented for a test", status = "official", year = "2026" }'
    sections = "".join(
        f'[[section]]\nid = "{s}"\nname = "{s.title()}"\nkind = "multiple_choice"\nquestions = {n}\npoints = {n}\n'
        f"weight = 0.5\noptions = 4\n"
        for s, n in SUBJECTS.items()
    )
    text = f"""schema = 1
id = "tiny"
name = "Tiny benchmark"
short = "Tiny"
version = "1"
family = "benchmark"
[recipe]
shots = {shots}
heading = "Questions about {{section}}."
{recipe}
[score]
name = "Mean of subjects"
min = 0
max = 100
step = 0.1
unit = "%"
rule = "mean_of_sections"
{prov}
[[source]]
id = "tiny-test"
title = "Tiny test, 8 questions"
files = ["*_test.csv"]
example_files = ["*_dev.csv"]
count = 8
fingerprint = "FINGERPRINT"
example_count = 8
{prov}
[[reference]]
name = "people"
value = 89.8
kind = "human"
{prov}
{more}
{sections}"""
    (folder / "exam.toml").write_text(text)
    files = tuple(sorted(write_set(folder / "set").glob("test/*.csv")))
    exam = load_exam(str(folder))
    read = question_set._read(exam, exam.source[0], files, "imported")
    (folder / "exam.toml").write_text(text.replace("FINGERPRINT", fingerprint(read)))
    question_set._question_set.cache_clear()
    return folder
