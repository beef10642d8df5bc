"""Small invented records in the layouts of the sets of questions on pictures: key, rule, picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from exams.errors import InputError
from exams.form import Form
from exams.loaders import open_form


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def read(tmp_path: Path, picture: str, value: Any) -> Form:
    """The form of a JSON file with one picture beside it."""
    (tmp_path / picture).parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (4, 4), "red").save(tmp_path / picture)
    (tmp_path / "set.json").write_text(json.dumps(value))
    return open_form(str(tmp_path / "set.json"))


def test_chartqa_is_graded_by_relaxed_accuracy(tmp_path: Path) -> None:
    form = read(tmp_path, "png/a1.png", [{"imgname": "a1.png", "query": "How many?", "label": "14"}])
    (question,) = form.questions
    assert (question.kind, question.matching, question.key) == ("short_answer", "relaxed", ("14",))
    assert form.image_path(question.images[0].file).is_file()


def test_docvqa_is_graded_by_anls_and_takes_all_answers(tmp_path: Path) -> None:
    record = {
        "questionId": 337,
        "question": "What is the date?",
        "image": "documents/x_1.png",
        "docId": 279,
        "answers": ["1/8/93", "Jan 8, 1993"],
        "data_split": "val",
    }
    whole = {"dataset_name": "SP-DocVQA", "dataset_split": "val", "data": [record]}
    (question,) = read(tmp_path, "documents/x_1.png", whole).questions
    assert (question.id, question.matching) == ("337", "anls")
    assert question.key == ("1/8/93", "Jan 8, 1993") and len(question.images) == 1


def test_textvqa_keeps_ten_answers_as_they_are(tmp_path: Path) -> None:
    answers = ["dakota"] * 7 + ["dakota digital"] * 3
    record = {"question": "What brand?", "question_id": 5, "image_id": "abc", "answers": answers, "set_name": "val"}
    (question,) = read(tmp_path, "train_images/abc.jpg", {"data": [record]}).questions
    assert question.matching == "vqa" and question.key == tuple(answers) and len(question.images) == 1


def test_ai2d_counts_from_zero(tmp_path: Path) -> None:
    record = {"question": "Who eats?", "options": ["owl", "mouse", "grass"], "answer": "2", "image": "d.png"}
    (question,) = read(tmp_path, "d.png", [record]).questions
    assert question.key == ("C",) and len(question.images) == 1


def test_mmmu_has_options_as_a_literal_and_numbered_pictures(tmp_path: Path) -> None:
    record = {
        "id": "validation_Art_1",
        "question": "What does <image 1> show?",
        "options": "['a lake', 'a hill']",
        "explanation": "",
        "image_1": "d.png",
        "image_2": None,
        "img_type": "['Paintings']",
        "answer": "B",
        "topic_difficulty": "Easy",
        "question_type": "multiple-choice",
        "subfield": "Drawing",
    }
    (question,) = read(tmp_path, "d.png", [record]).questions
    assert [o.text for o in question.options] == ["a lake", "a hill"]
    assert question.key == ("B",) and question.topic == "Drawing" and len(question.images) == 1
    with pytest.raises(InputError, match="no answer is given"):
        read(tmp_path, "d.png", [record | {"answer": "?"}])


@pytest.mark.parametrize(
    ("changes", "kind", "key"),
    [
        ({"choices": ["2", "3"], "answer": "3", "question_type": "multi_choice"}, "multiple_choice", ("B",)),
        ({"answer": "7", "answer_type": "integer"}, "numeric", ("7",)),
        ({"answer": "1.2", "answer_type": "float", "precision": 1.0}, "numeric", ("1.2",)),
    ],
)
def test_mathvista_has_choices_or_a_number_to_its_precision(
    tmp_path: Path, changes: dict[str, Any], kind: str, key: tuple[str, ...]
) -> None:
    record = {"pid": "1", "question": "How long?", "image": "images/1.jpg", "choices": None, "unit": None}
    record |= {"precision": None, "answer": "", "question_type": "free_form", "answer_type": "text", **changes}
    (question,) = read(tmp_path, "images/1.jpg", [record]).questions
    assert (question.kind, question.key) == (kind, key)
    assert question.tolerance == (0.05 if changes.get("precision") else 0)


def test_a_picture_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the picture 'b\.png' is not there"):
        read(tmp_path, "png/a.png", [{"imgname": "b.png", "query": "How many?", "label": "14"}])
