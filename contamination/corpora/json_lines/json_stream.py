"""JSON token by token from a function that gives bytes, in flat memory."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from contamination.corpora.byte_streams.utf8 import encoded
from contamination.corpora.chunks import character_start

_PAIR = rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?:\\u[0-9a-fA-F]{4}|(?=[^\\])|(?=\\[^u]))"
WHOLE_ESCAPES = re.compile(
    rb'(?:[^"\\]++|\\[^u]|\\u(?![dD][89abAB])[0-9a-fA-F]{4}|' + _PAIR + rb")*+",
    re.DOTALL,
)
BLANK = re.compile(rb"[ \t\r\n]*")
SCALAR = re.compile(rb"[-+.0-9A-Za-z]*")
STEP = 1 << 20
LONGEST_ESCAPE = 12  # a surrogate pair
LONGEST_SCALAR = 1 << 16


class JsonStream:
    """A window of about a megabyte that moves over the bytes. `read(n)` gives the next ones, none at the end."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read, self._window, self._at = read, b"", 0

    def _more(self) -> bool:
        fresh = self._read(STEP)
        self._window, self._at = self._window[self._at :] + fresh, 0
        return bool(fresh)

    def peek(self) -> bytes:
        """The next character that is no white space, or b"" at the end; it stays."""
        while True:
            self._at = BLANK.match(self._window, self._at).end()  # type: ignore[union-attr]  # it matches anything
            if self._at < len(self._window) or not self._more():
                return self._window[self._at : self._at + 1]

    def skip(self) -> None:
        """Pass over the character that `peek` gave."""
        self._at += 1

    def expect(self, character: bytes, *, skip: bool = True) -> None:
        """Pass over this character; ValueError if another is next."""
        if self.peek() != character:
            raise ValueError(f"{character.decode()!r} is missing in a very long record")
        self._at += skip

    def scalar(self) -> str:
        """The number, true, false or null that is next; ValueError if there is none."""
        self.peek()
        while True:
            end = SCALAR.match(self._window, self._at).end()  # type: ignore[union-attr]
            if end < len(self._window) or end - self._at > LONGEST_SCALAR or not self._more():
                break
        if not self._at < end <= self._at + LONGEST_SCALAR:
            raise ValueError("a value is missing in a very long record")
        written, self._at = self._window[self._at : end].decode(), end
        return written

    def string(self) -> Iterator[bytes]:
        """The string whose opening quote `peek` gave, unescaped, in parts."""
        self._at += 1
        while True:
            end = WHOLE_ESCAPES.match(self._window, self._at).end()  # type: ignore[union-attr]
            ended = self._window[end : end + 1] == b'"'
            if not ended and len(self._window) - end > LONGEST_ESCAPE:
                raise ValueError("a faulty escape in a very long record")
            cut = character_start(self._window, end) if end == len(self._window) else end
            if cut > self._at:
                yield _unescaped(self._window[self._at : cut])
            self._at = cut
            if ended:
                self._at += 1
                return
            if not self._more():
                raise ValueError("a very long string has no end")


def _unescaped(data: bytes) -> bytes:
    return encoded(json.loads(b'"' + data.decode("utf-8", "replace").encode() + b'"', strict=False))[0]
