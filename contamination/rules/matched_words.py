"""What a comparison says of the words that tell a question apart: numbers, formulas, negations, names, quotations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from contamination.rules.replacements import Gap, crosswise, gaps, opposed
from contamination.rules.word_comparison import PRESENT, Question, Segment, WordComparison
from contamination.text.opposites import opposite

FORMULA, FORMULA_NOISY = 0.75, 0.6  # share of the signs of a formula
NOISE = 0.03  # misprinted words per matched word from which a text counts as misprinted
NUMBERS_OFF, NUMBERS_OFF_NOISY = 0.25, 0.45  # share of the numbers that may be missing, or differ in a misprinted text
NEAR = 3  # tokens around a sentence
REWORDED = 4  # different words replaced one for one from which a text is the question in other words


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the tokens of the sentences that are present: equal, replaced by others, missing."""

    equal: int = 0
    replaced: int = 0
    missing: int = 0

    @property
    def all(self) -> int:
        """How many there are."""
        return self.equal + self.replaced + self.missing


_SENTENCE_END = re.compile(r"\n|[.?!](?:\s|$)")


def _written(number: str, digits: str, misprinted: bool) -> bool:
    """Whether digits hold a number of two digits or more; in a misprinted text one of them may be gone."""
    if len(number) < 2:
        return False
    return number in digits or (misprinted and any(number[:k] + number[k + 1 :] in digits for k in range(len(number))))


