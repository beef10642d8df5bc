"""What one line of a question bank is: a numbered question, an option, an answer, a remark, or plain text.

The marks of Respondus, text2qti, ExamView, Word lists, Markdown and hand-made files, in one table of patterns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from exams.loaders.fields.roles import letter_index, role_of

_RIGHT = r"[*+✓✔√→]|=>"
_OPTION = re.compile(
    rf"\s*+(?:[-•]\s++)?(?P<before>{_RIGHT})?\s*+"
    r"(?:[(（\[]\s*+(?P<bracketed>[^\W\d_])\s*+[)）\]](?:\s*+[.:])?|(?P<plain>[^\W\d_])\s?[.)）:：、．])\s*+"
    rf"(?P<after>{_RIGHT}(?=\s?\S))?\s*+(?P<text>.*)"
)
_BOX = re.compile(r"\s*+(?:[-*+]\s++)?[\[(](?P<mark>[ xX*✓✔√]?)[\])]\s+(?P<text>\S.*)")
_NUMBERED = re.compile(
    r"\s*+(?:#{1,6}\s++|_{2,}+\s*+)?(?:\*\*)?"
    r"(?:(?:Q(?:uestion)?|Frage|Pregunta|Вопрос|题|Soal|Question)\s*+(?:No\.?\s*+)?)?(?P<number>\d{1,4})(?:\s*+\*\*)?"
    r"\s*+(?:[.):：、．]|(?<=\s)-\s)\s*+(?:\*\*\s*+)?(?P<text>.*)",
    re.IGNORECASE,
)
_HEADED = re.compile(
    r"\s*#{1,6}\s+(?P<text>\S.*)|\s*(?:Question|Q\b)\s*(?P<number>\d{0,4})\s*[:.]?\s*(?P<rest>.*)", re.IGNORECASE
)
_NAMED = re.compile(
    r"\s*(?:\*\*)?(?P<name>[^\W\d_][^\n:：=]{0,28}?)(?:\*\*)?\s*[:：=](?:\*\*)?\s*(?P<text>.*)", re.DOTALL
)
_VALUE = re.compile(r"\s*=\s+(?P<text>\S.*)")
_SHORT = re.compile(r"\s*\*\s{2,}(?P<text>\S.*)")
_FEEDBACK = re.compile(r"\s*(?:\.\.\.|@|~)\s+(?P<text>\S.*)")
_BRACKETED = re.compile(r"\s*【(?P<name>[^】]{1,10})】\s*(?P<text>.*)")
_NAMES = {"ans": "answer", "answer": "answer", "correct": "answer", "feedback": "explanation", "points": "points"}
_NAMES |= {"quiz title": "title", "title": "title", "quiz description": "title", "type": "group", "text": "passage"}
_NAMES |= {
    "text title": "title",
    "passage": "passage",
    "question": "question",
    "chapter": "title",
    "reference": "topic",
}
_NAMES |= {"ref": "topic", "rationale": "explanation", "obj": "topic", "top": "topic", "dif": "group", "pts": "points"}
_ROLES = {"key": "answer", "explanation": "explanation", "points": "points", "topic": "topic", "difficulty": "group"}
_ROLES |= {"passage": "passage", "stem": "question"}


@dataclass(frozen=True)
class Line:
    """A line by its kind. `mark` is an option's letter ('' for a box) or a question's number; `right` a mark beside it
    that says it is the key."""

    number: int
    kind: str
    text: str
    mark: str = ""
    right: bool = False
    raw: str = ""


def read_line(number: int, raw: str) -> Line:
    """The kind and content of one line, seen by itself."""
    text = raw.strip()
    if not text:
        return Line(number, "blank", "", raw=raw)
    if (box := _BOX.fullmatch(raw)) is not None:
        return Line(number, "option", box["text"].strip(), "", bool(box["mark"].strip()), raw)
    if (value := _VALUE.fullmatch(raw)) is not None:
        return Line(number, "value", value["text"].strip(), raw=raw)
    if (named := _named(number, raw)) is not None:
        return named
    option = _OPTION.fullmatch(raw)
    if (
        option is not None
        and option["text"].strip()
        and letter_index(option["bracketed"] or option["plain"]) is not None
    ):
        right = bool(option["before"] or option["after"]) or _starred(option["text"])
        shown = _unstarred(option["text"]) if _starred(option["text"]) else option["text"].strip()
        return Line(number, "option", shown, (option["bracketed"] or option["plain"]).upper(), right, raw)
    if (numbered := _NUMBERED.fullmatch(raw)) is not None:
        return Line(
            number, "question", numbered["text"].strip().removesuffix("**").strip(), numbered["number"], raw=raw
        )
    if (headed := _HEADED.fullmatch(raw)) is not None and (headed["text"] or headed["rest"] is not None):
        return Line(
            number, "question", (headed["text"] or headed["rest"] or "").strip(), headed["number"] or "", raw=raw
        )
    if (short := _SHORT.fullmatch(raw)) is not None:
        return Line(number, "value", short["text"].strip(), raw=raw)
    if (feedback := _FEEDBACK.fullmatch(raw)) is not None:
        return Line(number, "explanation", feedback["text"].strip(), raw=raw)
    return Line(number, "text", text, raw=raw)


def _named(number: int, raw: str) -> Line | None:
    """'Answer: B', '答案：C', '【解析】…', 'Points: 2'."""
    found = _BRACKETED.fullmatch(raw) or _NAMED.fullmatch(raw)
    if found is None:
        return None
    name = found["name"].strip().strip("*").strip()
    kind = _NAMES.get(name.casefold()) or _ROLES.get(role_of(name), "")
    if not kind or (len(name) == 1 and name.isascii()):
        return None
    if kind == "question" and not found["text"].strip():
        return None
    return Line(
        number, kind, found["text"].strip().strip("*").strip() if kind == "answer" else found["text"].strip(), raw=raw
    )


def _starred(text: str) -> bool:
    stripped = text.strip()
    bold = stripped.startswith("**") and stripped.endswith("**") and len(stripped) > 4
    return bold or (stripped.endswith(("*", "✓", "✔", "(correct)", "(Correct)")) and not stripped.endswith("**"))


def _unstarred(text: str) -> str:
    stripped = text.strip()
    for mark in ("**", "*", "✓", "✔"):
        if stripped.startswith(mark) and stripped.endswith(mark) and mark == "**":
            return stripped.removeprefix(mark).removesuffix(mark).strip()
    return re.sub(r"\s*(?:\*|✓|✔|\([Cc]orrect\))$", "", stripped)
