"""A part of a question that is in a document, and whether another question is asked around it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from contamination.rules.matched_words import NUMBERS_OFF_NOISY, MatchedWords
from contamination.rules.replacements import CONTENT
from contamination.rules.word_comparison import PRESENT, Segment

Kind = Literal["copy", "part", "variant", "sister", "passage", "weak"]
BEST = ("copy", "passage", "part", "weak", "sister")
DISTINCTIVE = 8  # words, names and numbers without which a stem alone proves nothing

DENSE, EMPTY = 0.85, 0.35  # of a part: share that stands there; of the rest
LEAST_REST = 0.15  # of the whole: what is missing of a part
LEAST_PART, LEAST_TOLD = 1 / 4, 1 / 5  # of the whole: a part from which it counts as a copy, is told as a part
# A document of at most so many times the question's tokens and so many more is a record like the question; labels and
# instructions aside, so much of it may be text that the question has not.
RECORD, RECORD_MORE, RECORD_LABELS, OTHER_TEXT, MOST_OTHER = 2.0, 40, 10, 0.2, 25
FRAME_TOKENS, FRAME_SHARE = 4, 0.75
OWN_WORDS = 3  # content words of a record that the question has not, from which it is another one
NEAR = 3  # tokens around a sentence
ASKED_WITHIN = 250  # characters after a part within which another question may be asked
_ASKS = re.compile(r"\w\s?\?[\"'”’)]*(?:\s|$)|_{3,}|(?:Answer|Option)\s?1\W")
_BLANK_LINE = re.compile(r"\n\s*\n")
_LABEL = re.compile(r"(?:^|[\s(])([A-Ea-e1-5])[).:]\s")


_Flag = tuple[float, float, int, int, int]  # weight of a token, of it matched, place or -1, segment, the token


def asks(text: str) -> bool:
    """Whether a text asks something: a question mark, a blank, or options one after the other."""
    labels = [m.group(1).lower() for m in _LABEL.finditer(text)]
    return bool(_ASKS.search(text)) or any(ord(b) - ord(a) == 1 for a, b in pairwise(labels))


class MatchedPart(MatchedWords):
    """Looks for a beginning or an end of the question that is there while the rest is not."""

    def _record(self) -> bool:
        """Whether the document is a record about as long as the question."""
        return self._compared.closed and (
            len(self._compared.document) <= RECORD * len(self._question.tokens) + RECORD_MORE
        )

    def _used(self) -> set[int]:
        """Tokens of the document that the question has in their place."""
        return {
            d
            for s in (*self._compared.sentences, *self._compared.options)
            for q, d in s.aligned.pairs
            if s.share >= PRESENT or self._dense(s)
            if q >= 0 and self._compared.matches(s.tokens[q], d)
        }

    def _other_record(self) -> bool:
        """Whether the document is such a record with other text in it: one of a set."""
        document = len(self._compared.document)
        other = document - len(self._used())
        return self._record() and other > max(RECORD_LABELS, min(MOST_OTHER, OTHER_TEXT * document))

    def _rest_replaced(self) -> bool:
        """Whether a record has words of its own where a part of the question is missing."""
        used, tokens = self._used(), self._question.tokens
        ours = {t.text for t in tokens}
        other = [t for d, t in enumerate(self._compared.document) if d not in used and t.kind in CONTENT]
        return self._record() and sum(t.text not in ours for t in other) >= OWN_WORDS

    def _after(self, token: int) -> str:
        """What follows a token of the document."""
        document = self._compared.document
        return self._compared.plain[document[token - 1].end if 0 < token <= len(document) else 0 :]

    def _part(self) -> Kind | None:
        """A beginning or an end of the question that is there while the rest is not there at all."""
        segments = [*self._compared.sentences, *self._compared.options]
        flags: list[_Flag] = []
        for number, segment in enumerate(segments):
            dense = segment.share >= PRESENT or self._dense(segment)
            for token, place in self._pairs(segment):
                weight = self._question.weights[token]
                matched = dense and self._compared.matches(token, place)
                flags.append((weight, weight * matched, place if matched else -1, number, token))
        kinds = [self._part_from(f, segments, b) for f, b in ((flags, True), (flags[::-1], False))]
        return min((k for k in kinds if k), key=BEST.index, default=None)

    def _dense(self, segment: Segment) -> bool:
        pairs = segment.aligned.pairs
        matched = sum(q >= 0 and self._compared.matches(segment.tokens[q], d) for q, d in pairs)
        return matched >= 4 and matched >= 0.7 * len(pairs)

    def _part_from(self, flags: list[_Flag], segments: list[Segment], beginning: bool) -> Kind | None:
        total = sum(f[0] for f in flags)
        weight = matched = 0.0
        cut, best = 0, 0.0
        for k, (w, m, *_) in enumerate(flags, 1):
            weight, matched = weight + w, matched + m
            if m and matched >= DENSE * weight:
                cut, best = k, matched
        if not cut or best < LEAST_TOLD * total:
            return None
        rest = flags[cut:]
        if sum(f[0] for f in rest) < LEAST_REST * total or not self._part_numbers_stand(flags[:cut]):
            return None
        here = {f[3] for f in flags[:cut]}
        left = {f[3] for f in rest} - here
        places = [f[2] for f in flags[:cut] if f[2] >= 0]
        inside = flags[cut - 1][3] == flags[cut][3]
        broken = inside and self._breaks_off(places[-1] if beginning else places[-1] - 1)
        if sum(f[1] for f in rest) > EMPTY * sum(f[0] for f in rest) or self._frame_goes_on(segments, left):
            return "sister"  # the frame goes on, with something else in it
        if self._other_record() or self._rest_replaced() or (not broken and self._asked_beside(places, beginning)):
            return "sister"
        if self._only_quoted():
            return "passage"
        if sum(f[1] >= 0.4 for f in flags[:cut]) < DISTINCTIVE:
            return "weak"
        return "copy" if best >= LEAST_PART * total else "part"

    def _breaks_off(self, token: int) -> bool:
        """Whether the document has a blank line, or ends, behind a token: it breaks off where a sentence goes on."""
        document = self._compared.document
        if not 0 <= token < len(document) - 1:
            return True
        return bool(_BLANK_LINE.search(self._compared.plain[document[token].end : document[token + 1].start]))

    def _asked_beside(self, places: list[int], beginning: bool) -> bool:
        """Whether the document asks something else where the part ends, or before it."""
        if beginning:
            return asks(self._after(max(places) + 1)[:ASKED_WITHIN])
        return self._another_asked(min(places))

    def _part_numbers_stand(self, flags: list[_Flag]) -> bool:
        """Whether the numbers of a part are there, the last ones before the cut left aside."""
        numbers = [f[1] > 0 for f in flags[:-2] if self._question.tokens[f[4]].kind == "number"]
        return sum(numbers) >= (1 - (NUMBERS_OFF_NOISY if self._noisy() else 0.1)) * len(numbers)

    def _frame_goes_on(self, segments: list[Segment], left: set[int]) -> bool:
        return any(segments[n].share >= FRAME_SHARE and len(segments[n].tokens) >= FRAME_TOKENS for n in left)

    def _another_asked(self, token: int) -> bool:
        """Whether a question mark is before a token of the document, and not behind words of this question."""
        if not self._before(token).rstrip(" \n(").endswith("?"):
            return False
        own = {t.text for t in self._question.tokens[max(0, self._stem[-1].tokens.stop - NEAR) :]}
        return not any(t.text in own for t in self._compared.document[max(0, token - NEAR) : token])

    def _before(self, token: int) -> str:
        start = self._compared.document[token].start
        return re.sub(r"\(?\w{1,7}[).:]?\s*$", "", self._compared.plain[max(0, start - 40) : start])
