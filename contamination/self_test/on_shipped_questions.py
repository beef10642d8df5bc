"""The rows of the self-test that examsim's own questions give: rewritten ones, sisters, and the whole corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

from contamination.corpora.fields import Fields
from contamination.corpora.shards import Shard
from contamination.plan import AuditConfig
from contamination.scan.engine import Engine
from contamination.scan.scan_shard import Task
from contamination.scan.scan_shards import scan_shards
from contamination.scan.workers import Workers
from contamination.self_test.self_test import draw_hosts, rate
from contamination.self_test.shipped_questions import rewritten_found, shipped_questions, sisters_named
from contamination.text.normalise import normalise
from contamination.types import Item, SelfTest


def with_shipped_questions(
    tests: Sequence[SelfTest],
    engine: Engine,
    shards: Sequence[Shard],
    corpus: Sequence[str | Path],
    fields: Fields,
    workers: Workers | None,
) -> tuple[SelfTest, ...]:
    """The tests with those rows. The corpus is read once more, by the same rules, for the shipped questions that the
    user does not ask about: none of them should be there.
    """
    plan, random = engine.plan, Random(engine.plan.seed)
    hosts = draw_hosts(shards, fields, random)
    if not hosts:
        return tuple(tests)
    found, rewritten = rewritten_found(plan, hosts, random)
    named, sisters = sisters_named(plan, hosts, random)
    wrong, held_out = _named_in(corpus, engine.items, plan, fields, workers)
    return tuple(
        test.model_copy(
            update={
                "recall": test.recall | {"rewritten": rate(found[test.rule], rewritten)},
                "sisters": rate(named[test.rule], sisters),
                "false_positives": rate(wrong[test.rule], held_out),
            }
        )
        for test in tests
    )


def _named_in(
    corpus: Sequence[str | Path], items: Sequence[Item], plan: AuditConfig, fields: Fields, workers: Workers | None
) -> tuple[Counter[str], int]:
    """(rule → held-out questions that it names in the whole corpus, held-out questions)."""
    own = {normalise(item.question).text for item in items}
    held_out = tuple(s.item for s in shipped_questions() if normalise(s.item.question).text not in own)
    task = Task(key="held out", build=partial(Engine, held_out, plan), fields=fields)
    scan_state, _ = scan_shards(task, corpus, workers=workers)
    named: Counter[str] = Counter()
    for result in Engine(held_out, plan).results(scan_state):
        named.update(result.flagged_by)
    return named, len(held_out)
