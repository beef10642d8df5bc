"""Two hundred questions of the shipped exams with a paraphrase of each, for what a user's own questions can't tell.

`rewritten.jsonl` has exam, form, id, question and options as shipped, and the question as a language model told it
anew, in other words and without its options: that is how questions leak into chats. They were written for this test,
before it was run. The questions themselves were written for examsim, so a corpus that holds one verbatim holds examsim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import orjson

from contamination.plan import AuditConfig
from contamination.scan.engine import Engine
from contamination.self_test.inject import in_host, results_of
from contamination.types import Item

DATA = Path(__file__).with_name("rewritten.jsonl")


@dataclass(frozen=True, slots=True)
class Shipped:
    """A question and its paraphrase."""

    item: Item
    rewritten: str


@cache
def shipped_questions() -> tuple[Shipped, ...]:
    """All of them, in the order of the file."""
    rows = [orjson.loads(line) for line in DATA.read_bytes().splitlines()]
    return tuple(
        Shipped(Item(f"{r['exam']}/{r['form']}/{r['id']}", r["question"], tuple(r["options"])), r["rewritten"])
        for r in rows
    )


def rewritten_found(plan: AuditConfig, hosts: Sequence[str], random: Random) -> tuple[Counter[str], int]:
    """(rule → questions that were named by their paraphrase, paraphrases)."""
    shipped = shipped_questions()
    texts = [in_host(s.rewritten, hosts, random) for s in shipped]
    results = results_of(Engine([s.item for s in shipped], plan), texts)
    found: Counter[str] = Counter()
    for number, result in enumerate(results):
        if any(e.document == f"injected:{number}" for e in result.evidence):
            found.update(result.flagged_by)
    return found, len(shipped)


def sisters_named(plan: AuditConfig, hosts: Sequence[str], random: Random) -> tuple[Counter[str], int]:
    """(rule → questions that were named though only others of their exam were there, questions).

    Every other question is looked for, and the ones between are put into the documents: questions of one exam share
    its phrases and templates ("Which one of the following could be true of …").
    """
    shipped = shipped_questions()
    texts = [in_host("\n".join((s.item.question, *s.item.options)), hosts, random) for s in shipped[1::2]]
    sought = [s.item for s in shipped[::2]]
    named: Counter[str] = Counter()
    for result in results_of(Engine(sought, plan), texts):
        named.update(result.flagged_by)
    return named, len(sought)
