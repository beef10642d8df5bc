"""What a comparison says of the words that tell a question apart: numbers, formulas, negations, names, quotations."""

from __future__ import annotations

import re
from dataclasses import dataclass

from contamination.rules.word_comparison import PRESENT, Question, Segment, WordComparison
from contamination.text.opposites import opposite

FORMULA, FORMULA_NOISY = 0.75, 0.6  # share of the signs of a formula
NOISE = 0.03  # misprinted words per matched word from which a text counts as misprinted
NUMBERS_OFF, NUMBERS_OFF_NOISY = 0.25, 0.45  # share of the numbers that may be missing, or differ in a misprinted text
NEAR = 3  # tokens around a sentence


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
    """The question's own sentences and options: what of them is there, what is not, what stands in its place."""

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
            self._compared.matches(token, place) and tokens[token].kind in ("word", "name", "number", "symbol")
            for segment in segments
            for token, place in self._pairs(segment)
        )

    def _numbers_stand(self, noisy: bool, confirmed: bool) -> bool:
        numbers = self._numbers()
        if not numbers.all:
            return True
        if confirmed and not numbers.replaced and numbers.missing <= 1:
            return True
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
            for k, (token, place) in enumerate(pairs):
                own = self._question.tokens[token]
                if own.kind == "number" and not self._compared.matches(token, place):
                    there = re.sub(r"\D", "", self._between(pairs, k))
                    if _written(own.text.lstrip("0"), there, misprinted):
                        equal += 1
                    elif place < 0 and there:  # at the end of a sentence an alignment leaves it out
                        other += 1
        replaced = max(0, numbers.replaced + other - equal)
        return Counts(numbers.equal + equal, replaced, max(0, numbers.all - numbers.equal - equal - replaced))

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

    def _negations_differ(self) -> bool:
        """Whether one has a negation, or the opposite of a word, where the other has none."""
        tokens, document = self._question.tokens, self._compared.document
        for segment in self._present:
            inside = {q for q, _ in segment.aligned.pairs}
            for k, (token, place) in enumerate(self._pairs(segment)):
                if self._compared.matches(token, place):
                    continue
                if tokens[token].kind == "negation" and k in inside:  # at an end it may just be cut off
                    return True
                if self._opposite_near(tokens[token].text, segment):
                    return True
            if any(q < 0 and document[d].kind == "negation" for q, d in segment.aligned.pairs):
                return True
        return False

    def _rare_word_replaced(self) -> bool:
        """Whether another word stands in the place of a rare one. On a page that is a synonym more often than not; in a
        record of a question set it is the next question of the kind.
        """
        document = self._compared.document
        for segment in self._present:
            first, last = segment.aligned.first, segment.aligned.last
            inside = {q for q, _ in segment.aligned.pairs}
            for k, (token, place) in enumerate(self._pairs(segment)):
                if token not in self._question.rare or self._compared.matches(token, place):
                    continue
                at = place if k in inside else last if k > max(inside) else first - 1
                if 0 <= at < len(document) and document[at].kind in ("word", "name", "symbol"):
                    return bool(self._compared.document_numbers[at] < 0)
        return False

    def _opposite_near(self, word: str, segment: Segment) -> bool:
        """Whether the opposite of a word that is missing stands in its sentence, and in the question does not."""
        first, last = max(0, segment.aligned.first - NEAR), segment.aligned.last + NEAR
        ours = {self._question.tokens[k].text for k in segment.tokens}
        return any(t.text not in ours and opposite(word, t.text) for t in self._compared.document[first:last])

    def _only_quoted(self) -> bool:
        """Whether what stands there is what the question quotes, and not what it asks."""
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
        """What tells the question apart and does not stand there."""
        found = []
        for segment in self._present:
            for token, place in self._pairs(segment):
                own = self._question.tokens[token]
                if own.kind not in ("common", "operator") and not self._compared.matches(token, place):
                    other = self._compared.document[place].text if place >= 0 else ""
                    found.append((own.text, other))
        return tuple(found[:12])
