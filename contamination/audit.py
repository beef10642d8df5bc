"""Audit questions against a corpus: which of them stand in it, by which rule, with what proof."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from contamination.corpora import open_corpus
from contamination.engine import Engine
from contamination.findings import Findings
from contamination.normalise import VERSION
from contamination.plan import Case, Plan, Rule
from contamination.progress import Progress
from contamination.types import Audit, CorpusStats, Item
from exams.errors import InputError


def audit(
    items: Sequence[Item],
    corpus: Sequence[str | Path],
    *,
    form: str,
    form_hash: str,
    rules: Sequence[Rule] = ("gpt4",),
    rule: Rule | None = None,
    seed: int = 0,
    case: Case = "fold",
    all_windows: bool = False,
    keep: int = 5,
    workers: int = 1,
    text_field: str | Sequence[str] | None = None,
    id_field: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Audit:
    """Read the corpus once, in flat memory, and apply every rule.

    `rule` (the first of `rules` if None) decides which questions count as flagged. `progress` is called after every
    batch. InputError for a corpus that leads nowhere or an unknown rule; faults inside it are in `Audit.stats`.
    """
    plan = Plan(rules=tuple(rules), seed=seed, case=case, all_windows=all_windows, keep=keep)
    deciding = check_rule(plan, rule)
    engine = Engine(items, plan)
    reader = open_corpus(corpus, text_field=text_field, id_field=id_field)
    findings, start = engine.fresh(), time.monotonic()
    for batch in reader.batches():
        engine.scan(batch, findings)
        if progress is not None:
            stats, hits = reader.stats, int(findings.sums["documents"].sum())
            progress(Progress(stats.documents, stats.bytes, stats.files, hits, time.monotonic() - start))
    return audit_of(engine, findings, reader.stats, corpus, form=form, form_hash=form_hash, rule=deciding)


def check_rule(plan: Plan, rule: Rule | None) -> Rule:
    """The rule that decides; InputError if it is not among those that are applied."""
    deciding = rule or plan.rules[0]
    if deciding not in plan.rules:
        raise InputError(f"rule {deciding!r} is to decide, but is not among {', '.join(plan.rules)}")
    return deciding


def audit_of(
    engine: Engine,
    findings: Findings,
    stats: CorpusStats,
    corpus: Sequence[str | Path],
    *,
    form: str,
    form_hash: str,
    rule: Rule,
) -> Audit:
    """The record of a finished scan."""
    return Audit(
        schema="examsim.audit/1",
        form=form,
        form_hash=form_hash,
        corpus=tuple(str(path) for path in corpus),
        rule=rule,
        rules=engine.plan.rules,
        seed=engine.plan.seed,
        normalisation=VERSION,
        case=engine.plan.case,
        items=engine.results(findings),
        stats=stats,
        version=version("examsim"),
    )
