"""Which question of a form a logged reply answers: by id, by text, or by a text that is nearly the same."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from exams.form import Form
from exams.question import Question
from examsim.harness_logs.logged_sample import LoggedSample

Way = Literal["id", "text", "near"]
_ANCHOR = 12  # words at a stem's end by which it is looked up in a prompt
_NEAR = 90.0  # least rapidfuzz partial ratio, 0 to 100, of a stem with a prompt that is nearly its own
_MARGIN = 5.0  # by which it must beat the next question
_CANDIDATES = 8  # questions compared for one prompt, those that share the most of their rarest words with it
_LONGEST = 500_000  # characters at each end of a prompt that are looked at
_LEAST_WORDS = 4  # of a stem without options, to be matched by text
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Match:
    """A reply and its question. `ratio` is given for near matches, 0 to 100."""

    sample: LoggedSample
    question: Question
    way: Way
    ratio: float = 100.0


@dataclass(frozen=True)
class Matching:
    """All of a log. `unmatched` pairs a sample with the reason."""

    matches: tuple[Match, ...] = field(repr=False)
    unmatched: tuple[tuple[LoggedSample, str], ...] = field(repr=False)

    def count(self, way: Way) -> int:
        """Replies that were matched this way."""
        return sum(m.way == way for m in self.matches)


def match_samples(form: Form, samples: Sequence[LoggedSample]) -> Matching:
    """Match every sample. An id counts only where the log's text, if it has one, is the question's too: row numbers of
    two sets are alike by accident."""
    index = _Index(form)
    matches: list[Match] = []
    unmatched: list[tuple[LoggedSample, str]] = []
    for sample in samples:
        found = index.find(sample)
        if isinstance(found, Match):
            matches.append(found)
        else:
            unmatched.append((sample, found))
    return Matching(tuple(matches), tuple(unmatched))


def words_in(text: str) -> list[str]:
    """Letters and digits only, case and forms of characters aside; of a very long text its beginning and end."""
    if len(text) > 2 * _LONGEST:
        text = f"{text[:_LONGEST]} {text[-_LONGEST:]}"
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


class _Index:
    """The form's stems, looked up by their last words."""

    def __init__(self, form: Form) -> None:
        self._by_id = {q.id: q for q in form.questions}
        self._words = {q.id: words_in(q.stem) for q in form.questions}
        self._anchors: dict[tuple[str, ...], list[Question]] = defaultdict(list)
        self._holders: dict[str, list[str]] = defaultdict(list)
        for q in form.questions:
            if anchor := tuple(self._words[q.id][-_ANCHOR:]):
                self._anchors[anchor].append(q)
            for word in set(self._words[q.id]):
                self._holders[word].append(q.id)
        self._lengths: dict[str, set[int]] = defaultdict(set)  # of the anchors that end in a word
        for anchor in self._anchors:
            self._lengths[anchor[-1]].add(len(anchor))

    def find(self, sample: LoggedSample) -> Match | str:
        """The match, or why there is none."""
        named = self._by_id.get(sample.id)
        if not sample.prompt.strip():
            return Match(sample, named, "id") if named else "its id is none of the form's, and the log has no text"
        words = words_in(sample.prompt)
        if named is not None and _covered(self._words[named.id], words):
            return Match(sample, named, "id")
        found = self._asked(sample, words)
        if len(found) == 1:
            return Match(sample, found[0], "text")
        if len(found) > 1:
            return f"{len(found)} questions of the form have this text and these options"
        return self._near(sample, words)

    def _is_sure(self, question: Question, sample: LoggedSample, words: list[str]) -> bool:
        """Whether the stem alone is enough, or its options stand there too: 'What is it?' is in many a text."""
        if question.options:
            return _has_options(question, sample, words)
        return len(self._words[question.id]) >= _LEAST_WORDS

    def _asked(self, sample: LoggedSample, words: list[str]) -> list[Question]:
        """Questions whose whole stem stands in the prompt: those that end last, of them the longest, since worked
        examples stand before the question that is asked.

        From the prompt's end; whether a stem is enough is asked once for each: time is linear in the prompt.
        """
        sure: dict[str, bool] = {}
        for end in range(len(words), 0, -1):
            hits: list[tuple[int, Question]] = []
            for length in self._lengths.get(words[end - 1], ()):
                for q in self._anchors.get(tuple(words[end - length : end]), ()) if length <= end else ():
                    if q.id not in sure:
                        sure[q.id] = self._is_sure(q, sample, words)
                    stem = self._words[q.id]
                    if sure[q.id] and end >= len(stem) and words[end - len(stem) : end] == stem:
                        hits.append((len(stem), q))
            if hits:
                longest = max(size for size, _ in hits)
                return list({q.id: q for size, q in hits if size == longest}.values())
        return []

    def _near(self, sample: LoggedSample, words: list[str]) -> Match | str:
        from rapidfuzz import fuzz

        present = set(words)
        shared: dict[str, float] = defaultdict(float)
        for word in present:
            for name in self._holders.get(word, ()):
                shared[name] += 1 / len(self._holders[word])
        best = sorted(shared, key=lambda n: -shared[n])[:_CANDIDATES]
        rated = []
        for name in best:
            stem = " ".join(self._words[name])
            tail = " ".join(words)[-4 * len(stem) - 2000 :]
            rated.append((fuzz.partial_ratio(stem, tail), name))
        rated.sort(reverse=True)
        if not rated or rated[0][0] < _NEAR or len(self._words[rated[0][1]]) < _LEAST_WORDS:
            return "no question of the form has its text"
        if len(rated) > 1 and rated[0][0] - rated[1][0] < _MARGIN:
            return "its text is nearly that of several questions"
        question = self._by_id[rated[0][1]]
        if not _numbers(question.stem) <= _numbers(sample.prompt):
            return f"its text is nearly that of {question.id}, with other numbers"
        if not _has_options(question, sample, words):
            return f"its text is nearly that of {question.id}, with other options"
        return Match(sample, question, "near", round(rated[0][0], 1))


def _covered(stem: list[str], words: list[str]) -> bool:
    """Whether four fifths of a stem's words stand in a prompt."""
    present = set(words)
    return not stem or sum(w in present for w in stem) >= 0.8 * len(stem)


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(unicodedata.normalize("NFKC", text)))


def _has_options(question: Question, sample: LoggedSample, words: list[str]) -> bool:
    """Whether a question's options are those of the log; True where neither says."""
    texts = [" ".join(words_in(o.text)) for o in question.options if o.text]
    if not texts:
        return True
    if len(sample.options) == len(texts) and any(len(o.strip()) > 1 for o in sample.options):
        return sorted(texts) == sorted(" ".join(words_in(o)) for o in sample.options)
    joined = f" {' '.join(words)} "
    return all(f" {text} " in joined for text in texts)
