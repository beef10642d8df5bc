"""One question seen in one text, by whichever rules; and the evidence made of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from contamination.rules.comparison import Comparison, answer_near, compare
from contamination.rules.document_view import DocumentView
from contamination.rules.same_problem import Reading
from contamination.search.item_texts import ItemText
from contamination.types import Evidence

MARGIN = 24  # normalised bytes of the text around a match that are compared too
LEAST_ROOM = 200  # bytes on either side of a match in which the rest of the question is looked for
MOST_MISSING = 150  # of the part of a question that was not matched, bytes for which there is room on either side


@dataclass(slots=True)
class Match:
    """Places are normalised bytes, counted from the start of the text.

    start, end  the matched span
    share       of the question's bytes that were matched
    passage     what was seen is the passage of the question
    claimed     another question of the pass has more of what is there
    found       examsim's rule is met; `doubtful`: a full comparison decides; `weak`: worth no more than a note
    """

    start: int
    end: int
    share: float
    rules: set[str] = field(default_factory=set)
    passage: bool = False
    found: bool = False
    doubtful: bool = False
    weak: bool = False
    claimed: bool = False

    @property
    def judged(self) -> bool:
        """Whether examsim's rule has looked at it; other rules leave it open."""
        return self.found or self.doubtful or self.weak


def compared(hit: Match, view: DocumentView, text: ItemText) -> Comparison | None:
    """The whole question aligned with the surroundings of the sighting."""
    room = _room(hit, text) + MARGIN
    document = view.normalised(max(0, hit.start - room), hit.end + room)
    stem = len(text.question.decode())
    return compare(text.whole.decode(), document.decode("utf-8", "ignore"), stem)


def surroundings(hit: Match, view: DocumentView, text: ItemText) -> tuple[str, bool]:
    """Raw text around a match with room for all of the question on either side, and whether that is the whole text."""
    room = max(LEAST_ROOM, len(text.whole) + MARGIN - (hit.end - hit.start) // 2)
    low, high = hit.start - room, hit.end + room
    return view.raw(low, high), low <= 0 and high >= view.size


def evidence_of(
    question: str,
    hit: Match,
    view: DocumentView,
    text: ItemText,
    comparison: Comparison | None,
    reading: Reading | None = None,
) -> Evidence:
    """The record of a sighting: where it stands, raw, and how it compares."""
    start, end = view.raw_span(hit.start, hit.end)
    room = 0 if hit.passage else _room(hit, text)
    snippet, snippet_start = view.snippet(*view.clipped(hit.start - room, hit.end + room))
    found = view.normalised(hit.start, hit.end)
    near = None if hit.passage else answer_near(text, found, view.normalised(hit.end, hit.end + 400))
    parts = ["passage"] if hit.passage else _parts(text, found, comparison, near)
    shares = (hit.share, comparison.share if comparison else 0.0)
    return Evidence(
        question=question,
        file=view.file,
        record=view.record,
        offset=view.offset,
        document=view.id,
        field=view.field(start),
        start=start,
        end=end,
        snippet=snippet,
        snippet_start=snippet_start,
        matched="+".join(parts),
        share=round(max(shares), 4),
        longest=comparison.longest if comparison else None,
        edit_rate=round(comparison.edit_rate, 4) if comparison else None,
        answer_near=near,
        numbers_differ=comparison.numbers_differ if comparison else None,
        kind=("passage" if hit.passage else "") if reading is None else reading.kind,
        differing=() if reading is None else reading.differing,
        rules=tuple(sorted(hit.rules)),
        diff=comparison.diff if comparison else (),
    )


def _room(hit: Match, text: ItemText) -> int:
    """Normalised bytes on either side of a match in which the rest of the question may stand."""
    return min(MOST_MISSING, int(len(text.whole) * (1 - hit.share)))


def _parts(text: ItemText, found: bytes, comparison: Comparison | None, near: bool | None) -> list[str]:
    """Which parts of a question are in the matched span."""
    parts = ["question"] if not text.options or comparison is None or comparison.stem_share >= 0.3 else []
    long_options = [option for option in text.options if len(option) >= 8]
    if long_options and sum(option in found for option in long_options) * 2 >= len(long_options):
        parts.append("options")
    if near:
        parts.append("answer")
    return parts or ["question"]
