"""Declarations: "the answer is B", "ANSWER: B", "I choose B", "hence, B", "B is correct", in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from scoring.reading.labels import Named
from scoring.reading.language import Language
from scoring.reading.plain import words_of
from scoring.reading.said_right import said_right
from scoring.reading.statement import FAINT, FIRM, LIKELY, MOST_CUES, Reading, Statement, TooRepetitive
from scoring.reading.taken_back import taken_back

_FIRM_FIELDS = ("answer", "option", "choose")
_STEPS = 14  # words that may stand between an announcing noun and the label
_MARK = re.compile(
    r"[ ]?(?:[:=|>\]~→✅✔👉➡☑-]|[–—]|\)(?=[ ]?:)|:[ ]?-|\"(?=[ ]?:)|#?\d{1,3}(?= is|[ ]?:)"
    r"|, [^,.\n]{3,80},(?= (?:is|est|ist|es|è|é|—|это)\b))[ ]?"
)
_LINK = re.compile(r"[:=|>\]→]|[–—-](?= )|[–—]")
_NEWLINES = re.compile(r"[ \n>#-]{0,2}\n[ \n>#•-]{0,4}(?:\d{1,2}[.)] )?")
_BLANK = re.compile(r"[ ,、]{1,2}")
_ENDS = re.compile(r"[ ]?(?:[.!;:,。！；，、)]|\n|$|[–—-] |\()|입니다|です|だ。|である")
_NEXT_LINE = re.compile(r"[ .]{0,2}\n[ \n•*-]{0,4}")
_LINE_ENDS = re.compile(r"[ .)]{0,2}(?:\n|$)")
_WORD = re.compile(r" ([^\W\d_]+)")


def declarations(reading: Reading, begin: int = 0) -> Iterator[Statement]:
    """Statements with an announcing word before or after the label, from a place on."""
    cues = 0
    for language in reading.languages:
        for field, start, end in language.announcements(reading.low, begin):
            cues += 1
            if cues > MOST_CUES:
                raise TooRepetitive
            found = _after_cue(reading, language, field, start, end, FIRM if field in _FIRM_FIELDS else LIKELY)
            if found is not None:
                yield found
    if not _may_be_said_right(reading, begin):
        return
    mentions, read_to = 0, 0
    for mention in reading.labels.upper.finditer(reading.plain, begin):
        if mention.start() < read_to:
            continue  # one of several named together
        mentions += 1
        if mentions > MOST_CUES:
            raise TooRepetitive
        found, read_to = said_right(reading, mention.start())
        if found is not None:
            yield found


def _may_be_said_right(reading: Reading, begin: int) -> bool:
    """Whether a label may be said to be right from a place on, or more labels stand there than are read."""
    rest = reading.low[begin:]
    if any(language.may_say("right", rest) or language.may_say("stays", rest) for language in reading.languages):
        return True
    return sum(1 for _ in reading.labels.upper.finditer(reading.plain, begin)) > MOST_CUES


def _after_cue(reading: Reading, language: Language, field: str, start: int, end: int, firm: int) -> Statement | None:
    """Walk from the cue over fillers, copulas and marks to the labels."""
    low, place, linked = reading.low, end, field in ("choose", "points", "so")
    crossed = False
    filler, copula, right = language.pattern["filler"], language.pattern["is"], language.pattern["right"]
    for _ in range(_STEPS):
        blank = _BLANK.match(low, place)
        after = blank.end() if blank else place
        bare = field == "answer" and (language.bare or low[after : after + 1] == "[")  # "ANSWER [B]"
        if linked or bare or (field == "option" and language.spaced is False and bare):
            named = reading.named(place) or (reading.named(after) if after != place else None)
            if named is not None and not _only_a_word(reading, language, named):
                return _judged(reading, language, field, (start, named), firm, crossed)
        if linked and field in ("answer", "option") and (said := _by_text(reading, after)):
            doubted = taken_back(reading, language, start, len(low))
            return None if doubted else Statement(start, (said,), FIRM, "declared")
        if (step := _MARK.match(low, place)) is not None:
            linked = linked or bool(_LINK.search(step[0]))
        elif (step := copula.match(low, after)) is not None:
            linked = True
        elif field in ("answer", "option") and (clause := _clause(language, low, after)) is not None:
            step = clause
        elif (step := filler.match(low, after)) is None and (step := right.match(low, after)) is None:
            newline = _NEWLINES.match(low, place)
            heading = newline is not None and (linked or field == "answer") and not crossed
            if newline is None or not heading or field not in ("answer", "choose"):
                return None
            step, crossed, linked = newline, True, True
        if step.end() == place:
            return None
        place = step.end()
    return None


def _clause(language: Language, low: str, place: int) -> re.Match[str] | None:
    """A relative clause up to the copula after it ("that best describes the case"), unless it denies something."""
    opening = language.pattern["relative"].match(low, place)
    if opening is None:
        return None
    for copula in language.pattern["is"].finditer(low, opening.end() + 2, opening.end() + 80):
        clause = re.compile(r"[^.,;:!?\n]{3,80}").fullmatch(low, opening.end(), copula.start())
        denied = clause and any(language.pattern[f].search(clause[0]) for f in ("not", "wrong", "doubt"))
        return None if denied else clause
    return None


def _judged(
    reading: Reading, language: Language, field: str, found: tuple[int, Named], firm: int, crossed: bool
) -> Statement | None:
    """The statement, unless the sentence takes it back or it is the head of a list."""
    start, named = found
    if crossed and _heads_a_list(reading, named) and not reading.several:
        return None
    if _OR_ELSE.match(reading.low, named.end):
        return None
    if taken_back(reading, language, start, named.end) or _inline_list(reading, named):
        return None
    if field in ("points", "so"):
        ends = _ENDS.match(reading.plain, named.end) or _joined_on(reading, language, named.end)
        if not ends or (reading.labels.digits and not named.set_off) or (len(named.labels) > 1 and not reading.several):
            return None
    before = reading.sentence_before(start)
    conditional = bool(before) and any(lang.condition.search(before) for lang in reading.languages)
    labels = named.labels
    if reading.several and (more := _following_lines(reading, named.end)):
        labels = tuple(dict.fromkeys((*labels, *more)))
    return Statement(start, labels, FAINT if conditional else firm, "declared")


_OR_ELSE = re.compile(
    r"[ ]?,?[ ]?(?:or|oder|ou|o|или|或) (?:maybe|perhaps|possibly|even|vielleicht|peut-être|tal vez)\b"
)


def _only_a_word(reading: Reading, language: Language, named: Named) -> bool:
    """'A' as an article ('is A duty of care'), 'B' in 'B cells': a word follows that no sentence goes on with."""
    if named.set_off or len(named.labels) > 1:
        return False
    written = reading.plain[named.start : named.first_end].strip()
    word = _WORD.match(reading.plain, named.first_end)
    if word is None:
        return False
    if any(lang.pattern["after"].match(reading.low, word.start(1)) for lang in reading.languages):
        return False
    if reading.option_words.get(named.labels[0], "\n").startswith(words_of(word[1])):
        return False
    risky = language.code == "en" or written in language.words or written.islower()
    return risky and (word[1][0].islower() or written in language.words)


def _joined_on(reading: Reading, language: Language, place: int) -> bool:
    word = _WORD.match(reading.plain, place)
    return (word is not None and word[1].lower() in ("because", "since", "as")) or (
        not language.spaced and language.pattern["option"].match(reading.low, place) is not None
    )


def _by_text(reading: Reading, place: int) -> str | None:
    """The one option whose whole text the rest of the line repeats."""
    line = reading.plain[place : place + 400].lstrip("\n ").partition("\n")[0]
    said = words_of(line)
    if not said:
        return None
    label = reading.option_said(said)
    if label is None and (stop := re.search(r"[.;,](?: |$)", line)):
        label = reading.option_said(words_of(line[: stop.start()]))
    return label


def _item(reading: Reading, place: int) -> str | None:
    """The label that begins the line at a place, if something follows it as in a list."""
    named = reading.named(place)
    return named.labels[0] if named else None


def _heads_a_list(reading: Reading, named: Named) -> bool:
    """Whether the line of these labels is followed by one for the next option: a list restated."""
    end = reading.plain.find("\n", named.end)
    order = list(reading.labels.all)
    expected = order.index(named.labels[0]) + 1
    for _ in range(3):
        if end < 0:
            return False
        place = end + 1
        while place < len(reading.plain) and reading.plain[place] in " \n-•*>":
            place += 1
        label = _item(reading, place)
        if label is not None:
            return expected < len(order) and label == order[expected]
        end = reading.plain.find("\n", place)
        if reading.plain[place : place + 1] and end < 0:
            return False
    return False


def _inline_list(reading: Reading, named: Named) -> bool:
    """'Options: A. void B. voidable C. …' on one line."""
    order = list(reading.labels.all)
    at = order.index(named.labels[0])
    line = reading.plain[named.end : named.end + 300].partition("\n")[0]
    if len(named.labels) > 1 or at + 2 >= len(order):
        return False
    return all(_in_a_list(order[n]).search(line) for n in (at + 1, at + 2))


@lru_cache(maxsize=256)
def _in_a_list(label: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)\(?{re.escape(label)}[.):] ?\w")


def _following_lines(reading: Reading, place: int) -> tuple[str, ...]:
    """Labels alone on the lines right after a declaration, where several may be right."""
    found: list[str] = []
    while (newline := _NEXT_LINE.match(reading.plain, place)) is not None:
        named = reading.named(newline.end())
        if named is None or not _LINE_ENDS.match(reading.plain, named.end):
            break
        found += named.labels
        place = named.end
    return tuple(found)
