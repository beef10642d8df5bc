"""Three rules by which answers to questions on pictures are graded: VQA's soft accuracy, relaxed accuracy, ANLS.

* `vqa` (Antol et al. 2015, arXiv:1505.00468; the evaluation code at visualqa.org): ten people's answers; an answer that
  three of them gave is right, one or two earn a third each: the mean over the ten sets of nine of
  min(1, matches ÷ 3). Fewer answers than ten are taken as they are; a single one is all or nothing.
* `relaxed` (Methani et al. 2020, PlotQA; Masry et al. 2022, ChartQA, arXiv:2203.10244): numbers may be off by 5 % of
  the key, words must be the same without case. A year is a number too, so 1990 passes for 1991: a known flaw.
* `anls` (Biten et al. 2019, arXiv:1907.00490): 1 − edit distance ÷ the longer length, 0 from a half upward; the best of
  several accepted answers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

TOLERANCE = 0.05  # of the key: relaxed accuracy
THRESHOLD = 0.5  # of the length that may differ: ANLS
RULES = ("vqa", "relaxed", "anls")

_WORD_NUMBERS = ("none", "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = dict(zip(_WORD_NUMBERS, ("0", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"), strict=True))
_ARTICLES = {"a", "an", "the"}
_MARKS = ';/[]"{}()=+\\_-><@`,?!'
_COMMA_WITHIN = re.compile(r"\d,\d")
_PERIOD = re.compile(r"\.(?!\d)")
# written without its apostrophe, each means the contraction; 'its', 'were', 'well' are words of their own
_BARE = frozenset(
    """
    aint arent cant couldve couldnt didnt doesnt dont hadnt hasnt havent hed heres hes howd howll hows
    im ive isnt itd itll lets maam mightnt mightve mustnt mustve neednt oclock oughtnt shant shouldve
    shouldnt somebodys someones somethings thats thered theres theyd theyll theyre theyve wasnt weve
    werent whatll whatre whats whatve whens whered wheres whereve whod wholl whos whove whyll whyre whys
    wont wouldve wouldnt yall youd youll youre youve
    """.split()  # noqa: SIM905  # a list of words, one a line would be two screens
)


def share_of(rule: str, said: str, answers: Sequence[str]) -> float:
    """The share of the points that an answer earns, 0 to 1. ValueError for a rule that is none of these."""
    if rule == "vqa":
        return vqa_accuracy(said, answers)
    if rule == "relaxed":
        return float(any(relaxed(said, answer) for answer in answers))
    if rule == "anls":
        return anls(said, answers)
    raise ValueError(f"no rule {rule!r} for answers on pictures")


def vqa_accuracy(said: str, answers: Sequence[str]) -> float:
    """Mean over the sets that leave one answer out of min(1, matches ÷ 3); one answer alone is all or nothing."""
    given, others = vqa_words(said), [vqa_words(answer) for answer in answers]
    if len(others) == 1:
        return float(given == others[0])
    same = [given == other for other in others]
    return sum(min(1.0, (sum(same) - own) / 3) for own in same) / len(same)


def vqa_words(text: str) -> str:
    """An answer as VQA compares it: lower case, marks gone, numbers to ten as figures, articles gone, contractions with
    or without their apostrophe alike."""
    text = " ".join(text.lower().split())
    within = bool(_COMMA_WITHIN.search(text))
    cleaned = text
    for mark in _MARKS:
        if mark in cleaned:
            beside = f"{mark} " in text or f" {mark}" in text or within
            cleaned = cleaned.replace(mark, "" if beside else " ")
    cleaned = _PERIOD.sub("", cleaned)
    words = (_NUMBERS.get(word, word) for word in cleaned.split())
    kept = (word for word in words if word not in _ARTICLES)
    return " ".join(bare if (bare := word.replace("'", "").replace("’", "")) in _BARE else word for word in kept)


def relaxed(said: str, answer: str) -> bool:
    """Whether two answers are the same: numbers within 5 % of the key (a percent sign divides by 100), else words
    without case. A key of 0 must be met as it is written."""
    given, key = _number(said), _number(answer)
    if given is not None and key:
        return abs(given - key) <= TOLERANCE * abs(key) * (1 + 1e-12)
    return said.strip().lower() == answer.strip().lower()


def _number(text: str) -> float | None:
    plain = text.strip().replace(",", "").lstrip("$€£").replace("−", "-")
    percent = plain.endswith("%")
    try:
        value = float(plain.rstrip("% "))
    except ValueError:
        return None
    return None if not math.isfinite(value) else value / 100 if percent else value


def anls(said: str, answers: Sequence[str]) -> float:
    """The best similarity to an accepted answer, 0 where half of the longer text or more differs. Case and the number
    of spaces do not count."""
    from rapidfuzz.distance import Levenshtein

    best = 0.0
    given = " ".join(said.lower().split())
    for answer in answers:
        wanted = " ".join(answer.lower().split())
        longer = max(len(given), len(wanted))
        differing = Levenshtein.distance(given, wanted) / longer if longer else 0.0
        best = max(best, 1.0 - differing if differing < THRESHOLD else 0.0)
    return best
