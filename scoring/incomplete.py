"""What of an exam is not known because something failed, and what was handed in empty: told beside every score.

A failure is nobody's mistake, so a failed question is ungraded. Where more than `MOST_FAILED` of a section's questions
failed, the rest says too little about them: the section, and with it the exam, has no score, only bounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scoring.item_score import ItemScore

MOST_FAILED = 0.1  # share of a section's questions; above it the score is n/a
HANDED_IN_EMPTY = ("refused", "truncated")  # a candidate who hands in nothing: counted as wrong


def incomplete(item_scores: Sequence[ItemScore]) -> str:
    """'incomplete: 3 of 28 failed'; '' where every question was answered and graded, or waits for people."""
    unknown = [c for c in item_scores if c.unknown]
    if not unknown:
        return ""
    words = Counter("not graded, the grader failed" if c.failed else c.status.replace("_", " ") for c in unknown)
    told = ", ".join(
        f"{n} {word}" if i else f"{n} of {len(item_scores)} {word}" for i, (word, n) in enumerate(words.most_common())
    )
    return f"incomplete: {told}"


def too_incomplete(item_scores: Sequence[ItemScore]) -> bool:
    """Whether so many questions failed that the others give no score."""
    return sum(c.unknown for c in item_scores) > MOST_FAILED * len(item_scores)


def handed_in_empty(item_scores: Sequence[ItemScore]) -> str:
    """'2 of 28 (7 %) refused, 1 (4 %) truncated: counted as wrong'; '' if none."""
    counts = Counter(c.status for c in item_scores if c.status in HANDED_IN_EMPTY and c.points is not None)
    total = len(item_scores)
    told = [f"{n} of {total} ({100 * n / total:.0f} %) {status}" for status, n in counts.most_common()]
    return f"{', '.join(told)}: counted as wrong" if told else ""
