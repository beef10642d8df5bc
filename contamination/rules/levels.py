"""The named rules, what each says about a question, and the verdict."""

from __future__ import annotations

from contamination.plan import AuditConfig, RuleName
from contamination.rules.word_scores import WORD_RULES, WordMatches
from contamination.scan_state import ScanState
from contamination.types import Verdict

# What examsim's own rule has made of a question so far, in rising order; findings merge by the larger.
MATCH_LEVELS: tuple[Verdict, ...] = ("clean", "weak", "passage_seen", "variant", "contaminated")
CLEAN, WEAK, PASSAGE_SEEN, VARIANT, CONTAMINATED = range(5)
LEVEL, GPT4, MINHASH, SHARE = "grade", "gpt4", "minhash", "share"

PAPERS: dict[RuleName, str] = {
    "gpt4": "three random 50-character substrings (OpenAI 2023, GPT-4 Technical Report, appendix C)",
    "gpt3": "any 13-gram of words in at most ten documents (Brown et al. 2020, appendix C)",
    "palm": "70% of the 8-grams of words (Chowdhery et al. 2022, section 8)",
    "llama2": "80% of the words in runs of more than ten, four of which may differ (Touvron et al. 2023, A.6)",
    "llama3": "half of the words covered by 8-grams (Grattafiori et al. 2024, 5.1.4)",
    "longest": "half of the words in one run (Singh et al. 2024, ConTAM)",
    "minhash": "MinHash similarity of 0.5 to a window of the corpus (Broder 1997)",
    "examsim": "text of the question's own, aligned and weighted by how few other questions have it",
}


def scores_of(plan: AuditConfig, scan_state: ScanState, item: int, matched: WordMatches | None) -> dict[str, float]:
    """The value of each rule that was applied, 0 to 1."""
    scores: dict[str, float] = {}
    for rule in plan.rules:
        if rule in WORD_RULES and matched is not None:
            scores[rule] = round(WORD_RULES[rule].score(matched), 4)
        elif rule in (GPT4, MINHASH):
            scores[rule] = round(float(scan_state.maxima[rule][item]), 4)
        elif rule == "examsim":
            scores[rule] = round(float(scan_state.maxima[SHARE][item]), 4)
    return scores


def flags_of(plan: AuditConfig, scores: dict[str, float], level: int) -> tuple[RuleName, ...]:
    """The rules that flag the question. examsim's flags what is contaminated, not variants and passages."""
    flagged: list[RuleName] = []
    for rule in plan.rules:
        if rule in WORD_RULES:
            fires = scores[rule] >= WORD_RULES[rule].flagged_from
        elif rule == "examsim":
            fires = level == CONTAMINATED
        else:
            fires = scores[rule] > 0
        if fires:
            flagged.append(rule)
    return tuple(flagged)


def verdict_of(plan: AuditConfig, level: int, flagged: tuple[RuleName, ...], searchable: bool) -> Verdict:
    """examsim's verdict where its rule was applied, else contaminated if any rule says so."""
    if not searchable:
        return "unchecked"
    if "examsim" in plan.rules:
        return MATCH_LEVELS[level]
    return "contaminated" if flagged else "clean"
