"""A JSON record that is too long for memory: its text, unescaped piece by piece as the bytes come."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator

from contamination.corpora.chunks import character_start

_PAIR = rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?:\\u[0-9a-fA-F]{4}|(?=[^\\])|(?=\\[^u]))"
WHOLE_ESCAPES = re.compile(
    rb'(?:[^"\\]++|\\[^u]|\\u(?![dD][89abAB])[0-9a-fA-F]{4}|' + _PAIR + rb")*+",
    re.DOTALL,
)
STRUCTURE = re.compile(rb'["{}\[\]]')
SCALAR = re.compile(rb"[-+.0-9A-Za-z]*")
STEP = 1 << 20
LONGEST_ESCAPE = 12  # a surrogate pair


class LongRecord:
    """Walks over one object. `text(keys)` stops in front of the first field so named and gives a reader of it, or None.

    `read(n)` gives the next bytes of the record, none at its end. ValueError where the syntax is at fault.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read, self._window = read, b""
        self.id: str | None = None

    def text(self, keys: Collection[str], id_key: str | None) -> Callable[[int], bytes] | None:
        """A function like `read` for the unescaped text, or None if the object has no such string."""
        self._expect(b"{")
        while self._next() == b'"':
            self._window = self._window[1:]
            name = b"".join(self._string()).decode("utf-8", "replace")
            self._expect(b":")
            if name in keys:
                return self._text_reader() if self._next() == b'"' else None
            self._pass_over(name == id_key)
            if self._next() != b",":
                break
            self._window = self._window[1:]
        return None

    def _text_reader(self) -> Callable[[int], bytes]:
        self._window = self._window[1:]
        waiting = b""
        strings = self._string()

        def read(size: int) -> bytes:
            nonlocal waiting
            while len(waiting) < size and (more := next(strings, None)) is not None:
                waiting += more
            given, waiting = waiting[:size], waiting[size:]
            return given

        return read

    def _more(self) -> bool:
        new_state = self._read(STEP)
        self._window += new_state
        return bool(new_state)

    def _next(self) -> bytes:
        """The next character that is no white space; it stays in the window."""
        while True:
            self._window = self._window.lstrip(b" \t\r\n")
            if self._window or not self._more():
                return self._window[:1]

    def _expect(self, character: bytes) -> None:
        if self._next() != character:
            raise ValueError(f"{character.decode()!r} is missing in a very long record")
        self._window = self._window[1:]

    def _string(self) -> Iterator[bytes]:
        """The unescaped string whose opening quote was taken, in parts; takes the closing quote too."""
        held = b""  # an escape that the window cuts, or half a surrogate pair
        while True:
            data = held + self._window
            match = WHOLE_ESCAPES.match(data)
            end = match.end() if match else 0
            ended = data[end : end + 1] == b'"'
            if not ended and len(data) - end > LONGEST_ESCAPE:
                raise ValueError("a faulty escape in a very long record")
            cut = character_start(data, end) if end == len(data) else end
            if cut:
                yield _unescaped(data[:cut])
            if ended:
                self._window = data[end + 1 :]
                return
            held, self._window = data[cut:], b""
            if not self._more():
                raise ValueError("a very long string has no end")

    def _pass_over(self, is_id: bool) -> None:
        depth, first = 0, self._next()
        if first == b'"':
            self._window = self._window[1:]
            parts = self._string()
            start = next(parts, b"")
            if is_id and len(start) < 1000:
                self.id = start.decode("utf-8", "replace")
            for _ in parts:
                pass
            return
        if first not in b"{[" or not first:
            while (match := SCALAR.match(self._window)) and match.end() == len(self._window) and self._more():
                pass
            found = SCALAR.match(self._window)
            scalar = found.group() if found else b""
            if is_id:
                self.id = scalar.decode()
            self._window = self._window[len(scalar) :]
            return
        while True:
            hit = STRUCTURE.search(self._window)
            if hit is None:
                self._window = b""
                if not self._more():
                    raise ValueError("a very long record has no end")
                continue
            self._window = self._window[hit.end() :]
            if hit.group() == b'"':
                for _ in self._string():
                    pass
                continue
            depth += 1 if hit.group() in b"{[" else -1
            if depth == 0:
                return


def _unescaped(data: bytes) -> bytes:
    text: str = json.loads(b'"' + data.decode("utf-8", "replace").encode() + b'"', strict=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
