"""examsim's own rule: when a match proves that a question is in a text.

The numbers were set on copies injected with the seeds 20251122 and 101 to 104 (benchmarks/contamination), then measured
on copies injected with a seed not used before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.chain_kernel import BEST, COVERED, LONGEST, OPTIONS, QUESTION, SPAN
from contamination.kernels.seed_kernel import M_COVER, M_UNIT
from contamination.search.query_texts import WEIGHTS, QueryTexts

ONE = int(WEIGHTS[1])
# Bytes of own text (weighted) that must be covered: three words. Less proves nothing, however large its share.
LEAST_OWN = 16
# Bytes of one chain: about six words in step. Stock phrases of 20 to 27 bytes are everywhere.
LEAST_CHAIN = 28
# Bytes covered in all, unless it is MOST_OF_IT of a short question: two stock phrases side by side have less.
LEAST_COVERED, MOST_OF_IT = 40, 0.5
# Share of the own text needed where 100 bytes of it are covered; less text needs a larger share, as 1 / sqrt(bytes).
SHARE_AT_100 = 0.18
# A copy may leave the options out: the question's own share then counts, but for less than question and options.
QUESTION_ALONE = 0.7
# Share of the spanned bytes that are covered: an edited copy at 5% has 0.75 and more, chance phrases in step 0.5.
LEAST_DENSITY = 0.5
# A question with hardly any text of its own is still there if almost every byte is there, in order.
NEARLY_ALL, NEARLY_ALL_FROM = 0.82, 28
# What makes a note of "weak": half of a question's bytes, own or shared, and at least so many of them.
WEAK_SHARE, WEAK_FROM = 0.4, 24


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """For each match: `found` by its own text; `doubtful`: to be decided by a full comparison; `weak`; `share` 0–1."""

    found: NDArray[np.bool_]
    doubtful: NDArray[np.bool_]
    weak: NDArray[np.bool_]
    share: NDArray[np.float64]


def judge(matches: NDArray[np.int64], query_texts: QueryTexts) -> Judged:
    """Apply the thresholds above to rows of matches."""
    query_text = matches[:, M_UNIT]
    column = {name: matches[:, M_COVER + name] for name in (QUESTION, OPTIONS, LONGEST, BEST, COVERED, SPAN)}
    length = np.maximum(query_texts.starts[query_text + 1] - query_texts.starts[query_text], 1)
    sums = query_texts.sums[query_text]
    own = (column[QUESTION] + column[OPTIONS]) / ONE
    whole = own * ONE / np.maximum(sums.sum(axis=1), 1)
    question = column[QUESTION] / np.maximum(sums[:, 0], 1)
    needed = SHARE_AT_100 * np.sqrt(100 / np.clip(own, 1, 100))
    enough = np.maximum(whole, QUESTION_ALONE * question) >= needed
    dense = column[COVERED] >= LEAST_DENSITY * column[SPAN]
    covered = column[COVERED] / length
    much = (column[COVERED] >= LEAST_COVERED) | (covered >= MOST_OF_IT)
    found = (own >= LEAST_OWN) & (column[BEST] >= LEAST_CHAIN) & enough & dense & much
    doubtful = ~found & (covered >= WEAK_SHARE) & (length >= NEARLY_ALL_FROM) & dense
    weak = (covered >= WEAK_SHARE) & (column[COVERED] >= WEAK_FROM)
    return Judged(found, doubtful, weak, np.minimum(covered, 1.0))
