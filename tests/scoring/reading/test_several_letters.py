"""Several letters in one answer: every pair and triple, in the forms in which they are written."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest

from scoring.reading.extract import read_choice

LETTERS = "ABCDEFGHIOY"  # among them those that are words of some language: 'A y E', 'A, O'
OPTIONS = {letter: f"the option called {letter}" for letter in LETTERS}
FORMS: dict[str, Callable[[tuple[str, ...]], str]] = {
    "comma": lambda c: "ANSWER: " + ", ".join(c),
    "comma without a blank": lambda c: "ANSWER: " + ",".join(c),
    "bold": lambda c: "**" + ", ".join(c) + "**",
    "and": lambda c: "Answer: " + ", ".join(c[:-1]) + " and " + c[-1],
    "sentence": lambda c: "The correct answers are " + ", ".join(c[:-1]) + ", and " + c[-1] + ".",
    "Spanish": lambda c: "Respuesta: " + ", ".join(c[:-1]) + " y " + c[-1],
    "Italian": lambda c: "Risposta: " + ", ".join(c[:-1]) + " e " + c[-1],
    "semicolon": lambda c: "ANSWER: " + "; ".join(c),
    "blank": lambda c: "ANSWER: " + " ".join(c),
    "small": lambda c: "ANSWER: " + ", ".join(c).lower(),
    "brackets": lambda c: "Answers: (" + "), (".join(c) + ")",
}


@pytest.mark.parametrize("form", FORMS)
def test_none_of_several_letters_is_lost(form: str) -> None:
    written = {FORMS[form](c): c for n in (2, 3) for c in combinations(LETTERS, n)}
    wrong = {t: r for t, c in written.items() if (r := read_choice(t, OPTIONS, several=True).choice) != c}
    assert wrong == {}


@pytest.mark.parametrize("text", ["ANSWER: C, E", "ANSWER: b, c", "ANSWER: A, O"])
def test_several_letters_answer_no_question_that_asks_for_one(text: str) -> None:
    assert read_choice(text, OPTIONS).choice == ()


@pytest.mark.parametrize(
    "text", ["ANSWER: B I think so", "ANSWER: B\nC is wrong", "ANSWER: B. A contract needs consideration."]
)
def test_a_word_after_the_letter_is_no_second_letter(text: str) -> None:
    assert read_choice(text, OPTIONS, several=True).choice == ("B",)
