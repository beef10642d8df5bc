"""Does a translated form ask what its original asks? Same questions, same options, same key, same numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from exams.form import Form
from exams.question import Question

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
LETTERS = 12  # a text with fewer letters (a name, a formula) says nothing of the language it is in


@dataclass(frozen=True)
class TranslationCheck:
    """Names of questions. `missing` are of the original, `added` of the translation, all others are of both.

    `same_words`: the question's text is the original's, so it was not translated. `numbers`: the figures of question
    and options differ, written with whatever digits and separators. `alike`: two options of the translation are equal
    where the original's are not.
    """

    shared: int
    missing: tuple[str, ...]
    added: tuple[str, ...]
    keys: tuple[str, ...]
    options: tuple[str, ...]
    alike: tuple[str, ...]
    numbers: tuple[str, ...]
    same_words: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        """One line for each thing that a reader must know; the first says what was compared."""
        return list(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"translation held against the original: {self.shared:,} questions, {len(self.keys)} keys moved"
        if self.missing:
            yield f"{len(self.missing):,} questions of the original are not in the translation{_some(self.missing)}"
        if self.added:
            yield f"{len(self.added):,} questions of the translation are not in the original{_some(self.added)}"
        if self.keys:
            yield f"the key is another than in the original{_some(self.keys)}"
        if self.options:
            yield f"{len(self.options)} questions have another number of options{_some(self.options)}"
        if self.alike:
            yield f"{len(self.alike)} questions have two equal options{_some(self.alike)}"
        if self.numbers:
            told = "questions hold other figures than the original (or one of the two writes a number in words)"
            yield f"{len(self.numbers)} {told}{_some(self.numbers)}"
        if self.same_words:
            yield f"{len(self.same_words)} questions were left in the original's words{_some(self.same_words)}"


def compare_translation(original: Form, translation: Form) -> TranslationCheck:
    """Hold a translation against its original, question by question by their ids."""
    first, second = ({q.id: q for q in form.questions} for form in (original, translation))
    shared = [(q, second[name]) for name, q in first.items() if name in second]
    return TranslationCheck(
        shared=len(shared),
        missing=tuple(n for n in first if n not in second),
        added=tuple(n for n in second if n not in first),
        keys=tuple(a.id for a, b in shared if _key(a) != _key(b)),
        options=tuple(a.id for a, b in shared if len(a.options) != len(b.options)),
        alike=tuple(a.id for a, b in shared if _distinct(b) < len(b.options) and _distinct(b) < _distinct(a)),
        numbers=tuple(a.id for a, b in shared if _numbers(a) != _numbers(b)),
        same_words=tuple(a.id for a, b in shared if _plain(a.stem) == _plain(b.stem) and _letters(a.stem) >= LETTERS),
    )


def _some(names: tuple[str, ...]) -> str:
    """': a, b, c and 9 more'."""
    shown = ", ".join(names[:3])
    return f": {shown}" + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _key(question: Question) -> tuple[str, ...]:
    """Labels, or values without separators of thousands."""
    return question.key if question.options else tuple(k.replace(",", "") for k in question.key)


def _distinct(question: Question) -> int:
    return len({_plain(o.text) for o in question.options})


def _numbers(question: Question) -> Counter[str]:
    """The figures of a question, each digit as a European one, without separators."""
    text = " ".join((question.stem, *(o.text for o in question.options)))
    digits = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    return Counter(re.sub("[.,]", "", n) for n in _NUMBER.findall(digits))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)
