"""The contamination rules by name: what each is, how it scores a question, from which score it names it.

A new rule is an entry here and a name in `contamination.plan.RuleName`; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contamination.plan import RuleName
from contamination.rules import word_scores
from contamination.rules.levels import CONTAMINATED
from contamination.rules.word_scores import NO_WORDS, WordMatches


@dataclass(frozen=True, slots=True)
class ItemFindings:
    """What a scan has found of one question.

    level    the level that examsim's own rule has reached (`levels.MATCH_LEVELS`)
    share    of the question that its best match covers, 0 to 1
    strings  1 if one of the substrings of the GPT-4 rule was found; `joined` the same for gpt4-joined
    minhash  the best estimated Jaccard similarity
    words    what was noted about its words
    """

    level: int = 0
    share: float = 0.0
    strings: float = 0.0
    joined: float = 0.0
    minhash: float = 0.0
    words: WordMatches = NO_WORDS


@dataclass(frozen=True, slots=True)
class ContaminationRule:
    """A rule. `paper`: what it counts and who published it; `score`: 0 to 1; `threshold`: the score from which a
    question is flagged, None where the level decides. `words`: it needs the search by words.
    """

    paper: str
    score: Callable[[ItemFindings], float]
    threshold: float | None
    words: bool = False

    def flags(self, findings: ItemFindings) -> bool:
        """Whether the rule names the question; examsim's names what is contaminated, not variants and passages."""
        if self.threshold is None:
            return findings.level == CONTAMINATED
        return round(self.score(findings), 4) >= self.threshold


def _by_words(paper: str, score: Callable[[WordMatches], float], threshold: float) -> ContaminationRule:
    return ContaminationRule(paper, lambda findings: score(findings.words), threshold, words=True)


RULES: dict[RuleName, ContaminationRule] = {
    "examsim": ContaminationRule(
        "text of the question's own, aligned and weighted by how few other questions have it", lambda f: f.share, None
    ),
    "gpt4": ContaminationRule(
        "three random 50-character substrings (OpenAI 2023, GPT-4 Technical Report, appendix C)",
        lambda f: f.strings,
        1.0,
    ),
    "gpt4-joined": ContaminationRule(
        "the same, drawn from question and options joined, so that an option's label may part a window (examsim 0.1)",
        lambda f: f.joined,
        1.0,
    ),
    "gpt3": _by_words(
        "any 13-gram of words in at most ten documents (Brown et al. 2020, appendix C)", word_scores.gpt3, 1.0
    ),
    "palm": _by_words("70% of the 8-grams of words (Chowdhery et al. 2022, section 8)", word_scores.palm, 0.7),
    "llama2": _by_words(
        "80% of the words in runs of more than ten, four of which may differ (Touvron et al. 2023, A.6)",
        word_scores.llama2,
        0.8,
    ),
    "llama3": _by_words(
        "half of the words covered by 8-grams (Grattafiori et al. 2024, 5.1.4)", word_scores.llama3, 0.5
    ),
    "longest": _by_words("half of the words in one run (Singh et al. 2024, ConTAM)", word_scores.longest, 0.5),
    "minhash": ContaminationRule(
        "MinHash similarity of 0.5 to a window of the corpus (Broder 1997)", lambda f: f.minhash, 0.5
    ),
}
WORD_RULES = frozenset(name for name, rule in RULES.items() if rule.words)
