"""What may be told of a percentile: one number, a range, or a bound at the ceiling of a short form."""

from __future__ import annotations

import pytest
from small_exams import audit_of, form_of, grade, graded

from exams.files.exam_folder import load_exam
from scoring.scales.percentile_range import span_text, with_ranges
from scoring.scales.standing import standing
from scoring.score_exam import score_exam
from scoring.types import ExamScore, Grade, Interval, Percentile


def at(
    low: float, high: float, span: tuple[float, float] | None = None, percentile_definition: str = "below"
) -> Percentile:
    return Percentile(
        norm="n",
        population="takers",
        percentile_definition=percentile_definition,
        low=low,
        high=high,
        text=f"~{low:g}th",
        interval=None if span is None else Interval(low=span[0], high=span[1]),
        status="official",
        year="2020",
        source="made up",
    )


@pytest.mark.parametrize(
    ("span", "text", "single"),
    [((80, 95), "~87th", True), ((77, 97), "~87th", True), ((74, 98), "74th–98th", False), (None, "~87th", True)],
)
def test_no_single_percentile_where_its_interval_is_wider_than_20_points(
    span: tuple[float, float] | None, text: str, single: bool
) -> None:
    (found,) = with_ranges([at(87, 87, span)], (), (), ceiling=False)
    assert (found.text, found.single) == (text, single)
    assert (found.low, found.high) == (87, 87)  # the table's own answer is kept for whoever computes with it


def test_both_ranges_stand_in_the_words() -> None:
    (found,) = with_ranges([at(87, 87, (80, 95))], [at(82, 82)], [at(90, 90)], ceiling=False)
    assert (
        found.words
        == "about the 87th percentile of takers (95 % by questions 80th–95th; by published scales 82nd–90th)"
    )
    assert found.by_scale is not None and (found.by_scale.low, found.by_scale.high) == (82, 90)


def test_scales_that_disagree_by_more_than_20_points_leave_no_single_percentile_either() -> None:
    (found,) = with_ranges([at(60, 60, (55, 65))], [at(50, 50)], [at(90, 90)], ceiling=False)
    assert (found.text, found.single) == ("50th–90th", False)


def test_a_grades_own_range_is_no_doubt() -> None:
    wide_bin = at(62, 85, (62, 85), "range")
    (found,) = with_ranges([wide_bin], (), (), ceiling=False)
    assert found.single and found.text == wide_bin.text
    (doubtful,) = with_ranges([at(62, 85, (62, 100), "range")], (), (), ceiling=False)
    assert doubtful.text == "62nd–100th"


def test_at_the_ceiling_only_a_bound_is_told() -> None:
    (found,) = with_ranges([at(99.9, 99.9, (92, 99.9))], (), (), ceiling=True)
    assert found.text == "at least 92nd" and not found.single
    assert found.words.startswith("at the ceiling of this form: at least the 92nd percentile of takers")


def lsat(right: int, questions: int) -> ExamScore:
    grades = [grade(f"q{i:03}", "mcq", float(i < right)) for i in range(questions)]
    return score_exam(load_exam("lsat"), form_of(grades), grades, model="m")


def told(found: ExamScore) -> Percentile:
    return next(p for p in found.full.percentiles if p.default)


def test_an_lsat_of_76_is_159_161_or_163() -> None:
    found = lsat(76, 100).full
    assert found.value == 159 and found.by_scale is not None
    assert (found.by_scale.low, found.by_scale.high) == (159, 163)
    assert {a.value for a in found.alternatives} == {161, 163}


def test_a_perfect_short_form_is_at_the_ceiling_and_a_perfect_exam_is_not() -> None:
    assert told(lsat(60, 60)).text.startswith("at least") and told(lsat(60, 60)).words.startswith("at the ceiling")
    assert "ceiling" not in told(lsat(100, 100)).words
    assert "ceiling" not in told(lsat(59, 60)).words


def test_the_bar_exams_scales_differ_and_blanks_are_no_scale() -> None:
    ube = [*graded("mbe", [1.0] * 21 + [0.0] * 7), *graded("mee", [4.0, 4.4], 6), *graded("mpt", [4.2], 6)]
    found = score_exam(load_exam("ube"), form_of(ube), ube, model="m").full
    values = [found.value or 0, *(a.value for a in found.alternatives)]
    assert found.by_scale is not None and (found.by_scale.low, found.by_scale.high) == (min(values), max(values))
    amc = graded("mcq", [1.0] * 15 + [0.0] * 10)
    assert score_exam(load_exam("amc-10"), form_of(amc), amc, model="m").full.by_scale is None


def test_the_lines_say_which_accuracy_what_it_is_not_and_what_was_looked_for() -> None:
    grades: list[Grade] = [grade(f"q{i:03}", "mcq", float(i < 50)) for i in range(60)]
    form = form_of(grades)
    flagged = [f"q{i:03}" for i in range(4)]
    audited = score_exam(load_exam("lsat"), form, grades, model="m", audit=audit_of(form, flagged)).lines
    assert (
        "generalised accuracy" in audited[0] and "NIST AI 800-3" in audited[0] and "by published scales" in audited[0]
    )
    assert "fitness to practise" in audited[1]
    assert audited[2] == (
        "Looked for: letters: 4 of 60 found; meaning: not looked for; in closed training data: unknown."
    )
    assert "letters: not looked for" in lsat(50, 60).lines[2]


def test_nobody_is_above_the_100th_or_at_the_0th() -> None:
    beyond = standing(load_exam("gaokao-hubei"), 683)
    assert {p.text for p in beyond} == {"above 99th"}
    assert span_text(Interval(low=99.7, high=99.9)) == "above 99th"
    assert span_text(Interval(low=0.1, high=0.4)) == "below 1st"
    (found,) = with_ranges([at(99.9, 99.9, (99.8, 100))], (), (), ceiling=True)
    assert found.text == "at least 99th"
