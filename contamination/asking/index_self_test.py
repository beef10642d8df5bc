"""What an audit of an index would have missed: changed copies in an index of their own, asked in the same way.

The copies stand in documents of nothing else: an exact index finds a text whatever is around it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil
from random import Random

from contamination.asking.ask_index import Decider, ask_one, batches_of, merged, rarity_of
from contamination.asking.index_windows import Rarity, windows_of
from contamination.indexes.address import IndexAddress
from contamination.indexes.memory_index import MemoryIndex
from contamination.indexes.remote_index import InfiniGramIndex
from contamination.indexes.text_index import Excerpt
from contamination.plan import AuditConfig
from contamination.scan.engine import Engine
from contamination.self_test.changes import Change
from contamination.self_test.self_test import EACH, rate
from contamination.self_test.shipped_questions import shipped_questions
from contamination.types import Item, ItemResult, SelfTest

MEMORY = "memory"


def index_self_tests(
    engine: Engine, addresses: Sequence[IndexAddress], changes: Mapping[str, Change], each: int = EACH
) -> tuple[SelfTest, ...]:
    """One result for each rule: the share of changed copies whose question it names, by kind. Same questions and
    seed: same result. Nothing is sent anywhere.
    """
    random, plan, items = Random(engine.plan.seed), engine.plan, engine.items
    unaskable = InfiniGramIndex.unaskable if any(a.folder is None for a in addresses) else ()
    rarity, decider = rarity_of(items), Decider(engine, MEMORY)
    found: Counter[tuple[str, str]] = Counter()
    tried: Counter[str] = Counter()
    order = list(range(len(items)))
    for kind, change in changes.items():
        for _ in range(ceil(each / len(order)) if order else 0):
            random.shuffle(order)
            chosen = order[: each - tried[kind]]
            copies = {i: copy for i in chosen if (copy := change(items[i], random))}
            found += _found(engine, decider, kind, copies, rarity, unaskable)
            tried[kind] += len(copies)
    rewritten, paraphrases = _rewritten(plan, unaskable)
    named, sisters = _sisters(plan, unaskable)
    return tuple(
        SelfTest(
            rule=rule,
            corpus=tuple(map(str, addresses)),
            hosts=0,
            seed=plan.seed,
            recall={kind: rate(found[rule, kind], tried[kind]) for kind in changes}
            | {"rewritten": rate(rewritten[rule], paraphrases)},
            false_positives=rate(0, 0),
            sisters=rate(named[rule], sisters),
        )
        for rule in plan.rules
    )


def _found(
    engine: Engine, decider: Decider, kind: str, copies: Mapping[int, str], rarity: Rarity, unaskable: tuple[str, ...]
) -> Counter[tuple[str, str]]:
    """(rule, kind) → copies whose question is named by that rule, with evidence from the copy."""
    numbers = list(copies)
    results = asked_results(engine, decider, numbers, list(copies.values()), rarity, unaskable)
    found: Counter[tuple[str, str]] = Counter()
    for number, i in enumerate(numbers):
        if any(e.document == f"injected:{number}" for e in results[i].evidence):
            found.update((rule, kind) for rule in results[i].flagged_by)
    return found


def asked_results(
    engine: Engine,
    decider: Decider,
    questions: Sequence[int],
    texts: Sequence[str],
    rarity: Rarity,
    unaskable: tuple[str, ...] = (),
) -> tuple[ItemResult, ...]:
    """The verdicts if these texts were the index and these questions were asked."""
    index, scan_state = MemoryIndex(texts, unaskable), engine.new_state()
    decider.forget()
    excerpts: list[Excerpt] = []
    for i in questions:
        windows = windows_of(engine.items[i], rarity)
        excerpts += ask_one(index, decider, i, engine.items[i], windows).excerpts
    for batch in batches_of(merged(excerpts), MEMORY):
        engine.scan(batch, scan_state)
    return engine.results(scan_state)


def _rewritten(plan: AuditConfig, unaskable: tuple[str, ...]) -> tuple[Counter[str], int]:
    """(rule → shipped questions that are named by their paraphrase, paraphrases)."""
    shipped = shipped_questions()
    engine = Engine([s.item for s in shipped], plan)
    texts = [s.rewritten for s in shipped]
    found: Counter[str] = Counter()
    for number, result in enumerate(_shipped_results(engine, texts, unaskable)):
        if any(e.document == f"injected:{number}" for e in result.evidence):
            found.update(result.flagged_by)
    return found, len(shipped)


def _sisters(plan: AuditConfig, unaskable: tuple[str, ...]) -> tuple[Counter[str], int]:
    """(rule → shipped questions that are named though only others of their exam are there, questions)."""
    shipped = shipped_questions()
    texts = ["\n".join((s.item.question, *s.item.options)) for s in shipped[1::2]]
    engine = Engine([s.item for s in shipped[::2]], plan)
    named: Counter[str] = Counter()
    for result in _shipped_results(engine, texts, unaskable):
        named.update(result.flagged_by)
    return named, len(engine.items)


def _shipped_results(engine: Engine, texts: Sequence[str], unaskable: tuple[str, ...]) -> tuple[ItemResult, ...]:
    items: tuple[Item, ...] = engine.items
    return asked_results(engine, Decider(engine, MEMORY), range(len(items)), texts, rarity_of(items), unaskable)
