"""The commonest replies read in one step: what the readers of the whole reply would say as well, at a tenth of the time.

Only the end of a reply is looked at: its last sentence, where that does nothing but declare ("So the answer is B."), a
last line that is a label and nothing else, a last box, tag or JSON object. A firm statement at the very end is what
counts, so the text before need not be read. Anything else is left to the readers of the whole reply.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from scoring.reading.labels import Labels, ends_here, labels_of
from scoring.reading.language import languages, one_of, spoken
from scoring.reading.plain import fold, lowered, undress, words_of
from scoring.reading.statement import SENTENCE_END

_LOOK = 260  # characters of the end that are looked at
_LIST_MARK = re.compile(r"[.):][\"'>]{0,2} (?![^\w\"'(])|\)?: (?![^\w\"'(])")
_SAYS = re.compile(r"answer|choice|option|correct|wrong|not|none|all|both|either|would|\n")
_TAILS = re.compile(r"(?:번|입니다|です|选项|選項)?[.!。]?\s{0,20}\Z")
_PLAIN_NUMBER = re.compile(
    r"[ ]?\$?(-?(?:[1-9]\d{0,2}(?:,\d{3}){1,4}|0(?!\d)|[1-9]\d{0,14})(?:\.\d{1,15})?)(?: [a-z]{2,12})?[.]?\s{0,20}\Z"
)
_POWERS = re.compile(r"[\^\\⁰¹²³⁴⁵⁶⁷⁸⁹¼½¾⅐-⅞]|\d\*+\d")
_JSON = r'\s{0,5}(?:```(?:json)?\s{0,5})?\{\s{0,9}"(?:final_|correct_)?(?:answer|choice|option|letter)"\s{0,3}:\s{0,3}"'


class _Ends(NamedTuple):
    """Patterns for the end of a reply, for one set of labels."""

    alone: re.Pattern[str]
    last: re.Pattern[str]
    heads: re.Pattern[str]
    boxed: re.Pattern[str]
    tagged: re.Pattern[str]
    json: re.Pattern[str]


@lru_cache(maxsize=256)
def _ends(labels: tuple[str, ...]) -> _Ends:
    one = "|".join(re.escape(label) for label in labels)
    forms = "|".join(re.escape(form) for form in labels_of(labels).meant)
    dressed = rf"(?:\*\*)?[\[(]?({one})[\])]?[.)]?(?:\*\*)?"
    return _Ends(
        alone=re.compile(rf"\s{{0,3}}{dressed}\s{{0,5}}"),
        last=re.compile(rf"\n[ ]?(?:#{{1,5}} ?|👉 ?|→ ?|> ?)?{dressed}\s{{0,20}}\Z"),
        heads=re.compile(rf"\n[^\w\n]{{0,12}}(?:\w{{1,20}}[ :]{{1,2}})?[^\w\n]{{0,3}}(?i:{forms})(?![^\W\d_])"),
        boxed=re.compile(rf"\\boxed\{{(?:\\text(?:bf)?\{{)?\(?({one})\)?\}}?\}}(?:[$.\s]|\\\]|\\\)){{0,8}}\Z"),
        tagged=re.compile(rf"<(answer|final_answer|choice)>\s{{0,3}}\(?({one})\)?\s{{0,3}}</\1>\s{{0,9}}\Z"),
        json=re.compile(rf'{_JSON}({one})"\s{{0,9}}\}}\s{{0,5}}(?:```)?\s{{0,5}}'),
    )


def letter_at_once(text: str, options: Mapping[str, str]) -> tuple[str, str] | None:
    """The label and the kind of statement of a reply that ends in a plain one; None for all others."""
    labels = tuple(options)
    ends = _ends(labels)
    if len(text) < 24 and (alone := ends.alone.fullmatch(text)):
        return alone[1], "alone"
    if another_question(text):
        return None
    if "{" in text:
        if "boxed{" in text[-60:]:
            boxed = None if '"' in text or "<" in text else ends.boxed.search(text, max(0, len(text) - 60))
            return (boxed[1], "declared") if boxed else None
        found = ends.json.fullmatch(text) if len(text) < 120 else None
        return (found[1], "json") if found else None
    if "<" in text:
        tagged = ends.tagged.search(text, max(0, len(text) - 60)) if text.count("<") == 2 else None
        return (tagged[2], "declared") if tagged else None
    start = text.rfind("\n", 0, len(text.rstrip()))
    if start >= 0 and len(text) - start < 40 and (last := ends.last.match(text, start)):
        return None if ends.heads.search("\n" + text[:start]) else (last[1], "alone")
    return _declared(text, options, labels_of(labels))


def _declared(text: str, options: Mapping[str, str], known: Labels) -> tuple[str, str] | None:
    """The label of a last sentence that only declares, or of a reply that only repeats an option."""
    sentence = _last_sentence(text)
    if sentence is None:
        return None
    plain, low, whole = sentence
    if whole and (label := _own_text(plain, options, known)):
        return label, "opening"
    for language in spoken(low):
        grammar = _grammar(language.code)
        for pattern in (grammar.firm, grammar.likely) if whole and not known.digits else (grammar.firm,):
            said = pattern.match(low)
            if said and (label := _label_at_end(plain, said.end(), options, known, pattern is grammar.firm)):
                return label, "declared"
    return None


def _label_at_end(plain: str, place: int, options: Mapping[str, str], known: Labels, firm: bool) -> str | None:
    """The label at a place, if the sentence ends after it or goes on with the option's own text alone."""
    named = known.wrapped.match(plain, place)
    if named is None or not ends_here(plain, named):
        return None
    label = known.label(named["up"] or named["low"])
    if _TAILS.match(plain, named.end()):
        return label
    return label if firm and named["up"] and _says_its_text(plain, named, label, options) else None


