"""The last word on a match: the question and the place where it stands, read token by token."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from contamination.rules.comparison import answer_near, complete
from contamination.rules.document_view import DocumentView
from contamination.rules.match import MARGIN, Match, surroundings
from contamination.rules.same_problem import Reading, read
from contamination.rules.verdict import NEARLY_ALL
from contamination.rules.word_comparison import FormWords, Question, compare_words
from contamination.search.item_texts import ItemText
from contamination.types import Item

LEAST_TOKENS = 8  # of a question that is known by its letters alone
REMEMBERED = 4096  # readings: a corpus repeats itself
SHORT_ALONE = 28  # letters and digits of a question from which it may stand alone
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

    def reading(self, item: int, hit: Match, view: DocumentView, text: ItemText) -> Reading:
        """What stands at a match. A question with little text of its own is a copy only if nearly all of it is there.
        A short one without options must have its answer beside it.
        """
        raw, closed = surroundings(hit, view, text)
        near = answer_near(text, view.normalised(hit.start, hit.end), view.normalised(hit.end, hit.end + 400))
        reading = self._read(item, raw[:LONGEST_READ], closed, near)
        room = len(text.whole) + MARGIN
        around = view.normalised(max(0, hit.start - room), hit.end + 2 * room)
        if reading.kind != "copy" and self._without_signs(item) and complete(text, around):
            return Reading("copy", 1.0)  # letter by letter, however its words are spaced, pointed or broken
        if reading.kind == "copy" and not hit.found and reading.share < NEARLY_ALL and not complete(text, around):
            return Reading("weak", reading.share, reading.differing)
        if reading.kind == "copy" and not text.options and len(text.question) < SHORT_ALONE and not near:
            return Reading("weak", reading.share, reading.differing)
        return reading

    def _without_signs(self, item: int) -> bool:
        """Whether letters and digits are all that tells it: signs of a formula are lost when a text is normalised."""
        question = self._question(item)
        tokens = question.tokens
        return len(tokens) >= LEAST_TOKENS and not any(t.kind == "operator" and t.text != "-" for t in tokens)

    def _reading(self, item: int, raw: str, closed: bool, near: bool | None) -> Reading:
        compared = compare_words(self._question(item), raw, self._words.known, closed=closed)
        return read(compared, near)
