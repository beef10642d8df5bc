"""Questions in many scripts, planted into text of their own language, are found; those that are not there are not."""

import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

from contamination.audit import audit
from contamination.types import Audit, Item


@dataclass(frozen=True)
class Language:
    """A question, another of the same topic that is nowhere, and text to stand around it."""

    question: str
    innocent: str
    around: str


_TEXTS = tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))
LANGUAGES = {name: Language(**texts) for name, texts in _TEXTS.items()}
TATWEEL = "\u0640"


def full_width(text: str) -> str:
    """ASCII letters, digits and signs in the wide forms of East Asian typing."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def stretched(text: str) -> str:
    """Arabic as a poster sets it: a stroke in the middle of every longer word."""
    return " ".join(w[:2] + TATWEEL * 2 + w[2:] if len(w) > 4 and w.isalpha() else w for w in text.split(" "))


def in_columns(text: str) -> str:
    """Lines broken after every twenty characters, wherever that is."""
    return "\n".join(text[i : i + 20] for i in range(0, len(text), 20))


CHANGES: dict[str, Callable[[str], str]] = {
    "verbatim": str,
    "capitals": str.upper,
    "composed": lambda text: unicodedata.normalize("NFC", text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "full width": full_width,
    "without signs": lambda text: "".join(c if unicodedata.category(c)[0] != "P" else " " for c in text),
    "bold": lambda text: f"<b>{text[:30]}</b>{text[30:]}",
    "lines of twenty": in_columns,
}


def looked_for(language: Language, copy: str, folder: Path) -> Audit:
    """An audit of the question and the innocent against text with the copy in its middle."""
    text = f"{language.around * 3}\n{copy}\n{language.around}"
    path = folder / "corpus.jsonl"
    path.write_bytes(orjson.dumps({"id": "planted", "text": text}) + b"\n")
    items = [Item("planted", language.question), Item("innocent", language.innocent)]
    return audit(items, [path], form="f", form_hash="h", rules=("examsim", "gpt4"))


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", LANGUAGES)
def test_a_planted_question_is_found_in_any_script_and_an_innocent_is_not(
    name: str, change: str, tmp_path: Path
) -> None:
    language = LANGUAGES[name]
    copy = CHANGES[change](language.question)
    result = looked_for(language, copy, tmp_path)
    planted, innocent = result.items
    assert planted.verdict == "contaminated"
    assert set(planted.flagged_by) == {"examsim", "gpt4"}
    assert (innocent.verdict, innocent.flagged_by) == ("clean", ())


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", LANGUAGES)
def test_offsets_slice_the_raw_document_back_to_the_copy(name: str, change: str, tmp_path: Path) -> None:
    language = LANGUAGES[name]
    copy = CHANGES[change](language.question)
    text = f"{language.around * 3}\n{copy}\n{language.around}"
    evidence = looked_for(language, copy, tmp_path).items[0].evidence[0]
    where = text.index(copy)
    assert where <= evidence.start + 2 and evidence.end <= where + len(copy) + 2
    assert evidence.end - evidence.start >= 0.9 * len(copy) - 2
    assert text[evidence.snippet_start :].startswith(evidence.snippet)


def test_stretched_arabic_is_found(tmp_path: Path) -> None:
    language = LANGUAGES["Arabic"]
    copy = stretched(language.question)
    assert copy.count(TATWEEL) >= 20
    planted, innocent = looked_for(language, copy, tmp_path).items
    assert (planted.verdict, innocent.verdict) == ("contaminated", "clean")


def test_stretched_arabic_is_found_by_the_gpt4_rule(tmp_path: Path) -> None:
    language = LANGUAGES["Arabic"]
    assert "gpt4" in looked_for(language, stretched(language.question), tmp_path).items[0].flagged_by


def with_mistakes(text: str) -> str:
    """Every thirtieth letter is left out."""
    return "".join(c for n, c in enumerate(text, 1) if n % 30)


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_copy_with_typing_mistakes_is_found_by_the_verdict(name: str, tmp_path: Path) -> None:
    language = LANGUAGES[name]
    planted, innocent = looked_for(language, with_mistakes(language.question), tmp_path).items
    assert (planted.verdict, innocent.verdict) == ("contaminated", "clean")
    rate = planted.evidence[0].edit_rate
    assert rate is not None and 0 < rate < 0.1


@pytest.mark.parametrize("name", ["French", "Greek", "Vietnamese"])
def test_a_copy_typed_without_accents_is_found(name: str, tmp_path: Path) -> None:
    language = LANGUAGES[name]
    bare = "".join(c for c in unicodedata.normalize("NFD", language.question) if not unicodedata.combining(c))
    assert bare != language.question
    assert looked_for(language, bare, tmp_path).items[0].verdict == "contaminated"


def test_vowelled_arabic_is_the_same_question(tmp_path: Path) -> None:
    language = LANGUAGES["Arabic"]
    vowelled = "".join(c + "\u064e" if n % 4 == 0 and c.isalpha() else c for n, c in enumerate(language.question))
    assert looked_for(language, vowelled, tmp_path).items[0].verdict == "contaminated"


@pytest.mark.parametrize("name", LANGUAGES)
def test_text_of_a_language_without_the_question_flags_nothing(name: str, tmp_path: Path) -> None:
    language = LANGUAGES[name]
    assert [item.verdict for item in looked_for(language, language.around, tmp_path).items] == ["clean", "clean"]
