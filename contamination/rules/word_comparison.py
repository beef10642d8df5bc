"""What of a question is in a piece of a document, token by token and in place: sentences, numbers, options."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from contamination.rules.tokens import WEIGHTS, Token, folded, question_tokens, tokens
from contamination.rules.word_alignment import MISPRINT, Aligned, Alphabet, align
from contamination.text.formula import plain_formulas
from contamination.text.plain import visible
from contamination.types import Item

SENTENCE = re.compile(r"(?<=[.?!])[\"'”’)]*\s+(?=[\"'“‘(]*\S)|\n\s*\n")
SHORTEST = 5  # tokens of a sentence that stands for itself; a shorter one joins the one before
SHORTEST_NUMBERED = 3  # the same of one with a number in it
PRESENT = 0.5  # share of a sentence, by weight, from which it is there
USED = -2
FEW = 50  # questions below which rarity among them says nothing
MANY, RARE = 500, 0.005  # questions from which a word of so few of them is rare
COMMON_LOSES = 0.6
FRAMES = 4  # questions that share a sentence from which it is a frame
QUOTATION = 30  # characters from which what is quoted is a source
_SMALL = re.compile(r"\b[a-z]{3,}\b")
_OPEN_QUOTATION = re.compile(r"\A.{30,}?[.,\w]'(?=\s*[.,;)]|\s+[A-Z])", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Question:
    """A question in tokens: `sentences` and `options` are ranges of `tokens`; the last sentence asks.

    frames  sentences that many questions of the form share; framed_options: so do the options
    rare    words that hardly another question of a large form has
    quoted  tokens within quotation marks
    small   names that the form also has in small letters
    """

    tokens: tuple[Token, ...]
    weights: tuple[float, ...]
    sentences: tuple[range, ...]
    options: tuple[range, ...]
    quoted: frozenset[int] = frozenset()
    rare: frozenset[int] = frozenset()
    frames: frozenset[int] = frozenset()
    framed_options: bool = False
    small: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or option and where it stands. `share`: of its weight, matched."""

    tokens: range
    aligned: Aligned
    share: float


@dataclass(frozen=True, slots=True)
class WordComparison:
    """The sentences and options of a question with their places in a document; `document` has the tokens there."""

    question: Question
    plain: str
    closed: bool
    document: tuple[Token, ...]
    sentences: tuple[Segment, ...]
    options: tuple[Segment, ...]
    numbers: NDArray[np.int64] = field(repr=False)
    document_numbers: NDArray[np.int64] = field(repr=False)
    exact: NDArray[np.bool_] = field(repr=False)

    def option_share(self, option: Segment) -> float:
        """Share of an option that is there; 0 if it is little more than a number, and another one is there."""
        there = {q for q, d in option.aligned.pairs if q >= 0 and self.matches(option.tokens[q], d)}
        kinds = [self.question.tokens[t].kind for t in option.tokens]
        numbers = [k for k, kind in enumerate(kinds) if kind == "number"]
        if numbers and sum(kind in ("word", "name") for kind in kinds) <= 2 and not all(k in there for k in numbers):
            return 0.0
        return option.share

    def matches(self, question: int, document: int) -> bool:
        """Whether a token of the question is one of the document, a misprint left aside; -1 stands for none."""
        return question >= 0 and document >= 0 and bool(self.numbers[question] == self.document_numbers[document])


class FormWords:
    """What the questions of a form have in common: how rare each word is, which sentences and options are frames."""

    def __init__(self, items: Sequence[Item]) -> None:
        words: Counter[str] = Counter()
        small: set[str] = set()
        keys: Counter[str] = Counter()
        for item in items:
            question = split(item, quotations=False)
            words.update({t.text for t in question.tokens if t.kind in ("word", "name")})
            small.update(map(folded, _SMALL.findall("\n".join((item.question, *item.options)))))
            keys.update({_key(question, r) for r in question.sentences} | {_options_key(question)})
        self._frames = frozenset(key for key, n in keys.items() if n >= FRAMES and key)
        # Of two questions a word is a word; of one it may be a misprint of ours.
        self.known = frozenset(word for word, n in words.items() if n >= 2)
        self._small = small
        self._words, self._size = words, max(len(items), FEW)

    def question(self, item: Item) -> Question:
        """The question's tokens, weighted."""
        question = split(item)
        return replace(
            question,
            weights=tuple(self._weight(t) for t in question.tokens),
            rare=frozenset(k for k, t in enumerate(question.tokens) if self._rare(t)),
            frames=frozenset(k for k, r in enumerate(question.sentences) if _key(question, r) in self._frames),
            framed_options=_options_key(question) in self._frames,
            small=frozenset(t.text for t in question.tokens if t.kind == "name" and t.text in self._small),
        )

    def _rare(self, token: Token) -> bool:
        if self._size < MANY or token.kind not in ("word", "name"):
            return False
        return self._words[token.text] <= RARE * self._size

    def _weight(self, token: Token) -> float:
        """A word that many questions have tells half as much as one that is this question's own."""
        if token.kind not in ("word", "name"):
            return token.weight
        common = log(max(1, self._words[token.text])) / log(self._size)
        return token.weight * (1 - COMMON_LOSES * common)


