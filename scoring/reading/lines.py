"""Lines of a reply: a letter alone, a reply that opens with one, lists of options with and without verdicts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scoring.reading.labels import Named
from scoring.reading.plain import words_of
from scoring.reading.statement import FAINT, FIRM, LIKELY, MOST_CUES, Reading, Statement, TooRepetitive

GOOD, BAD = "✅✔☑✓🟢👍", "❌✗✘✖🚫⛔🔴❎"
_LEAD = re.compile(rf"[\s>|#•*👉➡→⇒=·▪‣○●-]{{0,6}}[{GOOD}{BAD}]?[\s*|:]{{0,3}}")
_MARKS = re.compile(f"[{GOOD}{BAD}]")
_LIST_MARK = re.compile(r"[ ]?(?:[.)\]:|=、.·]|[–—-](?=[ ])|,)[ ]?")
_DONE = re.compile(r"[ .!:;,)\]|。！*\"'…]*(?:\Z|<)|^[ ]?[✅✔☑✓]️?\s*$")
_TAIL = {"번": 1, "입니다": 1, "です": 1, "。": 1, "选项": 1, "選項": 1}
_TEXT = re.compile(r"[^\n]+")
_HEADED = re.compile(r"(?:[:?]|：)\s*\Z")


class Line(NamedTuple):
    """A line that begins with a label: alone, or as an item with the rest of the line."""

    number: int
    place: int
    labels: tuple[str, ...]
    rest: str
    alone: bool
    mark: str


def line_statements(reading: Reading, bold: Sequence[str]) -> Iterator[Statement]:
    """What the lines say. `bold`: labels that open a bold piece of the reply."""
    texts = [(m.start(), m[0]) for m in _TEXT.finditer(reading.plain) if m[0].strip()]
    if not texts:
        return
    lines = [line for n, (place, text) in enumerate(texts) if (line := _line(reading, n, place, text))]
    if len(lines) > MOST_CUES:
        raise TooRepetitive
    listed = _listed(reading, lines)
    last = len(texts) - 1
    for line in lines:
        if line.mark and line.mark in BAD:
            continue
        if line.alone and line.labels and line.number not in listed:
            firm = FIRM if line.number in (0, last) or line.mark else LIKELY
            yield Statement(line.place, _with_neighbours(reading, line, lines), firm, "alone")
    yield from _opening(reading, lines, listed, texts)
    yield from _verdicts(reading, lines, listed)
    yield from _picked(lines, listed, bold)
    yield from _texts(reading, texts, listed)


def _line(reading: Reading, number: int, place: int, text: str) -> Line | None:
    lead = _LEAD.match(text)
    start = place + (lead.end() if lead else 0)
    mark = _mark_in(text[: start - place])
    named, at = _label_after_noun(reading, start)
    if named is None:
        return None
    rest = reading.plain[named.end : place + len(text)]
    if not rest.isascii():
        for tail in _TAIL:
            rest = rest.removeprefix(tail)
    closing = _mark_in(rest)
    if _DONE.match(rest.strip()):
        return Line(number, place, named.labels, "", True, mark or closing)
    first_rest = reading.plain[named.first_end : place + len(text)]
    if len(named.labels) > 1 and not reading.several:
        return None
    step = _LIST_MARK.match(first_rest)
    bracket = reading.plain[named.first_end - 2 : named.first_end].strip()[-1:] in (")", "]") and named.set_off
    closed = reading.plain[named.first_end - 1 : named.first_end] == ")"
    own = reading.option_words.get(named.labels[0], "")
    because = number == 0 and any(
        language.reason.match(
            reading.low, named.first_end + (reading.low[named.first_end : named.first_end + 1] == " ")
        )
        for language in reading.languages
    )
    if step or bracket or closed or because or at > start or (own and words_of(first_rest) == own):
        body = first_rest[step.end() :] if step else first_rest
        return Line(number, place, named.labels[:1], body, False, mark or closing)
    return None


def _mark_in(text: str) -> str:
    """The first mark for right or wrong."""
    found = None if text.isascii() else _MARKS.search(text)
    return found[0] if found else ""


def _label_after_noun(reading: Reading, start: int) -> tuple[Named | None, int]:
    """The labels at a place, or after 'Option ', '选项' and the like; and where they begin."""
    named = reading.named(start)
    if named is not None:
        return named, start
    for language in reading.languages:
        if noun := language.pattern["option"].match(reading.low, start):
            place = noun.end() + (reading.plain[noun.end() : noun.end() + 1] in " :")
            if (named := reading.named(place)) is not None:
                return named, place
    return None, start


def _with_neighbours(reading: Reading, line: Line, lines: Sequence[Line]) -> tuple[str, ...]:
    """Where several may be right: the labels of the letter lines right above as well."""
    if not reading.several:
        return line.labels
    labels, number = list(line.labels), line.number
    for other in reversed([one for one in lines if one.number < line.number and one.alone]):
        if other.number != number - 1:
            break
        labels, number = [*other.labels, *labels], other.number
    return tuple(dict.fromkeys(labels))


def _listed(reading: Reading, lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines that restate the options: items (or bare letters) that go on in the options' order."""
    found: set[int] = set()
    order = {label: n for n, label in enumerate(reading.labels.all)}
    for one, other in itertools.pairwise(lines):
        if len(one.labels) == 1 == len(other.labels) and not (one.alone and other.alone):
            step = order[other.labels[0]] - order[one.labels[0]]
            if step == 1 or (one.number in found and 0 < step <= 3) or (step > 0 and other.number == one.number + 1):
                found |= {one.number, other.number}
    return found


