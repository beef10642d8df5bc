"""Audits of one form against several corpora, added up."""

from __future__ import annotations

from collections.abc import Sequence

from contamination.audits.completeness import judged_by_reading
from contamination.types import Audit, CorpusStats, Evidence, ItemResult, Semantic, SemanticTier, Verdict
from exams.errors import InputError

# Strongest first: what one corpus shows, another one cannot take back.
STRENGTH: tuple[Verdict, ...] = (
    "contaminated", "variant", "part", "passage_seen", "sister", "weak", "incomplete", "clean", "unchecked",
)  # fmt: skip
SAME = ("form_hash", "rule", "rules", "rule_version", "seed", "normalisation", "case")
KEPT = 5  # pieces of evidence kept for a question where neither audit kept more
LISTED = 100


def merge_audits(old: Audit, new: Audit) -> Audit:
    """One audit of both corpora. InputError if they are not of the same form by the same rules, or share a corpus."""
    for name in SAME:
        if getattr(old, name) != getattr(new, name):
            raise InputError(
                f"the audits differ in {name.replace('_', ' ')}: {_short(old, name)} and {_short(new, name)}",
                hint="audit with the same form, rules, seed and case, or compare with `examsim audit diff`",
            )
    if old.sample is not None or new.sample is not None:
        raise InputError("one of the audits is of a sample of the form: an estimate", hint="audit the whole form")
    twice = sorted(set(old.corpus) & set(new.corpus))
    if twice:
        raise InputError(f"both audits have read {twice[0]}", hint="its hits would count twice: merge another corpus")
    if (old.semantic is None) != (new.semantic is None) or _settings(old) != _settings(new):
        raise InputError(
            "one audit has a semantic column, the other has none or one made otherwise",
            hint="audit both with the same --semantic-model, or both without --semantic",
        )
    by_id = {item.question: item for item in old.items}
    stats = added(old.stats, new.stats)
    return new.model_copy(
        update={
            "corpus": (*old.corpus, *new.corpus),
            "items": judged_by_reading(
                (_merged(by_id[i.question], i, new.rules) for i in new.items),
                stats,
                old.open_questions | new.open_questions,
            ),
            "indexes": (*old.indexes, *new.indexes),
            "self_test": (*old.self_test, *new.self_test),
            "stats": stats,
            "note": "; ".join(dict.fromkeys(n for n in (old.note, new.note) if n)),
            "semantic": _tiers_added(old.semantic, new.semantic),
        }
    )


def _merged(old: ItemResult, new: ItemResult, rules: Sequence[str]) -> ItemResult:
    fired = {*old.flagged_by, *new.flagged_by}
    kept = max(KEPT, len(old.evidence), len(new.evidence))
    names = dict.fromkeys((*old.scores, *new.scores))
    return new.model_copy(
        update={
            "verdict": min(old.verdict, new.verdict, key=STRENGTH.index),
            "flagged_by": (*(r for r in rules if r in fired), *sorted(fired - set(rules))),
            "scores": {n: max(s[n] for s in (old.scores, new.scores) if n in s) for n in names},
            "evidence": tuple(sorted((*old.evidence, *new.evidence), key=_worth)[:kept]),
            "hits": old.hits + new.hits,
            "wording": new.wording or old.wording,
            "semantic": max(old.semantic, new.semantic, key=_similarity),
            "note": "; ".join(dict.fromkeys(n for n in (old.note, new.note) if n)),
        }
    )


def _similarity(near: Semantic | None) -> float:
    return -2.0 if near is None else near.similarity


def _settings(audit: Audit) -> tuple[object, ...]:
    tier = audit.semantic
    return () if tier is None else (tier.model, tier.threshold, tier.candidates)


def _tiers_added(old: SemanticTier | None, new: SemanticTier | None) -> SemanticTier | None:
    if old is None or new is None:
        return None
    return new.model_copy(update={"passages": old.passages + new.passages})


def _worth(evidence: Evidence) -> tuple[float, str, int, int]:
    return (-(evidence.share or 0.0), evidence.file, evidence.record, evidence.start)


def added(old: CorpusStats, new: CorpusStats) -> CorpusStats:
    """The counts of two corpora together."""
    return CorpusStats(
        files=old.files + new.files,
        documents=old.documents + new.documents,
        bytes=old.bytes + new.bytes,
        characters=old.characters + new.characters,
        skipped=dict(sorted(_sums(old.skipped, new.skipped).items())),
        problems=(*old.problems, *new.problems)[:LISTED],
        fields=_sums(old.fields, new.fields),
        left_out=_sums(old.left_out, new.left_out),
        unread=old.unread + new.unread,
        unopened=old.unopened + new.unopened,
    )


def _short(audit: Audit, name: str) -> str:
    return str(getattr(audit, name))[:60]


def _sums(old: dict[str, int], new: dict[str, int]) -> dict[str, int]:
    return {name: old.get(name, 0) + new.get(name, 0) for name in dict.fromkeys((*old, *new))}