class MatchedWords:
    """The question's own sentences and options: what of them is there, what is not, what is in its place."""

    def __init__(self, compared: WordComparison) -> None:
        self._compared = compared
        self._question: Question = compared.question
        frames = self._question.frames
        own = [s for k, s in enumerate(compared.sentences) if k not in frames]
        self._stem = own or list(compared.sentences)
        self._present = [s for s in self._stem if s.share >= PRESENT]
        self._options = [] if self._question.framed_options else list(compared.options)

    def _weight(self, segment: Segment) -> float:
        return sum(self._question.weights[k] for k in segment.tokens)

    def _share(self, found: list[Segment], of: list[Segment]) -> float:
        return sum(self._weight(s) * s.share for s in found) / max(1e-9, sum(map(self._weight, of)))

    def _options_share(self) -> float | None:
        all_ = sum(map(self._weight, self._options))
        if not all_:
            return None
        return sum(self._weight(s) * self._compared.option_share(s) for s in self._options) / all_

    def misprints(self) -> int:
        """Words of the question that are there with a misprint."""
        places = {
            d
            for s in (*self._compared.sentences, *self._compared.options)
            for d in range(s.aligned.first, min(s.aligned.last + NEAR, len(self._compared.exact)))
        }
        return sum(not self._compared.exact[d] for d in places)

    def words_there(self) -> tuple[int, ...]:
        """Numbers of the question's words, names and numbers that are there in their place."""
        tokens = self._question.tokens
        return tuple(
            token
            for s in (*self._compared.sentences, *self._compared.options)
            for token, place in self._pairs(s)
            if tokens[token].kind in ("word", "name", "number", "symbol") and self._compared.matches(token, place)
        )

    def _noisy(self) -> bool:
        exact = inexact = 0
        for s in [*self._present, *self._options]:
            for q, d in s.aligned.pairs:
                if q >= 0 and self._compared.matches(s.tokens[q], d):
                    exact += bool(self._compared.exact[d])
                    inexact += not self._compared.exact[d]
        return inexact > 0 and inexact >= NOISE * (exact + inexact)

    def _pairs(self, segment: Segment) -> list[tuple[int, int]]:
        """(token, its counterpart in the document or -1) for every token of a segment."""
        there = {q: d for q, d in segment.aligned.pairs if q >= 0}
        return [(token, there.get(k, -1)) for k, token in enumerate(segment.tokens)]

    def _count(self, *kinds: str) -> Counts:
        equal = replaced = missing = 0
        for segment in self._present:
            for token, place in self._pairs(segment):
                if self._question.tokens[token].kind in kinds:
                    if self._compared.matches(token, place):
                        equal += 1
                    elif place >= 0 and (self._compared.document[place].kind in kinds or "word" in kinds):
                        replaced += 1
                    else:
                        missing += 1
        return Counts(equal, replaced, missing)

    def _distinctive(self, segments: list[Segment]) -> int:
        tokens = self._question.tokens
        return sum(
            self._compared.matches(token, place)
            and tokens[token].kind in ("word", "name", "number", "symbol")
            and self._question.weights[token] > 0
            for segment in segments
            for token, place in self._pairs(segment)
        )

    def _numbers_stand(self, noisy: bool, confirmed: bool) -> bool:
        numbers = self._numbers()
        if not numbers.all:
            return True
        if confirmed and not numbers.replaced and numbers.missing <= 1:
            return True
        if not numbers.replaced and self._reworded() and numbers.missing <= self._spelled_missing():
            return True  # another hand's words for "three"
        if noisy:
            return numbers.replaced + numbers.missing <= max(1, NUMBERS_OFF_NOISY * numbers.all)
        if numbers.replaced == 1 and numbers.all >= 5 and not numbers.missing and self._one_digit():
            return True  # a misprint among many numbers
        return not numbers.replaced and numbers.missing <= NUMBERS_OFF * numbers.all

    def _numbers(self) -> Counts:
        """Numbers of the sentences that are present; one written with other separators is equal."""
        numbers, misprinted = self._count("number"), self._noisy()
        equal = other = 0
        for segment in self._present:
            pairs = self._pairs(segment)
            other += self._numbers_too_many(segment, pairs)
            for k, (token, place) in enumerate(pairs):
                own = self._question.tokens[token]
                if own.kind == "number" and not self._compared.matches(token, place):
                    there = re.sub(r"\D", "", self._between(pairs, k))
                    if _written(own.text.lstrip("0"), there, misprinted) or _written(own.text, there, False):
                        equal += 1
                    elif place < 0 and there:  # at the end of a sentence an alignment leaves it out
                        other += 1
        replaced = max(0, numbers.replaced + other - equal)
        return Counts(numbers.equal + equal, replaced, max(0, numbers.all - numbers.equal - equal - replaced))

    def _numbers_too_many(self, segment: Segment, pairs: list[tuple[int, int]]) -> int:
        """Numbers of the document between those of a sentence that lacks as many: they stand for each other."""
        lacking = sum(self._question.tokens[token].kind == "number" and place < 0 for token, place in pairs)
        more = sum(q < 0 and self._compared.document[d].kind == "number" for q, d in segment.aligned.pairs)
        return min(lacking, more)

    def _between(self, pairs: list[tuple[int, int]], k: int) -> str:
        """The document between the neighbours of a token that match."""
        matched = [(n, place) for n, (token, place) in enumerate(pairs) if self._compared.matches(token, place)]
        before = max((place for n, place in matched if n < k), default=-1)
        after = min((place for n, place in matched if n > k), default=-1)
        if before < 0 and after < 0:
            return ""
        document = self._compared.document
        start = document[before].end if before >= 0 else document[after].start - 20
        end = document[after].start if after >= 0 else start + 20
        return _SENTENCE_END.split(self._compared.plain[max(0, start) : min(end, start + 40)])[0]

    def _one_digit(self) -> bool:
        pairs = self._differing()
        return len(pairs) == 1 and len(pairs[0][0]) == len(pairs[0][1]) > 1 and (
            sum(a != b for a, b in zip(*pairs[0], strict=True)) == 1
        )  # fmt: skip

    def _formulas_stand(self, noisy: bool) -> bool:
        signs = self._count("operator", "symbol", "number")
        return (
            self._count("operator").all < 2
            or signs.all < 4
            or signs.equal >= (FORMULA_NOISY if noisy else FORMULA) * signs.all
        )

    def _words(self) -> float:
        words = self._count("word", "name")
        return words.equal / words.all if words.all else 1.0

    def _gaps(self, segments: list[Segment]) -> list[Gap]:
        used = {
            d
            for s in (*self._compared.sentences, *self._compared.options)
            if s.share >= PRESENT
            for q, d in s.aligned.pairs
            if q >= 0 and self._compared.matches(s.tokens[q], d)
        }
        return [gap for s in segments for gap in gaps(self._compared, s, used)]

    def _reworded(self) -> bool:
        """Whether many words are replaced one for one: a text like that is this question in another hand's words."""
        pairs = {(g.question[0].text, g.document[0].text) for g in self._gaps(self._present) if g.one_for_one}
        return len(pairs) >= REWORDED

    def _spelled_missing(self) -> int:
        tokens = self._question.tokens
        pairs = [pair for segment in self._present for pair in self._pairs(segment)]
        return sum(tokens[token].spelled and not self._compared.matches(token, place) for token, place in pairs)

    def _replaced(self) -> bool:
        """Whether what is in the place of the question's words makes it another question.

        On a page another word is a synonym more often than not, so all else must be there; in a record of a question
        set it is the next question of the kind.
        """
        found = [g for g in self._gaps(self._present) if g.question or g.document]
        if self._reworded():
            return opposed(found)
        swapped = crosswise(found)
        if found and all(g.renamed or (swapped and g.one_for_one) for g in found):
            return True
        if not self._compared.closed:
            return False
        rare = self._rare()
        return (
            swapped
            or any(g.renamed or g.another_matter or g.quantified for g in found)
            or any(t.text in rare and g.document for g in found for t in g.question)
            or opposed(self._gaps(self._options))
        )

    def _rare(self) -> frozenset[str]:
        """Words that hardly another question has."""
        return frozenset(self._question.tokens[k].text for k in self._question.rare)

    def _negations_differ(self) -> bool:
        """Whether one has a negation, or the opposite of a word, where the other has none."""
        tokens, document, reworded = self._question.tokens, self._compared.document, self._reworded()
        for segment in self._present:
            inside = {q for q, _ in segment.aligned.pairs}
            for k, (token, place) in enumerate(self._pairs(segment)):
                if self._compared.matches(token, place):
                    continue
                if tokens[token].kind == "negation" and k in inside and not self._run_together(segment, k):
                    return True  # at an end it may just be cut off
                if not reworded and self._opposite_near(tokens[token].text, segment):
                    return True
            if any(q < 0 and document[d].kind == "negation" for q, d in segment.aligned.pairs):
                return True
        return False

    def _run_together(self, segment: Segment, k: int) -> bool:
        """Whether a word of a segment stands there with its neighbour, the space between lost."""
        own = [self._question.tokens[t].text for t in segment.tokens[max(0, k - 1) : k + 2]]
        joined = {a + b for a, b in pairwise(own)}
        return any(t.text in joined for t in self._compared.document[segment.aligned.first : segment.aligned.last])

    def _opposite_near(self, word: str, segment: Segment) -> bool:
        """Whether the opposite of a word that is missing is in its sentence, and in the question does not."""
        first, last = max(0, segment.aligned.first - NEAR), segment.aligned.last + NEAR
        ours = {self._question.tokens[k].text for k in segment.tokens}
        others = {
            d
            for s in (*self._compared.sentences, *self._compared.options)
            if s is not segment
            for q, d in s.aligned.pairs
            if q >= 0 and self._compared.matches(s.tokens[q], d)
        }
        near = (t.text for d, t in enumerate(self._compared.document[first:last], first) if d not in others)
        return any(text not in ours and opposite(word, text) for text in near)

    def _only_quoted(self) -> bool:
        """Whether what is there is what the question quotes, and not what it asks."""
        quoted = self._question.quoted
        if not quoted:
            return False
        all_ = asked = source = 0.0
        for segment in self._compared.sentences:
            for token, place in self._pairs(segment):
                weight = self._question.weights[token]
                matched = weight * (segment.share >= PRESENT and self._compared.matches(token, place))
                if token in quoted:
                    source += matched
                else:
                    all_ += weight
                    asked += matched
        return asked < PRESENT * all_ and source > asked

    def _differing(self) -> tuple[tuple[str, str], ...]:
        """What tells the question apart and is not there."""
        found = []
        for segment in self._present:
            for token, place in self._pairs(segment):
                own = self._question.tokens[token]
                if own.kind not in ("common", "operator") and not self._compared.matches(token, place):
                    other = self._compared.document[place].text if place >= 0 else ""
                    found.append((own.text, other))
        return tuple(found[:12])
