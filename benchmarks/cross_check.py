"""Do the libraries that read these formats see in our exports what we put in?

    python benchmarks/cross_check.py write FOLDER        with examsim installed: export the shipped practice forms
    python benchmarks/cross_check.py read FOLDER         with inspect_ai and citolab-qti-convert installed
    node benchmarks/cross_check_gift.mjs FOLDER          with gift-pegjs installed
    python benchmarks/cross_check.py back FOLDER         with examsim: read what qti-convert made of our QTI packages

`read` also turns every QTI 2.1 package into 3.0 and every 3.0 package into 2.1 for `back` to compare.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

KEYED = ("multiple_choice", "multiple_select")


def write(folder: Path) -> None:
    """Export every shipped practice form in every format, and what is expected of it as JSON."""
    from exams.files.exam_folder import load_exam, shipped_exams
    from exams.files.form_folder import practice_form
    from exams.writers import FORMATS, export_form

    for name in shipped_exams():
        exam = load_exam(name)
        if not (exam.folder / "forms" / "practice" / "form.toml").is_file():
            continue
        form = practice_form(exam)
        target = folder / name
        for format, how in FORMATS.items():
            export_form(form, format, target / format / f"{name}{how.extension}")
        expected = []
        for question in form.questions:
            labels = [o.label for o in question.options]
            passage = form.passage_of(question)
            expected.append(
                {
                    "id": question.id,
                    "kind": question.kind,
                    "stem": question.stem,
                    "passage": None if passage is None else passage.text,
                    "options": [o.text for o in question.options],
                    "key": [labels.index(k) for k in question.key] if labels else list(question.key),
                    "pictures": len(question.all_images) + len(passage.images if passage else ()),
                    "points": question.points,
                    "tolerance": question.tolerance,
                }
            )
        (target / "expected.json").write_text(json.dumps(expected))


def read(folder: Path) -> None:
    """Read every export with the library of its format and count what differs."""
    for target in sorted(p.parent for p in folder.glob("*/expected.json")):
        expected = [q for q in json.loads((target / "expected.json").read_text()) if q["kind"] != "code"]
        name = target.name
        told = inspect_differences(target / "inspect" / f"{name}.jsonl", expected)
        convert_qti(target, name)
        print(name, len(expected), "questions, inspect_ai sees otherwise:", told)


def inspect_differences(path: Path, expected: list[dict[str, Any]]) -> list[str]:
    from inspect_ai.dataset import json_dataset

    found = []
    for sample, mine in zip(json_dataset(str(path)), expected, strict=True):
        text = sample.input if isinstance(sample.input, str) else sample.input[0].text
        pictures = 0 if isinstance(sample.input, str) else len(sample.input[0].content) - 1
        target: list[Any] = [sample.target] if isinstance(sample.target, str) else list(sample.target)
        if mine["kind"] in KEYED:
            target = [ord(t) - 65 for t in target]
        same = text.endswith(mine["stem"]) and (mine["passage"] or "") in text and pictures == mine["pictures"]
        same = same and (sample.choices or []) == mine["options"]
        if mine["kind"] != "free_response":
            same = same and sorted(target) == sorted(mine["key"])
        if not same:
            found.append(mine["id"])
    return found


def convert_qti(target: Path, name: str) -> None:
    from qti_convert.cli import main as convert

    convert(["upgrade", str(target / "qti21" / f"{name}.zip"), str(target / "upgraded.zip")])
    convert(["downgrade", str(target / "qti30" / f"{name}.zip"), str(target / "downgraded.zip")])


def back(folder: Path) -> None:
    """Read the converted packages and count what differs from the form."""
    from exams.loaders import open_form

    for target in sorted(p.parent for p in folder.glob("*/expected.json")):
        expected = [q for q in json.loads((target / "expected.json").read_text()) if q["kind"] != "code"]
        told = {}
        for converted in ("upgraded", "downgraded"):
            form = open_form(str(target / f"{converted}.zip"), format="qti", pictures=target / converted)
            told[converted] = [
                mine["id"] for mine, q in zip(expected, form.questions, strict=True) if not _same(mine, form, q)
            ]
        print(target.name, len(expected), "questions:", told)


def _same(mine: dict[str, Any], form: Any, question: Any) -> bool:
    labels = [o.label for o in question.options]
    key = [labels.index(k) for k in question.key] if labels else list(question.key)
    passage = form.passage_of(question)
    whole = question.stem if passage is None else f"{passage.text} {question.stem}"
    wanted = mine["stem"] if mine["passage"] is None else f"{mine['passage']} {mine['stem']}"
    return (
        whole.split() == wanted.split()
        and [o.text.split() for o in question.options] == [o.split() for o in mine["options"]]
        and sorted(map(str, key)) == sorted(map(str, mine["key"]))
        and question.points == mine["points"]
    )


if __name__ == "__main__":
    {"write": write, "read": read, "back": back}[sys.argv[1]](Path(sys.argv[2]))
