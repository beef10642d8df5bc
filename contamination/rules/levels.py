"""The levels of a match, and the verdict that is made of them."""

from __future__ import annotations

from contamination.plan import AuditConfig, RuleName
from contamination.types import Verdict

# What examsim's own rule has made of a question so far, in rising order; findings merge by the larger.
MATCH_LEVELS: tuple[Verdict, ...] = ("clean", "weak", "passage_seen", "variant", "contaminated")
CLEAN, WEAK, PASSAGE_SEEN, VARIANT, CONTAMINATED = range(5)
LEVEL, GPT4, MINHASH, SHARE = "grade", "gpt4", "minhash", "share"


def verdict_of(plan: AuditConfig, level: int, flagged: tuple[RuleName, ...], searchable: bool) -> Verdict:
    """examsim's verdict where its rule was applied, else contaminated if any rule says so."""
    if not searchable:
        return "unchecked"
    if "examsim" in plan.rules:
        return MATCH_LEVELS[level]
    return "contaminated" if flagged else "clean"
