"""What a reader is shown of a match: both texts as they were written, with what they share told apart from the rest."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contamination.types import Evidence, ItemResult, Wording
from reports.pages.evidence_view import EvidenceView, evidence_view, evidence_views
from reports.pages.marked_words import Segment, shorten

STEM = (
    "In a human cell, a gene is transcribed into a primary transcript of 4,500 nucleotides. The mature mRNA in the "
    "cytoplasm has 1,800 nucleotides and is translated into a polypeptide of 420 amino acids. Which of the following "
    "best explains the numbers?"
)
OPTIONS = ("Exons were removed and introns joined.", "420", "The ribosomes cut the transcript.", "Each codon has four.")
WORDING = Wording(question=STEM, options=OPTIONS)
BEFORE, AFTER = "Exam prep notes, shared by students. Posted 12 May 2021.\n\n", "\n\nMore questions next week."


def evidence(snippet: str, start: int = 0, end: int | None = None, **more: object) -> Evidence:
    known = {"question": "q", "file": "f.jsonl", "record": 1, "document": "crawl-1", "matched": "question"}
    place = {"start": start, "end": len(snippet) if end is None else end}
    return Evidence.model_validate(known | place | {"snippet": snippet} | more)


def shown(snippet: str, wording: Wording | None = WORDING, **more: object) -> EvidenceView:
    return evidence_view(evidence(snippet, **more), wording)  # type: ignore[arg-type]


def text(segments: tuple[Segment, ...], *marks: str) -> str:
    return " | ".join(part for part, mark in segments if mark in marks)


def whole(segments: tuple[Segment, ...]) -> str:
    return "".join(part for part, _ in segments)


def test_both_texts_stand_there_as_written_with_what_they_share_marked() -> None:
    view = shown(BEFORE + STEM + AFTER)
    assert whole(view.parts[0].segments) == STEM
    assert whole(view.document) == BEFORE + STEM + AFTER
    assert text(view.parts[0].segments, "match") == text(view.document, "match") == STEM.removesuffix("?")
    assert [whole(part.segments) for part in view.parts[1:]] == list(OPTIONS)
    assert not any(text(part.segments, "match", "differs") for part in view.parts[1:])
    assert view.sentence == ("All 201 letters and digits of the question are in crawl-1; its options are not.")


def test_the_first_word_is_common_too_where_its_letters_stand_before_it_as_well() -> None:
    stem = "Small insects called water striders can stand on the surface of a pond."
    view = shown("and wrote down all that was asked, smartly. " * 3 + stem, Wording(question=stem, options=OPTIONS))
    assert text(view.document, "match") == text(view.parts[0].segments, "match") == stem.removesuffix(".")


def test_a_recorded_difference_without_spaces_is_not_what_is_shown() -> None:
    diff = (
        (
            "equal",
            "inahumancellageneistrans…ngbestexplainsthenumbers",
        )
        * 1
        + ("x",),
    )
    view = shown(STEM, diff=(("equal", diff[0][1], "x"),))
    assert whole(view.document) == STEM
    assert "inahumancell" not in whole(view.document) + whole(view.parts[0].segments)


def test_changed_words_are_marked_whole_on_both_sides() -> None:
    view = shown(STEM.replace("420", "400").replace("4,500", "4,700").replace("cell", "kell"), numbers_differ=True)
    assert text(view.parts[0].segments, "differs") == "cell | 4,500 | 420"
    assert text(view.document, "differs") == "kell | 4,700 | 400"
    assert "its numbers are others (here 4,500, 420; there 4,700, 400)" in view.sentence


def test_a_number_inside_of_a_longer_one_is_a_changed_word() -> None:
    view = shown(STEM.replace("420", "4201"))
    assert text(view.parts[0].segments, "differs") == "420"
    assert text(view.document, "differs") == "4201"


def test_options_count_in_whatever_order_the_copy_has_them_and_by_whole_words() -> None:
    view = shown(f"{STEM}\n(A) {OPTIONS[2]}\n(B) 1420\n(C) {OPTIONS[0]}")
    assert [part.common == part.letters for part in view.parts] == [True, True, False, True, False]
    assert "so are 2 of its 4 options" in view.sentence
    assert text(view.document, "match").count("|") == 2
    assert "so are all 4 options" in shown(f"{STEM} {OPTIONS[3]} {OPTIONS[1]}; {OPTIONS[0]} {OPTIONS[2]}").sentence


def test_an_option_of_one_digit_counts_in_the_list_of_options_only() -> None:
    stem, options = "How many moles of gas are formed when 2 moles of the salt are heated?", ("1", "2", "3", "4")
    listed = shown(f"{stem} (A) 1 (B) 2 (C) 3 (D) 4", Wording(question=stem, options=options))
    assert "so are all 4 options" in listed.sentence
    assert "its options are not" in shown(stem, Wording(question=stem, options=options)).sentence


def test_the_bar_covers_the_letters_that_stand_there_and_shows_where_options_begin() -> None:
    half = STEM[: STEM.index(" The mature")]
    view = shown(half)
    total = sum(part.letters for part in view.parts)
    assert view.cover == ((0.0, round(100 * view.parts[0].common / total, 2)),)
    assert view.share == pytest.approx(view.parts[0].common / total)
    assert len(view.edges) == len(OPTIONS)
    assert view.edges[0] == round(100 * 201 / total, 2)
    assert "69 of 201 letters and digits" in view.sentence


def test_the_answer_beside_it_is_told() -> None:
    assert "the right answer is beside it" in shown(STEM, answer_near=True).sentence
    assert "the right answer is not" in shown(STEM, answer_near=False).sentence


def test_some_200_characters_stand_around_and_are_cut_between_words() -> None:
    around = "word after word of an outline "
    view = shown(around * 20 + STEM + " " + around * 20, snippet_start=900)
    before, after = view.document[0], view.document[-1]
    assert before[0].startswith("…word") or before[0].startswith(("…after", "…of", "…an", "…outline"))
    assert after[0].endswith("…")
    assert after[0].removesuffix("…").split()[-1] in around.split()
    assert all(150 <= len(side) <= 202 for side, _ in (before, after))


def test_a_text_that_lost_its_spaces_or_has_markup_is_shown_as_it_is_and_still_found() -> None:
    squeezed = "".join(c for c in STEM.lower() if c.isalnum())
    assert text(shown(squeezed).document, "match") == squeezed
    tagged = STEM.replace("mature", "<i>mature</i>").replace("cell", "c&shy;ell")
    view = shown(f"<p>{tagged}</p>")
    assert view.parts[0].common == view.parts[0].letters
    assert whole(view.document) == f"<p>{tagged}</p>"


@pytest.mark.parametrize(
    ("question", "document", "changed"),
    [
        ("农民写信给磨坊，以固定价格出售四十吨小麦。", "前。农民写信给磨坊，以固定价格出售五十吨小麦。后", "四"),
        ("عرض مزارع على المطحنة أربعين طنا من القمح", "عرض مزارع على المطحنة خمسين طنا من القمح", "أربعين"),
        ("Ein Bauer schrieb über große Mengen Weizen", "EIN BAUER SCHRIEB ÜBER KLEINE MENGEN WEIZEN", "große"),
    ],
)  # fmt: skip
def test_other_scripts_are_marked_word_by_word_too(question: str, document: str, changed: str) -> None:
    view = shown(document, Wording(question=question))
    assert text(view.parts[0].segments, "differs") == changed
    assert whole(view.parts[0].segments) == question


def test_a_passage_is_held_against_the_passage() -> None:
    view = shown("x " + STEM, Wording(question="Who?", options=OPTIONS, passage=STEM), matched="passage")
    assert [part.name for part in view.parts] == ["passage"]
    assert "of the passage, not of the question itself, are in crawl-1" in view.sentence


def test_an_old_audit_without_the_questions_text_marks_the_span_and_says_what_is_missing() -> None:
    view = shown("before MATCH after", None, start=5007, end=5012, snippet_start=5000)
    assert view.document == (("…before ", ""), ("MATCH", "match"), (" after", ""))
    assert view.parts == ()
    assert "its text is not in this audit" in view.sentence


def test_the_audits_own_copy_of_the_text_serves_where_no_form_is_known() -> None:
    item = ItemResult(question="q", verdict="contaminated", evidence=(evidence(STEM),), wording=WORDING)
    assert whole(evidence_views(item, None)[0].parts[0].segments) == STEM


def test_a_span_outside_the_snippet_marks_nothing_and_harms_nothing() -> None:
    assert evidence_view(evidence("short", 900, 950), None).document == (("short", ""),)


def test_the_middle_of_a_very_long_copy_is_left_out_and_told() -> None:
    long = " ".join(f"word{n}" for n in range(900))
    view = shown(long, Wording(question=long))
    assert "characters, the same on both sides, left out here" in text(view.document, "cut")
    assert len(whole(view.document)) < 1_100


def test_texts_too_long_to_align_still_show_the_matched_span() -> None:
    long = "many words here " * 2_000
    view = shown(long, Wording(question=long), start=5, end=20)
    assert "too long" in view.sentence
    assert text(view.document, "match") == long[5:20]


PIECES = ("the", "a", "40", "400", "wheat", "mill,", "offer.", "小麦", "ü", "<b>", "\n", "&amp;", "Xx")
WORDS = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(WORDS, st.lists(WORDS, max_size=3), WORDS)
def test_whatever_is_marked_the_texts_stay_as_written(stem: str, options: list[str], snippet: str) -> None:
    view = shown(snippet, Wording(question=stem, options=tuple(options)))
    assert [whole(part.segments) for part in view.parts] == [stem, *options]
    assert whole(view.document).strip("…") in snippet
    assert all(0 <= part.common <= part.letters for part in view.parts)


@given(st.text(max_size=200), st.sampled_from(["", "match"]))
def test_short_segments_are_not_shortened(written: str, mark: str) -> None:
    assert shorten([(written, mark)]) == ((written, mark),)