def _own_text(plain: str, options: Mapping[str, str], known: Labels) -> str | None:
    """The label of a reply that is an option's text, with or without its label."""
    named = known.wrapped.match(plain, 0)
    if named is None or not named["up"] or not ends_here(plain, named):
        return None
    label = known.label(named["up"])
    return label if _says_its_text(plain, named, label, options) else None


def _says_its_text(plain: str, named: re.Match[str], label: str, options: Mapping[str, str]) -> bool:
    step = _LIST_MARK.match(plain, named.end("up"))
    return (
        step is not None
        and label in _safe(tuple(options.items()))
        and words_of(plain[step.end() :]) == words_of(options[label])
    )


@lru_cache(maxsize=64)
def _safe(options: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """Labels whose texts are words that say nothing of any option, so that repeating one is no other statement."""
    known = labels_of(tuple(label for label, _ in options))
    return frozenset(
        label
        for label, text in options
        if words_of(text) and not known.upper.search(text) and not _SAYS.search(text.lower()) and "?" not in text
    )


def number_at_once(text: str) -> str | None:
    """The number of a reply whose last sentence only declares one in plain digits."""
    sentence = None if _POWERS.search(text, max(0, len(text) - 60)) else _last_sentence(text)
    if sentence is None:
        return None
    plain, low, _ = sentence
    for language in spoken(low):
        said = _grammar(language.code).firm.match(low)
        found = _PLAIN_NUMBER.match(plain, said.end()) if said else None
        if found:
            return found[1].replace(",", "")
    return None


def another_question(text: str) -> bool:
    """Whether a reply may go on to a question of its own making: quick, and True too often."""
    return (
        "Question" in text
        or "Problem" in text
        or "Human:" in text
        or "User:" in text
        or "QUESTION" in text
        or "Exercise" in text
        or "Q:" in text
        or "question" in text
        or "problem" in text
        or "Student" in text
    )


def _last_sentence(text: str) -> tuple[str, str, bool] | None:
    """The last sentence undressed, the same in lower case, and whether it is the whole reply; None if it is long."""
    stripped = text.rstrip()
    start = stripped.rfind("\n", -_LOOK)
    begin = start + 1 if start >= 0 else max(0, len(stripped) - _LOOK)
    plain = undress(fold(stripped[begin:])).strip()
    low = lowered(plain)
    place = 0
    for found in SENTENCE_END.finditer(low, 0, max(0, len(low) - 3)):
        place = found.end()
    if place == 0 and start < 0 and begin > 0:
        return None
    while low[place : place + 1] == " ":
        place += 1
    return plain[place:], low[place:], place == 0 and begin == 0


class _Grammar(NamedTuple):
    """What may stand before the label in a sentence that only declares: firmly, or as a likely conclusion."""

    firm: re.Pattern[str]
    likely: re.Pattern[str]


@lru_cache(maxsize=64)
def _grammar(code: str) -> _Grammar:
    """Lead words, the announcing noun or verb, and the words and marks that join it to the label.

    Every step is one the reader of the whole reply takes too; lead words that could take a statement back are left out.
    """
    language = next(one for one in languages() if one.code == code)
    listed = language.listed
    gap, joint = (" ", "(?!\\w)") if language.spaced else (" ?", "")
    taking_back = [
        pattern
        for other in languages()
        for pattern in (other.condition, *(other.pattern[field] for field in ("doubt", "other", "not", "wrong")))
    ]
    harmless = [w for w in (*listed["so"], *listed["filler"]) if not any(p.search(w) for p in taking_back)]
    lead = rf"(?:{one_of(harmless)}{joint}(?: ?[,、] ?|{gap})){{0,4}}"
    steps = one_of([*listed["filler"], *listed["is"]])
    linked = rf"(?:{gap}(?:{steps}){joint}| ?[:=](?! ?[:=])){{0,4}}"
    link = rf"(?:{gap}(?:{one_of(listed['filler'])}){joint}){{0,3}}(?:{gap}(?:{one_of(listed['is'])}){joint}| ?[:=])"
    bare = "?" if language.bare else ""
    firm = rf"(?:(?:{one_of(listed['answer'])}){joint}(?:(?:{link}){bare}|(?= \[))|(?:{one_of(listed['choose'])}){joint}){linked}"
    likely = rf"(?:{one_of([*listed['so'], *listed['points']])}){joint} ?[,:、]?{linked}"
    return _Grammar(re.compile(lead + firm), re.compile(lead + likely))
