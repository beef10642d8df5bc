"""What of a record is text: every string in it, unless fields are named; and what is its id.

A path names a field: `text`, `meta.text`, `messages.content`. Lists are walked through: `messages.content` is the
content of every message, and a path that leads to an object or a list means all strings in it. The strings of one
record make one document, in the record's order, with a blank line between two of them (markup never runs across one).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from contamination.corpora.encoded_parts import decoded, encoding_of, message_text

ID_NAMES = ("id", "url", "doc_id", "document_id", "uuid", "_id", "uri", "source_url", "warc_record_id", "Id", "title")
SAMPLE = 200  # records looked at for the name of the id
SEPARATOR = "\n\n"
SENTENCE_KEY = 24  # bytes of a key with a space in it from which it is text: {"Who wrote …?": "…"}
ANY_KEY = "*"  # stands for such a key in a path
ADDRESS = re.compile(r"[!-~]*")
INNER_JSON = re.compile(r'\{["\n]|\[["\n{\[]')
INNER_DEPTH = 3  # JSON in a string of JSON in a string …: looked into so many times


@dataclass(frozen=True, slots=True)
class Fields:
    """Paths of the text and of the id. No text path means every string of each record."""

    text: tuple[str, ...] = ()
    id: str | None = None


class Pairs(list[tuple[str, Any]]):
    """An object whose keys may repeat."""


class Raw:
    """A JSON number as it was written: no string, but it can be an id."""

    def __init__(self, written: str) -> None:
        self.written = written


class Found(NamedTuple):
    """A string of a record: its path, and whether it is text (asked for, and not the record's id)."""

    path: str
    text: str
    wanted: bool


def with_id(fields: Fields, records: Sequence[Any]) -> Fields:
    """`fields` with the name of the id, where it was left open, found out from sample records."""
    return Fields(fields.text, fields.id or next((name for name in ID_NAMES if _has(records, name)), None))


def _has(records: Sequence[Any], name: str) -> bool:
    return any(isinstance(value, str | int | Raw) for r in records for key, value in _items(r) if key == name)


def found_in(record: Any, fields: Fields) -> list[Found]:
    """All strings of a record, in order."""
    identity = None if fields.text or fields.id == "title" else fields.id
    return [
        Found(path, text, wants(fields, path) and not (path == identity and top and ADDRESS.fullmatch(text)))
        for path, text, top in strings(record)
    ]


def wants(fields: Fields, path: str) -> bool:
    """Whether a path is one of those named, or lies below one."""
    return not fields.text or any(path == p or path.startswith(p + ".") for p in fields.text)


def text_of(found: Sequence[Found]) -> str | None:
    """The text of a record, or None if nothing in it is text."""
    wanted = [f.text for f in found if f.wanted]
    return SEPARATOR.join(filter(None, wanted)) if wanted else None


def strings(record: Any) -> Iterator[tuple[str, str, bool]]:
    """Every string in a JSON value: (path, text, whether it is the value of a key of the record itself).

    A bare string has the path ''. A key that is a sentence is text too. A string that is itself JSON is looked into;
    one that the record says is base64 or quoted-printable is decoded, and so is a message whose headers say so.
    """
    waiting: list[tuple[str, Any, int, int, str | None]] = [("", record, 0, 0, None)]
    while waiting:
        path, value, depth, inner, encoding = waiting.pop()
        if isinstance(value, str):
            opened = _opened(value) if inner < INNER_DEPTH else None
            if opened is None:
                plain = decoded(value, encoding) if encoding else message_text(value)
                yield path, value if plain is None else plain, depth == 1
            else:
                waiting.append((path, opened, depth + 1, inner + 1, encoding))
        elif isinstance(value, list | tuple) and not isinstance(value, Pairs):
            waiting += [(path, element, depth + 1, inner, encoding) for element in reversed(value)]
        elif isinstance(value, dict | Pairs):
            encoding = encoding_of(_items(value)) or encoding
            for key, element in reversed(list(_items(value))):
                sentence = is_sentence(key)
                below = ".".join(filter(None, (path, ANY_KEY if sentence else key)))
                plainly = key.lower() == "headers" or key.lower().endswith("encoding")
                waiting.append((below, element, depth + 1, inner, None if plainly else encoding))
                if sentence:
                    waiting.append((below, _Key(key), depth + 2, inner, None))
        elif isinstance(value, _Key):
            yield path, value.written, False


class _Key(Raw):
    """A key that is text."""


def is_sentence(key: str) -> bool:
    """Whether a key is no name but a text of its own."""
    return " " in key and len(key.encode("utf-8", "surrogatepass")) >= SENTENCE_KEY


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Pairs):
        yield from value
    elif isinstance(value, dict):
        yield from ((str(key), element) for key, element in value.items())


def _opened(text: str) -> Any:
    """The JSON object or array that a string holds, or None if it is none."""
    if not INNER_JSON.match(text):
        return None
    try:
        return loads(text)
    except (ValueError, RecursionError):
        return None


def loads(text: str) -> Any:
    """A JSON value whose objects keep every key, doubled ones too, and whose numbers are as they were written."""
    return json.loads(text, strict=False, object_pairs_hook=Pairs, parse_int=Raw, parse_float=Raw, parse_constant=Raw)


def id_at(record: Any, path: str | None) -> str | None:
    """The id of a record as text, or None. Of a doubled key the last counts."""
    if path is None:
        return None
    values = [value for key, value in _items(record) if key == path]
    value = values[-1] if values else next(_values(record, path), None) if "." in path else None
    if isinstance(value, Raw):
        return value.written
    return str(value) if isinstance(value, str | int | float) else None


def _values(value: Any, path: str) -> Iterator[Any]:
    if isinstance(value, list | tuple) and not isinstance(value, Pairs):
        for element in value:
            yield from _values(element, path)
    elif not path:
        yield value
    else:
        name, _, rest = path.partition(".")
        for key, element in _items(value):
            if key in (path, name):
                yield from _values(element, "" if key == path else rest)
