"""Whether an audit has read its corpus, and was answered: of an incomplete one no question is called clean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from contamination.types import UNREAD_SHARE, Audit, CorpusStats, ItemResult, Verdict
from exams.errors import ExamsimError
from exams.exit_codes import INCOMPLETE


class IncompleteAudit(ExamsimError):
    """More of the corpus than `UNREAD_SHARE` could not be read. The audit was written all the same."""

    exit_code = INCOMPLETE


def judged_by_reading(
    items: Iterable[ItemResult], stats: CorpusStats, left_open: Collection[str] = ()
) -> tuple[ItemResult, ...]:
    """The results with 'clean' where the corpus was read, 'incomplete' where too much of it was not.

    `left_open`: questions of which an index gave no full answer.
    """

    def verdict(item: ItemResult) -> Verdict:
        if item.verdict not in ("clean", "incomplete"):
            return item.verdict
        return "clean" if stats.complete and item.question not in left_open else "incomplete"

    return tuple(item.model_copy(update={"verdict": verdict(item)}) for item in items)


def check_complete(audits: Sequence[Audit]) -> None:
    """IncompleteAudit, with the share that was not read, if one of the audits is not complete."""
    left_open = sum(len(audit.open_questions) for audit in audits)
    if left_open and all(audit.stats.complete for audit in audits):
        asked = sum(len(audit.items) for audit in audits)
        raise IncompleteAudit(
            f"the audit is incomplete: an index gave no full answer for {left_open} of {asked} questions, and none of "
            "these is called clean -- the same command goes on from there; why is listed with the audit"
        )
    share = max((audit.stats.unread_share for audit in audits), default=0.0)
    if any(not audit.stats.complete for audit in audits):
        raise IncompleteAudit(
            f"the audit is incomplete: {_percent(share)} of the corpus could not be read, and a question is called "
            f"clean only where it is at most {UNREAD_SHARE:.0%} -- what was not read, and why, is listed with the audit"
        )


def _percent(share: float) -> str:
    return "nearly all" if share > 0.995 else f"{100 * share:.1f} %"
