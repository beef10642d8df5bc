"""A small adaptive exam: a first module of four questions, then an easier or a harder one of three."""

from __future__ import annotations

import json
from pathlib import Path

EXAM = """
schema = 1
id = "staged"
name = "Staged Exam"
short = "Staged"
version = "1"
family = "toy"

[[section]]
id = "mc"
name = "Letters"
kind = "multiple_choice"
questions = 7
points = 7
weight = 1
options = 4

[[routing]]
section = "mc"
first = "one"
first_points = 4
module = [{ id = "low", name = "easier module" }, { id = "high", name = "harder module", from = 3 }]
provenance = { source = "made up for a test", status = "inferred" }

[score]
name = "Staged score"
min = 0
max = 100
rule = "chart_sum"
provenance = { source = "made up for a test", status = "inferred" }
"""
SCALE = """
[[scale]]
id = "{module}"
label = "{module} route"
section = "mc"
module = "{module}"
kind = "line"
slope = {slope}
low = 0
high = 100
error = {error}
default = {default}
provenance = {{ source = "made up for a test", status = "approximate" }}
"""
HEAD = 'schema = 1\nid = "staged-practice"\nexam = "staged"\ntitle = "Staged form"\nrole = "practice"\n'
FIRST = ("q1", "q2", "q3", "q4")
LOW, HIGH = ("q5", "q6", "q7"), ("q8", "q9", "q10")


def question(number: int, module: str) -> dict[str, object]:
    """A four-option question whose right answer is 'B'."""
    return {
        "id": f"q{number}",
        "section": "mc",
        "module": module,
        "kind": "multiple_choice",
        "stem": f"Question number {number} of the staged exam: which letter follows the letter A?",
        "options": [{"label": x, "text": f"the letter {x} of question {number}"} for x in "ABCD"],
        "key": ["B"],
    }


def make_adaptive_exam(folder: Path, *, error: float = 0, modules: tuple[str, ...] = ("low", "high")) -> Path:
    """Write the exam, each route with a scale of its own (10 or 14 points a question); its folder."""
    place = folder / "forms" / "practice"
    place.mkdir(parents=True)
    scales = [("low", 10, "false"), ("high", 100 / 7, "true")]
    tables = "".join(SCALE.format(module=m, slope=s, default=d, error=error) for m, s, d in scales)
    (folder / "exam.toml").write_text(EXAM + tables)
    of = {"one": range(1, 5), "low": range(5, 8), "high": range(8, 11)}
    lines = [question(n, m) for m in ("one", *modules) for n in of[m]]
    (place / "form.toml").write_text(HEAD)
    (place / "questions.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder
