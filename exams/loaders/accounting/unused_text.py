"""Does a text that ended in no question look like a part of one: a passage, options, a key, a picture, a formula?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from exams.loaders.fields.roles import is_metadata, letter_index, role_of
from exams.loaders.options.truth import families, truth_word

_PARTS = {"stem": "question", "options": "options", "wrong": "options", "key": "key", "passage": "passage"}
_PARTS |= {"image": "picture", "hint": "passage", "sound": "recording"}
_PICTURE = re.compile(r"data:image/|\S{1,300}\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?)", re.IGNORECASE)
_FORMULA = re.compile(r"\$[^$\n]{1,200}\$|\\(?:frac|sqrt|sum|int|begin|left)\b|<math[\s>]")
_LETTER = re.compile(r"[(\[（]?[A-Ha-h][)\]）.]?")
_NUMBER = re.compile(r"[\d.,:/-]{1,20}")
_LONG = 160
_MANY = 0.8


def suspicion(path: str, samples: Sequence[str | bytes]) -> str:
    """The part of a question that a field looks like by its name or by what it holds, or ''.

    Fields known to hold something else (addresses, dates, splits, notes of reviewers, solutions) are never suspected
    for their length alone.
    """
    if any(isinstance(sample, bytes) for sample in samples):
        return "picture"
    texts = [sample for sample in samples if isinstance(sample, str)]
    if not texts:
        return ""
    if is_metadata(path):
        return ""
    role = role_of(path.rpartition(".")[2]) or role_of(path.partition(".")[0])
    if role in ("stem", "passage", "hint") and all(_NUMBER.fullmatch(t.strip()) for t in texts):
        return ""
    if role in _PARTS:
        return _PARTS[role]
    if role:
        return ""
    if any(_PICTURE.fullmatch(t.strip()) or t.startswith("data:image/") for t in texts[:50]):
        return "picture"
    if len(texts) > 1 and sum(bool(_LETTER.fullmatch(t.strip())) for t in texts) >= _MANY * len(texts):
        return "key"
    if any(_FORMULA.search(t[:5000]) for t in texts[:50]):
        return "formula"
    return "passage" if sum(map(len, texts)) / len(texts) >= _LONG else ""


def may_be_keys(path: str, values: Sequence[object]) -> bool:
    """Whether the values of a field could be the keys of questions that have none: letters, positions (0 to 25), or
    words for true and false, and of few kinds. Asked only where no question of a file has an answer.
    """
    kinds = {str(v).strip() for v in values}
    return not is_metadata(path) and 2 <= len(kinds) <= 12 and all(map(_may_be_key, values))


def _may_be_key(value: object) -> bool:
    mark = str(value).strip().strip("().")
    position = len(mark) <= 2 and mark.isdecimal() and int(mark) < 26
    letter = len(mark) == 1 and letter_index(mark) is not None
    return position or letter or any(truth_word(value) in family.yes | family.no for family in families())
