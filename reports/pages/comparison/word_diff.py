"""Two answers word by word: what the second has and the first has not, and the other way round."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_WORDS = 2_000  # of one answer; the alignment of longer ones would cost more than the page
LEAST_COMMON = 0.3  # share of words below which two answers are two texts, and a difference only noise
_WORD = re.compile(r"(?<!\s)(\s*+)(\S+)")


@dataclass(frozen=True)
class WordDiff:
    """`pieces` are (text, 'same' | 'gone' | 'new'), in order; empty with a reason in `note`. `common` of `words`."""

    pieces: tuple[tuple[str, str], ...]
    common: int
    words: int
    note: str = ""


def word_diff(first: str, second: str) -> WordDiff | None:
    """How `second` differs from `first`; None where one of them is empty or both are the same."""
    if not first.strip() or not second.strip() or first == second:
        return None
    one, other = _WORD.findall(first), _WORD.findall(second)
    if max(len(one), len(other)) > MOST_WORDS:
        return WordDiff((), 0, len(other), f"An answer has more than {MOST_WORDS:,} words.")
    from rapidfuzz.distance import Levenshtein

    left, right = [word for _, word in one], [word for _, word in other]
    changes = Levenshtein.opcodes(left, right)
    common = sum(c.src_end - c.src_start for c in changes if c.tag == "equal")
    if common < LEAST_COMMON * max(len(left), len(right)):
        return WordDiff((), common, len(right), f"Only {common} of {len(right)} words are common, in their order.")
    pieces: list[tuple[str, str]] = []
    for change in changes:
        if change.tag == "equal":
            pieces.append((_text(other[change.dest_start : change.dest_end]), "same"))
            continue
        pieces += [(_text(one[change.src_start : change.src_end]), "gone")] if change.src_end > change.src_start else []
        pieces += (
            [(_text(other[change.dest_start : change.dest_end]), "new")] if change.dest_end > change.dest_start else []
        )
    return WordDiff(tuple(pieces), common, len(right))


def _text(words: list[tuple[str, str]]) -> str:
    return "".join(space + word for space, word in words)
