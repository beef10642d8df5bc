"""A question and the place where it stands, letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contamination.search.item_texts import ItemText

LONGEST_COMPARED = 6_000  # characters; an alignment of longer texts would cost more than the rest of the scan
FIRM = 6  # equal characters with which an alignment may begin and end: fewer may be equal by chance
COMPLETE_FROM = 20  # bytes of a question with its options: a sum of two numbers alone is no proof
MOST_OPTIONS = 0.75  # of a question's options
LABEL = 8  # bytes between a question and its options, and between options: "a", "option1"
MISPRINTS = 0.02  # word edit rate up to which a text counts as otherwise equal
SHOWN = 60  # pieces of a diff that are kept
KEPT_EQUAL = 24  # characters of an equal piece that are shown at either end
NEARBY = 300  # normalised bytes after the match in which an answer is looked for


@dataclass(frozen=True, slots=True)
class Comparison:
    """An alignment.

    share          of the question's characters that are there unchanged
    stem_share     of the characters of the question without its options
    similarity     1 - edits / characters of the question, what is missing counted as edits; 0 at least
    edit_rate      edits per character, parts missing at the beginning or the end left out
    word_edit_rate the same for the question without its options, edits of digits alone left out
    longest        longest common run, characters
    numbers        numbers of the question in the part that is there, and how many of them differ
    diff           (operation, question text, document text); the middle of long equal pieces is "…"
    """

    share: float
    stem_share: float
    similarity: float
    edit_rate: float
    word_edit_rate: float
    longest: int
    numbers: tuple[int, int]
    diff: tuple[tuple[str, str, str], ...]

    @property
    def numbers_differ(self) -> bool | None:
        """Whether it is the question with other numbers, and not just a copy with misprints; None without numbers.

        In a text otherwise equal half of the numbers must differ, in an edited one four of five, and two at least.
        """
        all_, changed = self.numbers
        if not all_:
            return None
        if self.word_edit_rate <= MISPRINTS:
            return 2 * changed >= all_
        return changed >= 2 and 5 * changed >= 4 * all_


def compare(question: str, document: str, stem: int) -> Comparison | None:
    """Align normalised texts: a question with its options, which begin at `stem`, and the surroundings of a match.

    None if they are too long or have nothing in common.
    """
    from rapidfuzz.distance import Levenshtein

    if not question or not document or max(len(question), len(document)) > LONGEST_COMPARED:
        return None
    codes = [(c.tag, c.src_start, c.src_end, c.dest_start, c.dest_end) for c in Levenshtein.opcodes(question, document)]
    firm = [k for k, c in enumerate(codes) if c[0] == "equal" and c[2] - c[1] >= FIRM]
    if not firm:
        return None
    codes = codes[firm[0] : firm[-1] + 1]
    first, last = codes[0][1], codes[-1][2]
    equal = [b - a for tag, a, b, _, _ in codes if tag == "equal"]
    edits = sum(max(b - a, d - c) for tag, a, b, c, d in codes if tag != "equal")
    word_edits = sum(
        max(b - a, d - c)
        for tag, a, b, c, d in codes
        if tag != "equal" and a < stem and not (question[a:b] + document[c:d]).isdecimal()
    )
    return Comparison(
        share=sum(equal) / len(question),
        stem_share=sum(max(0, min(b, stem) - a) for tag, a, b, _, _ in codes if tag == "equal") / max(1, stem),
        similarity=max(0.0, 1 - (edits + first + len(question) - last) / len(question)),
        edit_rate=edits / (last - first),
        word_edit_rate=word_edits / max(1, min(last, stem) - min(first, stem)),
        longest=max(equal),
        numbers=_numbers(question[:stem], document, codes),
        diff=tuple(_shown(_with_ends(codes, question), question, document))[:SHOWN],
    )


_Code = tuple[str, int, int, int, int]


def _with_ends(codes: list[_Code], question: str) -> list[_Code]:
    """The codes with what of the question is missing before and after them."""
    before, after = codes[0], codes[-1]
    ends = [("delete", 0, before[1], before[3], before[3])] if before[1] else []
    rest = [("delete", after[2], len(question), after[4], after[4])] if after[2] < len(question) else []
    return [*ends, *codes, *rest]


def _numbers(question: str, document: str, codes: list[_Code]) -> tuple[int, int]:
    """Numbers of the question (its options have others) that are in the document, and how many of them are not equal.

    One that the alignment just leaves out, at either end, counts as changed if there is another in its place.
    """
    first, last, start, end = codes[0][1], codes[-1][2], codes[0][3], codes[-1][4]
    touched = [(a, max(b, a + 1)) for tag, a, b, _, _ in codes if tag != "equal"]
    before, after = document[start - 1 : start].isdecimal(), document[end : end + 1].isdecimal()
    numbers = changed = 0
    for match in re.finditer(r"[0-9]+", question):
        a, b = match.span()
        if first <= a and b <= last:
            numbers += 1
            changed += any(x < b and a < y for x, y in touched)
        elif (a < first <= b and before) or (a <= last < b and after):
            numbers += 1
            changed += 1
    return numbers, changed


def _shown(codes: list[_Code], question: str, document: str) -> Iterator[tuple[str, str, str]]:
    for tag, a, b, c, d in codes:
        if tag == "equal" and b - a > 2 * KEPT_EQUAL:
            piece = f"{question[a : a + KEPT_EQUAL]}…{question[b - KEPT_EQUAL : b]}"
            yield tag, piece, piece
        else:
            yield tag, question[a:b], document[c:d]


def complete(text: ItemText, document: bytes) -> bool:
    """Whether a normalised text holds the whole question, letter by letter, followed by its options in order.

    Between them there is room for labels. This is how a question that is too short for anything else is known.
    """
    place = document.find(text.question)
    if place < 0 or len(text.whole) < COMPLETE_FROM:
        return False
    place += len(text.question)
    for option in text.options:
        place = document.find(option, place, place + len(option) + LABEL)
        if place < 0:
            return False
        place += len(option)
    return True


def unchanged(text: ItemText, document: bytes) -> bool:
    """Whether a normalised text holds the question letter by letter, and nearly all of its options, in any order."""
    options = [option for option in text.options if option]
    return text.question in document and sum(o in document for o in options) >= MOST_OPTIONS * len(options)


def answer_near(text: ItemText, found: bytes, after: bytes) -> bool | None:
    """Whether the answer is with the question: among what was found (where no options list it anyway), or after.

    `found` is the normalised match, `after` what follows. None if there is no answer to look for. For keyed options
    a statement such as "answer: C" after the match counts too.
    """
    if not text.answer:
        return None
    following = after[:NEARBY]
    if text.options:
        if text.answer in text.options:
            letter = ord("a") + text.options.index(text.answer)
            told = re.search(rb"(?i)(?:answer|solution|correct|key)(?:is|option|choice|answer|the)*(.)", following)
            if told is not None and told.group(1).lower()[0] == letter:
                return True
        return len(text.answer) >= 4 and text.answer in following
    return len(text.answer) >= 2 and (text.answer in following or text.answer in found)
