"""The top of a run's page: what can be quoted from it holds what the record holds, and says what was left out."""

import html
import re
from dataclasses import replace
from pathlib import Path

import made_runs
import pytest
from page_reader import Page

from reports.pages.result_summary import left_out, result_summary, sentence, without_repeats
from reports.pages.run_page import write_run_page, write_run_report
from reports.run_folder import Run, read_run, read_score
from reports.words import day
from scoring.types import ExamScore, Interval, Note, SatModule


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return read_run(made_runs.run(tmp_path_factory.mktemp("summary") / "run"))


def changed(score: ExamScore, **full: object) -> ExamScore:
    return score.model_copy(update={"full": score.full.model_copy(update=full), "reported": "full", "marked": None})


def test_the_sentence_holds_score_and_percentile_each_with_both_uncertainties(run: Run) -> None:
    score = read_score(run)
    scales = Interval(low=240, high=262, method="all published scales")
    percentile = score.full.percentiles[0].model_copy(
        update={"words": "about the 76th percentile of February takers", "by_scale": Interval(low=70, high=81)}
    )
    told = sentence(changed(score, by_scale=scales, percentiles=(percentile,)), "2026-11-28T19:32:58+00:00")
    asked, among = score.full.interval, percentile.interval
    assert asked is not None
    assert among is not None
    assert told == (
        f"gpt-4 scored {score.full.value:g} of 400 on UBE-style practice questions "
        f"(95% by questions {asked.low:g}–{asked.high:g}; by published scales 240–262): "
        f"about the 76th percentile of February takers "
        f"(95% by questions {among.low:g}–{among.high:g}; by published scales 70–81), run on 28 November 2026."
    )


def test_without_a_score_or_a_percentile_the_sentence_says_so(run: Run) -> None:
    score = read_score(run)
    assert "has no score on UBE-style" in sentence(changed(score, value=None, text="n/a (nothing graded)"))
    unknown = score.full.percentiles[0].model_copy(update={"low": None, "high": None, "interval": None})
    assert "is unknown" in sentence(changed(score, percentiles=(unknown,)))


def test_what_was_left_out_is_told_in_whole_sentences(run: Run) -> None:
    score = read_score(run)
    found = len(score.contamination.flagged) if score.contamination else 0
    assert score.clean is not None

    def with_values(full: float, clean: float | None, reported: str) -> str:
        sets = {"full": {"value": full}, "clean": {"value": clean}}
        update = {name: getattr(score, name).model_copy(update=values) for name, values in sets.items()}
        return left_out(score.model_copy(update={**update, "reported": reported}))

    these = f"the {found} contaminated questions"
    assert f"We report the score without {these}; on all questions it is 171." in with_values(171, 163, "clean")
    assert f"The score is the same without {these}." in with_values(171, 171, "full")
    assert f"without {these} it is 175." in with_values(171, 175, "full")
    assert "A score without them cannot be given" in with_values(171, None, "full")
    assert "no audit was made" in left_out(score.model_copy(update={"clean": None, "contamination": None}))


def test_an_adaptive_run_says_at_its_top_which_modules_were_sat(run: Run) -> None:
    def asked(*sat: tuple[str, str]) -> str:
        routing = tuple(
            SatModule(
                section=s, first="m1", module=m, name=f"{m} second module", points=1, max_points=2, threshold=0,
                threshold_of=2,
            )
            for s, m in sat
        )  # fmt: skip
        adaptive = replace(run, head=run.head.model_copy(update={"routing": routing}))
        return dict(result_summary(adaptive, read_score(run)).facts)["What was asked"]

    assert "Adaptive" not in asked()
    assert asked(("mbe", "easier")).endswith(". Adaptive: easier second module sat")
    assert asked(("mbe", "easier"), ("mee", "easier")).endswith("easier second module sat in each section")
    assert asked(("mbe", "easier"), ("mee", "harder")).endswith(
        ". Adaptive, sat: Multistate Bar Examination easier second module, "
        "Multistate Essay Examination harder second module"
    )


