"""How well the spans of an answer agree with those of an accepted one: DROP's F1 and exact match.

Dua et al. 2019 (arXiv:1903.00161) and the evaluation script published with it: both sides are put into one form (lower
case, no articles and punctuation, numbers as numbers, hyphens part words), spans are paired one to one so that the sum
of their F1 is largest, and a pair whose numbers disagree counts nothing. F1 is rounded to two places; the best of
several accepted answers counts.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass

from exams.prompts.prompt import SPANS_APART

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
_MOST_SPANS = 200  # a reply with more is no answer; pairing is cubic
_LEAD = re.compile(r"^\s*(?:final\s+)?answer\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Agreement:
    """`f1` rounded to two places and `exact` (0 or 1), both 0 to 1."""

    f1: float
    exact: float


def agreement(given: Sequence[str], accepted: Sequence[Sequence[str]]) -> Agreement:
    """The best agreement of the given spans with any accepted answer; accepted answers that say nothing are skipped."""
    found = [_one(given, gold) for gold in accepted if any(span.strip() for span in gold)]
    return Agreement(max((a.f1 for a in found), default=0.0), max((a.exact for a in found), default=0.0))


def spans_of(reply: str) -> tuple[str, ...]:
    """The spans of a reply: its first line with words, without "Answer:", cut at the mark that prompts show.

    A full stop ends nothing: 12.5 stays whole.
    """
    line = next((line for line in reply.splitlines() if _LEAD.sub("", line).strip()), "")
    parts = (part.strip() for part in _LEAD.sub("", line).split(SPANS_APART.strip()))
    return tuple(part for part in parts if part)[:_MOST_SPANS]


def normal(text: str) -> str:
    """A span in the form in which spans are compared."""
    words = (_ARTICLES.sub(" ", _number(_bare(word.lower()))) for word in re.split(r"[ \t\n\r\f\v-]", text))
    return " ".join(word for word in (" ".join(w.split()) for w in words) if word)


def _one(given: Sequence[str], gold: Sequence[str]) -> Agreement:
    ours, theirs = [normal(s) for s in given], [normal(s) for s in gold]
    exact = float(len(ours) == len(theirs) and set(ours) == set(theirs))
    bags, golds = [frozenset(s.split()) for s in ours], [frozenset(s.split()) for s in theirs]
    if not bags:
        return Agreement(0.0, exact)
    import numpy as np
    from scipy.optimize import linear_sum_assignment  # half a second, needed for few exams only

    table = np.array([[_f1(bag, wanted) if _numbers_agree(bag, wanted) else 0.0 for bag in bags] for wanted in golds])
    rows, columns = linear_sum_assignment(table, maximize=True)
    return Agreement(round(float(table[rows, columns].sum()) / max(len(bags), len(golds)), 2), exact)


def _f1(given: frozenset[str], wanted: frozenset[str]) -> float:
    shared = len(given & wanted)
    precision = shared / len(given) if given else 1.0
    recall = shared / len(wanted) if wanted else 1.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _numbers_agree(given: frozenset[str], wanted: frozenset[str]) -> bool:
    numbers = {word for word in wanted if _is_number(word)}
    return not numbers or bool(numbers & {word for word in given if _is_number(word)})


def _bare(word: str) -> str:
    """Without punctuation, but for a number's point and sign."""
    return word if _is_number(word) else word.translate(_NO_PUNCTUATION)


def _number(word: str) -> str:
    return str(float(word)) if _is_number(word) else word


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
