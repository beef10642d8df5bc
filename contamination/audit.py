"""Audit questions against a corpus: which of them are in it, by which rule, with what proof."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import islice
from pathlib import Path

import orjson

from contamination.asking.ask_index import ask_indexes
from contamination.audits.completeness import judged_by_reading
from contamination.audits.merge import added
from contamination.corpora.fields import Fields
from contamination.corpora.file_list import list_files
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.shards import shards_of
from contamination.evidence_budget import told as evidence_told
from contamination.indexes.address import IndexAddress, split_corpus
from contamination.indexes.open_index import IndexOptions
from contamination.plan import RULE_NAMES, AuditConfig, Case, RuleName
from contamination.rules.levels import RULE_VERSION
from contamination.rules.registry import RULES
from contamination.scan.engine import Engine
from contamination.scan.progress import Progress
from contamination.scan.scan_shard import Task, engine_of
from contamination.scan.scan_shards import scan_shards
from contamination.scan.workers import Workers
from contamination.scan_state import ScanState
from contamination.text.normalise import VERSION
from contamination.types import Audit, CorpusStats, Item, SelfTest
from exams.errors import InputError


@dataclass(frozen=True, slots=True)
class Subject:
    """A form to audit: its name, its content hash, its questions."""

    form: str
    form_hash: str
    items: tuple[Item, ...]


def audit(
    items: Sequence[Item],
    corpus: Sequence[str | Path],
    *,
    form: str,
    form_hash: str,
    rules: Sequence[RuleName] = RULE_NAMES,
    rule: RuleName | None = None,
    seed: int = 0,
    case: Case = "fold",
    all_windows: bool = False,
    keep: int = 5,
    workers: int = 1,
    state: Path | None = None,
    text_field: str | Sequence[str] | None = None,
    id_field: str | None = None,
    progress: Callable[[Progress], None] | None = None,
    asking: IndexOptions | None = None,
) -> Audit:
    """Read the corpus once, in flat memory, and apply every rule.

    `rule` (the first of `rules` if None) decides which questions count as flagged. `progress` is called after every
    batch; for `workers` and `state` see `audit_all`. InputError for a corpus that leads nowhere or an unknown rule;
    faults inside it are in `Audit.stats`.
    """
    subject = Subject(form, form_hash, tuple(items))
    plan = AuditConfig(rules=tuple(rules), seed=seed, case=case, all_windows=all_windows, keep=keep)
    text = (text_field,) if isinstance(text_field, str) else tuple(text_field or ())
    return audit_all(
        [subject],
        corpus,
        plan,
        rule=rule,
        fields=Fields(text, id_field),
        workers=Workers(workers),
        state=state,
        progress=progress,
        asking=asking,
    )[0]


def audit_all(
    subjects: Sequence[Subject],
    corpus: Sequence[str | Path],
    plan: AuditConfig,
    *,
    rule: RuleName | None = None,
    fields: Fields | None = None,
    workers: Workers | None = None,
    state: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    test: bool = False,
    asking: IndexOptions | None = None,
) -> tuple[Audit, ...]:
    """Audit several forms in one pass over the corpus: one record for each, in order.

    `workers` says who does the work; `state` is a folder that keeps finished shards, so that a scan that was killed
    goes on. Neither changes the result. With `test` the audit says what it would have missed (`self_test`). Indexes
    among the corpus are asked, as `asking` says; what they show is added to what was found in files.
    """
    deciding = check_rule(plan, rule)
    items = tuple(item for subject in subjects for item in subject.items)
    fields = fields or Fields()
    task = Task(key=_task_key(items, plan, fields), build=partial(Engine, items, plan), fields=fields)
    files, addresses = split_corpus(corpus)
    asked = ask_indexes(partial(engine_of, task), addresses, asking or IndexOptions(), progress)
    scan_state, stats = ScanState(keep=plan.keep, budget=plan.evidence_budget), CorpusStats()
    if files or not addresses:
        scan_state, stats = scan_shards(task, files, workers=workers, state=state, progress=progress)
    engine = engine_of(task)
    assert isinstance(engine, Engine)
    for findings in asked:
        scan_state.merge(findings.scan_state)
        stats = added(stats, findings.read_stats.stats())
    results = iter(engine.results(scan_state))
    tests = _tested(engine, files, addresses, fields, plan, workers) if test else ()
    numbers = iter(range(len(items)))
    named = [[(next(numbers), item.id) for item in subject.items] for subject in subjects]
    indexes = [tuple(findings.record_of(questions) for findings in asked) for questions in named]
    return tuple(
        Audit(
            schema="examsim.audit/1",
            form=subject.form,
            form_hash=subject.form_hash,
            corpus=tuple(str(path) for path in corpus),
            rule=deciding,
            rules=plan.rules,
            rule_version=RULE_VERSION,
            rule_papers={name: RULES[name].paper for name in plan.rules},
            seed=plan.seed,
            normalisation=VERSION,
            case=plan.case,
            items=judged_by_reading(
                islice(results, len(subject.items)), stats, frozenset().union(*(i.open_questions for i in told))
            ),
            stats=stats,
            self_test=tests,
            indexes=told,
            note=evidence_told(
                sum(scan_state.given_up(i) for i, _ in questions), scan_state.kept, plan.keep, plan.evidence_budget
            ),
            version=version("examsim"),
        )
        for subject, told, questions in zip(subjects, indexes, named, strict=True)
    )


def _tested(
    engine: Engine,
    corpus: Sequence[str | Path],
    addresses: Sequence[IndexAddress],
    fields: Fields,
    plan: AuditConfig,
    workers: Workers | None,
) -> tuple[SelfTest, ...]:
    from contamination.asking.index_self_test import index_self_tests
    from contamination.self_test.changes import self_test_changes
    from contamination.self_test.common_synonyms import common_synonyms
    from contamination.self_test.on_shipped_questions import with_shipped_questions
    from contamination.self_test.self_test import self_test

    changes = self_test_changes(common_synonyms())
    of_indexes = index_self_tests(engine, addresses, changes) if addresses else ()
    if not corpus:
        return of_indexes
    shards = list(shards_of(list_files(corpus, ReadStats())))
    named = [str(path) for path in corpus]
    tests = self_test(engine, shards, fields, changes, corpus=named, seed=plan.seed)
    return (*with_shipped_questions(tests, engine, shards, corpus, fields, workers), *of_indexes)


def _task_key(items: Sequence[Item], plan: AuditConfig, fields: Fields) -> str:
    """A hash over all that the findings of a shard depend on, its text apart."""
    told = orjson.dumps([version("examsim"), VERSION, RULE_VERSION, plan, fields, list(items)])
    return hashlib.sha256(told).hexdigest()


def check_rule(plan: AuditConfig, rule: RuleName | None) -> RuleName:
    """The rule that decides; InputError if it is not among those that are applied."""
    deciding = rule or plan.rules[0]
    if deciding not in plan.rules:
        raise InputError(f"rule {deciding!r} is to decide, but is not among {', '.join(plan.rules)}")
    return deciding
