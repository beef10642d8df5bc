"""A reply as plain text: one form of each letter and digit, without Markdown and LaTeX dressing."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 24_000  # characters; of a longer reply the beginning and the end are read
_HEAD = 4_000
_LONG, _LAST = 500, 400
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0640\u064b-\u0652\u0591-\u05c7\ufe0f]")
_DIGITS = str.maketrans(
    {chr(base + n): str(n) for base in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50) for n in range(10)}
    | dict.fromkeys("“”„«»「」『』《》〈〉", '"')
    | dict.fromkeys("‘’‚´", "'")
    | {"【": "[", "】": "]", "〔": "[", "〕": "]", "，": ",", "。": "。", "−": "-", "‑": "-", "‐": "-"}
)
# Every branch begins with one letter, so that a search skips to it.
_DRESSING = re.compile(
    r"\*(?:\*{0,2}(?=\S)|(?<=\S\*)\*{0,2})|__|~~|`|\$|\\(?:text(?:bf|it|rm|sf)?|math(?:rm|bf|sf|it)|bold(?:symbol)?|bf|rm"
    r"|large|Large|displaystyle)(?![A-Za-z])|\\[()\[\]]|\\[,;:! ]|\\quad|\\qquad|\{|\}"
)
_BOXES = re.compile(r"^[ \t]{0,4}(?:[-*+] )?\[([xX ])\][ ]", re.MULTILINE)
_TAG = re.compile(r"</?(?:b|i|u|em|strong|p|div|span|code|br|center|h[1-6]|mark)\s*/?>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_OTHER_BLANK = re.compile(r"[\t\u00a0\u2000-\u200a\u202f\u3000]")
_WORDS = re.compile(r"\w+")
_HEADING = re.compile(r"^[ ]?#{1,6}[ ]?", re.MULTILINE)
_LINES = re.compile(r" ?(?:\r\n?|\n|\u2028|\u2029) ?")
_OTHER_LINE = re.compile(r" \n|\n |\r|\u2028|\u2029")


def shorten(text: str) -> str:
    """A long text's beginning and end, cut at line ends."""
    if len(text) <= LONGEST:
        return text
    head, tail = text[:_HEAD], text[_HEAD - LONGEST :]
    return head[: head.rfind("\n") + 1 or None] + "\n…\n" + tail[tail.find("\n", 0, 2000) + 1 :]


def last_part(text: str) -> int:
    """Where the lines begin that make up about the last 400 characters of a text; 0 for a short one."""
    return text.find("\n", len(text) - _LAST) + 1 if len(text) > _LONG else 0


def fold(text: str) -> str:
    """Full-width, circled and other forms of letters and digits as plain ones; no invisible characters."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _HIDDEN.sub("", text.translate(_DIGITS))).translate(_DIGITS)


def checked(text: str) -> str:
    """Checkboxes of a task list as marks: those that are ticked are right, and the others are not."""
    if "[x]" not in text and "[X]" not in text:
        return text
    return _BOXES.sub(lambda m: "✅ " if m[1] in "xX" else "❌ ", text)


def undress(text: str) -> str:
    """Without bold, maths and heading marks; blanks and line ends made one kind."""
    bare = _DRESSING.sub("", text)
    if "<" in bare:
        bare = _TAG.sub("", bare)
    if "  " in bare or _OTHER_BLANK.search(bare):
        bare = _BLANKS.sub(" ", bare)
    if _OTHER_LINE.search(bare):
        bare = _LINES.sub("\n", bare)
    return _HEADING.sub("", bare) if "#" in bare else bare


def lowered(text: str) -> str:
    """Lower case, character for character, so that places in both texts are the same."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(d := c.lower()) != 1 else d for c in text)


def words_of(text: str) -> str:
    """A text's words alone, for comparing option texts."""
    return " ".join(_WORDS.findall(text.lower() if text.isascii() else lowered(fold(text))))
