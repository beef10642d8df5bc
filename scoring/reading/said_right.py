"""Labels that are said to be right: 'D is correct', 'C是正确的', 'only B remains'."""

from __future__ import annotations

import re

from scoring.reading.labels import Named
from scoring.reading.language import Language
from scoring.reading.statement import LIKELY, Reading, Statement
from scoring.reading.taken_back import taken_back


def said_right(reading: Reading, start: int) -> tuple[Statement | None, int]:
    """'D is correct', 'C是正确的', 'Bが正解です'; and where the labels end."""
    before = reading.plain[max(0, start - 3) : start].lstrip()
    named = reading.named(start - len(before) if before and set(before) <= set("([\"'") else start)
    if named is None:
        return None, start
    for language in reading.languages:
        end = _right_after(reading, language, named)
        if end is None:
            continue
        said = reading.sentence_before(start)
        supposed = _follows_a_supposition(reading, start, said) or (
            bool(said) and any(lang.condition.search(said) for lang in reading.languages)
        )
        if supposed or language.pattern["not"].search(said[-18:]) or taken_back(reading, language, start, end):
            return None, named.end
        return Statement(start, named.labels, LIKELY, "right"), named.end
    return None, named.end


def _follows_a_supposition(reading: Reading, start: int, said: str) -> bool:
    """'Suppose angle A is right. Then B is true.': what follows from a supposition is no claim."""
    if _SUPPOSITION.match(said.lstrip()):
        return True
    if not said.lstrip().startswith("then"):
        return False
    begin = start - len(said)
    return _SUPPOSITION.match(reading.sentence_before(max(0, begin - 1)).lstrip()) is not None


_SUPPOSITION = re.compile(r"(?:now |first |so )?,?(?:suppose|assume|let(?!'| me| us)|imagine|if)\b")


def _right_after(reading: Reading, language: Language, named: Named) -> int | None:
    """Where the words end that say that these labels are right, at most four words on; None if none do."""
    place = named.end
    stays = language.pattern["stays"].match(reading.low, place + (reading.low[place : place + 1] == " "))
    if stays is not None and len(named.labels) == 1:
        return stays.end() if not language.copula or _leads(reading, language, named.start) else None
    for steps in range(5):
        if reading.low[place : place + 1] in (" ", ","):
            place += 1
        if right := language.pattern["right"].match(reading.low, place):
            unsaid = steps == 0 and language.copula and not named.set_off
            denied = language.pattern["not"].match(reading.low, right.end() + 1)
            return None if unsaid or denied or right.end() == place else right.end()
        step = None
        for field in ("option", "filler", "is"):
            if (step := language.pattern[field].match(reading.low, place)) is not None and step[0]:
                break
        if step is None:
            return None
        place = step.end()
    return None


def _leads(reading: Reading, language: Language, place: int) -> bool:
    """Whether a label opens its clause, or follows a word for an option: not so in "plan B remains"."""
    before = reading.sentence_before(place).rstrip(" ([\"'")
    if not before or before.endswith((",", ":")):
        return True
    words = [m for field in ("option", "so", "filler") for m in language.pattern[field].finditer(before)]
    return any(m.end() == len(before) for m in words)
