"""What a translation lost or moved is found, each kind alone; a faithful one passes."""

from pathlib import Path

import pytest

from exams.checks.translation import compare_translation
from exams.form import Form, FormHead
from exams.question import Question

STEM = "Two trains of 1,200 tons leave at 9; which one is the first to arrive?"


def form(*questions: Question) -> Form:
    return Form(head=FormHead(id="f", title="f"), questions=questions, passages={}, folder=Path())


def question(number: int = 1, stem: str = STEM, texts: tuple[str, ...] = ("red", "blue"), key: str = "A") -> Question:
    options = [{"label": "AB"[i], "text": t} for i, t in enumerate(texts)]
    return Question.model_validate(
        {"id": f"s-{number}", "section": "s", "kind": "multiple_choice", "stem": stem, "options": options, "key": [key]}
    )


TRANSLATED = "Treni mbili za tani 1200 zinaondoka saa 9; ipi itafika kwanza?"


def test_a_faithful_translation_says_only_what_was_compared() -> None:
    found = compare_translation(form(question()), form(question(stem=TRANSLATED, texts=("nyekundu", "bluu"))))
    assert found.lines == ["translation held against the original: 1 questions, 0 keys moved"]


@pytest.mark.parametrize("digits", ["১২০০", "१२००", "١٢٠٠", "1.200"])
def test_figures_in_other_digits_and_with_other_separators_are_the_same(digits: str) -> None:
    found = compare_translation(form(question()), form(question(stem=TRANSLATED.replace("1200", digits))))
    assert found.numbers == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"key": "B"}, "keys"),
        ({"stem": TRANSLATED.replace("9", "8")}, "numbers"),
        ({"texts": ("bluu", "Bluu ")}, "alike"),
        ({"stem": STEM.upper()}, "same_words"),
    ],
)
def test_each_fault_is_found_and_told_with_its_question(change: dict[str, object], field: str) -> None:
    translated = question(**{"stem": TRANSLATED, **change})  # type: ignore[arg-type]
    found = compare_translation(form(question()), form(translated))
    assert getattr(found, field) == ("s-1",)
    others = {"keys", "numbers", "alike", "same_words", "missing", "added", "options"} - {field}
    assert all(getattr(found, other) == () for other in others)
    assert found.lines[-1].endswith(": s-1")


def test_questions_that_only_one_of_the_two_holds_are_counted() -> None:
    found = compare_translation(form(question(1), question(2)), form(question(2, stem=TRANSLATED), question(3)))
    assert (found.shared, found.missing, found.added) == (1, ("s-1",), ("s-3",))
    assert "1 questions of the original are not in the translation: s-1" in found.lines


def test_keys_of_numbers_are_compared_without_separators() -> None:
    def numeric(key: str) -> Question:
        return Question(id="s-1", section="s", kind="numeric", stem=STEM, key=(key,))

    assert compare_translation(form(numeric("70,000")), form(numeric("70000"))).keys == ()
    assert compare_translation(form(numeric("70,000")), form(numeric("7000"))).keys == ("s-1",)
