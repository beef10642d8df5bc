"""TruthfulQA asked in four ways out of the same records: keys stay right, nothing is told by position."""

import json
from pathlib import Path
from typing import Any

import pytest

from exams.errors import InputError
from exams.files.exam_folder import load_exam
from exams.loaders import open_form
from exams.question import Question

TRUE, FALSE = ["It sinks", "It goes down"], ["It flies", "It sings", "It burns"]
TABLE = "Type,Category,Question,Best Answer,Best Incorrect Answer,Correct Answers,Incorrect Answers,Source\n"


def record(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "question": f"What does stone {number} do?",
        "mc0_targets": {TRUE[0]: 1, FALSE[1]: 0},
        "mc1_targets": {TRUE[0]: 1, **dict.fromkeys(FALSE, 0)},
        "mc2_targets": {**dict.fromkeys(TRUE, 1), **dict.fromkeys(FALSE, 0)},
        **changes,
    }


def read(tmp_path: Path, exam: str, *records: dict[str, Any]) -> tuple[Question, ...]:
    file = tmp_path / "t.jsonl"
    file.write_text("".join(json.dumps(r) + "\n" for r in records))
    return open_form(str(file), exam=load_exam(exam)).questions


def texts(question: Question, *, right: bool) -> set[str]:
    return {o.text for o in question.options if (o.label in question.key) == right}


@pytest.mark.parametrize(
    ("exam", "kind", "true", "false"),
    [
        ("truthfulqa", "multiple_choice", set(TRUE[:1]), set(FALSE)),
        ("truthfulqa-mc2", "multiple_select", set(TRUE), set(FALSE)),
        ("truthfulqa-binary", "multiple_choice", set(TRUE[:1]), {FALSE[1]}),
    ],
)
@pytest.mark.parametrize("table", [False, True])
def test_each_reading_has_its_options_and_its_true_ones_in_any_place(
    tmp_path: Path, exam: str, kind: str, true: set[str], false: set[str], table: bool
) -> None:
    if table:
        rows = (
            f"A,Myths: old,What does stone {n} do?,It sinks,It sings,It sinks; It goes down,{'; '.join(FALSE)},x\n"
            for n in range(60)
        )
        (tmp_path / "TruthfulQA.csv").write_text(TABLE + "".join(rows))
        questions = open_form(str(tmp_path / "TruthfulQA.csv"), exam=load_exam(exam)).questions
        assert {q.topic for q in questions} == {"Myths – old"}
    else:
        questions = read(tmp_path, exam, *(record(n) for n in range(60)))
    assert {q.kind for q in questions} == {kind}
    for question in questions:
        assert (texts(question, right=True), texts(question, right=False)) == (true, false)
    first = sum("A" in q.key for q in questions) / len(questions)
    assert 0.2 < first / (len(true) / (len(true) + len(false))) < 2  # the true ones do not keep the first place


def test_always_taking_the_first_option_is_no_better_than_chance(tmp_path: Path) -> None:
    questions = read(tmp_path, "truthfulqa", *(record(n) for n in range(400)))
    right = sum(q.key == ("A",) for q in questions)
    assert 70 < right < 130  # 100 of 400 by chance; 400 in the order of the file


def test_a_generated_answer_goes_to_a_judge_who_sees_true_and_false_ones(tmp_path: Path) -> None:
    lists = {"choices": [*TRUE, *FALSE], "labels": [1, 1, 0, 0, 0]}
    first = {"choices": [TRUE[0], *FALSE], "labels": [1, 0, 0, 0]}
    answers = {"best_answer": TRUE[0], "correct_answers": [*TRUE, "I have no comment."], "incorrect_answers": FALSE}
    (question,) = read(tmp_path, "truthfulqa-generate", record(1, mc1_targets=first, mc2_targets=lists, **answers))
    assert question.kind == "free_response" and question.points == 2 and question.rubric is not None
    assert [c.id for c in question.rubric.criteria] == ["truthful", "informative"]
    assert "True answers:\n- It sinks\n- It goes down\n- I have no comment." in question.rubric.notes
    assert "False answers:\n- It flies" in question.rubric.notes
    assert not question.options and "It flies" not in question.stem


def test_options_and_marks_of_different_lists_are_refused(tmp_path: Path) -> None:
    mixed = {"choices": [*TRUE, *FALSE], "labels": [1, 0, 0, 0]}
    with pytest.raises(InputError, match="mc1_targets: 5 options and 4 marks: they are of different lists"):
        read(tmp_path, "truthfulqa", record(1, mc1_targets=mixed))


def test_the_set_of_2021_has_no_binary_form(tmp_path: Path) -> None:
    row = record(1)
    del row["mc0_targets"]
    with pytest.raises(InputError, match="the set of 2021 has none"):
        read(tmp_path, "truthfulqa-binary", row)


def test_translations_are_shuffled_alike(tmp_path: Path) -> None:
    def spoken(lang: str, number: int) -> dict[str, Any]:
        lists = {"choices": [f"{lang} {t}" for t in (TRUE[0], *FALSE)], "labels": [1, 0, 0, 0]}
        return record(number, question=f"{lang} {number}?", id=number, lang=lang, mc1_targets=lists)

    english, basque = (read(tmp_path, "truthfulqa", *(spoken(lang, n) for n in range(1, 40))) for lang in ("en", "eu"))
    assert [q.key for q in english] == [q.key for q in basque]
    assert [[o.text[3:] for o in q.options] for q in english] == [[o.text[3:] for o in q.options] for q in basque]
    assert len({q.key for q in english}) == 4
