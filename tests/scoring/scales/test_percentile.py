"""Where a score stands: exact, between rows, outside, unknown; and how it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_exams import exam_in, norm, score, section

from exams.errors import InputError
from exams.exam import Exam, Norm, Provenance
from exams.files.exam_folder import load_exam, shipped_exams
from scoring.scales.inverse import scores_at
from scoring.scales.newest_norm import newest_norm, read_date
from scoring.scales.ordinal import format_percentile, ordinal
from scoring.scales.percentile import choose_norm, norm_tables, percentiles
from scoring.scales.place import place
from scoring.scales.scale import scale_limits
from scoring.scales.standing import standing
from scoring.types import Interval, Percentile

ROWS = "score,percentile\n20,10\n40,30\n60,\n80,90\n90,99+\n"


def exam_with(folder: Path, rows: str = ROWS, percentile_definition: str = "below", more: str = "") -> Exam:
    return exam_in(
        folder,
        section("mc", 1, 1),
        score("percent_correct"),
        norm("n", percentile_definition, more),
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


def test_a_sparse_table_gives_bounds_outside_its_points(tmp_path: Path) -> None:
    exam = exam_with(tmp_path, "score,percentile\n20,10\n40,30\n80,90\n", more="sparse = true")
    assert [at(exam, s).text for s in (5, 20, 30, 95)] == ["at most 10th", "~10th", "~20th", "at least 90th"]
    assert [at(exam, s).bounded for s in (5, 20, 30, 95)] == [True, False, False, True]


def test_bounds_between_points_where_no_line_may_be_drawn(tmp_path: Path) -> None:
    exam = exam_with(tmp_path, "score,percentile\n20,10\n40,30\n", more='sparse = true\nbetween = "bounds"')
    found = at(exam, 30)
    assert (found.low, found.high, found.text, found.bounded, found.interpolated) == (10, 30, "10th–30th", True, False)


def test_beyond_an_open_last_row_is_above_it(tmp_path: Path) -> None:
    exam = exam_with(tmp_path, "score,percentile\n20,10\n40,99+\n", more="sparse = true")
    assert at(exam, 50).text == "above 99th"


def test_sat_users_of_2016_to_2024_at_1580_and_above_are_above_the_99th() -> None:
    for score_ in (1580, 1590, 1600):
        found = {p.norm: p.text for p in standing(load_exam("digital-sat"), score_)}
        assert {found[f"users-{year}"] for year in range(2016, 2025)} == {"above 99th"}


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
    assert not any(norm == "illinois-february" for norm in found)  # a claim, not a population
    assert found["july"] == "~68th"
    assert found["first-timers"] == "~62nd"
    assert found["passers"] == "45th–48th"


def test_july_first_timers_and_passers_answer_at_every_bar_score() -> None:
    exam = load_exam("ube")
    for score_ in (0, 200, 269, 271, 297, 299, 300, 330, 400):
        found = {p.norm: p for p in standing(exam, score_)}
        assert all(found[norm].text != "unknown" for norm in ("july", "first-timers", "passers"))
    july = {p.norm: p for p in standing(exam, 300)}["july"]
    assert (
        july.low == pytest.approx(70.2, abs=0.1) and july.status == "approximate" and "mean 283, SD 32" in july.method
    )
    assert july.words == "about the 70th percentile of July bar takers in Illinois, a sitting before 2024"
    # the approximation goes through both published points
    assert {p.norm: p.low for p in standing(exam, 270)}["july"] == pytest.approx(34.2, abs=0.1)
    assert {p.norm: p.text for p in standing(exam, 300)}["first-timers"] == "at least 62nd"


def test_the_newest_population_is_told_first_with_its_year() -> None:
    assert standing(load_exam("gre-quantitative"), 163)[0].words == "about the 60th percentile of GRE takers, 2022–25"
    assert standing(load_exam("lsat"), 163)[0].words == "about the 80th percentile of LSAT takers, 2023–26"
    now = standing(load_exam("ap-us-government"), 4)[0]
    assert (now.period, round(now.high or 0)) == ("2025", 76) and 51 <= (now.low or 0) <= 52
    then = standing(load_exam("ap-us-government"), 4, as_of="2023")[0]
    assert (then.period, then.text) == ("2022", "77th–88th")


@pytest.mark.parametrize(
    ("exam_id", "value", "of", "neighbours"),
    [
        ("ap-biology", 4.5, "score", "4 and 5"),
        ("lsat", 163.7, "score", "163 and 164"),
        ("digital-sat", 1415, "score", "1410 and 1420"),
        ("mcat", 510.5, "score", "510 and 511"),
        ("gre-writing", 4.25, "score", "4 and 4.5"),
        ("gmat-focus", 656, "score", "655 and 665"),
        ("gmat-focus", 77.5, "quant", "77 and 78"),
        ("amc-12", 61, "score", "60 and 61.5"),
        ("amc-10", 147, "score", "145.5 and 150"),
    ],
)
def test_a_score_that_nobody_can_get_is_refused_with_its_neighbours(
    exam_id: str, value: float, of: str, neighbours: str
) -> None:
    with pytest.raises(InputError, match=f"nobody can score .* nearest scores are {neighbours}"):
        standing(load_exam(exam_id), value, of=of)


def test_gmat_totals_between_published_ones_have_bounds() -> None:
    assert standing(load_exam("gmat-focus"), 755)[0].text != "unknown"
    assert standing(load_exam("gmat-focus"), 655)[0].text == "at most 96th"


def test_percent_at_or_below_is_converted_by_the_score_below() -> None:
    exam = load_exam("digital-sat")
    rows = {r.score: r.low for r in next(t for t in norm_tables(exam) if t.norm.id == "users-2026").rows}
    found = {p.norm: p for p in standing(exam, 1400)}
    assert found["users-2026"].percentile_definition == "at_or_below" and found["users-2026"].low == rows[1400]
    assert found["users-2026"].below == rows[1390]


def test_the_score_for_a_percentile_is_the_least_that_reaches_it() -> None:
    exam = load_exam("lsat")
    for row in scores_at(exam, 90):
        assert row.score is not None and row.low is not None and row.low >= 90
        below = next(p for p in standing(exam, row.score - 1) if p.norm == row.norm)
        assert below.low is not None and below.low < 90
    assert scores_at(exam, 90)[0].score == 168


def test_the_rule_for_the_newest_norm() -> None:
    def one(name: str, year: str, status: str = "official", **more: object) -> Norm:
        source = Provenance.model_validate({"source": "made up", "status": status, "year": year})
        fields = {"id": name, "population": name, "convention": "below", "file": "x.csv", "provenance": source}
        return Norm.model_validate({**fields, **more})

    old, new = one("old", "2020"), one("new", "2024", "second-hand")
    first = [
        (newest_norm([old, new]), "new"),  # newer period before standing
        (newest_norm([one("copy", "2024", "second-hand"), one("own", "2024")]), "own"),  # official of the same period
        (newest_norm([one("first", "2024", preliminary=True), new]), "new"),  # final before preliminary
        (newest_norm([one("half", "2026", headline=False), old]), "old"),  # a part of those who sit
        (newest_norm([one("memory", "2026", "unknown"), old]), "old"),  # never from memory
        (newest_norm([one("point", "2026", sparse=True), old]), "old"),  # a table before a quoted point
        (newest_norm([one("a", "2024"), one("b", "2024", default=True)]), "b"),
        (newest_norm([old, new], "2024"), "old"),  # 2024 was not over
        (newest_norm([old, new], "2025"), "new"),
        (newest_norm([old, new], "2019"), "old"),  # none was out: the first that came
    ]
    assert [norm.id if norm else None for norm, _ in first] == [name for _, name in first]


def test_a_bad_date_is_refused() -> None:
    for text in ("23", "2023-13", "last year"):
        with pytest.raises(InputError, match="is no year or month"):
            read_date(text)


def test_392_on_codeforces_is_below_5th_among_active_users_only() -> None:
    found = {p.norm: p for p in standing(load_exam("codeforces"), 392)}
    active, everyone = found["active-2024"].high, found["all-2025"].low
    assert active is not None and everyone is not None and active < 5 < everyone


def test_where_a_table_is_silent_at_its_end_the_interval_reaches_to_0() -> None:
    tables = norm_tables(load_exam("gre-quantitative@2023"))
    table = next(t for t in tables if t.norm.id == "2020-2023")  # prints nothing at 130 to 132
    (found,) = percentiles((table,), 137, Interval(low=130, high=147), "2020-2023")
    assert found.interval is not None and (found.interval.low, found.interval.high) == (0, 18)
    assert place(table, 130).low is None  # the score itself still has no percentile there
    (inside,) = percentiles((table,), 137, Interval(low=133, high=147), "2020-2023")
    assert inside.interval is not None and inside.interval.low == 1


def test_a_population_is_chosen_by_id_or_by_a_part_of_its_name() -> None:
    tables = norm_tables(load_exam("ube"))
    assert choose_norm(tables, "JULY") == "july"
    assert choose_norm(tables, "who passed") == "passers"
    assert choose_norm(tables, None) == "july"
    assert choose_norm(tables, None, "2023") == "general-guide"
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


@pytest.mark.parametrize("key", ["convention", "percentile_definition"])
def test_a_norm_opens_by_the_old_key_and_by_the_name_in_code(key: str) -> None:
    source = {"source": "made up", "status": "official", "evidence": "verbatim"}
    fields = {"id": "n", "population": "people", key: "at_or_below", "file": "x.csv", "provenance": source}
    found = Norm.model_validate(fields)
    assert found.percentile_definition == "at_or_below" and found.provenance.evidence == "verbatim"
    old = found.model_dump(by_alias=True)
    assert old["convention"] == "at_or_below" and old["provenance"]["seen"] == "verbatim"
    with pytest.raises(ValueError, match="percentile_definition"):
        Norm.model_validate(fields | {"convention": "below", "percentile_definition": "range"})
