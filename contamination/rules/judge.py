"""The last word on a match: the question and the place where it stands, read token by token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from contamination.place import Place
from contamination.rules.comparison import answer_near, complete
from contamination.rules.document_view import DocumentView
from contamination.rules.match import MARGIN, Match, surroundings
from contamination.rules.misprints import misprinted
from contamination.rules.same_problem import Reading, read
from contamination.rules.tokens import Token
from contamination.rules.verdict import NEARLY_ALL
from contamination.rules.word_comparison import FormWords, Question, compare_words
from contamination.search.item_texts import ItemText
from contamination.types import Item

LEAST_TOKENS = 8  # of a question that is known by its letters alone
REMEMBERED = 4096  # readings: a corpus repeats itself
SHORT_ALONE = 28  # letters and digits of a question from which it may stand alone
ON_A_PAGE = 0.55  # of a question, by the weight of its words, that must stand where its letters alone prove nothing
FORMULA_NUMBERS = 2  # numbers of a formula that tells a short question apart
LONGEST_READ = 20_000  # characters of a document that are read for one match


class Judge:
    """Reads matches of the questions of a pass. What is read twice is judged once."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._read = lru_cache(REMEMBERED)(self._reading)
        self._question = lru_cache(REMEMBERED)(self._tokens)

    @cached_property
    def _words(self) -> FormWords:
        return FormWords(self._items)

    def _tokens(self, item: int) -> Question:
        return self._words.question(self._items[item])

    def place(self, hit: Match, view: DocumentView, text: ItemText) -> Place:
        """The surroundings of a match."""
        raw, closed = surroundings(hit, view, text)
        near = answer_near(text, view.normalised(hit.start, hit.end), view.normalised(hit.end, hit.end + 400))
        room = len(text.whole) + MARGIN
        around = view.normalised(max(0, hit.start - room), hit.end + 2 * room)
        return Place(raw[:LONGEST_READ], closed, near, around, hit.found, hit.claimed)

    def reading(self, item: int, text: ItemText, place: Place, worn: frozenset[int] = frozenset()) -> Reading:
        """What is at a place. A question with little text of its own is a copy only if nearly all of it is there.
        A short one without options must have its answer beside it. `worn`: words that are boilerplate of the corpus.
        """
        reading = self._read(item, place.raw, place.closed, place.near, worn)
        whole = complete(text, place.around)
        if reading.kind != "copy" and self._without_signs(item):
            if whole:
                return replace(
                    reading, kind="copy", share=1.0
                )  # letter by letter, however its words are spaced, pointed or broken
            if reading.kind in ("variant", "sister", "weak") and misprinted(text, place.around, reading.misprints):
                return replace(reading, kind="copy", share=max(reading.share, NEARLY_ALL))
        least = NEARLY_ALL if place.closed else ON_A_PAGE
        if reading.kind == "copy" and not place.found and reading.share < least and not whole:
            return replace(reading, kind="weak")
        if reading.kind == "copy" and self._short(item, text) and not place.near:
            return replace(reading, kind="weak")
        return reading

    def _short(self, item: int, text: ItemText) -> bool:
        """Whether a question has too few letters to stand alone, and no formula that makes up for them."""
        kinds = [t.kind for t in self._question(item).tokens]
        formula = kinds.count("number") >= FORMULA_NUMBERS and "operator" in kinds
        return not text.options and len(text.question) < SHORT_ALONE and not formula

    def _without_signs(self, item: int) -> bool:
        """Whether letters and digits are all that tells it: signs of a formula are lost when a text is normalised."""
        question = self._question(item)
        tokens = question.tokens
        return len(tokens) >= LEAST_TOKENS and not any(is_sign(tokens, k) for k in range(len(tokens)))

    def _reading(self, item: int, raw: str, closed: bool, near: bool | None, worn: frozenset[int]) -> Reading:
        question = self._question(item)
        if worn:
            weights = tuple(0.0 if k in worn else w for k, w in enumerate(question.weights))
            question = replace(question, weights=weights)
        compared = compare_words(question, raw, self._words.known, closed=closed)
        return read(compared, near)


def is_sign(tokens: Sequence[Token], k: int) -> bool:
    """Whether a token is a sign of a formula, and not a hyphen, a percentage or a bar or stroke between words."""
    token = tokens[k]
    if token.kind != "operator" or token.text in "-%":
        return False
    if token.text not in "|/!":
        return True
    before, after = tokens[k - 1] if k else None, tokens[k + 1] if k + 1 < len(tokens) else None
    return (before is not None and before.end == token.start and before.kind in ("number", "symbol")) or (
        after is not None and after.start == token.end and after.kind in ("number", "symbol")
    )
