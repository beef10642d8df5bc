"""Each test put to an n-gram model: from the model to the p-value, the very way a server's replies would go.

What it says holds for this set, this size and this kind of model. A neural model keeps less of what it read once and
more of what it read often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from contamination.probe_types import Power, ProbeItem, ProbeTest
from contamination.probes.completion import Cut, against_sibling, cut_items
from contamination.probes.exact_tests import mean_difference
from contamination.probes.min_k import min_k
from contamination.probes.ngram_model import START, NgramModel, tokens_of
from contamination.probes.options import Masked, mask_options, options_result
from contamination.probes.order import order_test
from contamination.probes.order_plan import SEPARATOR, OrderPlan, Shard
from contamination.probes.peakedness import Answers, peakedness_result
from contamination.probes.planting import REPEATS, SHARES, Tested, power_of

DRAWS = 1_999
SAMPLES = 10
MOST = 200  # questions that a text is asked of: more would notice more, and take minutes
SHORT, LONG = 4, 8  # orders of the models
OF_TEXTS: tuple[ProbeTest, ...] = ("order", "completion", "options", "min-k", "peakedness")


@dataclass(frozen=True)
class SelfTest:
    """A set, what it is compared with, and clean text. Without a control the set is cut in two at random:
    one half may be seen, the other stands for what is not, so that the power is that of half the set."""

    items: tuple[ProbeItem, ...]
    control: tuple[ProbeItem, ...]
    plan: OrderPlan
    background: tuple[str, ...]
    seed: int = 0
    repeats: int = REPEATS
    shares: tuple[float, ...] = SHARES

    def power(self, test: ProbeTest) -> Power | None:
        """What a test would notice; None for tests that are not of texts, or with too little to compare."""
        if test == "order":
            return self._order()
        items, control = self.sides()
        made: dict[ProbeTest, Tested | None] = {
            "completion": _completion(cut_items(items), cut_items(control)),
            "options": _options(mask_options(items, self.seed), mask_options(control, self.seed)),
            "min-k": _min_k(items, control),
            "peakedness": _peakedness(cut_items(items), cut_items(control)),
        }
        tested = made.get(test)
        reach = LONG if test == "options" else SHORT  # an option is far from what tells which option it is
        return None if tested is None else self._of(tested, [i.text for i in items], reach)

    def sides(self) -> tuple[list[ProbeItem], list[ProbeItem]]:
        """What is planted, and what is not."""
        if self.control:
            return list(self.items[:MOST]), list(self.control[:MOST])
        chosen = set(Random(self.seed).sample(range(len(self.items)), len(self.items) // 2))
        halves = [[i for n, i in enumerate(self.items) if (n in chosen) is side] for side in (True, False)]
        return halves[0][:MOST], halves[1][:MOST]

    def _order(self) -> Power | None:
        if not self.plan.shards:
            return None
        texts = [u.text for s in self.plan.shards for u in s.units]
        return self._of(lambda model, seed: order_test(order_rows(model, self.plan), seed=seed, draws=DRAWS).p, texts)

    def _of(self, tested: Tested, texts: Sequence[str], order: int = SHORT) -> Power:
        model = background_model(self.background, order)
        return power_of(tested, texts, model, shares=self.shares, repeats=self.repeats, seed=self.seed)


@lru_cache(maxsize=2)
def background_model(texts: tuple[str, ...], order: int = SHORT) -> NgramModel:
    """A model of clean text alone. It is shared: whoever teaches it something takes it away again."""
    return NgramModel(texts, order)


def order_rows(model: NgramModel, plan: OrderPlan) -> list[list[float]]:
    """For each shard, of each order the log p of its joints: an n-gram's other terms are the same in every order."""
    return [_rows_of(model, shard) for shard in plan.shards]


def _rows_of(model: NgramModel, shard: Shard) -> list[float]:
    reach = model.order - 1
    tokens = [tokens_of(u.text) for u in shard.units]
    known: dict[tuple[int, int], float] = {}

    def joint(before: int, after: int) -> float:
        key = before, after
        if key not in known:
            head = tokens[after][:reach]
            if before < 0:
                known[key] = sum(model.logprobs(head))
            else:
                known[key] = sum(model.logprobs([SEPARATOR, *head], tokens[before][-reach:]))
        return known[key]

    return [sum(joint(a, b) for a, b in zip((-1, *order), order, strict=False)) for order in shard.orders]


def _completion(cuts: Sequence[Cut], control: Sequence[Cut]) -> Tested | None:
    if not cuts or not control:
        return None

    def tested(model: NgramModel, seed: int) -> float:
        said, fresh = ([_gone_on(model, c) for c in side] for side in (cuts, control))
        return against_sibling(cuts, said, control, fresh, seed=seed).p or 0.0

    return tested


def _gone_on(model: NgramModel, cut: Cut) -> str:
    return model.go_on(cut.first, len(tokens_of(cut.second)))


def _options(masked: Sequence[Masked], control: Sequence[Masked]) -> Tested | None:
    if not masked or not control:
        return None

    def guess(model: NgramModel, one: Masked) -> str:
        line = f"\n{one.label}. "
        before = one.item.text.partition(line)[0] + line.rstrip()
        return model.go_on(before, 40).strip().partition("\n")[0]

    def tested(model: NgramModel, seed: int) -> float:
        said, fresh = ([guess(model, m) for m in side] for side in (masked, control))
        found = options_result(masked, said, control, fresh)
        return 1.0 if found.p is None else found.p

    return tested


def _min_k(items: Sequence[ProbeItem], control: Sequence[ProbeItem]) -> Tested | None:
    if not items or not control:
        return None

    def tested(model: NgramModel, seed: int) -> float:
        mine, fresh = ([blind_min_k(model, i.text) for i in side] for side in (items, control))
        return mean_difference(mine, fresh, seed=seed, draws=DRAWS).p

    return tested


def blind_min_k(model: NgramModel, text: str) -> float:
    """Min-K% of a text under the n-gram model."""
    return min_k(model.logprobs(tokens_of(text), (START,)))


def _peakedness(cuts: Sequence[Cut], control: Sequence[Cut]) -> Tested | None:
    if not cuts or not control:
        return None

    def answers(model: NgramModel, cut: Cut, seed: int) -> Answers:
        random, number = Random(f"{seed}/{cut.id}"), len(tokens_of(cut.second))
        samples = tuple(model.go_on(cut.first, number, random) for _ in range(SAMPLES))
        return Answers(model.go_on(cut.first, number), samples)

    def tested(model: NgramModel, seed: int) -> float:
        said, fresh = ([a for c in side if (a := answers(model, c, seed)).long_enough] for side in (cuts, control))
        if not said:
            return 1.0
        found = peakedness_result(said, fresh, seed=seed)
        return 1.0 if found.p is None else found.p

    return tested
