"""Files whose only answers are in a column of ones, letters or truth values: read, asked about, never lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exams.errors import InputError
from exams.form import Form
from exams.loaders import open_form
from exams.loaders.open_form import read_form
from exams.loaders.record_adapter import ImportOptions

STEMS = ("Tin melts below iron.", "Helium is a metal.", "Mercury is liquid at room temperature.", "Gold rusts.")


def records(tmp_path: Path, name: str, values: list[Any]) -> str:
    path = tmp_path / "set.jsonl"
    rows = [{"question": s, name: v} for s, v in zip(STEMS, values, strict=True)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def keys(form: Form) -> list[tuple[str, ...]]:
    return [tuple(o.text for o in q.options if o.label in q.key) for q in form.questions]


@pytest.mark.parametrize("values", [[1, 0, 1, 0], ["1", "0", "1", "0"], [True, False, True, False]])
@pytest.mark.parametrize("name", ["is_true", "IsTrue", "es_verdadero", "True or false"])
def test_a_column_named_for_the_truth_is_the_key(tmp_path: Path, name: str, values: list[Any]) -> None:
    assert keys(open_form(records(tmp_path, name, values))) == [("True",), ("False",), ("True",), ("False",)]


def test_bits_that_may_be_numbers_are_asked_about(tmp_path: Path) -> None:
    file = records(tmp_path, "label", [1, 0, 1, 0])
    with pytest.raises(InputError, match="numbers, or false and true"):
        open_form(file)
    read = read_form(file, import_options=ImportOptions({"key-by": "truth"})).form
    assert keys(read)[:2] == [("True",), ("False",)]
    numbers = read_form(file, import_options=ImportOptions({"key-by": "number"})).form
    assert [(q.kind, q.key) for q in numbers.questions[:2]] == [("numeric", ("1",)), ("numeric", ("0",))]


@pytest.mark.parametrize("values", [["a", "b", "a", "d"], [2, 3, 0, 1], [True, False, True, True], ["ja", "nein"] * 2])
def test_a_field_that_may_hold_the_keys_stops_an_import_without_any_answer(tmp_path: Path, values: list[Any]) -> None:
    file = records(tmp_path, "zz", values)
    with pytest.raises(InputError, match=r"unused text: zz .* looks like a key"):
        open_form(file)
    assert len(read_form(file, import_options=ImportOptions(ignore=("zz",))).form.questions) == 4


@pytest.mark.parametrize("values", [[1900, 1950, 1980, 2000], ["red", "blue", "red", "blue"], [1, 1, 1, 1]])
def test_other_short_fields_stop_nothing(tmp_path: Path, values: list[Any]) -> None:
    assert len(open_form(records(tmp_path, "zz", values)).questions) == 4


def test_a_dialogue_with_its_questions_in_a_list(tmp_path: Path) -> None:
    asked = [{"question": "How long?", "choice": ["A day.", "A week."], "answer": "A week."}]
    more = [{"question": "Who came?", "choice": ["He.", "She."], "answer": "He."}]
    data = [[["M: How long did you stay?", "W: A week."], asked, "1-1"], [["M: I came alone."], more, "1-2"]]
    (tmp_path / "talks.json").write_text(json.dumps(data))
    form = open_form(str(tmp_path / "talks.json"))
    assert keys(form) == [("A week.",), ("He.",)]
    assert [form.passage_of(q).text for q in form.questions] == [  # type: ignore[union-attr]
        "M: How long did you stay?\nW: A week.",
        "M: I came alone.",
    ]


@pytest.mark.parametrize("name", ["quiz.csv", "quiz.jsonl"])
def test_an_encoding_can_be_named(tmp_path: Path, name: str) -> None:
    text = "question,A,B,answer\nKdo je ředitel?,žák,učitel,B\n"
    if name.endswith("jsonl"):
        row = {"question": "Kdo je ředitel?", "A": "žák", "B": "učitel", "answer": "B"}
        text = json.dumps(row, ensure_ascii=False) + "\n"
    (tmp_path / name).write_bytes(text.encode("cp1250"))
    reading = read_form(str(tmp_path / name), import_options=ImportOptions(encoding="cp1250"))
    (question,) = reading.form.questions
    assert (question.stem, keys(reading.form)) == ("Kdo je ředitel?", [("učitel",)])
    assert "read as cp1250 text" in reading.form.head.note
    assert "a guess" not in reading.form.head.note
