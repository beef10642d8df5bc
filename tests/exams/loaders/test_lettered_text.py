"""Question banks that people type: one tolerant reader for lettered text, and its neighbours."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import pytest

from exams.errors import InputError
from exams.loaders import open_form
from exams.question import Question


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def bank(path: Path, text: str) -> list[Question]:
    path.write_text(text, encoding="utf-8")
    return list(open_form(str(path)).questions)


def rights(questions: list[Question]) -> list[list[str]]:
    return [[o.text for o in q.options if o.label in q.key] for q in questions]


TWO = [["oak"], ["steel"]]
BANKS = {  # two questions each
    "respondus": "1. Which burns?\na. tin\n*b. oak\nc. zinc\n\n2. Which rusts?\n*a. steel\nb. brass\n",
    "answers named": (
        "1) Which burns?\nA) tin\nB) oak\nAnswer: B\n\n2) Which rusts?\nA) steel\nB) brass\nCorrect answer: A\n"
    ),
    "no blanks between": "1. Which burns?\nA. tin\nB. oak\nAns: b\n2. Which rusts?\nA. steel\nB. brass\nAns: a\n",
    "key at the end": (
        "1. Which burns?\nA. tin\nB. oak\n\n2. Which rusts?\nA. steel\nB. brass\n\nAnswer key\n1. B\n2. A\n"
    ),
    "key in one line": (
        "1. Which burns?\nA. tin\nB. oak\n\n2. Which rusts?\nA. steel\nB. brass\n\nAnswers:\n1-B, 2-A\n"
    ),
    "loose aiken": "Which burns?\na) tin\nb) oak\nANSWER: B\n\nWhich rusts?\na) steel\nb) brass\nANSWER: A\n",
    "check list": "## Q1. Which burns?\n\n- [ ] tin\n- [x] oak\n\n## Q2. Which rusts?\n\n- [x] steel\n- [ ] brass\n",
    "options in a line": (
        "1. Which burns? (A) tin (B) oak\nAnswer: B\n\n2. Which rusts? (A) steel (B) brass\nAnswer: A\n"
    ),
    "Chinese": "1．Which burns?\nA．tin\nB．oak\n答案：B\n\n2．Which rusts?\nA．steel\nB．brass\n【答案】A\n",
    "Spanish": "1. Which burns?\na) tin\nb) oak\nRespuesta: b\n\n2. Which rusts?\na) steel\nb) brass\nRespuesta: a\n",
    "letter and text": (
        "1. Which burns?\nA. tin\nB. oak\nAnswer: B. oak\n\n2. Which rusts?\nA. steel\nB. brass\nAnswer: A\n"
    ),
    "Question 1 alone": "Question 1\nWhich burns?\nA) tin\nB) oak\nAnswer: B\n\n"
    "Question 2\nWhich rusts?\nA) steel\nB) brass\nAnswer: A\n",
    "bullets": "1. Which burns?\n   - A. tin\n   - B. oak\n\n   **Answer: B**\n\n"
    "2. Which rusts?\n   * A. steel\n   * B. brass\n\n   **Answer: A**\n",
    "answer section": "____ 1. Which burns?\na. tin\nb. oak\n\n____ 2. Which rusts?\na. steel\nb. brass\n\n"
    "Answer Section\n\n1. ANS: B\n2. ANS: A\n",
    "trivia": "#Q Which burns?\n^ oak\nA tin\nB oak\n\n#Q Which rusts?\n^ steel\nA steel\nB brass\n",
    "upload": "MC\tWhich burns?\ttin\tincorrect\toak\tcorrect\nMC\tWhich rusts?\tsteel\tcorrect\tbrass\tincorrect\n",
}


@pytest.mark.parametrize("name", BANKS)
def test_banks_of_every_hand_are_two_questions(tmp_path: Path, name: str) -> None:
    questions = bank(tmp_path / "quiz.txt", BANKS[name])
    assert rights(questions) == TWO
    assert [q.stem for q in questions] == ["Which burns?", "Which rusts?"]


def test_several_marks_true_and_false_numbers_and_points(tmp_path: Path) -> None:
    text = (
        "1. Which are metals?\n*a. tin\nb. oak\n*c. zinc\n\n2. Oak burns.\nAnswer: True\n\n"
        "Points: 3\n3. How many?\n=   7 +- 0.5\n"
    )
    first, second, third = bank(tmp_path / "quiz.txt", text)
    assert (first.kind, first.key) == ("multiple_select", ("A", "C"))
    assert (rights([second]), second.kind) == ([["True"]], "multiple_choice")
    assert (third.kind, third.key, third.tolerance) == ("numeric", ("7",), 0.5)


def test_a_line_that_only_looks_like_an_option_stays_in_the_stem(tmp_path: Path) -> None:
    text = "1. Read this line:\nA. Smith wrote it in 1901.\nWho did?\na. Smith\n*b. Jones\n"
    (question,) = bank(tmp_path / "quiz.txt", text)
    assert question.stem == "Read this line:\nA. Smith wrote it in 1901.\nWho did?"
    assert rights([question]) == [["Jones"]]


def test_text_between_questions_is_told_and_stops_if_it_is_long(tmp_path: Path) -> None:
    body = "1. Which burns?\nA. tin\nB. oak\nAnswer: B\n\n2. Which rusts?\nA. steel\nB. brass\nAnswer: A\n"
    path = tmp_path / "quiz.txt"
    path.write_text(f"Week three\n\n{body}")
    assert "unused: text of no question (1 row, 10 characters a row)" in open_form(str(path)).head.note
    path.write_text("Read the following. " * 20 + f"\n\n{body}")
    with pytest.raises(InputError, match=r"text of no question .* looks like a passage"):
        open_form(str(path))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "1. Which?\nA. tin\nB. oak\nAnswer: D\n\n2. And?\nA. x\nB. y\nAnswer: A\n",
            r"quiz\.txt:1: the answer 'D' is none",
        ),
        ("1. Which?\nA. tin\nB. oak\n\n2. And?\nA. x\n*B. y\n", r"quiz\.txt:1: no option is marked as right"),
        (
            "1. Which?\n*A. tin\nB. oak\nAnswer: B\n\n2. And?\nA. x\n*B. y\n",
            "the marked option and the answer line differ",
        ),
    ],
)
def test_faults_of_a_bank_name_the_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        bank(tmp_path / "quiz.txt", text)


def test_gift_and_its_neighbours_in_one_block(tmp_path: Path) -> None:
    text = "A text about metals.\n\nMatch. {=tin -> grey =oak -> brown}\n\nHow many? {#=7:0\n~#Again.}\n"
    first, second, third = bank(tmp_path / "quiz.gift", text)
    assert [first.stem, second.stem] == ["tin", "oak"]
    assert rights([first, second]) == [["grey"], ["brown"]]
    assert (third.key, third.passage) == (("7",), "p2")


def test_anki_notes_as_text_and_in_a_package(tmp_path: Path) -> None:
    (question,) = bank(tmp_path / "deck.txt", "#separator:tab\n#html:true\nWhich <b>burns</b>?\toak\n")
    assert (question.stem, question.model_answer) == ("Which burns?", "oak")
    base = sqlite3.connect(tmp_path / "collection.anki2")
    base.execute("CREATE TABLE notes (id INTEGER, flds TEXT, tags TEXT)")
    base.execute("INSERT INTO notes VALUES (1, ?, '')", ("Which rusts?\x1fsteel",))
    base.commit()
    base.close()
    with zipfile.ZipFile(tmp_path / "deck.apkg", "w") as archive:
        archive.write(tmp_path / "collection.anki2", "collection.anki2")
    (question,) = open_form(str(tmp_path / "deck.apkg")).questions
    assert (question.stem, question.model_answer) == ("Which rusts?", "steel")
