"""Texts that were damaged on their way: encodings mixed up, control characters, markup that was meant to be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exams.question import Question

# UTF-8 read as Latin-1 or Windows-1252: 'Ã©' for 'é', 'â€™' for '’'
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf]|â€[\u0080-\u00bf™œ˜“”žš¢¦]|ï»¿|Ã[©¨¤¶¼ŸŽ]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_TAG = re.compile(
    r"</?(?:br|div|span|strong|em|font|table|tr|td|th|tbody|ul|ol|li|sub|sup|img|h[1-6]|center)"
    r"(?:\s+[a-z-]+\s*=[^<>]*|\s*/?)>|<(?:p|a|i|b|u)\s+[a-z-]+\s*=[^<>]*>|</(?:p|a|i|b|u)>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|apos|ndash|mdash|rsquo|lsquo|ldquo|rdquo|#\d{1,6}|#x[0-9a-fA-F]{1,6});")
_PLUGIN = re.compile(r"@@PLUGINFILE@@|!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)|\{\{[a-z_]{1,40}\}\}")


def texts_of(question: Question) -> Iterator[tuple[str, str]]:
    """Name and content of every text a candidate is shown, and of the explanation."""
    yield "the stem", question.stem
    for option in question.options:
        yield f"option {option.label}", option.text
    yield "the explanation", question.explanation
    if question.model_answer:
        yield "the model answer", question.model_answer


def encoding_fault(text: str) -> tuple[bool, str] | None:
    """(whether text is lost for certain, what) for a text with a broken encoding; None for a sound one."""
    if "\ufffd" in text:
        return True, f"has U+FFFD, a character that was lost: {_around(text, text.index(chr(0xFFFD)))}"
    if match := _CONTROL.search(text):
        lost = match[0] != "\ufeff"
        return lost, f"has the control character U+{ord(match[0]):04X}: {_around(text, match.start())}"
    if match := _MOJIBAKE.search(text):
        return False, f"looks like UTF-8 read as something else: {_around(text, match.start())}"
    return None


def markup_fault(text: str) -> str | None:
    """What markup is left in a text, or None. LaTeX and code are no fault."""
    for pattern in (_TAG, _ENTITY, _PLUGIN):
        if match := pattern.search(text):
            return f"has leftover markup: {_around(text, match.start())}"
    return None


def _around(text: str, at: int) -> str:
    return repr(text[max(0, at - 15) : at + 25])
