"""Where in a raw text a normalised string stands, so that a match can be shown in the words as they were written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contamination.types import Evidence
from reports.escaping import SHOWN_AT_MOST

Segment = tuple[str, str]  # text, and 'match', 'differs' or '' for how it is to be marked
Span = tuple[int, int]
_SAME = ("equal", "same", "=")


@dataclass(frozen=True)
class SideBySide:
    """A question and a piece of a document, both cut into marked and unmarked segments."""

    question: tuple[Segment, ...]
    document: tuple[Segment, ...]


def side_by_side(question: str, windows: Iterable[str], evidence: Evidence) -> SideBySide:
    """Mark what the two have in common: by the recorded difference if there is one, else by the matched span."""
    if evidence.diff:
        left = tuple((q, _mark(op)) for op, q, _ in evidence.diff if q)
        right = tuple((d, _mark(op)) for op, _, d in evidence.diff if d)
        return SideBySide(left, right)
    start, end = evidence.start - evidence.snippet_start, evidence.end - evidence.snippet_start
    span = (max(0, start), max(0, min(end, len(evidence.snippet))))
    matched = evidence.snippet[span[0] : span[1]]
    spans = find_normalised(question, [matched]) or find_normalised(question, windows)
    return SideBySide(segments(question, spans), segments(evidence.snippet, [span]))


def find_normalised(text: str, needles: Iterable[str]) -> list[Span]:
    """Spans of `text` whose letters and digits, case apart, are those of a needle. Needles not found give none."""
    squeezed, places = _squeeze(text)
    spans = []
    for needle in needles:
        wanted, _ = _squeeze(needle)
        at = squeezed.find(wanted) if wanted else -1
        if at >= 0:
            spans.append((places[at], places[at + len(wanted) - 1] + 1))
    return spans


def segments(text: str, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """The text cut at the spans, which may overlap; marked pieces are those inside any of them."""
    pieces: list[Segment] = []
    done = 0
    for start, end in sorted(spans):
        if end <= done or start >= end:
            continue
        pieces += [(text[done : max(done, start)], ""), (text[max(done, start) : end], "match")]
        done = end
    pieces.append((text[done:], ""))
    return tuple(p for p in pieces if p[0])


def _mark(operation: str) -> str:
    return "match" if operation in _SAME else "differs"


def _squeeze(text: str) -> tuple[str, list[int]]:
    kept, places = [], []
    for place, character in enumerate(text[:SHOWN_AT_MOST]):
        if character.isalnum():
            folded = character.casefold()
            kept.append(folded)
            places += [place] * len(folded)
    return "".join(kept), places