def split(item: Item, *, quotations: bool = True) -> Question:
    """Tokens of a question, sentence by sentence, and of its options; which are quoted only where asked."""
    found: list[Token] = []
    sentences: list[range] = []
    for piece in _sentences(plain_formulas(item.question)):
        own = tokens(piece)
        start = len(found)
        found += own
        kinds = {t.kind for t in own}
        alone = len(own) >= SHORTEST or (len(own) >= SHORTEST_NUMBERED and {"number", "word"} <= kinds)
        if sentences and (not alone or len(sentences[-1]) < SHORTEST_NUMBERED):
            sentences[-1] = range(sentences[-1].start, len(found))
        elif own:
            sentences.append(range(start, len(found)))
    options = []
    for option in item.options:
        start = len(found)
        found += question_tokens(option)
        options.append(range(start, len(found)))
    quoted = _quoted(plain_formulas(item.question), found) if quotations else frozenset()
    weights = tuple([WEIGHTS[t.kind] for t in found])
    return Question(tuple(found), weights, tuple(sentences), tuple(options), quoted)


def _key(question: Question, tokens_: range) -> str:
    return " ".join(question.tokens[k].text for k in tokens_)


def _options_key(question: Question) -> str:
    return " | ".join(_key(question, r) for r in question.options)


def _quoted(stem: str, found: Sequence[Token]) -> frozenset[int]:
    """Tokens of the stem within double quotation marks, or before a single closing one."""
    marks = [k for k, c in enumerate(stem) if c == '"']
    spans = (
        [(a, b) for a, b in zip(marks[::2], marks[1::2], strict=True) if b - a > QUOTATION]
        if len(marks) % 2 == 0
        else []
    )
    if not marks:
        spans = [m.span() for m in _OPEN_QUOTATION.finditer(stem)]
    if not spans:
        return frozenset()
    inside = set()
    for number, token in enumerate(tokens(stem)):
        if number < len(found) and any(a <= token.start < b for a, b in spans):
            inside.add(number)
    return frozenset(inside)


def _sentences(text: str) -> list[str]:
    return [piece for piece in SENTENCE.split(text) if piece.strip()]


def compare_words(question: Question, raw: str, known: Container[str] = (), *, closed: bool = True) -> WordComparison:
    """Align every sentence and every option with a raw piece of a document, each for itself, so in any order.

    `known`: words that are words, so that "height" is no misprint of "weight"; `closed`: the document ends with it.
    """
    plain = plain_formulas(visible(raw))
    document = tokens(plain)
    alphabet = Alphabet(question.tokens, document, known)
    weights = np.array(question.weights)

    found: dict[range, Segment] = {}
    free = np.array(alphabet.document)
    ranges = [*question.sentences, *question.options]
    for own in sorted(ranges, key=lambda r: (-float(weights[r.start : r.stop].sum()), r.start)):
        segment = _segment(own, alphabet, weights, free)
        if segment.share >= PRESENT:  # what stands for one sentence stands for no other
            free[[d for q, d in segment.aligned.pairs if q >= 0 and d >= 0]] = USED
        found[own] = segment
    sentences, options = (tuple(found[r] for r in rs) for rs in (question.sentences, question.options))
    numbers = alphabet.question, alphabet.document
    return WordComparison(question, plain, closed, document, sentences, options, *numbers, alphabet.exact)


def _segment(tokens_: range, alphabet: Alphabet, weights: NDArray[np.float64], free: NDArray[np.int64]) -> Segment:
    own = slice(tokens_.start, tokens_.stop)
    numbers, worth = alphabet.question[own], weights[own]
    if not len(numbers) or not len(free):
        return Segment(tokens_, Aligned((), 0, 0), 0.0)
    aligned = align(numbers, worth, free, alphabet.exact)
    matched = sum(
        worth[q] * (1.0 if alphabet.exact[d] else MISPRINT)
        for q, d in aligned.pairs
        if q >= 0 and d >= 0 and numbers[q] == free[d]
    )
    return Segment(tokens_, aligned, float(matched / max(1e-9, worth.sum())))
