"""Lines of a chunk of the file that are parsed again only when somebody asks for their id or their fields."""

from __future__ import annotations

from contamination.corpora.batch import Bytes, Ints, Parts
from contamination.corpora.fields import Fields, found_in, loads
from contamination.corpora.json_lines.json_record import parsed
from contamination.corpora.lazy_sequence import LazySequence
from contamination.corpora.take_record import parts_of


class RawIds(LazySequence[str | None]):
    """Ids as raw JSON in a chunk of the file."""

    def __init__(self, data: Bytes, spans: Ints) -> None:
        super().__init__(len(spans))
        self._data, self._spans = data, spans

    def item(self, i: int) -> str | None:
        """Decode one."""
        start, end = (int(x) for x in self._spans[i])
        if start < 0:
            return None
        raw = self._data[start:end].tobytes().decode("utf-8", "replace")
        try:
            value = loads(raw)
        except ValueError:
            return raw.strip('"')
        if value is None or isinstance(value, bool):
            return None if value is None else str(value)
        return value if isinstance(value, str) else getattr(value, "written", None)


class RawParts(LazySequence[Parts]):
    """The fields of the lines that begin at `starts`."""

    def __init__(self, data: Bytes, end: int, starts: Ints, fields: Fields) -> None:
        super().__init__(len(starts))
        self._data, self._end, self._starts, self._fields = data, end, starts, fields

    def item(self, i: int) -> Parts:
        """Parse one line."""
        line = self._data[int(self._starts[i]) : self._end].tobytes().partition(b"\n")[0]
        return parts_of(found_in(parsed(line)[0], self._fields))
