"""What an audit would have missed: changed copies of the questions put into the user's own corpus, and counted.

Documents of the corpus are drawn, copies of some questions are put into them, the engine looks. The share it finds
is the recall for that kind of copy; questions that were held out and are named nonetheless are its false positives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import ceil, sqrt
from random import Random

from contamination.corpora.fields import Fields
from contamination.corpora.read_part import read_part
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.shards import Shard
from contamination.scan.engine import Engine
from contamination.self_test.changes import Change
from contamination.self_test.inject import in_host, results_of
from contamination.types import Audit, Item, Rate, SelfTest

EACH = 200  # copies of each kind: the interval of a recall near 95% is then about ±3 points
HOSTS = 400  # documents that copies are put into
HOST_CHARACTERS = 20_000  # of a long document only so much
MOST_SHARDS = 40  # parts of the corpus from which hosts are drawn
Z = 1.96  # two-sided 95%


def self_test(
    engine: Engine,
    shards: Sequence[Shard],
    fields: Fields,
    changes: Mapping[str, Change],
    *,
    corpus: Sequence[str],
    seed: int = 0,
    each: int = EACH,
) -> tuple[SelfTest, ...]:
    """Inject copies and look for them: one result for each of the engine's rules. Same corpus, questions and seed:
    same result.

    Questions that the drawn documents hold already are left out, since finding them proves nothing.
    """
    random, rules = Random(seed), engine.plan.rules
    hosts = draw_hosts(shards, fields, random)
    items = [i for i, result in enumerate(results_of(engine, hosts)) if result.verdict in ("clean", "weak")]
    found: Counter[tuple[str, str]] = Counter()
    tried: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    negatives = 0
    for kind, change in changes.items():
        half = (len(items) + 1) // 2  # these get copies; the others are the negatives
        for _ in range(ceil(each / half) if half and hosts else 0):
            random.shuffle(items)
            positives = dict(_positives(engine.items, items[: min(half, each - tried[kind])], change, hosts, random))
            results = results_of(engine, list(positives.values()))
            for number, i in enumerate(positives):
                if any(e.document == f"injected:{number}" for e in results[i].evidence):
                    found.update((rule, kind) for rule in results[i].flagged_by)
            for i in items[half:]:
                wrong.update(results[i].flagged_by)
            tried[kind] += len(positives)
            negatives += len(items) - half
    return tuple(
        SelfTest(
            rule=rule,
            corpus=tuple(corpus),
            hosts=len(hosts),
            seed=seed,
            recall={kind: rate(found[rule, kind], tried[kind]) for kind in changes},
            false_positives=rate(wrong[rule], negatives),
        )
        for rule in rules
    )


def rate(found: int, tried: int) -> Rate:
    """A share with Wilson's 95% interval; (0, 1) where nothing was tried."""
    if not tried:
        return Rate(found=0, tried=0, share=None, low=0.0, high=1.0)
    p = found / tried
    middle = (p + Z * Z / (2 * tried)) / (1 + Z * Z / tried)
    half = Z * sqrt(p * (1 - p) / tried + Z * Z / (4 * tried * tried)) / (1 + Z * Z / tried)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Rate(found=found, tried=tried, share=p, low=low if found else 0.0, high=high if found < tried else 1.0)


def worth(audit: Audit) -> str:
    """What the number of flagged questions is worth, in words; '' if there was no self-test of the deciding rule."""
    test = next((t for t in reversed(audit.self_test) if t.rule == audit.rule), None)
    told = [f"{r.low:.0%} of {kind}" for kind, r in test.recall.items() if r.tried] if test else []
    if not told:
        return ""
    return f"{len(audit.flagged)} found; we would have seen at least (95% confidence) {', '.join(told)} copies"


def draw_hosts(shards: Sequence[Shard], fields: Fields, random: Random) -> list[str]:
    """Documents from the first batches of shards spread over the corpus."""
    picked = sorted(random.sample(range(len(shards)), min(MOST_SHARDS, len(shards))))
    share = ceil(HOSTS / max(1, len(picked)))
    hosts: list[str] = []
    for number in picked:
        texts: list[str] = []
        for part in shards[number].parts:
            batch = next((b for b in read_part(part, fields, ReadStats(), 1 << 20) if len(b)), None)
            if batch is not None:
                chosen = random.sample(range(len(batch)), min(share, len(batch)))
                texts += [batch.text(i)[:HOST_CHARACTERS] for i in sorted(chosen)]
            if len(texts) >= share:
                break
        hosts += texts[:share]
    return hosts[:HOSTS]


def _positives(
    items: Sequence[Item], chosen: Sequence[int], change: Change, hosts: Sequence[str], random: Random
) -> Iterator[tuple[int, str]]:
    """(question, document with a changed copy of it); questions that the change does not apply to are left out."""
    for i in chosen:
        copy = change(items[i], random)
        if copy:
            yield i, in_host(copy, hosts, random)
