"""The words a language declares an answer with, read from `languages/*.toml`: a new language is a new file.

Fields of a table: `answer` and `option` are nouns, `right` says that a label is the answer ("is correct"), `is` are
copulas, `filler` may be between noun and label, `choose` ("I choose") and `points` ("that leaves") and `so`
("hence") go before a label, `not`, `wrong` and `doubt` (conditions and other people's opinions; the first is "if")
take a statement back, `mend` announces a correction, `other` the options that are not the answer, `after` may follow a
label in a sentence (the first two mean "because"), `relative` opens a clause between noun and copula ("the option that
fits is"), `stays` after a label says that no other is left ("C remains"), `yes` and `no` are verdicts in a list of
options, `words` are labels that are also words, `number` gives words for numbers. A trailing * stands for up to six
letters.
`spaced = false`: words are not set apart by blanks; `bare = true`: the noun may be before the label without a
copula; `copula = true`: between a label and "correct" one must stand.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from scoring.reading.plain import fold

FOLDER = Path(__file__).parent / "languages"
FIELDS = (
    *("answer", "option", "right", "is", "filler", "choose", "points", "so", "not"),
    *("wrong", "doubt", "mend", "other", "after", "yes", "no", "relative", "stays"),
)
ANNOUNCING = ("answer", "option", "choose", "points", "so", "right")
_KEY = 3  # letters by which a word is looked up
_OPENING = 6  # letters by which a phrase is looked for
_WORD = re.compile(r"\w+")
_BEGINNING = re.compile(rf"(\w{{1,{_KEY}}})\w*")
_APART = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff\u0370-\u052f]")  # Latin, Greek and Cyrillic letters begin it
_JOINED = re.compile("[^\\x00-\u052f\u1e00-\u20ff]")  # a letter of another script
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, eq=False)
class Language:
    """One language's patterns, each for lower-case folded text; `pattern["is"]` and so on, by field."""

    code: str
    name: str
    spaced: bool
    bare: bool
    pattern: dict[str, re.Pattern[str]]
    condition: re.Pattern[str]
    reason: re.Pattern[str]
    copula: bool
    words: frozenset[str]
    number: dict[str, int]
    cues: tuple[str, ...]
    listed: dict[str, list[str]]
    beginnings: dict[str, tuple[str, ...]]
    told_by: dict[str, tuple[str, ...]]

    def may_say(self, field: str, low: str) -> bool:
        """Whether a pattern may be found in a folded text: quick, and never wrongly False."""
        return any(word in low for word in self.told_by[field])

    def announcements(
        self, low: str, begin: int = 0, fields: tuple[str, ...] = ANNOUNCING
    ) -> Iterator[tuple[str, int, int]]:
        """Field, start and end of the words of a folded text that can announce a label, left to right from `begin`, the
        beginning of a line.

        A word's first letters tell which fields to try, so that ordinary words cost next to nothing.
        """
        if not self.spaced:
            for field in fields:
                for found in self.pattern[field].finditer(low, begin):
                    yield field, found.start(), found.end()
            return
        openings = _openings(self, fields)
        keys = openings.keys() & beginnings_in(low)
        for place, key in _places(low, begin, openings, keys) if keys else ():
            for field in self.beginnings[key]:
                if field in fields and (cue := self.pattern[field].match(low, place)):
                    yield field, cue.start(), cue.end()


def _places(low: str, begin: int, openings: Mapping[str, tuple[str, ...]], keys: Set[str]) -> list[tuple[int, str]]:
    """Where words begin as an announcing one does whose first letters are a key, left to right.

    A key of fewer than three letters is a whole word.
    """
    found: set[tuple[int, str]] = set()
    for key in keys:
        whole = len(key) < _KEY
        for opening in openings[key]:
            place = low.find(opening, begin)
            while place >= 0:
                before = low[place - 1] if place else " "
                if not (before.isalnum() or before == "_"):
                    after = low[place + len(key) : place + len(key) + 1] if whole else " "
                    if not (after.isalnum() or after == "_"):
                        found.add((place, key))
                place = low.find(opening, place + 1)
    return sorted(found)


