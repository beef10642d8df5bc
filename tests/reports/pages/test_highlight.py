from hypothesis import given
from hypothesis import strategies as st

from contamination.types import Evidence
from reports.pages.highlight import find_normalised, segments, side_by_side


def evidence(snippet: str, start: int, end: int, **more: object) -> Evidence:
    return Evidence.model_validate(
        {"question": "q", "file": "f", "record": 1, "start": start, "end": end, "snippet": snippet, **more}
    )


def test_a_match_is_marked_in_the_words_of_the_question() -> None:
    shown = side_by_side("Was there, THEN, a contract?", (), evidence("xx was there then a contract yy", 3, 28))
    assert ("Was there, THEN, a contract", "match") in shown.question
    assert ("was there then a contract", "match") in shown.document


def test_the_snippet_may_start_anywhere_in_the_document() -> None:
    shown = side_by_side("q", (), evidence("before MATCH after", 5007, 5012, snippet_start=5000))
    assert shown.document == (("before ", ""), ("MATCH", "match"), (" after", ""))


def test_where_the_document_differs_the_windows_say_what_was_looked_for() -> None:
    shown = side_by_side("What is 2 plus 3?", ("whatis2",), evidence("nothing like it", 0, 7))
    assert shown.question == (("What is 2", "match"), (" plus 3?", ""))


def test_a_recorded_difference_is_shown_on_both_sides() -> None:
    diff = (("equal", "sold ", "sold "), ("replace", "40 tons", "50 tons"))
    shown = side_by_side("sold 40 tons", (), evidence("sold 50 tons", 0, 12, diff=diff))
    assert shown.question == (("sold ", "match"), ("40 tons", "differs"))
    assert shown.document == (("sold ", "match"), ("50 tons", "differs"))


def test_a_span_outside_the_snippet_marks_nothing_and_harms_nothing() -> None:
    assert side_by_side("q", (), evidence("short", 900, 950)).document == (("short", ""),)


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_the_segments_together_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    assert "".join(part for part, _ in segments(text, spans)) == text


@given(st.text(), st.text())
def test_a_text_is_found_in_itself_whatever_stands_between_its_letters(one: str, other: str) -> None:
    if any(c.isalnum() for c in one):
        spaced = " -".join(one)
        assert find_normalised(other + "|" + spaced, [one])
