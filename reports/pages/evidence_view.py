"""One piece of evidence as a page shows it: question and document as written, what they share, and why it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from contamination.types import Evidence, ItemResult, Wording
from exams.form import Form
from exams.question import Question
from reports.escaping import one_line
from reports.pages.common_text import LONGEST_ALIGNED, Block, Letters, Span, common_blocks
from reports.pages.marked_words import Segment, mark_words, shorten

AROUND = 200  # characters of the document shown on either side of what is common
_EDGE = 30  # characters within which a cut is moved to the edge of a word
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True)
class Part:
    """The question, one of its options, or its passage: marked, with the share of its letters that are there."""

    name: str  # 'question', 'option' or 'passage'
    segments: tuple[Segment, ...]
    letters: int
    common: int


@dataclass(frozen=True)
class EvidenceView:
    """What `evidence.html.jinja` prints. `cover` and `edges` are percent of the question's letters, for the bar."""

    evidence: Evidence
    sentence: str
    parts: tuple[Part, ...]
    document: tuple[Segment, ...]
    cover: tuple[tuple[float, float], ...]
    edges: tuple[float, ...]
    share: float | None


def wording_of(question: Question | None, form: Form | None) -> Wording | None:
    """A question's text as the form has it; None without either."""
    if question is None:
        return None
    passage = form.passage_of(question) if form else None
    return Wording(
        question=question.stem,
        options=tuple(o.text for o in question.options),
        passage="" if passage is None else "\n".join(part for part in (passage.title, passage.text) if part),
    )


def evidence_views(item: ItemResult | None, wording: Wording | None) -> tuple[EvidenceView, ...]:
    """All evidence of one question; without `wording` the audit's own copy of the text is shown, if it has one."""
    if item is None:
        return ()
    return tuple(evidence_view(evidence, wording or item.wording) for evidence in item.evidence)


@lru_cache(maxsize=4096)  # the same piece stands in the page of every model that was asked the question
def evidence_view(evidence: Evidence, wording: Wording | None) -> EvidenceView:
    """Both texts as written, aligned anew from the raw texts; the recorded difference has no spaces and is not shown.

    Where nothing can be aligned (no text of the question, texts too long) the matched span of the document is marked.
    """
    texts = _texts(evidence, wording)
    raw = "\n".join(texts)
    letters, document = Letters.of(raw), Letters.of(evidence.snippet, markup=True)
    spans = _letter_spans(letters, texts)
    blocks = common_blocks(letters, document, spans)
    if not blocks:
        return _unaligned(evidence, texts, spans, _too_long(letters, document))
    left, right = mark_words(letters, document, (raw, evidence.snippet), blocks, spans)
    common = [sum(max(0, min(end, a + n) - max(start, a)) for a, _, n in blocks) for start, end in spans]
    names = ["passage"] if evidence.matched == "passage" else ["question"] + ["option"] * (len(texts) - 1)
    parts = tuple(
        Part(name, shorten(own), end - start, found)
        for name, own, (start, end), found in zip(names, _by_part(left, texts), spans, common, strict=True)
    )
    total = max(1, len(letters.text))
    return EvidenceView(
        evidence=evidence,
        sentence=_sentence(evidence, parts, max(n for _, _, n in blocks), _numbers(left, right)),
        parts=parts,
        document=shorten(_cropped(right, evidence)),
        cover=tuple((round(100 * a / total, 2), round(100 * n / total, 2)) for a, n in _joined(blocks)),
        edges=tuple(round(100 * start / total, 2) for start, _ in spans[1:]),
        share=sum(common) / total,
    )


def _texts(evidence: Evidence, wording: Wording | None) -> tuple[str, ...]:
    if wording is None:
        return ()
    return (
        (wording.passage or wording.question,)
        if evidence.matched == "passage"
        else (wording.question, *wording.options)
    )


def _letter_spans(letters: Letters, texts: Sequence[str]) -> list[Span]:
    """First and last letter of each text in the joined one."""
    spans, place, done = [], 0, 0
    for text in texts:
        place += len(text) + 1
        start = done
        while done < len(letters.places) and letters.places[done] < place:
            done += 1
        spans.append((start, done))
    return spans


def _too_long(one: Letters, other: Letters) -> bool:
    return max(len(one.text), len(other.text)) > LONGEST_ALIGNED


