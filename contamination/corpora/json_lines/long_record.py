"""A JSON record that is too long for memory: its strings, unescaped piece by piece as the bytes come."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator

from contamination.corpora.chunks import characters
from contamination.corpora.fields import ADDRESS, ANY_KEY, SEPARATOR, Fields, is_sentence, wants
from contamination.corpora.json_lines.json_stream import JsonStream
from contamination.corpora.read_stats import OTHERS, ReadStats

LONGEST_KEY = 1 << 16
LONGEST_ID = 1 << 10
DEEPEST = 10_000


class LongRecord:
    """Walks over one record. `id` is known once the walk has passed it.

    Unlike shorter records its strings are taken as they are: JSON inside of a string is not looked into.
    """

    def __init__(self, read: Callable[[int], bytes], fields: Fields, read_stats: ReadStats) -> None:
        self._stream, self._fields, self._read_stats = JsonStream(read), fields, read_stats
        self.id: str | None = None

    def text(self) -> Callable[[int], bytes] | None:
        """A function like `read` for the text, or None if the record has none. ValueError at faulty syntax."""
        pieces = self._text()
        waiting = next(pieces, None)
        if waiting is None:
            return None

        def read(size: int) -> bytes:
            nonlocal waiting
            while len(waiting or b"") < size and (more := next(pieces, None)) is not None:
                waiting = (waiting or b"") + more
            given, waiting = (waiting or b"")[:size], (waiting or b"")[size:]
            return given

        return read

    def _text(self) -> Iterator[bytes]:
        between = b""
        for path, string, top in self._strings():
            wanted, size = wants(self._fields, path), 0
            is_id = top and path == self._fields.id
            for piece in string:
                if is_id:
                    is_id = False
                    if len(piece) <= LONGEST_ID:
                        self.id = piece.decode("utf-8", "replace")
                        if not self._fields.text and path != "title" and ADDRESS.fullmatch(self.id):
                            continue
                size += characters(piece)
                if wanted and piece:
                    yield between + piece
                    between = b""
            if size and wanted:
                between = SEPARATOR.encode()
            counts = self._read_stats.fields if wanted else self._read_stats.left_out
            counts[path if len(counts) < 1000 or path in counts else OTHERS] += size

    def _strings(self) -> Iterator[tuple[str, Iterator[bytes], bool]]:
        """(path, the string in parts, whether it is a value of the record itself); take every part of each."""
        stream, levels = self._stream, [("", False)]  # path, whether it is an object
        while True:
            first, (path, is_object) = stream.peek(), levels[-1]
            if first in (b"}", b"]") and len(levels) > 1:
                if (first == b"}") != is_object:
                    raise ValueError("brackets of a very long record do not match")
                stream.skip()
                levels.pop()
                if len(levels) == 1:
                    return
                continue
            if first == b"," and len(levels) > 1:
                stream.skip()
                continue
            if is_object:
                path = yield from self._key(path)
                first = stream.peek()
            if first == b'"':
                yield path, stream.string(), len(levels) == 2 and is_object
            elif first in (b"{", b"["):
                stream.skip()
                levels.append((path, first == b"{"))
                if len(levels) > DEEPEST:
                    raise ValueError("a very long record is nested too deeply")
            else:
                scalar = stream.scalar()
                if len(levels) == 2 and path == self._fields.id:
                    self.id = scalar

    def _key(self, path: str) -> Generator[tuple[str, Iterator[bytes], bool], None, str]:
        name, stream = "", self._stream
        stream.expect(b'"', skip=False)
        for piece in stream.string():
            name += piece.decode("utf-8", "replace")
            if len(name) > LONGEST_KEY:
                raise ValueError("a key of a very long record is itself very long")
        stream.expect(b":")
        sentence = is_sentence(name)
        below = ".".join(filter(None, (path, ANY_KEY if sentence else name)))
        if sentence:
            yield below, iter([name.encode()]), False
        return below
