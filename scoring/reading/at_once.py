"""The commonest replies read in one step, as the readers of the whole reply would, in a tenth of the time.

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
from scoring.reading.language import Language, languages, one_of, spoken
from scoring.reading.lines import BAD, GOOD
from scoring.reading.plain import fold, lowered, undress, words_of
from scoring.reading.reasoning import has_marks
from scoring.reading.statement import HYPOTHETICAL, SENTENCE_END

_LOOK = 260  # characters of the end that are looked at
_LIST_MARK = re.compile(r"[.):][\"'>]{0,2} (?![^\w\"'(])|\)?: (?![^\w\"'(])")
_MARKED = re.compile(f"[{GOOD}{BAD}?？]")
_SAYS = re.compile(r"answer|choice|option|correct|wrong|not|none|all|both|either|would|\n")
_TAILS = re.compile(r"(?:번|입니다|です|选项|選項)?[.!。]?\s{0,20}\Z")
_PLAIN_NUMBER = re.compile(
    r"[ ]?\$?(-?(?:[1-9]\d{0,2}(?:,\d{3}){1,4}|0(?!\d)|[1-9]\d{0,14})(?:\.\d{1,15})?)(?: [a-z]{2,12})?[.]?\s{0,20}\Z"
)
_NUMBER_LAST = re.compile(r"\d(?: [a-z]{2,12})?[.]?\s{0,20}\Z")
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
    arrow = "(?:#{1,5} ?|👉 ?|→ ?|> ?)?"
    dressed = rf"(?:\*\*)?[\[(]?({one})[\])]?[.)]?(?:\*\*)?"
    return _Ends(
        alone=re.compile(rf"\s{{0,3}}{arrow}{dressed}\s{{0,5}}"),
        last=re.compile(rf"\n[ ]?{arrow}{dressed}\s{{0,20}}\Z"),
        heads=re.compile(rf"\n[^\w\n]{{0,12}}(?:\w{{1,20}}[ :]{{1,2}})?[^\w\n]{{0,3}}(?i:{forms})(?![^\W\d_])"),
        boxed=re.compile(rf"\\boxed\{{(?:\\text(?:bf)?\{{)?\(?({one})\)?\}}?\.?\}}(?:[$.\s]|\\\]|\\\)){{0,8}}\Z"),
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
        quoted = '"' in text or "'" in text
        if "boxed{" in text[-60:]:
            boxed = None if '"' in text or "<" in text else ends.boxed.search(text, max(0, len(text) - 60))
            return (boxed[1], "declared") if boxed else None
        found = ends.json.fullmatch(text) if quoted and len(text) < 120 else None
        if found or quoted or "box" in text:
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
    ending = _ending(text)
    if ending is None:
        return None
    plain, low, whole = ending
    if whole and (label := _own_text(plain, options, known)):
        return label, "opening"
    here = spoken(low)
    for language in here:
        steps = _steps(language.code)
        for field, start, end in language.announcements(low, 0, ("answer", "option", "choose", "points", "so")):
            firm = field not in ("points", "so")
            said = steps[field].match(low, end)
            if said is None or not (firm or (whole and not known.digits)):
                continue
            if known.upper.search(plain, end, said.end()):
                continue  # a label that is written as one of the words: "Resposta: A (D)"
            label = _label_at_end(plain, said.end(), options, known, firm)
            if label and (firm or len(known.upper.findall(plain)) == 1) and not _doubted(low, start, said.end(), here):
                return label, "declared"
    return None


def _doubted(low: str, start: int, end: int, here: tuple[Language, ...]) -> bool:
    """Whether the words before a declaration may take it back."""
    before = low[:start]
    for found in SENTENCE_END.finditer(before):
        before = low[found.end() : start]
    if not before.strip():
        return False
    if HYPOTHETICAL.search(low, start, end):
        return True
    return any(lang.pattern["doubt"].search(before) or lang.pattern["other"].search(before[-25:]) for lang in here)


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
        and not _MARKED.search(plain, step.end())
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
    if "{" in text or has_marks(text):
        return None
    ending = None if _POWERS.search(text, max(0, len(text) - 60)) else _ending(text)
    if ending is None:
        return None
    plain, low, _ = ending
    if _NUMBER_LAST.search(plain, max(0, len(plain) - 60)) is None:
        return None
    here = spoken(low)
    for language in here:
        steps = _steps(language.code)
        for _, _, end in language.announcements(low, 0, ("answer",)):
            said = steps["answer"].match(low, end)
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


def _ending(text: str) -> tuple[str, str, bool] | None:
    """The last line (or the last characters of it) undressed, the same in lower case, and whether that is the whole
    reply; None where the end of a long line begins in the middle of a sentence that may be doubted."""
    stripped = text.rstrip()
    start = stripped.rfind("\n", -_LOOK)
    begin = start + 1 if start >= 0 else max(0, len(stripped) - _LOOK)
    plain = undress(fold(stripped[begin:])).strip()
    low = lowered(plain)
    if start < 0 and begin > 0:
        sentence = SENTENCE_END.search(low, 0, max(0, len(low) - 3))
        if sentence is None:
            return None
        plain, low = plain[sentence.end() :], low[sentence.end() :]
    return plain, low, begin == 0


@lru_cache(maxsize=64)
def _steps(code: str) -> dict[str, re.Pattern[str]]:
    """By field of the announcing words: the words and marks that join them to the label, as the reader of the whole
    reply walks over them."""
    language = next(one for one in languages() if one.code == code)
    listed = language.listed
    gap, joint = (" ", r"(?!\w)") if language.spaced else (" ?", "")
    fillers, copulas = (f"{gap}{one_of(listed[field])}{joint}" for field in ("filler", "is"))
    more = rf"(?:{fillers}|{copulas}| ?[:=](?! ?[:=])){{0,4}}"
    link = rf"(?:{fillers}){{0,3}}(?:{copulas}| ?[:=]|(?= \[)){more}"
    return {
        "answer": re.compile(rf"(?:{link}|{more})" if language.bare else link),
        "option": re.compile(link),
        "choose": re.compile(more),
        "points": re.compile(more),
        "so": re.compile(f" ?[,:、]?{more}"),
    }
