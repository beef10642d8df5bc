"""A contamination audit, alone or against an older one, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contamination.types import Audit, ItemResult
from exams.errors import InputError
from exams.form import Form
from exams.question import Question
from reports.escaping import fragment
from reports.pages.evidence_view import EvidenceView, evidence_views, wording_of
from reports.rich_text.preview import preview

VERDICTS = {
    "contaminated": "the question is in the corpus",
    "variant": "the question is there with other numbers",
    "part": "a small part of it is there, the rest is not",
    "sister": "another problem of the same template is there",
    "passage_seen": "its passage was seen, the question itself was not",
    "weak": "only a short or boilerplate text was found",
    "incomplete": "nothing of it was found, but part of the corpus could not be read or asked",
    "clean": "nothing of it was found",
    "unchecked": "it has no text that could be looked for",
}


@dataclass(frozen=True)
class ItemView:
    """One question's verdict with its evidence; `was` is the verdict of the older audit, where there is one."""

    number: int
    id: str
    anchor: str
    section: str
    preview: str
    tags: tuple[str, ...]
    item: ItemResult
    flagged: bool
    hits: tuple[EvidenceView, ...]
    was: str = ""
    evidence_is_old: bool = False
    topic: str = ""


@dataclass(frozen=True)
class AuditView:
    """What `audit.html.jinja` prints; `old` and `moves` (old verdict, new verdict, count) only for a difference."""

    audit: Audit
    title: str
    flagged: int
    items: tuple[ItemView, ...]
    verdicts: tuple[tuple[str, str, int], ...]
    rules: tuple[tuple[str, int], ...]
    counts: tuple[tuple[str, int], ...]
    old: Audit | None = None
    moves: tuple[tuple[str, str, int], ...] = ()


def audit_view(audit: Audit, form: Form | None = None, old: Audit | None = None) -> AuditView:
    """Gather one audit; with `old`, what changed since. InputError if the two are of different forms."""
    if old is not None and old.form_hash != audit.form_hash:
        raise InputError(
            f"the audits are of two forms ({old.form} and {audit.form})", hint="compare audits of the same form"
        )
    asked = {q.id: q for q in form.questions} if form else {}
    before = {i.question: i for i in old.items} if old else {}
    old_flagged = old.flagged if old else frozenset()
    items = tuple(
        _item(
            number, audit, item, asked.get(item.question), form, before.get(item.question), old_flagged, old is not None
        )
        for number, item in enumerate(audit.items, 1)
    )
    return AuditView(
        audit=audit,
        title=form.head.title if form else audit.form,
        flagged=len(audit.flagged),
        items=items,
        verdicts=tuple((v, text, sum(i.verdict == v for i in audit.items)) for v, text in VERDICTS.items()),
        rules=tuple((rule, sum(rule in i.flagged_by for i in audit.items)) for rule in audit.rules),
        counts=_counts(items),
        old=old,
        moves=_moves(items) if old else (),
    )


def _item(
    number: int, audit: Audit, item: ItemResult, question: Question | None, form: Form | None,
    before: ItemResult | None, old_flagged: frozenset[str], compared: bool,
) -> ItemView:  # fmt: skip
    flagged = audit.rule in item.flagged_by
    tags = [item.verdict.replace("_", " ")] + (["flagged"] if flagged else [])
    if compared:
        had = item.question in old_flagged
        tags += ["newly flagged"] if flagged and not had else ["no longer flagged"] if had and not flagged else []
        tags += ["changed"] if before is None or before.verdict != item.verdict else []
    wording = wording_of(question, form) or item.wording
    hits = evidence_views(item, wording)
    old_hits = evidence_views(before, wording) if not hits else ()
    return ItemView(
        number=number,
        id=item.question,
        anchor=f"q-{fragment(item.question)}",
        section=question.section if question else "",
        preview=preview(wording.question if wording else ""),
        tags=tuple(tags),
        item=item,
        flagged=flagged,
        hits=hits or old_hits,
        evidence_is_old=bool(old_hits),
        was="" if before is None else before.verdict.replace("_", " "),
    )


def _counts(items: Sequence[ItemView]) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for item in items:
        for tag in item.tags:
            counted[tag] = counted.get(tag, 0) + 1
    first = ("newly flagged", "no longer flagged", "changed", "flagged")
    order = sorted(counted, key=lambda tag: (first.index(tag) if tag in first else len(first), tag))
    return tuple((tag, counted[tag]) for tag in order)


def _moves(items: Sequence[ItemView]) -> tuple[tuple[str, str, int], ...]:
    counted: dict[tuple[str, str], int] = {}
    for item in items:
        move = (item.was or "not in the old audit", item.item.verdict.replace("_", " "))
        counted[move] = counted.get(move, 0) + 1
    return tuple((old, new, count) for (old, new), count in sorted(counted.items()))
