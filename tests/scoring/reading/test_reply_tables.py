"""The tables of replies: shares of misread and unread letters and numbers over all styles and languages."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from scoring.reading.extract import read_choice
from scoring.reading.extract_number import read_number
from scoring.reading.key_grading import number
from scoring.reading.language import languages

TABLES = Path(__file__).parent / "replies"
OPTIONS: dict[str, dict[str, str]] = json.loads((TABLES / "options.json").read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (TABLES / name).read_text(encoding="utf-8").splitlines()]


def shares(outcomes: Sequence[tuple[object, object, str]]) -> tuple[float, float]:
    """Share read as something else than a person reads, and share of the readable ones that were read rightly."""
    misread = [o for o in outcomes if o[1] and o[0] != o[1]]
    readable = [o for o in outcomes if o[0]]
    read = [o for o in readable if o[0] == o[1]]
    unread = [o for o in readable if not o[1]]
    print(f"{len(outcomes)} replies: {len(misread)} misread {misread}, {len(read)} of {len(readable)} read, {unread}")
    return len(misread) / len(outcomes), len(read) / len(readable)


@pytest.mark.parametrize("told", [False, True])
def test_letters_are_read_as_a_person_reads_them(told: bool) -> None:
    """With the exam's language told and without: the wrong share at most 0.3 %, the read share at least 97 %."""
    outcomes = []
    for row in rows("letters.jsonl"):
        right = row["right"]
        wanted = tuple(right) if isinstance(right, list) else (right,) if right else ()
        language = row["language"] if told else ""
        options, several = OPTIONS[row["options"]], row.get("several", False)
        outcomes.append(
            (wanted, read_choice(row["text"], options, several=several, language=language).choice, row["text"])
        )
    misread, read = shares(outcomes)
    assert len(outcomes) >= 800
    assert misread <= 0.003
    assert read >= 0.97


def test_numbers_are_read_by_value() -> None:
    outcomes = []
    for row in rows("numbers.jsonl"):
        found = read_number(row["text"]).choice
        wanted = number(row["right"]) if row["right"] else None
        outcomes.append((wanted, number(found[0]) if found else None, row["text"]))
    misread, read = shares(outcomes)
    assert len(outcomes) >= 100
    assert misread <= 0.003
    assert read >= 0.97


def test_there_is_a_table_for_each_language_and_sentences_in_each() -> None:
    tabled = {language.code for language in languages()}
    assert len(tabled) >= 20
    assert {row["language"] for row in rows("letters.jsonl")} == tabled


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_every_language_has_the_words_that_reading_needs(language: Any) -> None:
    for field in ("answer", "right", "is", "choose", "so", "not", "wrong", "doubt", "mend", "other"):
        assert not language.pattern[field].pattern.startswith("(?!"), field
    assert language.number
    assert language.code == "en" or language.cues


@pytest.mark.parametrize(
    "form",
    [
        "ANSWER: {}",
        "Answer: **{}**",
        "**Answer: {}**",
        "The answer is ({}).",
        "The answer is therefore [{}]",
        "\\boxed{{{}}}",
    ],
)
@pytest.mark.parametrize("before", ["", "The rule is old. ", "First A, then D. The answer is D? No.\n\n"])
def test_the_short_way_for_common_replies_reads_as_the_long_way(before: str, form: str) -> None:
    """A word that could open another question sends a reply the long way."""
    options = OPTIONS["en"]
    text = before + form.format("B")
    assert read_choice(text, options).choice == read_choice("A Problem of law. " + text, options).choice == ("B",)
    assert read_number(before + form.format("1,234.5")).choice == ("1234.5",)


def test_a_long_reply_is_read_by_its_last_part_as_it_is_read_whole() -> None:
    """The same sentences behind a long text without a statement: the same letter, and the same number."""
    before = "The plaintiff must show that a duty was owed to her, and that it was breached by what he did then. " * 8
    for row in rows("letters.jsonl")[::9]:
        options, several = OPTIONS[row["options"]], row.get("several", False)
        alone = read_choice("…\n\n" + row["text"], options, several=several).choice
        assert read_choice(before + "\n\n" + row["text"], options, several=several).choice == alone, row["text"]
    for row in rows("numbers.jsonl")[::3]:
        assert read_number(before + "\n\n" + row["text"]).choice == read_number("…\n\n" + row["text"]).choice, row
