"""What the word rules say about a question, from what was noted about its words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.word_hashes import WORDS
from contamination.scan_state import ScanState
from contamination.search.word_search import DOCUMENTS, LONGEST, SEEN, SKIPPED


@dataclass(frozen=True, slots=True, eq=False)
class WordMatches:
    """What was noted about the n words of one question.

    seen       bool (n): the eight words from here on are in the corpus
    skipped    bool (n): in a run of more than ten words of which four may differ
    documents  int64 (n): documents with the GPT-3 gram from here on
    longest    words of the longest run
    """

    seen: NDArray[np.bool_]
    skipped: NDArray[np.bool_]
    documents: NDArray[np.int64]
    longest: int


NO_WORDS = WordMatches(np.zeros(0, bool), np.zeros(0, bool), np.zeros(0, np.int64), 0)


def gpt3(matched: WordMatches) -> float:
    """Brown et al. 2020 (arXiv 2005.14165), appendix C: any collision of an n-gram of words (n is the 5th percentile
    of the questions' lengths, 8 to 13), grams of more than ten documents ignored. 1 or 0.
    """
    return float(((matched.documents > 0) & (matched.documents <= 10)).any())


def palm(matched: WordMatches) -> float:
    """Chowdhery et al. 2022 (arXiv 2204.02311), section 8: share of the question's 8-grams seen; flagged from 0.7."""
    ngrams = len(matched.seen) - WORDS + 1
    return float(matched.seen[:ngrams].mean()) if ngrams > 0 else 0.0


def llama2(matched: WordMatches) -> float:
    """Touvron et al. 2023 (arXiv 2307.09288), appendix A.6: share of tokens in a matched run of more than ten, of
    which four may differ; "dirty" from 0.8. Words stand for tokens here.
    """
    return float(matched.skipped.mean()) if len(matched.skipped) else 0.0


def llama3(matched: WordMatches) -> float:
    """Grattafiori et al. 2024 (arXiv 2407.21783), section 5.1.4: share of tokens covered by 8-grams seen. The paper
    chooses the threshold by benchmark; here 0.5. Words stand for tokens.
    """
    if not len(matched.seen):
        return 0.0
    covered = np.convolve(matched.seen, np.ones(WORDS, np.int64))[: len(matched.seen)] > 0
    return float(covered.mean())


def longest(matched: WordMatches) -> float:
    """Singh et al. 2024 (ConTAM, arXiv 2411.03923): longest run as a share of the question. The paper chooses the
    threshold by its effect on scores; here 0.5.
    """
    return matched.longest / len(matched.seen) if len(matched.seen) else 0.0


def word_matches_of(scan_state: ScanState, starts: NDArray[np.int64], question: int) -> WordMatches:
    """What the findings hold about one question's words."""
    words = slice(int(starts[question]), int(starts[question + 1]))
    return WordMatches(
        scan_state.maxima[SEEN][words] > 0,
        scan_state.maxima[SKIPPED][words] > 0,
        scan_state.sums[DOCUMENTS][words],
        int(scan_state.maxima[LONGEST][question]),
    )