@lru_cache(maxsize=256)
def _openings(language: Language, fields: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """First letters of a first word → the openings of all phrases that begin so, by which they are looked for."""
    found: dict[str, set[str]] = {}
    for phrase in [phrase for field in fields for phrase in language.listed[field]]:
        if first := _WORD.match(phrase):
            key = first[0][:_KEY]
            found.setdefault(key, set()).add(phrase.rstrip("*")[:_OPENING])
    return {key: _shortest(openings) for key, openings in found.items()}


@lru_cache(maxsize=4)
def beginnings_in(low: str) -> frozenset[str]:
    """The first three letters of the words of a folded text."""
    return frozenset(_BEGINNING.findall(low))


@lru_cache(maxsize=1)
def languages() -> tuple[Language, ...]:
    """All languages there are tables for, English first."""
    tables = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
    english = " ".join(fold(word).lower() for field in FIELDS for word in tables["en"].get(field, []))
    return tuple(
        _language(code, tables[code], english) for code in sorted(tables, key=lambda code: (code != "en", code))
    )


@lru_cache(maxsize=8)
def spoken(low: str, known: str = "") -> tuple[Language, ...]:
    """Languages whose words are in a folded text: English always, the exam's own (`known`, a BCP 47 tag) always."""
    found = {"en", known.lower().partition("-")[0]}
    by_start, by_letter = _cues()
    for start in by_start.keys() & beginnings_in(low):
        for cue, code in by_start[start]:
            if code not in found and cue in low:
                found.add(code)
    if not low.isascii() and _JOINED.search(low):
        for letter in by_letter.keys() & set(low):
            for cue, code in by_letter[letter]:
                if code not in found and cue in low:
                    found.add(code)
    return _chosen(frozenset(found))


@lru_cache(maxsize=512)
def _chosen(codes: frozenset[str]) -> tuple[Language, ...]:
    return tuple(language for language in languages() if language.code in codes)


@lru_cache(maxsize=1)
def _cues() -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[tuple[str, str]]]]:
    """Cues with their languages: by the first letters of their first word where cues begin words, and by their first
    letter in scripts whose words carry prefixes or are not set apart."""
    by_start: dict[str, list[tuple[str, str]]] = {}
    by_letter: dict[str, list[tuple[str, str]]] = {}
    for language in languages():
        for cue in language.cues if language.code != "en" else ():
            if _APART.match(cue):
                first = _WORD.match(cue)
                by_start.setdefault(first[0][:_KEY] if first else cue, []).append((cue, language.code))
            else:
                by_letter.setdefault(cue[0], []).append((cue, language.code))
    return by_start, by_letter


def _language(code: str, data: dict[str, Any], english: str) -> Language:
    spaced = data.get("spaced", True)
    listed = {field: [fold(word).lower() for word in data.get(field, [])] for field in FIELDS}
    cues = {w.rstrip("*") for field in ("answer", "choose", "right", "points", "option", "so") for w in listed[field]}
    return Language(
        code=code,
        name=data["name"],
        spaced=spaced,
        bare=data.get("bare", False),
        pattern={field: _pattern(words, spaced) for field, words in listed.items()},
        condition=_pattern(listed["doubt"][:1], spaced),
        reason=_pattern(listed["after"][:2], spaced),
        copula=data.get("copula", False),
        words=frozenset(data.get("words", ())),
        number={fold(word).lower(): value for word, value in data.get("number", {}).items()},
        listed=listed,
        cues=_distinctive(cues, "" if code == "en" else english),
        beginnings=_beginnings(listed),
        told_by={field: _shortest({word.rstrip("*") for word in words}) for field, words in listed.items()},
    )


def _distinctive(cues: set[str], english: str) -> tuple[str, ...]:
    """The cues that tell the language: not those that are English as well, nor those that hold another one."""
    kept: list[str] = []
    for cue in sorted(cues, key=len):
        if not cue or (len(cue) <= 3 and cue.isascii()) or cue in english:
            continue
        apart = _APART.match(cue)  # then it is looked up by the beginnings of words
        if not any((f" {k}" in f" {cue}") if apart else k in cue for k in kept):
            kept.append(cue)
    return tuple(kept)


def _beginnings(listed: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """First letters of a first word → fields with a phrase that begins so."""
    found: dict[str, list[str]] = {}
    for field in ANNOUNCING:
        for phrase in listed[field]:
            first = _WORD.match(phrase)
            if first and field not in found.setdefault(first[0][:_KEY], []):
                found[first[0][:_KEY]].append(field)
    return {key: tuple(fields) for key, fields in found.items()}


def _shortest(words: set[str]) -> tuple[str, ...]:
    """The words that begin with no other of them: where none of these is found, none of all is."""
    return tuple(sorted(w for w in words if not any(o != w and w.startswith(o) for o in words)))


def _pattern(words: list[str], spaced: bool) -> re.Pattern[str]:
    """Any of the words, longest first. What it matches is bounded, so that a search takes linear time."""
    if not words:
        return _NEVER
    ordered = sorted(words, key=len, reverse=True)
    lettered = [_one(w) for w in ordered if w[0].isalpha() or w[0] == "'"]
    marks = [re.escape(w) for w in ordered if not (w[0].isalpha() or w[0] == "'")]
    inner = "|".join(lettered)
    bounded = rf"(?<!\w)(?:{inner})(?!\w)" if spaced else rf"(?:{inner})"
    return re.compile("|".join(([bounded] if lettered else []) + marks))


def one_of(words: list[str]) -> str:
    """A pattern, without groups, for any of a table's words, the longest first."""
    return "(?:" + "|".join(_one(w) for w in sorted(words, key=len, reverse=True)) + ")" if words else "(?!)"


def _one(word: str) -> str:
    return re.escape(word[:-1]) + r"\w{0,6}" if word.endswith("*") else re.escape(word)
