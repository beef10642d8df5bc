"""Where a score stands: exact, between rows, outside, unknown; and how it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_exams import exam_in, norm, score, section

from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam, shipped_exams
from scoring.scales.ordinal import format_percentile, ordinal
from scoring.scales.percentile import choose_norm, norm_tables, percentiles
from scoring.scales.place import place
from scoring.scales.scale import scale_limits
from scoring.scales.standing import standing
from scoring.types import Interval, Percentile

ROWS = "score,percentile\n20,10\n40,30\n60,\n80,90\n90,99+\n"


def exam_with(folder: Path, rows: str = ROWS, convention: str = "below", more: str = "") -> Exam:
    return exam_in(
        folder,
        section("mc", 1, 1),
        score("percent_correct"),
        norm("n", convention, more),
        files={"norms/n.csv": rows},
    )


def at(exam: Exam, value: float) -> Percentile:
    return percentiles(norm_tables(exam), value)[0]


def test_an_exact_score_gives_its_row(tmp_path: Path) -> None:
    found = at(exam_with(tmp_path), 40)
    assert (found.low, found.high, found.text, found.interpolated, found.extrapolated) == (
        30,
        30,
        "~30th",
        False,
        False,
    )


def test_between_rows_is_a_straight_line_and_says_so(tmp_path: Path) -> None:
    found = at(exam_with(tmp_path), 25)
    assert (found.low, found.text, found.interpolated) == (15, "~15th", True)


def test_beside_an_empty_cell_nothing_is_known(tmp_path: Path) -> None:
    exam = exam_with(tmp_path)
    assert [at(exam, s).text for s in (50, 60, 70)] == ["unknown"] * 3
    assert not at(exam, 50).interpolated


def test_outside_the_table_is_the_end_bin_and_says_so(tmp_path: Path) -> None:
    exam = exam_with(tmp_path)
    assert (at(exam, 5).text, at(exam, 5).extrapolated) == ("below 10th", True)
    assert (at(exam, 95).text, at(exam, 95).extrapolated) == ("above 99th", True)


def test_a_sparse_table_is_silent_outside_its_points(tmp_path: Path) -> None:
    exam = exam_with(tmp_path, more="sparse = true")
    assert [at(exam, s).text for s in (5, 20, 30, 95)] == ["unknown", "~10th", "~20th", "unknown"]


def test_quoted_pairs_are_silent_between_them_too(tmp_path: Path) -> None:
    exam = exam_with(tmp_path, more='sparse = true\nbetween = "none"')
    assert [at(exam, s).text for s in (20, 30, 40)] == ["~10th", "unknown", "~30th"]


def test_a_range_is_told_as_a_range(tmp_path: Path) -> None:
    exam = exam_with(tmp_path, "score,low,high\n1,0,14.5\n2,14.5,44.5\n3,44.5,85.6\n4,85.6,100\n", "range")
    assert [at(exam, s).text for s in (1, 2, 4)] == ["0th–14th", "14th–44th", "86th–100th"]


def test_the_interval_is_that_of_the_score_carried_over(tmp_path: Path) -> None:
    ends = Interval(low=20, high=40, method="toy")
    found = percentiles(norm_tables(exam_with(tmp_path)), 30, ends)[0]
    assert found.interval is not None and (found.interval.low, found.interval.high) == (10, 30)


def test_a_score_that_is_not_defined_has_no_percentile(tmp_path: Path) -> None:
    assert percentiles(norm_tables(exam_with(tmp_path)), None) == ()


@pytest.mark.parametrize(
    "text", ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "93rd", "100th", "0th"]
)
def test_ordinals_end_as_they_are_spoken(text: str) -> None:
    assert ordinal(int(text[:-2])) == text


@pytest.mark.parametrize(("number", "text"), [(62.5, "62nd"), (37.5, "38th"), (85.9, "86th"), (14.5, "14th")])
def test_ordinals_round_half_to_even(number: float, text: str) -> None:
    assert ordinal(number) == text


@pytest.mark.parametrize(
    ("low", "high", "is_range", "text"),
    [
        (None, None, False, "unknown"),
        (0.2, 0.2, False, "below 1st"),
        (99.7, 99.7, False, "above 99th"),
        (99, 99, False, "~99th"),
        (0, 5, False, "below 5th"),
        (0, 7, True, "0th–7th"),
        (45, 48, False, "45th–48th"),
    ],
)
def test_the_words(low: float | None, high: float | None, is_range: bool, text: str) -> None:
    assert format_percentile(low, high, is_range=is_range) == text


def test_the_bar_exam_score_of_298_among_all_populations() -> None:
    found = {p.norm: p.text for p in standing(load_exam("ube"), 298)}
    assert found["illinois-february"] == "~90th"
    assert found["july"] == "~68th"
    assert found["first-timers"] == "~62nd"
    assert found["passers"] == "45th–48th"


def test_392_on_codeforces_is_below_5th_among_active_users_only() -> None:
    found = {p.norm: p for p in standing(load_exam("codeforces"), 392)}
    active, everyone = found["active-2024"].high, found["all-2025"].low
    assert active is not None and everyone is not None and active < 5 < everyone


def test_a_population_is_chosen_by_id_or_by_a_part_of_its_name() -> None:
    tables = norm_tables(load_exam("ube"))
    assert choose_norm(tables, "JULY") == "july"
    assert choose_norm(tables, "who passed") == "passers"
    assert choose_norm(tables, None) == "february-2018"
    with pytest.raises(InputError, match="several populations fit 'Martinez'"):
        choose_norm(tables, "Martinez")
    with pytest.raises(InputError, match=r"no population called 'martians'.*choose one of"):
        choose_norm(tables, "martians")


def test_a_score_outside_the_scale_is_refused() -> None:
    with pytest.raises(InputError, match="401 is outside the scale of ube: 0 to 400"):
        standing(load_exam("ube"), 401)


def test_an_exam_without_norms_says_so() -> None:
    with pytest.raises(InputError, match="no percentiles are known for mksap"):
        standing(load_exam("mksap"), 70)


@given(st.data())
def test_percentiles_never_fall_with_the_score_in_any_shipped_table(data: st.DataObject) -> None:
    exam = load_exam(data.draw(st.sampled_from(WITH_NORMS)))
    of = data.draw(st.sampled_from(sorted({n.of for n in exam.norm})))
    table = data.draw(st.sampled_from(norm_tables(exam, of)))
    low, high = (0.0, 4000.0) if exam.score.max is None else (exam.score.min, exam.score.max)
    if of != "score":
        limits = [scale_limits(exam, s) for s in exam.scale if s.section == of] or [(0.0, 200.0)]
        low, high = limits[0]
    two = sorted(data.draw(st.lists(st.floats(low, high), min_size=2, max_size=2)))
    first, second = (place(table, s) for s in two)
    if first.low is not None and second.low is not None:
        assert first.low <= second.low + 1e-9
    if first.high is not None and second.high is not None:
        assert first.high <= second.high + 1e-9


WITH_NORMS = tuple(name for name in shipped_exams() if load_exam(name).norm)
