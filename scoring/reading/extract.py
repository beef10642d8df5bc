"""Read the options out of what a model wrote. What cannot be read is *unparsed*: never a guess, never just wrong.

Readers, each a file of one idea, find statements: declarations in twenty languages, letters alone on a line, a reply
that opens with its letter, lists with verdicts, an option's text, JSON, tags and boxes. The last firm statement counts,
since a model that corrects itself means its last word; likely ones count where no firm one stands, or after a word of
correction; faint ones where there is nothing else. What a sentence doubts, denies, asks or supposes is no statement,
and a list of options restated is none either. Reasoning is set apart before (reasoning.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from scoring.reading.at_once import letter_at_once
from scoring.reading.declared import declarations
from scoring.reading.labels import labels_of, named_at
from scoring.reading.language import languages, spoken
from scoring.reading.lines import last_sentence, line_statements
from scoring.reading.plain import checked, fold, last_part, lowered, shorten, undress, words_of
from scoring.reading.reasoning import has_marks, split
from scoring.reading.statement import FAINT, FIRM, LIKELY, Reading, Statement, TooRepetitive
from scoring.reading.structured import boxes_spelled_out, json_answers

_NEXT = re.compile(
    r"^(?:(?:next )?(?:question|problem|exercise)s? ?#?\d+\b|(?:human|user|student|q) ?\d{0,3}:"
    r"|explanation for problem)",
    re.MULTILINE,
)
_BOLD = re.compile(r"\*\*[ (\[\"']{0,3}([^\W_]{1,3})(?=[\s)\]\"'.:,*])[^*\n]{0,300}\*\*")


@dataclass(frozen=True, slots=True)
class ParsedAnswer:
    """What was read: labels or a number as text (empty if nothing), and at which place."""

    choice: tuple[str, ...]
    place: str


NOTHING = ParsedAnswer((), "none")
TOO_REPETITIVE = ParsedAnswer((), "too repetitive")


def read_choice(text: str, options: Mapping[str, str], *, several: bool = False, language: str = "") -> ParsedAnswer:
    """Read option labels. `options` maps label → text; with `several` all labels of the statement count.

    language: the exam's, as a BCP 47 tag; others are recognised by their words. Time is linear in the text.
    """
    labels = tuple(options)
    if not several and (quick := letter_at_once(text, options)):
        return ParsedAnswer((quick[0],), quick[1])
    if has_marks(text):
        _, text, cut_off = split(text)
        if cut_off:
            return NOTHING
        if not several and (quick := letter_at_once(text, options)):
            return ParsedAnswer((quick[0],), quick[1])
    folded = checked(fold(shorten(text)))
    if "{" in folded and ":" in folded and (found := _from_json(folded, options, several)):
        return found
    known = labels_of(labels)

    def reads(content: str) -> str:
        return ", ".join(_whole(content, options, several) or ())

    spelled = boxes_spelled_out(folded, reads, names_an_answer)
    plain = undress(spelled).strip()
    low = lowered(plain)
    reading = Reading(plain, low, known, options, spoken(low, language), several)
    bold = [known.label(b) for b in _BOLD.findall(spelled) if b in known.meant] if "**" in spelled else []
    try:
        statements = [*_declared(reading), *line_statements(reading, bold)]
        if not any(s.firmness > FAINT for s in statements):
            statements += last_sentence(reading, bold)
    except TooRepetitive:
        return TOO_REPETITIVE
    chosen = _decide(reading, statements)
    if chosen is None or (len(chosen.labels) > 1 and not several):
        return NOTHING  # "A or B": it has not decided
    return ParsedAnswer(tuple(label for label in options if label in chosen.labels), chosen.kind)


def _declared(reading: Reading) -> list[Statement]:
    """All declarations; of a long reply only those of its last part where a firm one is among them, as the last counts.

    A reply that goes on to another question of its own making is read as a whole.
    """
    begin = last_part(reading.plain)
    if begin and not _another_question(reading.low, 0):
        last = list(declarations(reading, begin))
        if any(s.firmness == FIRM for s in last):
            return last
    return list(declarations(reading))


def _another_question(low: str, begin: int) -> re.Match[str] | None:
    """Where a reply goes on to another question of its own making."""
    for word in ("question", "problem", "exercise", "human", "user", "student", "\nq"):
        if word in low:
            return _NEXT.search(low, begin)
    return _NEXT.search(low, begin) if low[:1] == "q" else None


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    return frozenset(cue for language in languages() for cue in language.cues)


def names_an_answer(name: str) -> bool:
    """Whether a JSON key is a word for an answer in some language."""
    return name in _nouns()


def _from_json(text: str, options: Mapping[str, str], several: bool) -> ParsedAnswer | None:
    for value in json_answers(text, names_an_answer):
        given: list[Any] = value if isinstance(value, list) else [value]
        labels = [found for one in given if (found := _whole(str(one), options, several))]
        if labels and len(labels) == len(given):
            merged = tuple(dict.fromkeys(label for found in labels for label in found))
            if len(merged) == 1 or several:
                return ParsedAnswer(tuple(label for label in options if label in merged), "json")
            return NOTHING
    return None


def _whole(content: str, options: Mapping[str, str], several: bool) -> tuple[str, ...] | None:
    """The labels that a box, tag or field holds and nothing else, or with their option's own text."""
    plain = undress(content).strip()
    if len(plain) > 400 or not plain:
        return None
    words = {label: words_of(text) for label, text in options.items()}
    equal = [label for label, text in words.items() if text and text == words_of(plain)]
    bare = re.sub(r"^(?i:option|choice|answer|letter|the answer is|选项|答案)[ :]*", "", plain)
    named = named_at(bare, 0, labels_of(tuple(options)), several=several)
    if named is None:
        return (equal[0],) if len(equal) == 1 else None
    rest = bare[named.end :].strip()
    if not rest.strip(".)!, ") or rest[0] in ".):,-–—" or words_of(rest) == words[named.labels[0]]:
        return named.labels
    return (equal[0],) if len(equal) == 1 else None


def _decide(reading: Reading, statements: list[Statement]) -> Statement | None:
    """The statement that counts."""
    ordered = sorted(statements, key=lambda s: s.place)
    if ordered and (broken := _another_question(reading.low, ordered[0].place + 1)):
        ordered = [s for s in ordered if s.place < broken.start()] or ordered
    firm = [s for s in ordered if s.firmness == FIRM]
    likely = _without_enumerations([s for s in ordered if s.firmness == LIKELY])
    if firm:
        last = firm[-1]
        if reading.several and last.kind == "alone" and len(firm) > 1 and set(last.labels) < set(firm[-2].labels):
            return firm[-2]  # a letter of the list that the declaration before it begins
        later = [s for s in likely if s.place > last.place and s.kind != "verdicts"]
        if later and later[-1].labels != last.labels and _mended(reading, last.place, later[-1].place):
            return later[-1]
        return last
    if likely:
        return likely[-1]
    faint = [s for s in ordered if s.firmness == FAINT]
    return faint[-1] if faint else None


def _without_enumerations(likely: list[Statement]) -> list[Statement]:
    """'A is true. B is true. D is true.' picks none of them."""
    right = {s.labels for s in likely if s.kind == "right"}
    return [s for s in likely if s.kind != "right"] if len(right) > 1 else likely


def _mended(reading: Reading, start: int, end: int) -> bool:
    between = reading.low[start:end]
    return any(language.pattern["mend"].search(between) for language in reading.languages)