def _opening(
    reading: Reading, lines: Sequence[Line], listed: set[int], texts: Sequence[tuple[int, str]]
) -> Iterator[Statement]:
    """A reply that opens with its letter ('B) because …'), or whose last line does."""
    items = [line for line in lines if not line.alone]
    for line in items:
        if line.mark and line.mark in BAD:
            continue
        own = reading.option_words.get(line.labels[0], "")
        says_own = bool(own) and words_of(line.rest).startswith(own)
        if line.number in listed:
            following = next((o for o in lines if o.number > line.number), None)
            between = " ".join(t for _, t in texts[line.number + 1 : following.number]) if following else ""
            if line.number == 0 and between and _speaks_of_others(reading, between):
                yield Statement(line.place, line.labels, FIRM, "opening")
        elif line.number == 0:
            if _bad_verdict(reading, line):
                continue
            yield Statement(line.place, line.labels, FIRM, "opening")
        elif line.number == len(texts) - 1 or len(items) == 1:
            headed = bool(_HEADED.search(texts[line.number - 1][1]))
            if not _bad_verdict(reading, line):
                yield Statement(line.place, line.labels, LIKELY if says_own or headed else FAINT, "opening")


def _speaks_of_others(reading: Reading, between: str) -> bool:
    low = between.lower()
    return any(language.pattern["other"].search(low) for language in reading.languages)


def _bad_verdict(reading: Reading, line: Line) -> bool:
    return _verdict(reading, line) is False


def _verdicts(reading: Reading, lines: Sequence[Line], listed: set[int]) -> Iterator[Statement]:
    """A list of options of which one is said to be right and the others are not."""
    said: dict[str, bool | None] = {}
    place = 0
    for line in lines:
        if line.number in listed or line.mark:
            said[line.labels[0]] = _verdict(reading, line)
            place = line.place
    good = [label for label, verdict in said.items() if verdict]
    bad = [label for label, verdict in said.items() if verdict is False]
    enough = len(said) > 1 and (bad or any(line.mark and line.mark in GOOD for line in lines))
    if enough and (len(good) == 1 or (reading.several and good)):
        yield Statement(place, tuple(good), FAINT if len(bad) < len(said) - len(good) else LIKELY, "verdicts")
    elif not good and len(said) > 2 and len(bad) == len(said) - 1 == len(reading.labels.all) - 1:
        yield Statement(place, tuple(label for label in said if label not in bad), FAINT, "verdicts")


def _verdict(reading: Reading, line: Line) -> bool | None:
    """What an item says of its option: right, wrong, or nothing."""
    if line.mark:
        return line.mark in GOOD
    own = reading.option_words.get(line.labels[0], "\n")
    words = words_of(line.rest)
    said = words.removeprefix(own).strip()[:60]
    padded = f" {said} "
    for language in reading.languages:
        no, yes = language.pattern["no"].search(padded), language.pattern["yes"].search(padded)
        if no and (not yes or no.start() <= yes.start() or yes.start() >= no.start()):
            return False
        if yes:
            return True
    return None


def _picked(lines: Sequence[Line], listed: set[int], bold: Sequence[str]) -> Iterator[Statement]:
    """The one option of a list that is set in bold."""
    items = [line for line in lines if line.number in listed]
    named = [label for label in dict.fromkeys(bold) if any(label in line.labels for line in items)]
    if len(items) > 1 and len(named) == 1:
        yield Statement(items[-1].place, (named[0],), FAINT, "bold")


def _texts(reading: Reading, texts: Sequence[tuple[int, str]], listed: set[int]) -> Iterator[Statement]:
    """An option's whole text alone: the reply itself, its first or its last line."""
    for number in dict.fromkeys((0, len(texts) - 1)):
        place, text = texts[number]
        if number in listed or len(text) > 1500 or not reading.may_begin_an_option(text):
            continue
        words = words_of(text)
        label = reading.option_said(words)
        if label is not None and words in (reading.option_words[label], f"the {reading.option_words[label]}"):
            yield Statement(place, (label,), FIRM if len(texts) == 1 else LIKELY, "text")


def last_sentence(reading: Reading, bold: Sequence[str]) -> Iterator[Statement]:
    """A last sentence that names exactly one label in brackets, in bold, or after 'option'."""
    pieces = [m for m in _TEXT.finditer(reading.plain) if m[0].strip()]
    if not pieces:
        return
    line = pieces[-1]
    if len(line[0]) > 4000:
        return
    breaks = [m.end() for m in re.finditer(r"[.!?。！？…](?:\s+|(?<=[。！？]))(?=\S)", line[0])]
    start = line.start() + (breaks[-1] if breaks else 0)
    low = reading.low[start : line.end()]
    if low.rstrip(" )\"'").endswith(("?", "？")):
        return
    for language in reading.languages:
        if any(language.pattern[field].search(low) for field in ("not", "wrong", "doubt", "other")):
            return
    found: list[str] = []
    for mention in reading.labels.upper.finditer(reading.plain, start, line.end()):
        before = reading.low[max(0, mention.start() - 24) : mention.start()]
        label = reading.labels.label(mention[0])
        noun = any(
            (m := list(lang.pattern["option"].finditer(before))) and len(before) - m[-1].end() <= 1
            for lang in reading.languages
        )
        closed = reading.plain[mention.end() : mention.end() + 1] in (")", "]")
        bracketed = before[-1:] in ("(", "[") and closed
        if bracketed or noun or label in bold:
            found.append(label)
    found = list(dict.fromkeys(found))
    if len(found) == 1 or (reading.several and found):
        yield Statement(start, tuple(found), FAINT, "bracketed")
