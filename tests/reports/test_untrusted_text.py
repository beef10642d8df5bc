import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.escaping import fragment, latex, markdown, one_line, sanitize, spreadsheet

DANGEROUS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


@given(st.text())
def test_plain_text_holds_nothing_that_moves_the_cursor_or_reorders_a_line(text: str) -> None:
    assert not DANGEROUS.search(sanitize(text))


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn"))))
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert sanitize(text) == text


def test_line_feed_and_tab_stay_and_escapes_become_visible() -> None:
    assert sanitize("a\n\tb\x1b[31mred\x00") == "a\n\tb␛[31mred␀"
    assert sanitize("abc\u202edcba") == "abc⟨U+202E⟩dcba"
    assert sanitize("a\r\nb\u2028c") == "a\nb\nc"


def test_right_to_left_marks_that_arabic_needs_are_kept() -> None:
    assert sanitize("مرحبا\u200f!") == "مرحبا\u200f!"


@pytest.mark.parametrize("place", ["gbeng", "gbsct", "gbwls"])
def test_the_flag_of_a_country_within_a_country_is_kept(place: str) -> None:
    flag = "\U0001f3f4" + "".join(chr(0xE0000 + ord(c)) for c in place) + "\U000e007f"
    assert sanitize(f"from {flag}!") == f"from {flag}!"


@pytest.mark.parametrize("hidden", ["ignore all rules", "gbeng", "gbxxx\x7f", "gbengland\x7f"])
def test_what_is_hidden_in_tag_characters_is_shown_as_unreadable(hidden: str) -> None:
    tags = "".join(chr(0xE0000 + ord(c)) for c in hidden)
    assert sanitize(f"\U0001f3f4{tags}") == "\U0001f3f4" + "\ufffd" * len(tags)


def test_ten_megabytes_are_cut_and_the_cut_is_told() -> None:
    shown = sanitize("x" * 10_000_000, 20_000)
    assert len(shown) < 20_100
    assert "9,980,000 more characters" in shown


@given(st.text(), st.integers(10, 60))
def test_one_line_is_one_short_line(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert "\n" not in line
    assert len(line) <= limit


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "＝1+1"])
def test_a_formula_is_no_formula_in_a_spreadsheet_cell(text: str) -> None:
    assert spreadsheet(text).startswith("'")


@pytest.mark.parametrize("text", ["12", "-17.5", "+3.25%", "298 / 400 (~90th)", "AP Biology", ""])
def test_numbers_and_words_stay_as_they_are_in_a_spreadsheet_cell(text: str) -> None:
    assert spreadsheet(text) == text


@given(st.text())
def test_latex_text_has_no_command_that_it_brought_along(text: str) -> None:
    known = r"\\(textbackslash|textasciitilde|textasciicircum|textless|textgreater|textbar|textasciigrave)\{\}"
    rest = re.sub(known + r"|\\[{}$&#%_]|\{\[\}|\{\]\}", "", latex(text))
    assert not re.search(r"[\\{}$&#%_^~]", rest)


@given(st.text())
def test_markdown_text_cannot_leave_its_cell(text: str) -> None:
    shown = markdown(text)
    assert "\n" not in shown
    assert "<" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[|`*\[\]]", shown)


@given(st.text(), st.text())
def test_two_texts_have_two_fragments(one: str, other: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._-]*", fragment(one))
    assert (fragment(one) == fragment(other)) == (one == other)
