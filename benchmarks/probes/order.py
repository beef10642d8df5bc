"""Error rates of the order test on an n-gram model: false positives over clean sets, power by share seen once.

Run: `python benchmarks/probes/order.py [--questions PATH …]`. The questions are dealt into a background and
sets of --size; without --questions they are the practice forms that ship. Measured with MMLU's test files.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from contamination.probe_types import ProbeItem
from contamination.probes.items import probe_items
from contamination.probes.ngram_model import NgramModel
from contamination.probes.order import order_test
from contamination.probes.order_plan import SEPARATOR, plan_order
from contamination.probes.planting import plant
from contamination.probes.self_test import order_rows
from exams.files.exam_folder import shipped_folder
from exams.files.form_folder import load_form
from exams.loaders import open_form

PROGRAMS = ("codeforces", "leetcode")


def questions(paths: Sequence[str]) -> list[ProbeItem]:
    """All questions, each text once, without passages, in one section: any order of them is as likely as another."""
    if paths:
        forms = [open_form(path, exam=None, section=None) for path in paths]
    else:
        folders = sorted(shipped_folder().glob("*/forms/practice"))
        forms = [load_form(f) for f in folders if not f.parent.parent.name.startswith(PROGRAMS)]
    once = {i.text: replace(i, block="", passage="") for form in forms for i in probe_items(form)}
    return list(once.values())


def false_positives(pool: Sequence[ProbeItem], model: NgramModel, size: int, sets: int, draws: int) -> None:
    """Sets in a random order that nobody has seen."""
    from scipy.stats import kstest

    found = []
    for number in range(sets):
        items = Random(number).sample(pool, size)
        plan = plan_order(items, seed=number)
        found.append(order_test(order_rows(model, plan), seed=number, draws=draws).p)
    shares = ", ".join(f"{sum(p < level for p in found) / sets:.1%} at {level}" for level in (0.01, 0.05, 0.1))
    uniform = kstest(found, "uniform").pvalue
    print(f"{sets} clean sets of {size}: {shares}; Kolmogorov–Smirnov against uniform p = {uniform:.2f}", flush=True)


def power(pool: Sequence[ProbeItem], model: NgramModel, size: int, repeats: int, draws: int) -> None:
    """Sets of which a share was seen once, in order and (all of it) in another order."""
    for share in (0.02, 0.05, 0.1, 0.25, 0.5, 1.0, -1.0):
        found = []
        for number in range(repeats):
            random = Random(f"power/{number}")
            items = random.sample(pool, size)
            texts = [i.text for i in items]
            planted = [SEPARATOR.join(random.sample(texts, size))] if share < 0 else plant(texts, share, random)
            for text in planted:
                model.learn(text)
            found.append(order_test(order_rows(model, plan_order(items, seed=number)), seed=number, draws=draws).p)
            for text in planted:
                model.learn(text, -1)
        name = f"{share:.0%} seen once" if share > 0 else "all seen once in another order"
        noticed = sum(p < 0.05 for p in found)
        print(
            f"{size} questions, {name}: noticed {noticed} of {repeats}, median p {sorted(found)[repeats // 2]:.2g}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", nargs="*", default=[])
    parser.add_argument("--background", type=int, default=340)
    parser.add_argument("--size", type=int, nargs="+", default=[400])
    parser.add_argument("--sets", type=int, default=400)
    parser.add_argument("--repeats", type=int, default=12)
    parser.add_argument("--draws", type=int, default=9_999)
    given = parser.parse_args()
    began = time.perf_counter()
    pool = questions(given.questions)
    Random(0).shuffle(pool)
    background, pool = pool[: given.background], pool[given.background :]
    print(f"{len(background)} questions of background, {len(pool)} to draw sets from")
    model = NgramModel(i.text for i in background)
    for number, size in enumerate(given.size):
        if not number:
            false_positives(pool, model, size, given.sets, given.draws)
        power(pool, model, size, given.repeats, given.draws)
    print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
