"""Scoring end to end: rules, short forms, full and clean, what is reported, bounds, alternatives, notes."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_exams import audit_of, exam_in, form_of, grade, graded, norm, scale, score, section

from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam
from scoring.score_exam import score_exam
from scoring.types import AnswerStatus, ExamScore, Grade

MC = [1.0] * 15 + [0.0] * 5


def run(
    exam: Exam,
    grades: list[Grade],
    flagged: tuple[str, ...] | None = None,
    *,
    scales: dict[str, str] | None = None,
    population: str | None = None,
) -> ExamScore:
    form = form_of(grades)
    audit = None if flagged is None else audit_of(form, flagged)
    return score_exam(exam, form, grades, model="m", audit=audit, scales=scales, population=population, n_resamples=100)


def ube(mbe: list[float], mee: list[float | None], mpt: list[float | None]) -> list[Grade]:
    return [*graded("mbe", mbe), *graded("mee", mee, 6), *graded("mpt", mpt, 6)]


def test_the_bar_exam_adds_the_scaled_mbe_and_the_written_part() -> None:
    found = run(load_exam("ube"), ube([1.0] * 3 + [0.0], [4.0, 4.4], [4.2])).full
    mbe = 0.69 * 0.75 * 175 + 59.6
    assert found.value == round(mbe + 4.2 / 6 * 200)
    assert found.sections[0].scaled == pytest.approx(mbe)
    assert found.components[0].name == "Written part" and found.components[0].raw == pytest.approx(4.2)
    assert found.text == f"{found.value:g} / 400"


def test_the_bar_exam_offers_every_mbe_line_with_every_written_rule() -> None:
    exam = load_exam("ube")
    found = run(exam, ube([1.0] * 3 + [0.0], [4.0, 4.4], [4.2])).full
    lines, rules = sum(s.section == "mbe" for s in exam.scale), sum(s.section is None for s in exam.scale)
    assert len(found.alternatives) == lines * rules - 1
    by_scales = {a.scales: a.value for a in found.alternatives}
    written = 46.86 + 27.58 * 4.2
    assert by_scales[("mbe-july-2003", "written-texas-2025")] == round(0.86 * 150 + 31.93 + written)


def test_another_scale_and_population_can_be_chosen() -> None:
    grades = ube([1.0] * 3 + [0.0], [4.0, 4.4], [4.2])
    chosen = run(load_exam("ube"), grades, scales={"score": "written-texas-2025"}, population="july").full
    assert chosen.value == round(0.69 * 0.75 * 175 + 59.6 + 46.86 + 27.58 * 4.2)
    assert next(p.norm for p in chosen.percentiles if p.default) == "july"


def test_an_unknown_scale_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"no scale 'x' for 'mbe' in ube -- known: mbe-july-2017, mbe-july-2003"):
        run(load_exam("ube"), ube([1.0], [4.0], [4.0]), scales={"mbe": "x"})


def test_multiple_choice_alone_has_a_section_score_and_no_total() -> None:
    found = run(load_exam("ube"), graded("mbe", [1.0, 0.0])).full
    assert found.value is None and "Multistate Essay Examination: no questions on this form" in found.text
    assert found.sections[0].scaled == pytest.approx(0.69 * 87.5 + 59.6)
    assert found.sections[0].percentiles and found.alternatives == ()


def test_coverage_names_the_short_sections() -> None:
    told = run(load_exam("ube"), ube([1.0] * 28, [3.0] * 2, [3.0])).coverage
    assert told == (
        "practice form: Multistate Bar Examination 28 of 200, Multistate Essay Examination 2 of 6, "
        "Multistate Performance Test 1 of 2 questions"
    )
    assert run(load_exam("mksap"), graded("mcq", [1.0] * 28)).coverage == "practice form: 28 of 1080 questions"


def percent(folder: Path) -> Exam:
    return exam_in(folder, section("a", 20, 0.5), section("b", 10, 0.5), score("percent_correct", step=0.1))


def test_the_clean_set_leaves_out_what_the_audit_flags(tmp_path: Path) -> None:
    grades = [*graded("a", MC), *graded("b", [1.0, 0.0])]
    found = run(percent(tmp_path), grades, tuple(f"a-{i}" for i in range(10)))
    assert found.full.value == pytest.approx(62.5) and found.clean is not None
    assert found.clean.value == pytest.approx(50.0)
    assert found.reported == "clean" and found.reported_set.value == found.clean.value
    why = "We report the score without the 10 contaminated questions; on all questions it is 62.5"
    assert found.reported_note == why
    assert found.contamination is not None
    assert found.contamination.share_by_section == {"a": 0.5, "b": 0.0}
    assert found.contamination.share == pytest.approx(0.25)
    assert found.contamination.relative_change == pytest.approx(50 / 62.5 - 1)
    first = found.contamination.sections[0]
    assert (first.clean, first.contaminated, first.difference) == (0.5, 1.0, -50.0)


def test_the_full_score_is_reported_where_it_is_the_lower(tmp_path: Path) -> None:
    grades = [*graded("a", MC), *graded("b", [1.0, 0.0])]
    found = run(percent(tmp_path), grades, ("a-19",))
    assert found.clean is not None and (found.clean.value or 0) > (found.full.value or 0)
    assert (
        found.reported == "full"
        and "on all questions; without the contaminated question it would be" in found.reported_note
    )


def test_a_tie_reports_full(tmp_path: Path) -> None:
    found = run(percent(tmp_path), [*graded("a", [1.0] * 4), *graded("b", [1.0] * 4)], ("a-1",))
    same = "We report the score on all questions; without the contaminated question it is the same"
    assert (found.reported, found.reported_note) == ("full", same)


def test_a_section_that_is_all_contaminated_has_no_clean_score(tmp_path: Path) -> None:
    found = run(percent(tmp_path), [*graded("a", MC), *graded("b", [1.0, 0.0])], ("b-0", "b-1"))
    assert found.clean is not None and found.clean.value is None
    assert found.clean.text == "n/a (too few questions left to tell: B 0 of 2)"
    assert found.clean.sections[1].proportion is None and "all its questions are" in found.clean.sections[1].note
    assert found.reported == "full" and "too few questions left" in found.reported_note


def test_without_an_audit_nothing_is_claimed(tmp_path: Path) -> None:
    found = run(percent(tmp_path), [*graded("a", MC), *graded("b", [1.0])])
    assert found.clean is None and found.contamination is None and "nobody looked" in found.reported_note


def test_an_audit_of_another_form_is_refused(tmp_path: Path) -> None:
    grades = [*graded("a", MC), *graded("b", [1.0])]
    other = audit_of(form_of(graded("a", [1.0])), ())
    with pytest.raises(InputError, match="the audit is of another form"):
        score_exam(percent(tmp_path), form_of(grades), grades, model="m", audit=other)


def test_ungraded_answers_leave_bounds(tmp_path: Path) -> None:
    found = run(percent(tmp_path), [*graded("a", [1.0, 0.0]), *graded("b", [1.0, None, None, None])])
    assert found.full.bounds is not None
    assert [round(end, 9) for end in found.full.bounds] == [37.5, 75.0]
    assert found.full.sections[1].ungraded == 3
    assert any("3 of 6 answers are not graded yet" in n.text and n.level == "warning" for n in found.notes)


def test_an_ungraded_section_makes_the_score_na_with_bounds(tmp_path: Path) -> None:
    found = run(percent(tmp_path), [*graded("a", [1.0, 0.0]), *graded("b", [None, None])]).full
    assert found.value is None and found.bounds == (25.0, 75.0) and "not graded yet" in found.text


def test_unread_answers_count_as_wrong_and_are_told(tmp_path: Path) -> None:
    grades = [*graded("a", [1.0]), grade("a-x", "a", 0.0, status="unparsed"), *graded("b", [1.0])]
    found = run(percent(tmp_path), grades)
    assert found.full.sections[0].statuses == {"answered": 1, "unparsed": 1}
    assert any("1 of 3 questions gave no answer that could be read" in n.text for n in found.notes)


@pytest.mark.parametrize(("points", "fault"), [(1.5, "has 1.5 points of 1"), (-0.5, "has -0.5 points of 1")])
def test_points_outside_the_question_are_refused(tmp_path: Path, points: float, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        run(percent(tmp_path), [*graded("a", [points]), *graded("b", [1.0])])


def test_grades_must_be_of_the_form(tmp_path: Path) -> None:
    grades = [*graded("a", [1.0]), *graded("b", [1.0])]
    with pytest.raises(InputError, match="'z-9', which is not on the form"):
        score_exam(percent(tmp_path), form_of(grades), [*grades, grade("z-9", "a", 1.0)], model="m")
    with pytest.raises(InputError, match="two grades for question 'a-0'"):
        score_exam(percent(tmp_path), form_of(grades), [*grades, grades[0]], model="m")
    strange = [*grades, grade("c-0", "c", 1.0)]
    with pytest.raises(InputError, match="section 'c', which small does not have"):
        score_exam(percent(tmp_path), form_of(strange), strange, model="m")


def test_a_question_without_a_grade_is_ungraded(tmp_path: Path) -> None:
    grades = [*graded("a", [1.0, 1.0]), *graded("b", [1.0])]
    found = score_exam(percent(tmp_path), form_of(grades), grades[1:], model="m", n_resamples=0)
    assert found.full.sections[0].ungraded == 1 and found.full.bounds == (75.0, 100.0)


def amc(right: int, wrong: int, blank: int = 0, unparsed: int = 0) -> list[Grade]:
    counts: dict[AnswerStatus, int] = {"answered": wrong, "blank": blank, "unparsed": unparsed}
    others = [status for status, count in counts.items() for _ in range(count)]
    missed = [grade(f"q{i}", "mcq", 0.0, status=status) for i, status in enumerate(others)]
    return [*graded("mcq", [1.0] * right), *missed]


def test_amc_blanks_earn_a_quarter_and_both_readings_are_offered() -> None:
    grades = amc(5, 10, 6, 4)
    found = run(load_exam("amc-10"), grades).full
    assert found.value == 5 * 6 + 6 * 1.5
    others = {a.name.split("(")[0].strip(): a.value for a in found.alternatives}
    assert others["no credit for blanks"] == 30
    assert others["every question without a readable answer left blank"] == 30 + 10 * 1.5


def test_an_all_blank_amc_paper_beats_five_right() -> None:
    assert run(load_exam("amc-10"), amc(0, 0, 25)).full.value == 37.5
    assert run(load_exam("amc-10"), amc(5, 20)).full.value == 30


def test_gre_is_130_plus_40_times_accuracy() -> None:
    assert run(load_exam("gre-quantitative"), graded("quant", [1.0] * 33 + [0.0] * 7)).full.value == 163


def test_gre_writing_is_the_mean_in_half_points() -> None:
    assert run(load_exam("gre-writing"), graded("writing", [4.0, 3.0], 6)).full.value == 3.5
    assert run(load_exam("gre-writing"), graded("writing", [4.0, 3.5], 6)).full.value == 4.0


def test_sat_charts_are_used_in_sets_and_all_offered() -> None:
    exam = load_exam("sat-reading-writing")
    grades = [*graded("reading", [1.0] * 47 + [0.0] * 5), *graded("writing", [1.0] * 37 + [0.0] * 7)]
    found = run(exam, grades).full
    assert found.value == 710
    sets = {s.chart_set for s in exam.scale}
    assert len(found.alternatives) == len(sets) - 1
    by_id = {s.id: s.chart_set for s in exam.scale}
    assert all(len({by_id[scale_id] for scale_id in a.scales}) == 1 for a in found.alternatives)


def test_an_ap_composite_is_rounded_and_cut() -> None:
    exam = load_exam("ap-chemistry")
    found = run(exam, [*graded("mcq", [1.0] * 43 + [0.0] * 17), *graded("frq", [27.5], 46)]).full
    assert found.components[0].raw == round(100 * (0.5 * 43 / 60 + 0.5 * 27.5 / 46))
    assert found.value == 4 and "percentile of AP Chemistry takers, 2025" in found.percentiles[0].words


def test_counts_and_percent_are_on_the_length_of_the_real_exam() -> None:
    assert run(load_exam("usnco-local"), graded("mcq", [1.0] * 34 + [0.0] * 23)).full.value == 36
    assert run(load_exam("leetcode-easy"), graded("problems", [1.0, 0.0])).full.value == 20
    assert run(load_exam("mksap"), graded("mcq", [1.0] * 3 + [0.0])).full.text == "75 %"


def test_an_exam_without_a_public_conversion_says_so_and_keeps_the_percent() -> None:
    found = run(load_exam("mcat"), [g for s in load_exam("mcat").section for g in graded(s.id, [1.0, 0.0])]).full
    assert found.value is None and found.percent == 50 and "no public table" in found.text


def test_passing_is_uncertain_where_the_interval_holds_the_mark() -> None:
    sure = run(load_exam("ube"), ube([1.0] * 190 + [0.0] * 10, [6.0] * 6, [6.0] * 2)).full
    assert all(p.passed and p.certain for p in sure.passes)
    near = run(load_exam("ube"), ube([1.0] * 17 + [0.0] * 11, [3.9] * 2, [3.9])).full
    assert any(not p.certain for p in near.passes)


def test_a_line_or_fraction_through_a_sparse_chart(tmp_path: Path) -> None:
    exam = exam_in(
        tmp_path,
        section("mc", 100, 1),
        score("chart_sum", low=120, high=180),
        scale("anchored", "chart", 'file = "scales/a.csv"\ninterpolate = true'),
        norm("n"),
        files={
            "scales/a.csv": "raw,scaled\n0,120\n72,161\n76,163\n100,180\n",
            "norms/n.csv": "score,percentile\n120,0\n",
        },
    )
    assert run(exam, graded("mc", [1.0] * 74 + [0.0] * 26)).full.value == 162


def test_a_proportion_scale_rounds_to_its_step(tmp_path: Path) -> None:
    exam = exam_in(
        tmp_path,
        section("a", 10, 0.5),
        section("b", 10, 0.5),
        score("chart_sum", low=400, high=1600, step=10),
        scale("a-scale", "proportion", 'section = "a"\nlow = 200\nhigh = 800\nstep = 10'),
        scale("b-scale", "proportion", 'section = "b"\nlow = 200\nhigh = 800\nstep = 10'),
    )
    found = run(exam, [*graded("a", [1.0, 0.0, 0.0]), *graded("b", [1.0])]).full
    assert [s.scaled for s in found.sections] == [400, 800] and found.value == 1200


def test_a_whole_exam_scale_converts_the_sum_of_scaled_sections(tmp_path: Path) -> None:
    exam = exam_in(
        tmp_path,
        section("a", 10, 0.5),
        section("b", 10, 0.5),
        score("chart_sum", low=205, high=805, step=10),
        scale("a-scale", "proportion", 'section = "a"\nlow = 60\nhigh = 90'),
        scale("b-scale", "proportion", 'section = "b"\nlow = 60\nhigh = 90'),
        scale("total", "line", "slope = 10\nintercept = -995"),
    )
    found = run(exam, [*graded("a", [1.0, 0.0]), *graded("b", [1.0, 0.0])]).full
    assert found.components[0].raw == 150 and found.value == 505
