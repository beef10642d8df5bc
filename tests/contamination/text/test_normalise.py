import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contamination.text.normalise import normalise

any_text = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("The Café — naïve!", "thecafenaive"),
        ("<p class='q'>Who <b>won</b>?</p>", "whowon"),
        ("if a <b and c> d", "ifabandcd"),
        ("x < 5 & y > 3", "x5y3"),
        ("AT&amp;T &eacute;t&#233; &#xE9; &nosuch; &#1114112;", "attetee" + "nosuch1114112"),
        ("see [the **rule**](https://example.org/a_b) now", "seetherulenow"),
        ("f[i](x) and a[j](b c.d)", "fixandajbcd"),
        ("oﬃce ﬁ ½ x²", "officefi12x2"),
        ("in\u00adfor\u200bmation", "information"),
        ("<!-- note --><!DOCTYPE html>text", "text"),
        ("١٢٣ ४५", "12345"),
        ("हिन्दी", "हिनदी"),
        ("中文 問題", "中文問題"),
        ("Straße İI", "strasseii"),
        ("a <b\n\nx=3> c", "abx3c"),
    ],
)
def test_only_letters_and_digits_stay(raw: str, expected: str) -> None:
    assert normalise(raw).text == expected


def test_case_is_kept_on_request() -> None:
    assert normalise("The ÉTÉ", "keep").text == "TheETE"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("don't stop", ["don", "t", "stop"]),
        ("infor-\n  mation is", ["information", "is"]),
        ("well - \nthen", ["well", "then"]),
        ("co-op", ["co", "op"]),
        ("中文 ab", ["中", "文", "ab"]),
        ("e\u0301tude<br/>b", ["etude", "b"]),
    ],
)
def test_words_begin_after_what_was_dropped(raw: str, words: list[str]) -> None:
    text = normalise(raw)
    ends = [*text.words[1:], len(text.text)]
    assert [text.text[a:b] for a, b in zip(text.words, ends, strict=True)] == words


@given(any_text)
def test_composed_and_decomposed_text_is_the_same(raw: str) -> None:
    # Composing may join an ASCII character of a construct with a mark; a construct is what the raw text says it is.
    plain = raw.translate(dict.fromkeys(map(ord, "<>&]=-")))
    composed, decomposed = unicodedata.normalize("NFC", plain), unicodedata.normalize("NFD", plain)
    assert normalise(composed).text == normalise(plain).text == normalise(decomposed).text


@given(any_text)
def test_normalising_twice_changes_nothing(raw: str) -> None:
    once = normalise(raw).text
    assert normalise(once).text == once


@given(any_text)
def test_every_character_points_back_into_the_raw_text(raw: str) -> None:
    text = normalise(raw)
    assert list(text.starts) == sorted(text.starts)
    assert all(0 <= a < b <= len(raw) for a, b in zip(text.starts, text.ends, strict=True))