def test_at_most_three_warnings_stand_open_and_the_same_one_stands_once(run: Run) -> None:
    score = read_score(run)
    texts = [
        "2 of 31 questions gave no answer that could be read",
        "a",
        "b",
        "c",
        "2 of 31 questions unparsed: no answer",
    ]
    noted = score.model_copy(update={"notes": tuple(Note(level="warning", text=t) for t in texts)})
    summary = result_summary(run, noted)
    assert summary.warnings == tuple(texts[:3])
    assert summary.folded[0] == "c"
    assert texts[4] not in (*summary.warnings, *summary.folded)
    twice = [
        "self-graded: the candidate model graded its own answers",
        "free responses are graded by the candidate itself",
    ]
    assert without_repeats([*twice, "3 of 31 questions unparsed", "2 of 31 questions unparsed"]) == [
        twice[0],
        "3 of 31 questions unparsed",
        "2 of 31 questions unparsed",
    ]


def test_the_page_starts_with_the_sentence_and_has_both_strips(run: Run) -> None:
    page = Page(write_run_report(run.folder))
    summary = result_summary(run, read_score(run))
    quoted = re.search(r'<p id="quote">(.*?)</p>', page.source)
    assert quoted is not None
    assert html.unescape(quoted[1]) == summary.sentence
    assert quoted.start() < page.source.index('class="value"')
    assert all(text in page.text for _, text in summary.facts)
    strips = [figure for figure in page.all("figure") if "percentile-strip" in str(figure.get("class"))]
    assert len(strips) == len(read_score(run).full.percentiles)
    assert sum("hidden" not in figure for figure in strips) == 1
    assert "the lower of the two" not in page.text


def test_the_mark_of_every_population_is_where_its_percentile_is(run: Run) -> None:
    score = read_score(run)
    page = write_run_page(run, run.folder / "strips.html").read_text(encoding="utf-8")
    strips = re.findall(
        r'<figure class="strip percentile-strip" data-population="(\d+)"( hidden)?>(.*?)</figure>', page, re.S
    )
    told = score.reported_set.percentiles
    assert [int(number) for number, _, _ in strips] == list(range(len(told))) and len(told) > 1
    assert [not hidden for _, hidden, _ in strips] == [p.default for p in told]
    for (_, _, drawn), found in zip(strips, told, strict=True):
        assert 'width="100%"' in drawn and ">25</text>" in drawn  # one length and one scale, so that places compare
        assert found.low is not None and found.high is not None
        if found.low == found.high:
            (mark,) = re.findall(r'class="full" x1="([\d.]+)%" x2="([\d.]+)%"', drawn)
            assert [float(x) for x in mark] == [found.low, found.low]
        else:
            (box,) = re.findall(r'class="open" x="([\d.]+)%" y="12" width="([\d.]+)%"', drawn)
            assert float(box[0]) == found.low and float(box[1]) == pytest.approx(found.high - found.low, abs=0.001)
        if found.interval is not None:
            (band,) = re.findall(r'class="band" x="([\d.]+)%" y="16" width="([\d.]+)%"', drawn)
            assert float(band[0]) == found.interval.low
            assert float(band[0]) + float(band[1]) == pytest.approx(found.interval.high, abs=0.001)


def test_a_hostile_name_is_text_in_the_sentence(tmp_path: Path) -> None:
    evil = '<img src=x onerror="window.hacked=1"></p><script>window.hacked=1</script>'
    page = Page(
        write_run_page(read_run(made_runs.run(tmp_path / "run", questions=6, hostile=evil)), tmp_path / "p.html")
    )
    assert page.unclosed == []
    assert not [a for _, a in page.elements if any(name.startswith("on") for name in a)]
    assert len(page.scripts) == 1
    assert "window.hacked" in (re.search(r'<p id="quote">(.*?)</p>', page.source) or [""])[0]


def test_a_date_is_told_in_words_and_what_is_none_as_it_stands() -> None:
    assert day("2026-03-02T09:21:40Z") == "2 March 2026"
    assert day("yesterday") == "yesterday"


def test_uncertainties_that_the_words_hold_already_are_not_told_twice(run: Run) -> None:
    words = "about the 76th percentile of February takers (95% by questions 62nd–85th; by published scales 70th–81st)"
    percentile = read_score(run).full.percentiles[0].model_copy(update={"words": words})
    told = sentence(changed(read_score(run), percentiles=(percentile,)))
    assert told.endswith(f": {words}.")
