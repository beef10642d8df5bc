"""A place in a reply that says which options are meant, and how firmly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from scoring.reading.labels import Labels, Named, named_at
from scoring.reading.language import Language
from scoring.reading.plain import words_of

FIRM, LIKELY, FAINT = 3, 2, 1
MOST_CUES = 600  # of one reply: beyond, it repeats itself and is not read


class TooRepetitive(Exception):
    """A reply so full of the words that announce answers that it says nothing."""


class Statement(NamedTuple):
    """Labels at a place of the text. `kind` names the reader; FIRM beats LIKELY beats FAINT."""

    place: int
    labels: tuple[str, ...]
    firmness: int
    kind: str


@dataclass
class Reading:
    """What every reader needs: the undressed reply, the same in lower case, the options, the languages in it."""

    plain: str
    low: str
    labels: Labels
    options: Mapping[str, str]
    languages: tuple[Language, ...]
    several: bool

    @cached_property
    def option_words(self) -> dict[str, str]:
        """Label → the option's text as bare words."""
        return _words_of_options(tuple(self.options.items()))

    def named(self, place: int) -> Named | None:
        """The labels that begin at a place."""
        return named_at(self.plain, place, self.labels, several=self.several)

    def sentence_before(self, place: int) -> str:
        """The lower-case words of the same sentence before a place, at most 240 characters."""
        piece = self.low[max(0, place - 240) : place]
        piece = piece[max(0, piece.rfind("\n"), *(piece.rfind(mark) for mark in _FULL_STOPS)) :]
        breaks = [m.end() for m in SENTENCE_END.finditer(piece)]
        return piece[breaks[-1] :] if breaks else piece

    def sentence_after(self, place: int) -> str:
        """The rest of the sentence after a place, with the mark that ends it, at most 200 characters."""
        piece = self.low[place : place + 200]
        end = SENTENCE_END.search(piece)
        return piece[: end.end()] if end else piece

    def may_begin_an_option(self, text: str) -> bool:
        """Whether a text may be an option's own, as its first words tell: quick, and never wrongly False."""
        first = _WORD.search(text)
        if first is None or not text.isascii():
            return True
        second = _WORD.search(text, first.end()) if first[0] in ("the", "The", "THE") else None
        return (second or first)[0].lower() in _first_words(tuple(self.options.items()))

    def option_said(self, words: str) -> str | None:
        """The one option whose text these words are, or begin with (the longest such)."""
        forms, long = _forms_of_options(tuple(self.options.items()))
        if words in forms:
            return forms[words]
        return next((label for text, label in long if words.startswith(text)), None)


_WORD = re.compile(r"\w+")
_FULL_STOPS = (". ", "? ", "! ", "; ")
# The end of a sentence, or the turn of one: "At first A looks right, but the answer is C".
SENTENCE_END = re.compile(
    r"[.!?;](?=\s|$)|\n|[。！？；…]|\b(?:but|however|yet|aber|jedoch|pero|sin embargo|mais|cependant|mas|porém|ma|però"
    r"|но|однако|але|однак|ale|jednak|ama|ancak|fakat|αλλά|όμως|nhưng|tetapi|tapi|namun|لكن|ولكن|אבל|אך|लेकिन|परंतु)\b"
    r"|但是|但|不过|しかし|ですが|하지만|그러나|แต่"
)

HYPOTHETICAL = re.compile(
    r"\bwould\b|\bsería\b|\bserait\b|\bwäre\b|\bseria\b|\bsarebbe\b|\bбыл[ао]? бы\b|\bbyłab?y?\b|θα ήταν"
)


@lru_cache(maxsize=64)
def _words_of_options(options: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {label: words for label, text in options if (words := words_of(text))}


@lru_cache(maxsize=64)
def _forms_of_options(options: tuple[tuple[str, str], ...]) -> tuple[dict[str, str | None], list[tuple[str, str]]]:
    """What an option's words may be said as → its label, None where several say the same; and the texts long enough to
    begin a sentence with, the longest first."""
    words_of_label = _words_of_options(options)
    forms: dict[str, str | None] = {}
    for label, words in words_of_label.items():
        for form in (words, *_bare(words)):
            forms[form] = label if forms.get(form, label) == label else None
    long = sorted(((words + " ", label) for label, words in words_of_label.items() if len(words) > 12), key=_length)
    return forms, long[::-1]


@lru_cache(maxsize=64)
def _first_words(options: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """The words that an option's text begins with, after an article or not."""
    found = {"the"}
    for words in _words_of_options(options).values():
        found.update(words.split(" ", 2)[:2])
    return frozenset(found)


def _length(pair: tuple[str, str]) -> tuple[int, str]:
    return len(pair[0]), pair[1]


_ARTICLES = re.compile(r"^(?:the|an?|le|la|les|un|une|der|die|das|ein|eine|el|los|las|il|lo|o|os|as|um|uma) ")


def _bare(text: str) -> tuple[str, str]:
    """The text without its article, and with one: 'the Seine' is 'Seine'."""
    return _ARTICLES.sub("", text), f"the {text}"
