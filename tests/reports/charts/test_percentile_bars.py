import csv

import made_scores
import pytest

from exams.errors import InputError
from exams.files.exam_folder import shipped_folder
from reports.charts.percentile_bars import percent_interval, plan_bars
from scoring.types import ExamScore, Interval

REPORT = shipped_folder() / "gpt4-report"
MODELS = {"gpt4": "gpt-4", "gpt4_novision": "gpt-4 (no vision)", "gpt35": "gpt-3.5"}


def bounds(printed: str) -> tuple[float | None, float | None]:
    """'90', '86-100', '<5' or '' as low and high."""
    if not printed:
        return None, None
    if printed.startswith("<"):
        return None, float(printed[1:])
    low, _, high = printed.partition("-")
    return float(low), float(high or low)


def table_1() -> list[ExamScore]:
    with (REPORT / "table1.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        made_scores.bare_score(row["name"], model, *bounds(row[f"{key}_percentile"])).model_copy(
            update={"exam": row["exam"]}
        )
        for key, model in MODELS.items()
        for row in rows
    ]


def test_table_1_of_the_report_draws_the_26_exams_of_figure_4_in_its_order_and_heights() -> None:
    with (REPORT / "figure4.csv").open(encoding="utf-8", newline="") as file:
        figure = list(csv.DictReader(file))
    plan = plan_bars(table_1(), baseline="gpt-3.5")
    assert len(plan.percentiles) == 26
    assert [g.exam for g in plan.percentiles] == [row["exam"] for row in figure]
    for group, row in zip(plan.percentiles, figure, strict=True):
        for bar, key in zip(group.bars, MODELS, strict=True):
            assert bar is not None
            # Codeforces prints "below 5th": no lower bound is known, so its bar starts and ends at 0.
            assert bar.low == (float(row[key]) if row[key] else 0.0)


def test_the_eight_exams_without_percentiles_stand_in_the_second_panel() -> None:
    plan = plan_bars(table_1(), baseline="gpt-3.5")
    assert sorted(g.exam for g in plan.percents) == [
        "leetcode-easy", "leetcode-hard", "leetcode-medium", "mksap", "sommelier-advanced", "sommelier-certified",
        "sommelier-introductory", "usnco-local",
    ]  # fmt: skip


def test_without_a_baseline_the_weaker_model_sorts() -> None:
    scores = [
        made_scores.bare_score("B", "strong", 90, 90), made_scores.bare_score("A", "strong", 5, 5),
        made_scores.bare_score("B", "weak", 10, 10), made_scores.bare_score("A", "weak", 20, 20),
    ]  # fmt: skip
    assert plan_bars(scores).baseline == "weak"
    assert [g.label for g in plan_bars(scores).percentiles] == ["B", "A"]
    assert [g.label for g in plan_bars(scores, "strong").percentiles] == ["A", "B"]


def test_ties_stand_in_alphabetical_order_and_exams_the_baseline_did_not_sit_at_the_end() -> None:
    scores = [made_scores.bare_score(name, "m", 40, 40) for name in ("LSAT", "AP Statistics")]
    scores.append(made_scores.bare_score("AAA", "other", 1, 1))
    assert [g.label for g in plan_bars(scores, "m").percentiles] == ["AP Statistics", "LSAT", "AAA"]


def test_the_lower_of_full_and_clean_is_drawn() -> None:
    lower = plan_bars([made_scores.bare_score("A", "m", 60, 60, clean=50)]).percentiles[0].bars[0]
    higher = plan_bars([made_scores.bare_score("A", "m", 60, 60, clean=70)]).percentiles[0].bars[0]
    assert lower is not None and higher is not None
    assert (lower.low, higher.low) == (50, 60)


def test_an_exam_that_a_model_has_no_percentile_for_is_told_as_left_out() -> None:
    scores = [made_scores.bare_score("A", "m", 60, 60), made_scores.bare_score("A", "n", None, None)]
    assert plan_bars(scores).left_out == (("A", "n"),)


def test_a_score_rounded_on_a_short_scale_keeps_its_interval() -> None:
    # 22 of 45 stands for 50 %: no further from it than the scale's own step.
    score = made_scores.bare_score("LeetCode (hard)", "m", None, None, percent=50.0)
    full = score.full.model_copy(update={"value": 22.0, "interval": Interval(low=5, high=42)})
    section = full.sections[0].model_copy(update={"weight": 0.5})
    full = full.model_copy(update={"sections": (section, section.model_copy(update={"section": "other"}))})
    score = score.model_copy(update={"score_max": 45.0, "full": full})
    assert percent_interval(score) == pytest.approx((100 * 5 / 45, 100 * 42 / 45))


def test_a_second_run_of_a_model_is_a_series_of_its_own() -> None:
    plan = plan_bars([made_scores.bare_score("A", "m", 60, 60), made_scores.bare_score("A", "m", 50, 50)])
    assert plan.series == ("m", "m, run 2")


def test_a_baseline_that_did_not_run_is_refused_with_the_names_that_did() -> None:
    with pytest.raises(InputError, match="choose one of m"):
        plan_bars([made_scores.bare_score("A", "m", 60, 60)], "gpt-9")


def test_no_score_is_refused() -> None:
    with pytest.raises(InputError, match="no score to draw"):
        plan_bars([])
