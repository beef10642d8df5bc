"""Pages that compare runs: the whole question, who chose what, word by word, and what the tests say."""

import re
from dataclasses import replace
from pathlib import Path

import made_runs
import pytest
from page_reader import Page

from examsim.results.paired_test import paired_test
from reports.multi_run_report import ReportOptions, write_reports
from reports.pages.comparison.pairs import Pair, PairedTest, comparison_sentence
from reports.pages.comparison.word_diff import word_diff
from reports.run_folder import read_run
from reports.score_text import p_text, signed

MODELS = (("gpt-4", 0.95), ("gpt-3.5", 0.4), ("chance", 0.25), ("fourth", 0.6), ("fifth", 0.7))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compare")
    for model, skill in MODELS:
        made_runs.run(folder / "runs" / f"ube-{model}", model, skill=skill)
    write_reports([folder / "runs"], folder / "out", ReportOptions(charts=(), tables=()), paired_test)
    return folder


@pytest.fixture(scope="module")
def page(folder: Path) -> Page:
    return Page(folder / "out" / "compare" / "ube.html")


def test_passages_and_pictures_stand_with_their_questions(folder: Path, page: Page) -> None:
    run = read_run(folder / "runs" / "ube-gpt-4")
    assert run.form is not None
    passages = {q.passage for q in run.form.questions if q.passage}
    pictures = sum(len(q.images) for q in run.form.questions)
    assert passages or pictures
    for question in run.form.questions:
        passage = run.form.passage_of(question)
        assert passage is None or " ".join(passage.text.split())[:100] in page.text
    assert len(page.all("img")) >= pictures > 0
    assert page.unclosed == []


def test_each_option_names_the_models_that_chose_it(folder: Path, page: Page) -> None:
    chosen: dict[tuple[str, str], set[str]] = {}
    for model, _ in MODELS:
        for answer in read_run(folder / "runs" / f"ube-{model}").answers:
            for label in answer.choice:
                chosen.setdefault((answer.question, label), set()).add(model)
    card = re.compile(
        r'<article class="question compared" id="q-(mbe-\d+)".*?(<ol class="options">.*?</ol>)', re.DOTALL
    )
    cards = dict(card.findall(page.source))
    seen: dict[tuple[str, str], set[str]] = {}
    for question, options in cards.items():
        for option in re.findall(r"<li.*?</li>", options, re.DOTALL):
            label = re.findall(r'class="letter">(.*?)<', option)[0]
            seen[question, label] = set(re.findall(r"<bdi>(.*?)</bdi>", option))
    assert {at: who for at, who in seen.items() if who} == chosen
    assert len(cards) == 28


def test_p_is_holms_over_all_pairs_and_the_sentence_names_those_that_differ(folder: Path, page: Page) -> None:
    tests = paired_test([read_run(folder / "runs" / f"ube-{model}") for model, _ in MODELS])
    assert len(tests) == 10
    in_order = sorted(tests.values(), key=lambda t: t.p_value)
    assert in_order[0].adjusted_p == pytest.approx(min(1.0, 10 * in_order[0].p_value))
    assert all(t.p >= t.p_value for t in in_order)
    assert [t.p for t in in_order] == sorted(t.p for t in in_order)
    quote = re.search(r'<p id="quote">(.*?)</p>', page.source)
    assert quote is not None
    differ = sum(t.p < 0.05 for t in in_order)
    assert f"Of 10 pairs, {differ} differ beyond chance" in quote[1]
    assert quote[1].count(" over ") == differ
    assert len(re.findall(r'<tr class="chosen"><th scope="row"><bdi>', page.source)) == differ
    assert "sign-flip" not in page.source.split("<tbody>")[2].split("</tbody>")[0]  # the method once, not in each row


def test_each_run_has_its_percentile_as_a_strip_on_one_scale(page: Page) -> None:
    scores = page.source.split('<table class="standing">')[1].split("</table>")[0]
    assert scores.count('class="pct"') == len(MODELS)
    assert scores.count("about the") == len(MODELS)
    assert '<span class="axis"><span>0</span><span>50</span><span>100</span></span>' in scores


def test_two_runs_are_told_in_one_sentence() -> None:
    pair = Pair("a", "b", 28, 9, 12, 3, 4, PairedTest(-0.123, -0.2, -0.05, 0.0123, "McNemar", 28))
    assert comparison_sentence([pair]) == (
        "On 28 shared questions b got 12.3 points in 100 more than a (95% interval +5.0 to +20.0; p = 0.012): "
        "they differ beyond chance."
    )
    unsure = replace(pair, test=PairedTest(0.02, -0.1, 0.2, 0.6, "McNemar", 28))
    assert comparison_sentence([unsure]).endswith("too little to tell them apart.")
    assert "no graded question" in comparison_sentence([replace(pair, test=None)])


def test_numbers_have_a_minus_that_is_one() -> None:
    assert (signed(-3.26), signed(3.2), signed(-0.04)) == ("−3.3", "+3.2", "0.0")
    assert (p_text(0.0004), p_text(0.0126)) == ("< 0.001", "= 0.013")


def test_word_diff_holds_both_answers_whole() -> None:
    one, other = "The offer may be withdrawn until accepted. [A]", "The offer may not be withdrawn until then. [A]"
    diff = word_diff(one, other)
    assert diff is not None
    assert "".join(text for text, kind in diff.pieces if kind != "gone") == other
    assert [(t.strip(), k) for t, k in diff.pieces if k != "same"] == [
        ("not", "new"),
        ("accepted.", "gone"),
        ("then.", "new"),
    ]


@pytest.mark.parametrize(("one", "other"), [("", "x"), ("x", " "), ("same", "same")])
def test_no_diff_where_nothing_can_differ(one: str, other: str) -> None:
    assert word_diff(one, other) is None


def test_texts_too_long_or_too_different_say_so() -> None:
    assert "2,000 words" in (word_diff("a " * 3000, "b") or pytest.fail()).note
    assert "common" in (word_diff("one two three", "four five six") or pytest.fail()).note
