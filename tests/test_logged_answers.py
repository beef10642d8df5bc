"""The conversions of `benchmarks/logged_answers.py` on small invented twins of the logs, which are other people's."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from tiny_benchmark import SUBJECTS, write_exam

from benchmarks import logged_answers as logs
from exams.files.exam_folder import load_exam
from exams.loaders import question_set as sets
from exams.loaders.question_set import question_set


def test_letters_by_section_and_by_question_with_a_missing_row_and_a_word(tmp_path: Path) -> None:
    sets._question_set.cache_clear()
    folder = write_exam(tmp_path / "tiny")
    exam = load_exam(str(folder))
    form = question_set(exam, folder / "set").form
    rows = [
        {"subject": s, "row": str(n), "m": "ABCD"[n % 4]}
        for s, count in SUBJECTS.items()
        for n in range(count)
        if (s, n) != ("knots", 5)  # the log lacks this row
    ]
    rows[0]["m"] = "To"  # what a model said instead of a letter
    rows[-1]["m"] = "D"
    score, grades = logs.replayed(exam, form, logs.letters(rows, "m"))
    # knots: 4 of the 5 that are in the log; tides: 1 of 2
    assert [round(m.value, 2) for m in score.full.means] == [65.0, round(100 * 5 / 7, 2)]
    assert {g.question: g.status for g in grades}["knots-5"] == "missing"
    assert {g.question: g.status for g in grades}["knots-0"] == "unparsed"
    assert "1 of 8 missing" in score.full.incomplete


def test_the_highest_likelihood_names_the_letter_and_the_first_of_equal_ones() -> None:
    assert logs.best_options([(-3.0, -2.5, -9.0), (-1.0, -1.0, -2.0)], "h") == {
        "h-0": {"answer": "B"},
        "h-1": {"answer": "A"},
    }


@pytest.mark.parametrize(
    ("prediction", "target", "full"),
    [
        ("We are back. So the answer is Yes.", "Yes", 1),
        ("No", "Yes", 0),
        ("No", "No", 1),
        ("So the answer is (B).", "(B)", 1),
        ("(A)", "(B)", 0),
    ],
)
def test_lettered_and_worded_answers_are_read(prediction: str, target: str, full: int) -> None:
    words = "- Yes\n- No" if target in ("Yes", "No") else "(A) 01/02/2003\n(B) 02/03/2004"
    prompt = f"Do the task.\n\nQ: An example?\nA: No\n\nQ: A question?\nOptions:\n{words}\nA:"
    form = logs.bbh_form([{"input": prompt, "target": target, "prediction": prediction}])
    assert form.questions[0].stem.startswith("A question?")
    _, grades = logs.replayed(load_exam("mksap"), form, {"q-0": {"text": prediction}})
    assert logs.right(grades) == full


def test_pass_rates_are_points_in_proportion() -> None:
    rows = [
        {"task": "HumanEval/7", "model": "m", "percent_of_10_runs": "30"},
        {"task": "HumanEval/8", "model": "other", "percent_of_10_runs": "90"},
    ]
    (grade,) = logs.pass_rates(rows, "m")
    assert grade.question == "humaneval-7" and grade.points == pytest.approx(0.3)


def test_a_check_holds_to_the_last_digit_only() -> None:
    assert logs.Check("l", "w", "0.8458", "0.8458").holds and not logs.Check("l", "w", "0.8458", "0.8459").holds


def test_two_options_come_out_of_a_loss_and_a_mass() -> None:
    rows = [{"loss": f"{-math.log(0.8)}", "total_logprob": f"{math.log(0.5)}"}, {"loss": "2.0", "total_logprob": "0"}]
    sure, wrong = (a.confidence or {} for a in logs.two_options(rows))
    assert sure == pytest.approx({"A": 0.4, "B": 0.1}) and wrong["A"] < 0.5 < wrong["B"]
    assert [q.key for q in logs.boolq_form(2).questions] == [("A",), ("A",)]
