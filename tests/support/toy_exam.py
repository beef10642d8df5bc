"""A small exam of our own, so that the run is tested without any exam that ships."""

from __future__ import annotations

import json
from pathlib import Path

EXAM = """
schema = 1
id = "toy"
name = "Toy Exam"
short = "Toy"
version = "1"
family = "toy"

[[section]]
id = "mc"
name = "Multiple choice"
kind = "multiple_choice"
questions = 20
points = 20
weight = 0.5
options = 4

[[section]]
id = "essay"
name = "Essay"
kind = "free_response"
questions = 2
points = 12
weight = 0.5
grading = "rubric"

[score]
name = "Percent correct"
min = 0
max = 100
step = 0.1
rule = "percent_correct"
provenance = { source = "made up for a test", status = "inferred" }
"""
HEAD = 'schema = 1\nid = "toy-{role}"\nexam = "toy"\ntitle = "Toy form"\nrole = "{role}"\n'


def choice(number: int, **more: object) -> dict[str, object]:
    """A four-option question whose right answer is 'B'."""
    labels = "ABCD"
    return {
        "id": f"q{number}",
        "section": "mc",
        "kind": "multiple_choice",
        "stem": f"Question number {number}: which letter follows A in the alphabet of the toy language?",
        "options": [{"label": x, "text": f"the letter {x} of question {number}"} for x in labels],
        "key": ["B"],
        "explanation": "B follows A.",
        **more,
    }


def essay(number: int) -> dict[str, object]:
    """A free response worth six points by two criteria."""
    criteria = [{"id": "c1", "text": "names the rule", "points": 4}, {"id": "c2", "text": "applies it", "points": 2}]
    return {
        "id": f"e{number}",
        "section": "essay",
        "kind": "free_response",
        "stem": f"Essay {number}: discuss the rule of the toy court.",
        "points": 6,
        "rubric": {"kind": "analytic", "max_points": 6, "criteria": criteria},
    }


def make_exam(folder: Path, questions: list[dict[str, object]], examples: int = 3) -> Path:
    """Write the toy exam with these questions and a few worked examples; the exam's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "exam.toml").write_text(EXAM)
    forms = {"practice": questions, "development": [choice(900 + n) for n in range(examples)]}
    for role, lines in forms.items():
        if not lines:
            continue
        place = folder / "forms" / role
        place.mkdir(parents=True)
        (place / "form.toml").write_text(HEAD.format(role=role))
        (place / "questions.jsonl").write_text("".join(json.dumps(q) + "\n" for q in lines))
    return folder
