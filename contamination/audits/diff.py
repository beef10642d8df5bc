"""What changed between two audits of one form."""

from __future__ import annotations

from dataclasses import dataclass

from contamination.types import Audit, Verdict
from exams.errors import InputError

SETTINGS = ("corpus", "rule", "rules", "rule_version", "seed", "normalisation", "case", "version")


@dataclass(frozen=True, slots=True)
class Change:
    """One question that the two audits see differently."""

    question: str
    before: Verdict
    after: Verdict
    flagged_before: bool
    flagged_after: bool
    hits_before: int
    hits_after: int

    @property
    def kind(self) -> str:
        """'newly flagged', 'no longer flagged', 'verdict' or 'hits'."""
        if self.flagged_before != self.flagged_after:
            return "newly flagged" if self.flagged_after else "no longer flagged"
        return "verdict" if self.before != self.after else "hits"


@dataclass(frozen=True, slots=True)
class Difference:
    """Settings that differ, (name, before, after), and questions that differ, in the form's order."""

    settings: tuple[tuple[str, str, str], ...]
    changes: tuple[Change, ...]
    unchanged: int


def diff_audits(before: Audit, after: Audit) -> Difference:
    """Compare question by question. InputError if the audits are of different forms."""
    if before.form_hash != after.form_hash:
        raise InputError(
            f"the audits are of different forms: {before.form} ({before.form_hash[:12]}) "
            f"and {after.form} ({after.form_hash[:12]})",
            hint="compare audits of one form",
        )
    if (one := _drawn(before)) != (other := _drawn(after)):
        raise InputError(f"the audits looked for {one} and {other}", hint="compare audits of the same questions")
    if odd := sorted({i.question for i in before.items} ^ {i.question for i in after.items}):
        more = f" and {len(odd) - 3} more" if len(odd) > 3 else ""
        raise InputError(
            f"only one of the audits has {', '.join(odd[:3])}{more}, though both name the form {before.form}",
            hint="one of them was changed: audit the form again",
        )
    settings = tuple(
        (name, _format_value(getattr(before, name)), _format_value(getattr(after, name)))
        for name in SETTINGS
        if getattr(before, name) != getattr(after, name)
    )
    earlier = {item.question: item for item in before.items}
    changes = []
    for item in after.items:
        old = earlier[item.question]
        change = Change(
            question=item.question,
            before=old.verdict,
            after=item.verdict,
            flagged_before=item.question in before.flagged,
            flagged_after=item.question in after.flagged,
            hits_before=old.hits,
            hits_after=item.hits,
        )
        differs = (old.verdict, old.hits) != (item.verdict, item.hits)
        if differs or change.flagged_before != change.flagged_after:
            changes.append(change)
    return Difference(settings, tuple(changes), len(after.items) - len(changes))


def _drawn(audit: Audit) -> str:
    sample = audit.sample
    return "all questions" if sample is None else f"a sample of {sample.drawn:,} (seed {sample.seed})"


def _format_value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
