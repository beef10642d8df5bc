"""Two runs on the same questions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest
from small_exams import grade, graded

from exams.errors import InputError
from scoring.comparisons.paired import compare, mcnemar
from scoring.types import Grade


def two_runs(both: int, first: int, second: int, neither: int) -> tuple[list[Grade], list[Grade]]:
    a = [1.0] * both + [1.0] * first + [0.0] * second + [0.0] * neither
    b = [1.0] * both + [0.0] * first + [1.0] * second + [0.0] * neither
    return graded("mc", a), graded("mc", b)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (5, 0), (12, 3), (7, 7), (1, 30)])
def test_right_and_wrong_answers_are_mcnemars_test(first: int, second: int) -> None:
    total = first + second
    expected = binomtest(first, total, 0.5).pvalue if total else 1.0
    assert mcnemar(first, second) == pytest.approx(expected, abs=1e-12)
    found = compare(*two_runs(20, first, second, 10), n_resamples=200)
    assert found.p_value == pytest.approx(expected) and found.test == "McNemar, exact"


def test_difference_and_counts() -> None:
    found = compare(*two_runs(20, 12, 3, 10))
    assert (found.shared, found.better_first, found.better_second) == (45, 12, 3)
    assert found.difference == pytest.approx(9 / 45)
    assert found.interval.low < found.difference < found.interval.high
    spread = np.sqrt((15 - 81 / 45) / 45**2)
    assert found.interval.high - found.interval.low == pytest.approx(2 * 1.96 * spread, rel=0.1)


def test_swapping_the_runs_turns_the_sign() -> None:
    a, b = two_runs(20, 12, 3, 10)
    assert compare(a, b).difference == -compare(b, a).difference
    assert compare(a, b).p_value == compare(b, a).p_value


def test_a_run_against_itself_shows_nothing() -> None:
    a, _ = two_runs(20, 12, 3, 10)
    found = compare(a, a)
    assert (found.difference, found.p_value, found.interval.low, found.interval.high) == (0, 1, 0, 0)


def test_essays_and_passages_use_a_permutation_test() -> None:
    rng = np.random.default_rng(0)
    base = rng.uniform(1, 5, 12)
    first = [grade(f"e{i}", "frq", float(p + 0.8), 6) for i, p in enumerate(base)]
    second = [grade(f"e{i}", "frq", float(p), 6) for i, p in enumerate(base)]
    found = compare(first, second)
    assert "permutation" in found.test and found.p_value == pytest.approx(2 / 2**12, abs=0.001)
    assert found.difference == pytest.approx(0.8 / 6)


def test_passages_move_together() -> None:
    alone_a, alone_b = two_runs(10, 12, 2, 6)
    first = [g.model_copy(update={"cluster": f"p{i // 6}"}) for i, g in enumerate(alone_a)]
    second = [g.model_copy(update={"cluster": f"p{i // 6}"}) for i, g in enumerate(alone_b)]
    alone, together = compare(alone_a, alone_b), compare(first, second)
    assert together.difference == alone.difference and "passages" in together.test
    assert together.p_value > alone.p_value


def test_only_shared_and_graded_questions_count() -> None:
    a, b = two_runs(3, 1, 0, 1)
    found = compare([*a, grade("only-a", "mc", 1.0)], [*b[:-1], b[-1].model_copy(update={"points": None})])
    assert (found.shared, found.only_in_first, found.only_in_second) == (4, 2, 0)


def test_runs_without_a_shared_question_are_refused() -> None:
    with pytest.raises(InputError, match="share no graded question"):
        compare(graded("mc", [1.0]), graded("essay", [1.0]))


def test_different_points_for_one_question_are_refused() -> None:
    with pytest.raises(InputError, match="different maximum points"):
        compare([grade("q", "mc", 1.0, 1.0)], [grade("q", "mc", 1.0, 2.0)])
