"""Two models over many exams: both means, a change of their sign, and every exam's paired test."""

from __future__ import annotations

import math

import pytest
from small_exams import grade, graded

from exams.errors import InputError
from scoring.comparisons.paired import mcnemar
from scoring.comparisons.pairs import compare_many
from scoring.replay.published import table
from scoring.types import Grade

Pairs = dict[str, tuple[list[Grade], list[Grade]]]


def right_of(share: float, questions: int) -> list[float]:
    """So many questions of which the share is right; a share that is no count ends in a part of a point."""
    whole = math.floor(share * questions + 1e-9)
    rest = share * questions - whole
    return ([1.0] * whole + ([rest] if rest > 1e-9 else []) + [0.0] * questions)[:questions]


def table8(column: str, other: str, whole: float) -> Pairs:
    """Table 8 of the GPT-4 report as grades; which questions were right is not published. `whole`: all right."""
    return {
        row["name"]: tuple(  # type: ignore[misc]
            graded("mc", right_of(float(row[c]) / (whole or int(row["questions"])), int(row["questions"])))
            for c in (column, other)
        )
        for row in table("table8")
        if row["section"]
    }


@pytest.mark.parametrize(
    ("columns", "whole", "pooled"),
    [
        (("base_percent", "rlhf_percent"), 100.0, ["78.01", "77.78"]),  # as printed
        (("base_right", "rlhf_right"), 0.0, ["78.01", "77.80"]),  # the counts that the printed percents are of
    ],
)
def test_table_8_has_two_means_of_opposite_signs(columns: tuple[str, str], whole: float, pooled: list[str]) -> None:
    found = compare_many(table8(*columns, whole), n_resamples=20)
    assert len(found.exams) == 28
    assert [f"{100 * v:.1f}" for v in (found.unweighted.first, found.unweighted.second)] == ["73.7", "74.0"]
    assert [f"{100 * v:.2f}" for v in (found.pooled.first, found.pooled.second)] == pooled
    assert found.unweighted.difference > 0 > found.pooled.difference and found.signs_differ


def test_means_that_agree_are_no_warning() -> None:
    better = {name: (graded("mc", [0.0, 1.0] * 6), graded("mc", [1.0] * 12)) for name in "ab"}
    found = compare_many(better, n_resamples=50)
    assert not found.signs_differ and found.unweighted.difference == found.pooled.difference == 0.5
    same = compare_many({"a": (graded("mc", [1.0, 0.0]), graded("mc", [0.0, 1.0]))}, n_resamples=50)
    assert not same.signs_differ and same.pooled.difference == 0


def test_switches_and_mcnemar_are_counted_from_the_first_to_the_second() -> None:
    first, second = [1.0] * 10 + [0.0] * 10, [1.0] * 7 + [0.0] * 3 + [1.0] * 9 + [0.0]
    (exam,) = compare_many({"x": (graded("mc", first), graded("mc", second))}, n_resamples=100).exams
    assert (exam.right_to_wrong, exam.wrong_to_right) == (3, 9)
    assert exam.mcnemar_p == exam.p == exam.adjusted_p == pytest.approx(mcnemar(9, 3))
    assert exam.difference == pytest.approx(0.3) and exam.low < 0.3 < exam.high


def test_parts_of_points_have_no_mcnemar_and_holm_is_over_all_exams() -> None:
    essays = ([grade(f"e{i}", "frq", 2.0, 6) for i in range(8)], [grade(f"e{i}", "frq", 3.5, 6) for i in range(8)])
    choice = (graded("mc", [0.0] * 12), graded("mc", [1.0] * 12))
    found = compare_many({"essays": essays, "choice": choice}, n_resamples=100)
    assert found.exams[0].mcnemar_p is None and "permutation" in found.exams[0].test
    smaller, larger = sorted(found.exams, key=lambda e: e.p)
    assert smaller.adjusted_p == pytest.approx(2 * smaller.p) and larger.adjusted_p >= smaller.adjusted_p
    assert found.unweighted.first == pytest.approx((2 / 6 + 0) / 2)
    assert found.pooled.first == pytest.approx(8 * (2 / 6) / 20)


def test_questions_of_one_passage_widen_both_means() -> None:
    values = [[1.0] * 5, [0.0] * 5, [1.0] * 5, [0.0] * 5]
    apart = [grade(f"{p}-{i}", "mc", v) for p, own in enumerate(values) for i, v in enumerate(own)]
    together = [g.model_copy(update={"cluster": g.question[0]}) for g in apart]
    none = [g.model_copy(update={"points": 0.0}) for g in together]
    wide, narrow = (compare_many({"x": (none, own)}, n_resamples=50) for own in (together, apart))
    assert wide.pooled.high - wide.pooled.low == pytest.approx(narrow.pooled.high - narrow.pooled.low)
    alone = compare_many({"x": ([g.model_copy(update={"cluster": None}) for g in none], apart)}, n_resamples=50)
    assert wide.pooled.high - wide.pooled.low > 2 * (alone.pooled.high - alone.pooled.low)
    assert wide.unweighted.high - wide.unweighted.low > 2 * (alone.unweighted.high - alone.unweighted.low)


def test_nothing_in_common_is_refused() -> None:
    with pytest.raises(InputError, match="no exam was sat by both"):
        compare_many({})
