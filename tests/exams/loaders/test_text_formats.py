"""Aiken and GIFT as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from exams.errors import InputError
from exams.loaders import open_form
from exams.loaders.open_form import read_form
from exams.loaders.text_banks.gift_syntax import escape, marks, unescape
from exams.question import Question


def gift(path: Path, text: str) -> list[Question]:
    file = path / "quiz.gift"
    file.write_text(text, encoding="utf-8")
    return list(open_form(str(file)).questions)


def right(question: Question) -> list[str]:
    return [o.text for o in question.options if o.label in question.key]


def test_aiken_reads_both_ways_of_lettering_and_feedback(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Largest?\nA. cat\nB. whale\nANSWER: B\nFEEDBACK: By far.\n\nSmallest?\nA) flea\nB) dog\nANSWER: A\n"
    )
    one, two = open_form(str(path)).questions
    assert (one.stem, right(one), one.explanation) == ("Largest?", ["whale"], "By far.")
    assert (two.stem, right(two)) == ("Smallest?", ["flea"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Q?\nA. x\nB. y\nANSWER: C\n", r":1: the key 'C' is not one of the options"),
        ("Q?\nA. x\nB. y\nstray\nANSWER: A\n", r":4: neither an option nor ANSWER"),
        ("Q?\nA. x\nB. y\nANSWER: A\n\nQ2?\nA. x\n", r":6: a question without ANSWER"),
    ],
)
def test_aiken_faults_stand_on_their_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    with pytest.raises(InputError, match=says):
        open_form(str(path))


def test_gift_choice_with_feedback_and_comment(tmp_path: Path) -> None:
    text = (
        "// warm up\n::Tomb:: Who lies there?{\n ~Jefferson # no\n =no one #right\n ~Grant\n #### nobody is buried\n}\n"
    )
    (question,) = gift(tmp_path, text)
    assert (question.id, question.stem, right(question)) == ("Tomb", "Who lies there?", ["no one"])
    assert [o.text for o in question.options] == ["Jefferson", "no one", "Grant"]
    assert question.explanation == "nobody is buried"


def test_gift_escapes_are_undone_and_latex_stays(tmp_path: Path) -> None:
    (question,) = gift(tmp_path, r"Is $\alpha \= \{1\:2\}$ \~ so?{=a\=b\#c ~x\\y ~\~z}")
    assert question.stem == r"Is $\alpha = {1:2}$ ~ so?"
    assert [o.text for o in question.options] == ["a=b#c", r"x\y", "~z"]


def test_gift_weights_make_several_right_answers(tmp_path: Path) -> None:
    (question,) = gift(tmp_path, "Which two?{~%50%two ~%50%three ~%-100%four ~nine}")
    assert (question.kind, right(question)) == ("multiple_select", ["two", "three"])


def test_gift_missing_word_leaves_a_gap(tmp_path: Path) -> None:
    (question,) = gift(tmp_path, "Moodle costs {~lots of money =nothing ~little} to download.")
    assert question.stem == "Moodle costs _____ to download."


@pytest.mark.parametrize(
    ("body", "key", "tolerance"),
    [
        ("#1822:5", ("1822",), 5),
        ("#3.141..3.142", ("3.1415",), 0.0005),
        ("# =1822:0 =%50%1822:2", ("1822",), 0),
        ("#\n=1/2\n=0.5 # also\n", ("1/2", "0.5"), 0),
        ("#-1,200", ("-1200",), 0),
    ],
)
def test_gift_numbers_have_tolerances(tmp_path: Path, body: str, key: tuple[str, ...], tolerance: float) -> None:
    (question,) = gift(tmp_path, f"When?{{{body}}}")
    assert (question.kind, question.key) == ("numeric", key)
    assert question.tolerance == pytest.approx(tolerance)


def test_gift_true_false_short_answer_and_essay(tmp_path: Path) -> None:
    truth, falsehood, short, essay = gift(tmp_path, "A{T}\n\nB{FALSE#no}\n\nC{=red =crimson =%50%pink}\n\nD{}\n")
    assert (right(truth), right(falsehood)) == (["True"], ["False"])
    assert (short.kind, short.model_answer) == ("free_response", "red\ncrimson")
    assert (essay.kind, essay.model_answer) == ("free_response", None)


def test_gift_categories_and_tags_are_topics(tmp_path: Path) -> None:
    text = "$CATEGORY: $course$/top/Law/Torts\n\nA{=x ~y}\n\n// [id:t-7] [tag:Duty]\nB{=x ~y}\n"
    one, two = gift(tmp_path, text)
    assert (one.topic, two.topic, two.id) == ("Law/Torts", "Duty", "t-7")


def test_gift_html_is_shown_as_text(tmp_path: Path) -> None:
    (question,) = gift(tmp_path, "[html]<p>How many<br>H<sub>2</sub>O</p>{=<b>two</b> ~three}")
    assert (question.stem, right(question)) == ("How many\nH₂O", ["two"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("A {b} {=c ~d}", "not exactly one pair of braces"),
        ("A{#twelve}", "is no number"),
        ("::title{=a ~b}", "without its closing"),
        ("A{~a ~b}", "the key is missing"),
        ("A{#=1:1 =9:2}", "different tolerances"),
    ],
)
def test_gift_faults_name_the_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        gift(tmp_path, text)


def test_one_broken_question_does_not_hide_the_others(tmp_path: Path) -> None:
    path = tmp_path / "x.gift"
    path.write_text("A{=a ~b}\n\nB{=a -> b}\n\nC{=a ~b}\n")
    reading = read_form(str(path), keep_faults=True)
    assert [q.stem for q in reading.form.questions] == ["A", "C"]
    assert [fault.line for fault in reading.faults] == [3]
    assert "1 broken questions left out" in reading.form.head.note


def test_escaping_leaves_no_mark_and_comes_back() -> None:
    text = "a~b=c#d{e}f:g\\h\\n\n\\\\{"
    assert marks(escape(text), "~=#{}:") == []
    assert unescape(escape(text)) == text
