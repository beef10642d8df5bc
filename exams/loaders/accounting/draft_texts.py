"""What a candidate, a grader or a reader of the form will see of a record's drafts, by part of the question."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from exams.loaders.accounting.text_leaves import Leaf, text_leaves
from exams.loaders.draft import Draft, Picture
from exams.loaders.markup.html_text import show
from exams.loaders.options.literal import literal

_TAG = re.compile(r"<[^<>]{0,2000}>")
_LETTERS = re.compile(r"[\W_]+")
_WORD = re.compile(r"\w+")
_KEY_LIKE = re.compile(r"[(\[]?(?:[A-H]{1,5}|[a-h]|\d{1,2}|yes|no|true|false|t|f)[)\].]?", re.IGNORECASE)
_LEAST = 4
_FRAME = frozenset(("options", "choices", "answer", "answers", "question", "选项", "答案"))  # words around parts
_LABEL = re.compile(r"[(（\[]?[A-Za-z]\s?[)）\].、:：．]\s*|[A-H]\s+")
_PICTURE_LEAST = 100
_COVERED = 0.9


def fold(text: str) -> str:
    """Only the letters and digits, in lower case and without markup: what survives any laying out of a text."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _LETTERS.sub("", text.lower())


class DraftTexts:
    """The texts of the drafts that one record became. `home` says in which part a text of the record ended."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._drafts = tuple(drafts)

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for draft in self._drafts:
            for part, text in _parts(draft):
                if text:
                    found.setdefault(part, []).append(text)
        return found

    @cached_property
    def labels(self) -> frozenset[str]:
        """Labels of all options, in lower case."""
        return frozenset(o.label.casefold() for draft in self._drafts for o in draft.options)

    @cached_property
    def _names(self) -> frozenset[str]:
        """Names of all pictures."""
        return frozenset(p.name for draft in self._drafts for p in _pictures(draft))

    @cached_property
    def _whole(self) -> dict[str, str]:
        """Texts of the drafts to the letter: what nearly every text of a record is, found at once."""
        found: dict[str, str] = {}
        for draft in self._drafts:
            found |= {draft.explanation: "explanation", draft.topic: "topic", draft.id: "id", draft.section: "section"}
            found[draft.topic.replace(" ", "_")] = "topic"  # 'abstract_algebra', as sets keep subjects
            if draft.passage is not None:
                found[draft.passage.text] = "passage"
            for option in draft.options:
                found[option.text] = "options"
            for label in draft.key:
                found[label] = "key"
            found[draft.stem] = "stem"
        return found

    @cached_property
    def _exact(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for part, texts in self._parts.items():
            for text in texts:
                found.setdefault(" ".join(text.split()), part)
                found.setdefault(" ".join(text.split()).casefold(), part)
                if part in ("passage", "explanation") and "\n\n" in text:
                    found = {" ".join(p.split()): part for p in text.split("\n\n")} | found
        return found

    @cached_property
    def _joined(self) -> dict[str, str]:
        return {part: " ".join(" ".join(texts).split()) for part, texts in self._parts.items()}

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {part: fold(text) for part, text in self._joined.items()}

    @cached_property
    def _all(self) -> str:
        return "".join(self._folded.values())

    @cached_property
    def _words(self) -> frozenset[str]:
        return self.labels | _FRAME | {w for text in self._joined.values() for w in _WORD.findall(text.lower())}

    def home(self, leaf: Leaf) -> str:
        """'stem', 'options', 'key', 'picture' …, or '' where the text is nowhere in the question.

        A text that could be a key (a letter, a small number, yes or no) counts only where it is the whole of a part:
        the letter B is in every stem.
        """
        if isinstance(leaf.value, bytes):
            return "picture" if self._names else ""
        if (part := self._whole.get(leaf.value)) is not None:
            return part
        text = leaf.value.strip()
        if text[:1] in ("[", "{") and (homes := self._homes_of_literal(text)):
            return "" if "" in homes else homes[0]
        if "<" in text or "&" in text:
            visible = html.unescape(_TAG.sub(" ", text)).strip()
            if not visible:
                return "markup"
            if found := self._home(visible, leaf.listed) or self._home(_shown(text), leaf.listed):
                return found
        if (found := self._home(text, leaf.listed)) or not (label := _LABEL.match(text)):
            return found
        return self._home(text[label.end() :], leaf.listed)

    def _homes_of_literal(self, text: str) -> list[str]:
        """Homes of the texts in a list or object that is written out as text; none where it is no such thing."""
        value = literal(text)
        if not isinstance(value, (list, tuple, Mapping)):
            return []
        return [self.home(leaf) for leaf in text_leaves({"": value})]

    def _home(self, text: str, listed: bool) -> str:
        text = " ".join(text.split())
        if (part := self._exact.get(text) or self._exact.get(text.casefold())) is not None:
            return part
        if listed and text.casefold().strip("().[] ") in self.labels:
            return "options"
        if self._names and self._is_picture(text):
            return "picture"
        short = fold(text)
        if _KEY_LIKE.fullmatch(text) or not short:
            return self._short_home(text, short) or (self._within_laid_out(text) if listed else "")
        for part, joined in self._joined.items():
            if text in joined:
                return part
        if len(short) < _LEAST:
            return self._within(text)
        for part, folded in self._folded.items():
            if short in folded:
                return part
        if short in self._all or self._covered(text):
            return "stem and options"
        return ""

    def _short_home(self, text: str, short: str) -> str:
        for part, texts in self._parts.items():
            if any((fold(t) == short) if short else text in t for t in texts):
                return part
        return ""

    def _within_laid_out(self, text: str) -> str:
        """A short text of a list or object that was laid out with others."""
        word = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
        return next((p for p in ("passage", "explanation", "topic") if word.search(self._joined.get(p, ""))), "")

    def _within(self, text: str) -> str:
        """A short text that stands as a word or words of its own in a part."""
        word = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
        return next((part for part, joined in self._joined.items() if word.search(joined)), "")

    def _is_picture(self, text: str) -> bool:
        if text.startswith("data:image/") or (len(text) > _PICTURE_LEAST and " " not in text):
            return True
        return text.replace("\\", "/").rpartition("/")[2] in self._names

    def _covered(self, text: str) -> bool:
        """Whether nearly every word of a text that was taken apart (stem here, options there) is in the question."""
        words = _WORD.findall(html.unescape(_TAG.sub(" ", text)).lower())
        return len(words) >= 4 and sum(w in self._words for w in words) >= _COVERED * len(words)


def _pictures(draft: Draft) -> Iterator[Picture]:
    yield from draft.pictures
    for option in draft.options:
        yield from option.pictures
    if draft.passage is not None:
        yield from draft.passage.pictures


def _shown(text: str) -> str:
    """HTML as the readers lay it out; what they would refuse stays as it is."""
    try:
        return show(text).text
    except ValueError:
        return text


def _parts(draft: Draft) -> Iterator[tuple[str, str]]:
    yield "stem", draft.stem
    if draft.passage is not None:
        yield "passage", draft.passage.text
        yield "passage", draft.passage.title
        yield "passage", draft.passage.id
    texts = {o.label: o.text for o in draft.options}
    for label in draft.key:
        yield "key", label
        if (right := texts.get(label)) is not None:
            yield "key", f"{label} {right}"
            if draft.kind == "multiple_choice":
                yield "options", right
    if len(draft.key) > 1:
        yield from (("key", mark.join(draft.key)) for mark in ("", ", "))
    for option in draft.options:
        yield "options", option.text
    yield "model answer", draft.model_answer or ""
    yield "explanation", draft.explanation
    yield "topic", draft.topic
    yield "id", draft.id
    yield "section", draft.section
    for picture in (*draft.pictures, *(p for o in draft.options for p in o.pictures)):
        yield "picture", picture.transcription
    for name, value in draft.more.items():
        yield from ((name, text) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)
