"""The levels of a match, and the verdict that is made of them."""

from __future__ import annotations

from contamination.plan import AuditConfig, RuleName
from contamination.types import Verdict

# What examsim's own rule has made of a question so far, in rising order; findings merge by the larger.
MATCH_LEVELS: tuple[Verdict, ...] = ("clean", "weak", "sister", "passage_seen", "part", "variant", "contaminated")
CLEAN, WEAK, SISTER, PASSAGE_SEEN, PART, VARIANT, CONTAMINATED = range(7)
# What a place is (`same_problem.Kind`) makes the question.
LEVEL_OF = {
    "copy": CONTAMINATED, "variant": VARIANT, "part": PART, "passage": PASSAGE_SEEN, "sister": SISTER, "weak": WEAK,
}  # fmt: skip
# 1: no sisters and parts; 2: words replaced in records not looked at; 3: signs of misprints and moved sentences fewer
RULE_VERSION = "examsim-rule/4"
LEVEL, GPT4, JOINED, MINHASH, SHARE = "grade", "gpt4", "gpt4-joined", "minhash", "share"


def verdict_of(plan: AuditConfig, level: int, flagged: tuple[RuleName, ...], searchable: bool) -> Verdict:
    """examsim's verdict where its rule was applied, else contaminated if any rule says so."""
    if not searchable:
        return "unchecked"
    if "examsim" in plan.rules:
        return MATCH_LEVELS[level]
    return "contaminated" if flagged else "clean"
