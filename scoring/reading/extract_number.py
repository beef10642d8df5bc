"""Read a number out of what a model wrote, for grid-in and numeric-entry questions. No number is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.reading.at_once import number_at_once
from scoring.reading.extract import NOTHING, TOO_REPETITIVE, ParsedAnswer, names_an_answer
from scoring.reading.language import Language, spoken
from scoring.reading.number_value import Value, spell, values_in
from scoring.reading.plain import fold, last_part, lowered, shorten, undress
from scoring.reading.reasoning import has_marks, split
from scoring.reading.statement import MOST_CUES
from scoring.reading.structured import boxes_spelled_out, json_answers

_HASHES = re.compile(r"####[ \t]{0,3}([^\n]{1,200})")
_STEP = re.compile(r"[ ]?(?:[:=|>\]→]|[–—-](?= ))[ ]?|\n+")
_MARKED_LAST = re.compile(
    r"\\boxed\{((?:[^{}\n]|\{[^{}\n]{0,20}\}){1,60})\}[$.\s]{0,6}\Z|(?<![^\n])####[ ]{0,3}([^\n#]{1,60})\s{0,20}\Z"
)
_BLANK = re.compile(r"[ ,]{0,2}")
_LINK = re.compile(r"[:=|>\]→–—-]")
_STOP = re.compile(r"[.;!?](?:\s|$)|\n|[。！？；]")
_UNREADABLE = re.compile(r"\\?sqrt|√|\\?\bpi\b|π|\\?log\b|\\?ln\b|\\?sin|\\?cos|\\?tan|∞|\\infty|\bi\b(?=\s*[.)]?$)")
_RANGE = re.compile(r"^(?:between|from|entre|zwischen|от|между|tra|介于)\b|^\s*介于")
_GOES_ON = re.compile(
    r"\s{0,2}(?:[-–—~～]|to|bis|à|or|oder|ou|o|или|或|到|至|または|또는|and|und|et|y|и|和)(?:(?<=\w)\s|\s?)[$€£]?\d"
)
_OPERATOR = re.compile(
    r"\s{0,2}(?:[+*×·÷^=<>≤≥√]|\\[a-z]|[-–](?=\s)(?=\s*\d)|/|:\d|[(]?(?:[a-zA-Z]\b(?![ ]?[a-zA-Z%])(?=\s*[-+*^=])))"
)
_ALONE = re.compile(
    r"(?:(?:[a-zA-Z]\w{0,3}|)\s?=\s?)?(?P<n>[-+]?[$€£₹¥]?\s?-?[\d., \u2009\u202f_'’/^×*xeE+()-]{1,80}?)\s?"
    r"(?:%|percent|[a-zA-Zµ²³°]{1,12}(?:/[a-zA-Z]{1,5})?)?\s?[.。]?"
)
_TERM = re.compile(r"\s?(?:√|π|\\sqrt|\\pi|pi\b)|[a-zA-Z](?![a-zA-Z])[ ]?[-+*^=]")
_BREAK = re.compile(r"[!?…]\s+|\.\s+(?=\D)|[。！？]")
_UNSURE = re.compile(r"\b(?:not|depends?)\b|n't")
_DIGIT = re.compile(r"\d")
_NOT = re.compile(r"^\s*(?:not|n't|neither|unclear|unknown|pas|nicht|no|не|不是)\b|^不是")


def read_number(text: str, *, language: str = "") -> ParsedAnswer:
    """Read a number: marked, boxed, declared, or alone on the last line; else the only one of the last sentence.

    Told as digits ('-0.5'), as 'a/b', or by its value where it was written otherwise ('3.2 × 10^4' is '32000').
    language: the exam's, as a BCP 47 tag.
    """
    if (common := number_at_once(text)) is not None:
        return ParsedAnswer((common,), "declared")
    marks = has_marks(text)
    if not marks and '"' not in text and (quick := _MARKED_LAST.search(text, _last_line(text))):
        number = _first(undress(spell(quick[1] or quick[2])))
        if number and "sqrt" not in quick[0] and "pi" not in quick[0]:
            return ParsedAnswer((number,), "marked" if quick[2] else "boxed")
    if marks:
        _, text, cut_off = split(text)
        if cut_off:
            return NOTHING
    spelled = spell(shorten(text))
    if "{" in spelled and ":" in spelled:
        for value in json_answers(spelled, names_an_answer):
            if not isinstance(value, bool) and (number := _only(spell(str(value)))):
                return ParsedAnswer((number,), "json")
    if "boxed" in spelled and "sqrt" not in spelled:
        spelled = boxes_spelled_out(spelled, lambda content: _first(undress(content)) or "", names_an_answer)
    else:
        spelled = (
            boxes_spelled_out(spelled, lambda content: _only(undress(content)) or "", names_an_answer)
            if "</" in spelled
            else spelled
        )
    marked = [number for m in _HASHES.finditer(spelled) if (number := _first(m[1]))]
    if marked:
        return ParsedAnswer((marked[-1],), "marked")
    plain = undress(fold(spelled)).strip()
    low = lowered(plain)
    spoken_here = spoken(low, language)
    last = plain[_last_line(plain) :].splitlines()[-1].strip() if plain else ""
    if number := _only(last):
        return ParsedAnswer((number,), "alone")
    begin = last_part(plain)
    declared = _last_declared(plain, low, spoken_here, begin)
    if declared == "" and begin:
        declared = _last_declared(plain, low, spoken_here, 0)
    if declared is None:
        return TOO_REPETITIVE
    if declared:
        return ParsedAnswer((declared,), "declared")
    if number := _last_sentence(last):
        return ParsedAnswer((number,), "sentence")
    return NOTHING


def _last_declared(plain: str, low: str, spoken_here: tuple[Language, ...], begin: int) -> str | None:
    """The number of the last declaration from a place on; '' without any, None for a reply that repeats itself."""
    declared = ""
    for cues, rest in enumerate(_declared(plain, low, spoken_here, begin)):
        if cues > MOST_CUES:
            return None
        declared = _in_rest(rest, spoken_here) or declared
    return declared


def _last_line(text: str) -> int:
    return max(0, text.rfind("\n", 0, len(text.rstrip())) + 1)


def _declared(plain: str, low: str, spoken_here: tuple[Language, ...], first: int) -> Iterator[str]:
    """The rest of the line after each announcing noun with its copula, from a place on."""
    found: list[tuple[int, str]] = []
    for language in spoken_here:
        copula, filler = language.pattern["is"], language.pattern["filler"]
        for _, begin, end in language.announcements(low, first, ("answer",)):
            place, linked = end, language.bare
            for _ in range(12):
                blank = _BLANK.match(low, place)
                after = blank.end() if blank else place
                if low[after : after + 1].isdigit():
                    break
                step = _STEP.match(low, place)
                if step and step[0].strip() in ("-", "–", "—") and linked:
                    break  # a sign
                if step:
                    linked = linked or bool(_LINK.search(step[0])) or "\n" in step[0]
                elif step := copula.match(low, after):
                    linked = True
                else:
                    step = filler.match(low, after)
                if step is None or step.end() == place:
                    break
                place = step.end()
            if linked:
                found.append((begin, plain[place : place + 300].lstrip(" ,")))
    yield from (rest for _, rest in sorted(found))


def _in_rest(rest: str, spoken_here: tuple[Language, ...]) -> str:
    """The number that the rest of a declaration gives; '' for a range, a choice, a term or none."""
    if _NOT.match(rest):
        return ""
    begins = rest[:1].lower()[:1]
    for language in spoken_here if not begins.isdigit() else ():
        for word, value in language.number.items():
            if (
                word[0] == begins
                and rest[: len(word)].lower() == word
                and not rest[len(word) : len(word) + 1].isalnum()
            ):
                return str(value)
    return _first(rest)


def _first(text: str) -> str:
    """The number a phrase gives: its first, or the one after the last '=' of an equation."""
    stop = _STOP.search(text)
    piece = text[: stop.start()] if stop else text
    if _RANGE.match(piece.lower()):
        return ""
    values = values_in(piece, 1)
    if not values:
        return ""
    first = values[0]
    if _OPERATOR.match(piece, first.end) or (_UNREADABLE.search(piece[: first.start]) and "=" not in piece):
        if "=" not in piece:
            return ""
        after = piece.rpartition("=")[2]
        if _UNREADABLE.search(after):
            return ""
        values = values_in(after, 1)
        return values[0].text if values and not _OPERATOR.match(after, values[0].end) else ""
    if "=" in piece[: first.start] and _UNREADABLE.search(piece[: first.start]):
        return ""
    return "" if _open_ended(piece, first) else first.text


def _open_ended(piece: str, first: Value) -> bool:
    """'3 to 5', '3 or 4', '2√3', '3π', '5x': no one number."""
    tail = piece[first.end :]
    return tail != "" and bool(_GOES_ON.match(tail.lower()) or _TERM.match(tail))


def _only(text: str) -> str:
    """The number a line is: alone, with a unit or a name before '=', nothing else."""
    plain = text.strip().strip("\"'")
    if len(plain) > 120:
        return ""
    match = _ALONE.fullmatch(plain)
    if match is None or plain.startswith("####"):
        return ""
    values = values_in(match["n"], 2)
    if len(values) != 1 or match["n"][values[0].end :].strip(" .") or match["n"][: values[0].start].strip():
        return ""
    return values[0].text


def _last_sentence(line: str) -> str:
    """The value after the last '=' of the last sentence, or its only number."""
    if len(line) > 4000:
        return ""
    breaks = [m.end() for m in _BREAK.finditer(line.rstrip())]
    breaks = [b for b in breaks if b < len(line.rstrip())]
    sentence = line[breaks[-1] if breaks else 0 :]
    if _DIGIT.search(sentence) is None:
        return ""
    if sentence.rstrip().endswith("?") or _RANGE.search(sentence.lower()) or _UNSURE.search(sentence):
        return ""
    if "=" in sentence:
        after = sentence.rpartition("=")[2]
        return "" if _UNREADABLE.search(sentence) else _first(after)
    values = values_in(sentence, 2)
    if len(values) != 1 or _UNREADABLE.search(sentence) or _open_ended(sentence, values[0]):
        return ""
    return "" if _OPERATOR.match(sentence, values[0].end) else values[0].text
