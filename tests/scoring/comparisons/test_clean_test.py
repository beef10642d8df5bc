"""Clean against contaminated: exact, stratified, and honest about what it could not see."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import fisher_exact

from scoring.comparisons.clean_test import Table, clean_test, exact_p, mantel_haenszel, power_of
from scoring.item_score import ItemScore
from scoring.replay.sittings import vision


def credits_of(section: str, clean: tuple[int, int], seen: tuple[int, int]) -> tuple[list[ItemScore], set[str]]:
    """Right and wrong answers to clean and to contaminated questions."""
    made, flagged = [], set()
    for group, (right, wrong) in (("clean", clean), ("seen", seen)):
        for i, points in enumerate([1.0] * right + [0.0] * wrong):
            name = f"{section}-{group}-{i}"
            made.append(ItemScore(name, section, None, name, points, 1.0, "answered", "key", False, False))
            if group == "seen":
                flagged.add(name)
    return made, flagged


@pytest.mark.parametrize("cells", [(25, 14, 51, 10), (5, 0, 20, 5), (1, 9, 9, 1), (10, 10, 10, 10)])
def test_one_section_is_fishers_exact_test(cells: tuple[int, int, int, int]) -> None:
    expected = fisher_exact(np.array(cells).reshape(2, 2)).pvalue
    assert exact_p([Table(*cells)]) == pytest.approx(expected, abs=1e-9)


def test_lsat_of_the_report_went_worse_on_contaminated_questions() -> None:
    lsat = vision()["lsat"].contamination
    assert lsat is not None and lsat.p_value == pytest.approx(0.032, abs=0.001)
    assert "worse than chance explains" in lsat.test


def test_sections_are_compared_within_themselves() -> None:
    # contaminated questions are all in the easy section: pooled they look better, within sections nothing is seen
    easy = Table(90, 10, 18, 2)
    hard = Table(2, 18, 10, 90)
    assert exact_p([easy, hard]) > 0.9
    assert mantel_haenszel([easy, hard]) == pytest.approx(1.0, abs=0.05)


def test_the_stratified_test_rejects_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    rejected = 0
    for _ in range(400):
        tables = []
        for n, p in ((20, 0.9), (30, 0.5)):
            seen, clean = rng.binomial(n, p), rng.binomial(2 * n, p)
            tables.append(Table(seen, n - seen, clean, 2 * n - clean))
        rejected += exact_p(tables) < 0.05
    assert rejected / 400 < 0.075


def test_the_power_is_what_a_simulation_finds() -> None:
    rng = np.random.default_rng(1)
    found = 0
    for _ in range(400):
        seen, clean = rng.binomial(200, 0.70), rng.binomial(200, 0.80)
        found += exact_p([Table(seen, 200 - seen, clean, 200 - clean)]) < 0.05
    assert power_of([Table(140, 60, 160, 40)]) == pytest.approx(found / 400, abs=0.1)


def test_with_25_questions_one_cannot_tell_and_the_words_say_so() -> None:
    made, flagged = credits_of("mcq", (10, 14), (0, 1))
    found = clean_test(made, flagged)
    assert found.power is not None and found.power < 0.15
    assert found.words.startswith("too few questions to tell (right: ")


def test_many_questions_without_a_difference_say_that() -> None:
    made, flagged = credits_of("mcq", (720, 180), (480, 120))
    assert clean_test(made, flagged).words.startswith("no difference beyond chance")


def test_nothing_to_compare_is_not_tested() -> None:
    made, _ = credits_of("mcq", (5, 5), (0, 0))
    none, all_seen = clean_test(made, ()), clean_test(made, [c.question for c in made])
    assert none.p_value is None and "no question is contaminated" in none.words
    assert all_seen.p_value is None and "every question is contaminated" in all_seen.words


def test_partly_right_answers_are_left_out_and_counted() -> None:
    made, flagged = credits_of("mcq", (10, 10), (5, 5))
    essay = ItemScore("essay", "frq", None, "essay", 3.0, 6.0, "answered", "human", False, True)
    found = clean_test([*made, essay], flagged)
    assert found.left_out == 1 and "1 partly right answers left out" in found.words
