"""Wrong tables are refused with their file and row."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_exams import exam_in, form_of, graded, norm, scale, score, section

from exams.errors import InputError
from scoring.check_exam import check_exam
from scoring.scales.percentile import norm_tables
from scoring.score_exam import score_exam

WHOLE = "raw,scaled\n0,0\n1,40\n2,70\n3,100\n"


def use_chart(folder: Path, chart: str, more: str = "") -> None:
    exam = exam_in(
        folder,
        section("mc", 3, 1),
        score("chart_sum"),
        scale("chart", "chart", f'file = "scales/chart.csv"\n{more}'),
        files={"scales/chart.csv": chart},
    )
    grades = graded("mc", [1, 0, 1])
    score_exam(exam, form_of(grades), grades, model="m", n_resamples=0)


def test_a_whole_rising_chart_is_used(tmp_path: Path) -> None:
    use_chart(tmp_path, WHOLE)


@pytest.mark.parametrize(
    ("chart", "fault"),
    [
        ("raw,scaled\n0,0\n1,40\n2,30\n3,100\n", r"chart\.csv:4: scaled falls from 40 to 30"),
        ("raw,scaled\n0,0\n1,40\n3,100\n", r"chart\.csv:4: .*2 is missing"),
        ("raw,scaled\n1,0\n2,40\n3,100\n", r"chart\.csv:2: .*0 is missing"),
        ("raw,scaled\n0,0\n1,40\n1,40\n2,70\n3,100\n", r"chart\.csv:4: raw 1 does not rise"),
        ("raw,scaled\n0,0\n1,40\n2,70\n", r"chart\.csv: the chart ends at 2, not at 3"),
        ("raw,scaled\n0,0\n1,40\n2,70\n3,100\n4,100\n", r"chart\.csv:6: raw 4 is more than the 3"),
        ("raw,scaled\n0,0\n1,40\n2,70\n3,101\n", r"chart\.csv:5: scaled 101 is outside 0 to 100"),
        ("raw,scaled\n0,0\n1,forty\n2,70\n3,100\n", r"chart\.csv:3: scaled 'forty' is not a number"),
        ("raw,scaled\n0,0\n1,nan\n2,70\n3,100\n", r"chart\.csv:3: scaled 'nan' is not a number"),
        ("raw,scaled\n0,0\n0.5,20\n1,40\n2,70\n3,100\n", r"chart\.csv:3: raw scores of a chart are whole"),
        ("raw,scaled\n0,0\n1\n", r"chart\.csv:3: the row does not fit the header"),
        ("number,points\n0,0\n", r"chart\.csv:1: the columns are number,points"),
        ("", r"chart\.csv:1: the columns are missing"),
        ("raw_low,raw_high,scaled\n0,1,0\n3,3,100\n", r"chart\.csv:3: .*2 is missing"),
        ("raw_low,raw_high,scaled\n0,1,0\n3,2,100\n", r"chart\.csv:3: raw_low 3 is more than raw_high 2"),
    ],
)
def test_a_wrong_chart_is_refused(tmp_path: Path, chart: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        use_chart(tmp_path, chart)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, section("mc", 3, 1), score("chart_sum"), scale("c", "chart", 'file = "scales/none.csv"'))
    with pytest.raises(InputError, match=r"none\.csv: there is no such file"):
        score_exam(exam, form_of(graded("mc", [1])), graded("mc", [1]), model="m")


@pytest.mark.parametrize(
    ("cuts", "fault"),
    [
        ("min,score\n0,1\n40,2\n30,3\n", r"cuts\.csv:4: min and score must both rise"),
        ("min,score\n0,1\n40,2\n60,2\n", r"cuts\.csv:4: min and score must both rise"),
        ("min,score\n5,1\n40,2\n", r"cuts\.csv:2: starts at 5, not at 0"),
        ("min,score\n0,1\n140,2\n", r"cuts\.csv:3: min 140 is more than the 100"),
        ("min,score\n0,1\n40,6\n", r"cuts\.csv:3: score 6 is outside 1 to 5"),
    ],
)
def test_wrong_cut_points_are_refused(tmp_path: Path, cuts: str, fault: str) -> None:
    exam = exam_in(
        tmp_path,
        section("mc", 10, 1),
        score("weighted_composite", "composite_max = 100", 1, 5),
        scale("cuts", "cut_points", 'file = "scales/cuts.csv"'),
        files={"scales/cuts.csv": cuts},
    )
    with pytest.raises(InputError, match=fault):
        score_exam(exam, form_of(graded("mc", [1])), graded("mc", [1]), model="m")


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("score,percentile\n10,20\n20,10\n", r"n\.csv:3: percentile falls from 20 to 10"),
        ("score,percentile\n10,20\n10,30\n", r"n\.csv:3: score 10 does not rise"),
        ("score,percentile\n10,20\n20,101\n", r"n\.csv:3: percentile 101 is outside 0 to 100"),
        ("score,percentile\n10,20\n200,30\n", r"n\.csv:3: score 200 is outside 0 to 100"),
        ("score,percentile\n10,~20\n", r"n\.csv:2: percentile '~20' is not a number"),
        ("score,low,high\n10,30,20\n", r"n\.csv:2: low 30 is more than high 20"),
        ("score,low,high\n10,0,20\n20,20,15\n", r"n\.csv:3: low 20 is more than high 15"),
        ("score,percentile\n", r"n\.csv: holds no row"),
    ],
)
def test_a_wrong_norm_is_refused(tmp_path: Path, rows: str, fault: str) -> None:
    exam = exam_in(tmp_path, section("mc", 1, 1), score("percent_correct"), norm("n"), files={"norms/n.csv": rows})
    with pytest.raises(InputError, match=fault):
        norm_tables(exam)


def test_a_table_without_a_source_is_refused_when_the_exam_is_read(tmp_path: Path) -> None:
    bare = scale("chart", "chart", 'file = "scales/chart.csv"').replace('source = "made up for a test", ', "")
    with pytest.raises(InputError, match=r"scale\.0\.provenance\.source"):
        exam_in(tmp_path, section("mc", 3, 1), score("chart_sum"), bare)


def test_check_tells_all_faults_at_once(tmp_path: Path) -> None:
    exam = exam_in(
        tmp_path,
        section("mc", 3, 1),
        score("chart_sum"),
        scale("one", "chart", 'file = "scales/one.csv"'),
        scale("two", "chart", 'file = "scales/two.csv"'),
        norm("n"),
        files={
            "scales/one.csv": "raw,scaled\n0,0\n2,1\n",
            "scales/two.csv": WHOLE,
            "norms/n.csv": "score,percentile\n10,20\n5,30\n",
            "norms/stray.csv": "score,percentile\n",
        },
    )
    format_percentile = "\n".join(str(fault) for fault in check_exam(exam))
    assert (
        "one.csv:3" in format_percentile
        and "n.csv:3" in format_percentile
        and "2 are default" in format_percentile
        and "stray.csv is named by no" in format_percentile
    )


def test_check_finds_parts_that_do_not_add_up(tmp_path: Path) -> None:
    part = '[[section.parts]]\nid = "{0}"\nname = "{0}"\nquestions = {1}\npoints = {1}\nweight = {2}\n'
    exam = exam_in(
        tmp_path,
        section("mc", 3, 1) + part.format("a", 1, 0.5) + part.format("b", 1, 0.4),
        score("percent_correct"),
    )
    format_percentile = "\n".join(str(fault) for fault in check_exam(exam))
    assert "3 questions, its parts 2" in format_percentile and "weights sum to 0.9" in format_percentile


def test_check_finds_a_falling_line_and_a_grade_nobody_can_reach(tmp_path: Path) -> None:
    exam = exam_in(
        tmp_path,
        section("mc", 3, 1),
        score("weighted_composite", "composite_max = 100", 1, 5),
        scale("cuts", "cut_points", 'file = "scales/cuts.csv"'),
        scale("line", "line", 'section = "mc"\nslope = -1\nintercept = 5'),
        files={"scales/cuts.csv": "min,score\n0,1\n50,4\n"},
    )
    format_percentile = "\n".join(str(fault) for fault in check_exam(exam))
    assert "'line' falls" in format_percentile and "nobody could score 5" in format_percentile


def test_an_unknown_rule_or_parameter_is_refused(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, section("mc", 3, 1), score("wishful"))
    assert any("no scoring rule 'wishful'" in f.what for f in check_exam(exam))
    exam = exam_in(tmp_path, section("mc", 3, 1), score("formula", "slope = 1, slop = 2"))
    assert any("no parameter 'slop'" in f.what for f in check_exam(exam))
    exam = exam_in(tmp_path, section("mc", 3, 1), score("formula"))
    assert any("needs the parameter 'slope'" in f.what for f in check_exam(exam))
