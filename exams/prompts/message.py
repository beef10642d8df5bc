"""Messages as records, and the marks by which a template's text is cut into them.

A template writes plain text; where a message begins, where shared text ends and where a picture is stand marks. A mark
holds a random number, drawn anew for every `Marks`, and a place in a list: no question, rubric or reply can pose as
one, and a template can repeat a mark that it was given but not make one of its own.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

MarkKind = Literal["message", "shared", "image", "scored"]
ROLES = ("system", "user", "assistant", "")  # "" goes on with the message that is under way

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message: text of its own, text shared by all questions of the section, a picture's path, or text
    whose probability is asked for."""

    kind: Literal["shared", "text", "image", "scored"]
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The message's words, pictures left out."""
        return "".join(p.text for p in self.parts if p.kind != "image")


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent for one call: messages, and the strings at which the reply ends.

    `continues`: the last message is one running text that the model goes on with (worked problems, a sample essay),
    rather than a turn that it answers.
    """

    messages: tuple[Message, ...]
    stop: tuple[str, ...] = ()
    continues: bool = False

    @property
    def text(self) -> str:
        """All messages as one running text, pictures left out."""
        return "\n\n".join(m.text for m in self.messages)


@lru_cache(maxsize=32)
def clean(text: str) -> str:
    """Text without control characters, which mean nothing in a question. Kept, as most of a prompt is shared."""
    return _CONTROL.sub("", text)


_SECRET = secrets.token_hex(16)  # of this process: no text of a form can hold it, and one pattern finds all marks
_MARK = re.compile(f"\x02{_SECRET}:([0-9]+)\x03")


@dataclass
class Marks:
    """The marks of one renderer, by their number."""

    _secret: str = _SECRET
    _marks: list[tuple[MarkKind, str]] = field(default_factory=list)
    _numbers: dict[tuple[MarkKind, str], int] = field(default_factory=dict)

    def mark(self, kind: MarkKind, value: str = "") -> str:
        """The text that stands for a mark in a template's output. ValueError for a role that no message has."""
        if kind == "message" and value not in ROLES:
            raise ValueError(f"no role {value!r}: system, user or assistant")
        number = self._numbers.setdefault((kind, value), len(self._marks))
        if number == len(self._marks):
            self._marks.append((kind, value))
        return f"\x02{self._secret}:{number}\x03"

    def messages(self, text: str) -> tuple[Message, ...]:
        """Cut rendered text at its marks. Text before a `shared` mark is shared, in that message; text after a
        `scored` mark is what is scored."""
        messages: list[tuple[str, list[Part]]] = []
        role, parts = "user", list[Part]()
        own: Literal["text", "scored"] = "text"
        for number, piece in enumerate(_MARK.split(text)):
            if number % 2 == 0:
                if words := clean(piece):
                    parts.append(Part(own, words))
                continue
            kind, value = self._marks[int(piece)]
            if kind == "message":
                if any(p.text.strip() for p in parts):
                    messages.append((role, parts))
                role, parts = value or "user", []
            elif kind == "scored":
                own = "scored"
            elif kind == "shared":
                parts = [Part("shared", p.text) if p.kind == "text" else p for p in parts]
            else:
                parts.append(Part("image", value))
        messages.append((role, parts))
        return tuple(Message(role, _trimmed(parts)) for role, parts in messages)


def _trimmed(parts: list[Part]) -> tuple[Part, ...]:
    """No blank line at a message's end: a trailing space changes what a model continues."""
    if parts and parts[-1].kind == "text":
        parts = [*parts[:-1], Part("text", parts[-1].text.rstrip())]
    return tuple(parts)
