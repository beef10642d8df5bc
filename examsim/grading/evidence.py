"""Are the words that a grader quotes in the answer at all?"""

from __future__ import annotations

import re
import unicodedata

NOT_FOUND = "not found in the answer"
NO_WORDS = "no words quoted"
_ELLIPSIS = re.compile(r"(?:(?<!\s)\s++)?(?:…|\.{3,}|\[…\]|\[\.\.\.\])\s*")
_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "})


def is_quoted(evidence: str, answer: str) -> bool:
    """Whether every piece of `evidence` (pieces are joined by an ellipsis) is in the answer, in any order.

    White space, letter case, and the shapes of quotation marks and dashes do not count.
    """
    pieces = [p.strip(" \"'.,;:") for p in _ELLIPSIS.split(_flat(evidence))]
    whole = _flat(answer)
    return any(pieces) and all(p in whole for p in pieces if p)


def remark_on(evidence: str, points: float, answer: str) -> str:
    """What to say beside a grade: nothing if its evidence is in the answer or nothing was earned without any."""
    if evidence.strip():
        return "" if is_quoted(evidence, answer) else f"evidence {NOT_FOUND}"
    return NO_WORDS if points > 0 else ""


def is_founded(evidence: str, points: float, answer: str) -> bool | None:
    """Whether points rest on words of the answer; None where there are neither points nor words."""
    if not evidence.strip() and points == 0:
        return None
    return is_quoted(evidence, answer)


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text.translate(_MARKS)).casefold().split())
