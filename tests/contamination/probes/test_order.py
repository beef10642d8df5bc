"""The order test on an n-gram model: its error rates, and the sets whose order proves nothing."""

from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
import pytest
from probe_questions import made_items
from scipy.stats import kstest

from contamination.probe_types import ProbeItem
from contamination.probes.ngram_model import NgramModel
from contamination.probes.order import order_result, order_test
from contamination.probes.order_checks import check_order
from contamination.probes.order_plan import SEPARATOR, plan_order
from contamination.probes.planting import plant
from contamination.probes.self_test import order_rows

DRAWS = 1_999


@cache
def background() -> NgramModel:
    return NgramModel(i.text for i in made_items(300, seed=1))


def p_of(items: list[ProbeItem], seen: list[str], seed: int = 0) -> float:
    model = background()
    for text in seen:
        model.learn(text)
    p = order_test(order_rows(model, plan_order(items, seed=seed)), seed=seed, draws=DRAWS).p
    for text in seen:
        model.learn(text, -1)
    return p


def test_on_clean_sets_p_is_uniform() -> None:
    """40 sets; the 400 are benchmarks/probes/order.py."""
    pool = made_items(400, seed=2)
    found = [p_of(Random(n).sample(pool, 60), [], n) for n in range(40)]
    assert sum(p < 0.05 for p in found) <= 5  # more than 5 of 40 has a chance of 1.4 %
    assert kstest(found, "uniform").pvalue > 0.01


def test_a_tenth_of_a_set_seen_once_is_noticed_twelve_times_of_twelve() -> None:
    items = made_items(400, seed=3)
    for number in range(12):
        planted = plant([i.text for i in items], 0.1, Random(number))
        assert sum(t.count("\nA. ") for t in planted) == 40
        assert p_of(items, planted, number) < 0.05


def test_the_same_set_seen_in_another_order_is_not_noticed() -> None:
    items = made_items(400, seed=4)
    for number in range(2):
        other = SEPARATOR.join(Random(number).sample([i.text for i in items], 400))
        assert p_of(items, [other], number) > 0.05
    assert p_of(items, [SEPARATOR.join(i.text for i in items)]) < 0.001


def test_the_p_value_is_exact_on_a_table_that_can_be_counted_out() -> None:
    """Two shards, each of an own order that beats its one shuffle: one of the four choices is as extreme."""
    found = order_test([[1.0, 0.0], [2.0, 0.0]], draws=40_000)
    assert found.p == pytest.approx(0.25, abs=0.01)
    assert found.difference == 1.5
    assert order_test([[0.0, 1.0], [0.0, 2.0]], draws=1000).p == 1.0


@pytest.mark.parametrize("key", ["length", "difficulty", "date", "topic"])
def test_a_sorted_set_has_no_order_test(key: str) -> None:
    items = made_items(60, seed=5)
    if key == "length":
        items.sort(key=lambda i: len(i.text))
    elif key == "difficulty":
        items = [replace(i, difficulty=("easy", "medium", "hard")[n // 5 % 3]) for n, i in enumerate(items)]
        items.sort(key=lambda i: ("easy", "medium", "hard").index(i.difficulty))
        items = [replace(i, block=str(n // 20)) for n, i in enumerate(items[::3] + items[1::3] + items[2::3])]
    elif key == "date":
        items = [replace(i, written=f"20{10 + n % 10}-01-01") for n, i in enumerate(items)]
        items.sort(key=lambda i: i.written)
    else:
        topics = "photosynthesis chlorophyll stomata xylem phloem", "plaintiff defendant estoppel negligence damages"
        items = [replace(i, text=f"{i.text} {topics[n // 5 % 2]}") for n, i in enumerate(items)]
    checks = check_order(plan_order(items))
    failed = [c for c in checks if not c.passed]
    assert failed
    result = order_result([], checks, questions=60)
    assert (result.verdict, result.p) == ("no verdict", None)
    assert "no order test" in result.words


def test_an_unsorted_set_passes_the_checks() -> None:
    failed = sum(any(not c.passed for c in check_order(plan_order(made_items(60, seed=n)))) for n in range(20))
    assert failed <= 2  # two checks at 1 % each


def test_questions_on_a_passage_stay_together_and_no_shard_crosses_a_section() -> None:
    items = made_items(60)
    items = [replace(i, block=str(n // 30), passage=f"<Text {n // 3}>" if n < 30 else "") for n, i in enumerate(items)]
    plan = plan_order(items)
    for shard in plan.shards:
        assert len({i.block for u in shard.units for i in u.items}) == 1
        for unit in shard.units:
            assert len({i.passage for i in unit.items}) == 1
            assert len(unit.items) == (3 if unit.items[0].passage else 1)
            assert unit.text.count("<Text") <= 1
        assert all(sorted(o) == list(range(len(shard.units))) for o in shard.orders)
    assert plan.questions == 60
    assert plan.left_out == 0


def test_what_a_cap_leaves_out_is_counted() -> None:
    plan = plan_order(made_items(60), most=40)
    assert (plan.questions, plan.left_out) == (40, 20)


def test_a_joint_is_all_that_an_order_changes() -> None:
    """The rows of joints differ between orders by just what whole texts differ by."""
    plan = plan_order(made_items(20), shuffles=5)
    model = background()
    from contamination.probes.ngram_model import tokens_of

    for shard, row in zip(plan.shards, order_rows(model, plan), strict=True):
        whole = [sum(model.logprobs(tokens_of(shard.text(order)))) for order in shard.orders]
        assert np.allclose(np.diff(whole), np.diff(row))


def test_the_control_is_a_shuffle_and_its_p_is_told() -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(10, 21))
    rows[:, 0] += 5
    result = order_result(rows.tolist(), [], questions=100)
    assert result.p is not None and result.p < 1e-4
    assert result.controls[0].p is not None and result.controls[0].p > 0.01
    assert result.figures["p of the published t-test"] < 0.001
