"""A question with misprints: all of its letters are there in order, but for single ones here and there.

A sister problem has other words in the place of some, which are runs of changed letters; what a keyboard, a scanner or
an editor does to a copy changes one or two letters at a time, anywhere, and what it leaves are no words.
"""

from __future__ import annotations

from contamination.rules.comparison import LABEL, LONGEST_COMPARED
from contamination.search.item_texts import ItemText
from contamination.text.normalise import is_ideograph

LEAST = 40  # letters and digits of a question with its options
RUN = 3  # letters that one misprint may change; a transposition changes two
MOST = 0.1  # misprints per letter
MISSING = 6  # letters that may be missing at either end
AT_END = 3  # letters at either end that may be taken for others of the surroundings
SURE = 2  # misprints of letters from which a changed digit is one, too
NEGATING = ("un", "in", "im", "ir", "il", "no", "not", "non", "de", "dis", "nt")  # what makes an opposite of a word


def misprinted(text: ItemText, around: bytes, misprints: int = 0) -> bool:
    """Whether the normalised surroundings of a match hold the whole question with misprints only.

    `misprints`: words of the question known to be there misprinted. One must be there, or what no author writes: a
    letter within a number, a Latin letter between ideographs.
    """
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.fuzz import partial_ratio_alignment

    question, document = text.whole.decode(), around.decode("utf-8", "ignore")
    if not len(question) >= LEAST or max(len(question), len(document)) > LONGEST_COMPARED:
        return False
    labels = 2 * len(text.options)
    found = partial_ratio_alignment(question, document, score_cutoff=70)
    if found is None:
        return False
    place = document[max(0, found.dest_start - labels) : found.dest_end + 4 * labels]
    codes = list(Levenshtein.opcodes(question, place))
    ends = _ends(text)
    letters = digits = 0
    sure = misprints
    for number, code in enumerate(codes):
        if code.tag == "equal":
            continue
        gone, come = question[code.src_start : code.src_end], place[code.dest_start : code.dest_end]
        edge = code.src_start <= AT_END or code.src_start >= len(question) - AT_END
        if (not gone and edge) or (number in (0, len(codes) - 1) and len(gone) <= MISSING):
            continue  # what stands before and after it
        if not gone and code.src_start in ends and len(come) <= LABEL:
            continue  # a label
        if max(len(gone), len(come)) > RUN or gone in NEGATING or come in NEGATING:
            return False
        sure += _slip(gone, come, place[max(0, code.dest_start - 1) : code.dest_end + 1])
        if (gone + come).isdecimal():
            digits += 1
        else:
            letters += 1
    if not sure:
        return False
    return digits * SURE <= letters + (digits == 0) and (letters + digits) <= MOST * len(question)


def _slip(gone: str, come: str, around: str) -> bool:
    """Whether a letter stands where a digit was, or a Latin one, with none beside it, among ideographs."""
    if gone.isdecimal() and come.isalpha():
        return True
    beside = around.replace(come, "", 1) if come else ""
    return come.isascii() and come.isalpha() and len(beside) == 2 and all(map(is_ideograph, beside))


def _ends(text: ItemText) -> set[int]:
    ends, at = set(), len(text.question.decode())
    for option in text.options:
        ends.add(at)
        at += len(option.decode())
    return ends