def _unaligned(evidence: Evidence, texts: Sequence[str], spans: Sequence[Span], too_long: bool) -> EvidenceView:
    start = max(0, evidence.start - evidence.snippet_start)
    end = max(start, min(evidence.end - evidence.snippet_start, len(evidence.snippet)))
    cuts = ((evidence.snippet[:start], ""), (evidence.snippet[start:end], "match"), (evidence.snippet[end:], ""))
    why = (
        "its text is not in this audit" if not texts else "the texts are too long to be laid side by side word by word"
    )
    reason = f"; {why}" if not texts or too_long else ""
    return EvidenceView(
        evidence=evidence,
        sentence=f"The marked characters of {_place(evidence)} matched the {evidence.matched or 'question'}{reason}.",
        parts=tuple(
            Part("option" if k else "question", shorten([(text, "")]), b - a, 0)
            for k, (text, (a, b)) in enumerate(zip(texts, spans, strict=True))
        ),
        document=shorten(_cropped([cut for cut in cuts if cut[0]], evidence)),
        cover=(),
        edges=(),
        share=evidence.share,
    )


def _by_part(segments: Sequence[Segment], texts: Sequence[str]) -> list[list[Segment]]:
    """Cut the segments of the joined text where its parts end; the line feeds between them go."""
    parts: list[list[Segment]] = []
    rest = list(segments)
    for text in texts:
        own: list[Segment] = []
        room = len(text)
        while room and rest:
            piece, mark = rest.pop(0)
            own.append((piece[:room], mark))
            if len(piece) > room:
                rest.insert(0, (piece[room:], mark))
            room -= min(room, len(piece))
        if rest:
            rest[0] = rest[0][0][1:], rest[0][1]
            rest = rest if rest[0][0] else rest[1:]
        parts.append(own)
    return parts


def _joined(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for a, _, n in blocks:
        if joined and joined[-1][0] + joined[-1][1] == a:
            joined[-1] = joined[-1][0], joined[-1][1] + n
        else:
            joined.append((a, n))
    return joined


def _cropped(segments: Sequence[Segment], evidence: Evidence) -> list[Segment]:
    """The document's text with `AROUND` characters before and after what is marked, cut between words, with '…'."""
    kept = list(segments)
    if not any(mark for _, mark in kept):
        return kept
    if not kept[0][1]:
        text = kept[0][0]
        cut = max(0, len(text) - AROUND)
        if cut or evidence.snippet_start:
            space = re.search(r"\s+(?=\S)", text[cut : cut + _EDGE])
            kept[0] = "…" + text[cut + space.end() if space else cut :], ""
    elif evidence.snippet_start:
        kept.insert(0, ("…", ""))
    if not kept[-1][1] and len(kept[-1][0]) >= AROUND:
        text = kept[-1][0][:AROUND]
        space = re.search(r"\s\S*$", text[-_EDGE:])
        kept[-1] = (text[: len(text) - len(space[0])] if space else text) + "…", ""
    return kept


def _numbers(left: Sequence[Segment], right: Sequence[Segment]) -> tuple[str, str]:
    """The changed words with digits of both sides, as a list each."""
    sides = []
    for segments in (left, right):
        changed = [one_line(text, 20) for text, mark in segments if mark == "differs" and _NUMBER.search(text)]
        sides.append(", ".join(changed[:4]) + (", …" if len(changed) > 4 else ""))
    return sides[0], sides[1]


def _place(evidence: Evidence) -> str:
    return one_line(evidence.document or f"record {evidence.record} of {evidence.file}", 120)


def _sentence(evidence: Evidence, parts: Sequence[Part], longest: int, numbers: tuple[str, str]) -> str:
    """Why this counts, in one sentence: how much is there, with which changes, and whether the answer does."""
    main, options = parts[0], parts[1:]
    thing = "question" if main.name == "question" else "passage, not of the question itself,"
    told = f"{main.common:,} of {main.letters:,}" if main.common < main.letters else f"All {main.letters:,}"
    said = [f"{told} letters and digits of the {thing} are in {_place(evidence)}"]
    if not main.common:
        said = [f"Nothing of the {thing} but what follows is in {_place(evidence)}"]
    elif longest < main.common:
        said.append(f"{longest:,} of them in one unbroken piece" if main.common > longest else "")
    if options:
        whole = sum(part.common == part.letters for part in options)
        of = f"all {whole} options" if whole == len(options) else f"{whole} of its {len(options)} options"
        said.append(f"so are {of}" if whole else "its options are not")
    if evidence.numbers_differ:
        said.append("its numbers are others" + (f" (here {numbers[0]}; there {numbers[1]})" if all(numbers) else ""))
    if evidence.answer_near is not None:
        said.append("the right answer is beside it" if evidence.answer_near else "the right answer is not")
    return "; ".join(part for part in said if part) + "."
