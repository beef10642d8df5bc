"""ROUGE-L, labels and rules on invented completions whose values are counted by hand."""

import pytest
from probe_questions import made_items

from contamination.probes.completion import (
    Cut,
    against_sibling,
    cut_items,
    guided_result,
    label_of,
    rouge_l,
    shortened,
    shown_by,
)
from contamination.probes.exact_tests import paired_difference
from contamination.probes.join import join


@pytest.mark.parametrize(
    ("reference", "candidate", "value"),
    [
        ("the cat sat on the mat", "the cat sat on the mat", 1.0),
        ("The cat, sat!", "the CAT sat", 1.0),
        ("the cat sat on the mat", "a dog lay under a tree", 0.0),
        ("one two three four", "one three four five", 0.75),  # 3 in common of 4 and 4
        ("running dogs", "run dog", 0.0),  # no stemming
        ("one two", "one two three four five six", 0.5),  # 2·2 ÷ 8
        ("", "word", 0.0),
        ("word", "", 0.0),
        ("naïve", "na ve", 1.0),  # letters outside a–z part words, as in the published code
    ],
)
def test_rouge_l(reference: str, candidate: str, value: float) -> None:
    assert rouge_l(reference, candidate) == pytest.approx(value)


def test_labels_and_the_published_rule() -> None:
    assert label_of("The cat sat.", "the cat sat") == "exact"
    assert label_of("one two three four", "one two three") == "nearly exact"  # 6/7
    assert label_of("one two three four", "one two") == "no"  # 4/6
    assert label_of("", "") == "no"
    assert shown_by(["no", "no", "no", "exact"])
    assert shown_by(["nearly exact", "no", "nearly exact"])
    assert not shown_by(["nearly exact", "no", "no"])
    assert not shown_by([])


def test_a_cut_leaves_nothing_out_and_short_questions_are_left() -> None:
    items = made_items(12)
    cuts = cut_items(items)
    assert len(cuts) == 12
    for item, cut in zip(items, cuts, strict=True):
        assert (cut.first + " " + cut.second).split() == item.text.split()
    from dataclasses import replace

    assert cut_items([replace(items[0], text="too short to be cut in two")]) == []


def test_a_reply_that_goes_on_is_cut_to_the_length_of_what_it_should_be() -> None:
    assert shortened("one two", "one two three") == "one two"
    assert shortened("one two three", "one") == "one"


def cuts(number: int) -> list[Cut]:
    return [Cut(f"q{n}", "first part", f"the second part of question number {n} in full") for n in range(number)]


def test_recited_with_the_name_and_not_without_is_seen() -> None:
    found = guided_result(cuts(12), [c.second for c in cuts(12)], ["something else altogether"] * 12)
    (joined,) = join([found])
    assert joined.verdict == "seen"
    assert "second halves seen (p =" in joined.words
    assert joined.figures["exact"] == 12


def test_a_difference_of_rouge_alone_is_not_counted_as_seen() -> None:
    """As on the published logs, where it says yes of files in which people saw nothing."""
    guided = ["the second part is about something else"] * 12
    found = guided_result(cuts(12), guided, ["nothing alike"] * 12)
    assert found.p is not None and found.p < 0.001
    (joined,) = join([found])
    assert joined.verdict == "no verdict"
    assert "not counted as seen" in joined.words and "0 exact" in joined.words


def test_the_same_with_and_without_the_name_is_not_noticed() -> None:
    said = ["the second part of something"] * 12
    found = guided_result(cuts(12), said, said)
    assert found.p == 1.0
    assert join([found])[0].verdict == "not noticed"


def test_the_sibling_is_what_a_set_is_held_against() -> None:
    mine, fresh = cuts(12), cuts(12)
    recited = against_sibling(mine, [c.second for c in mine], fresh, ["another text"] * 12)
    assert recited.p == pytest.approx(1e-4)
    famous = against_sibling(mine, [c.second for c in mine], fresh, [c.second for c in fresh])
    assert famous.p == 1.0  # what is recited of both proves nothing


def test_the_bootstrap_is_that_of_the_paper() -> None:
    """The share of resampled means not above 0: for two pairs, one up and one down by as much, three of four."""
    found = paired_difference([1.0, 0.0], [0.0, 1.0], draws=20_000)
    assert found.p == pytest.approx(0.75, abs=0.01)
