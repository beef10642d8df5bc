"""Which fields of a record are its text and its id: named by the user, or sniffed from a file's first records.

A path names a field: `text`, `meta.text`, `messages.content`. Lists are walked through: `messages.content` is the
content of every message. Several texts of one record are joined by a line end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

TEXT_NAMES = ("text", "content", "raw_content", "body", "page_content", "document", "markdown", "article", "code")
ID_NAMES = ("id", "url", "doc_id", "document_id", "uuid", "_id", "uri", "source_url", "warc_record_id", "title")
SAMPLE = 200  # records looked at when sniffing


@dataclass(frozen=True, slots=True)
class Fields:
    """Paths of the text and of the id. No text path means: find out, file by file."""

    text: tuple[str, ...] = ()
    id: str | None = None


def sniffed(fields: Fields, records: Sequence[Any]) -> Fields:
    """`fields` with what was left open filled in from sample records; text stays empty if there is none at all.

    A field with one of the usual names wins (the one with the most characters, if several are there). Otherwise
    every string of a record is read, ids and addresses excepted: question and answer sets keep their text in
    `question`, `choices`, `answer` and the like, and none of it should be missed.
    """
    lengths: Counter[str] = Counter()
    for record in records:
        for path, text in strings(record):
            lengths[path] += len(text)
    identity = fields.id or next((name for name in ID_NAMES if _has(records, name)), None)
    if fields.text:
        return Fields(fields.text, identity)
    usual = [path for path in lengths if path.lower() in TEXT_NAMES]
    if usual:
        return Fields((max(usual, key=lambda p: (lengths[p], -TEXT_NAMES.index(p.lower()))),), identity)
    others = tuple(p for p in lengths if p.rpartition(".")[2].lower() not in ID_NAMES[:-1])
    return Fields(others or tuple(lengths), identity)


def _has(records: Sequence[Any], name: str) -> bool:
    return any(isinstance(r, dict) and isinstance(r.get(name), str | int) for r in records)


def strings(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Every string in a JSON value with its path; a bare string has the path ''."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict) and depth < 50:
        for key, inner in value.items():
            yield from strings(inner, f"{path}.{key}" if path else str(key), depth + 1)
    elif isinstance(value, list | tuple) and depth < 50:
        for inner in value:
            yield from strings(inner, path, depth + 1)


def text_at(record: Any, paths: tuple[str, ...]) -> str | None:
    """The text of a record, or None if none of the paths leads to a string."""
    if len(paths) == 1 and isinstance(record, dict) and isinstance(whole := record.get(paths[0]), str):
        return whole
    found = [text for path in paths for text in _walk(record, path)]
    return "\n".join(found) if found else None


def id_at(record: Any, path: str | None) -> str | None:
    """The id of a record as text, or None."""
    if path is None or not isinstance(record, dict):
        return None
    value = record.get(path)
    if value is None and "." in path:
        value = next(_values(record, path), None)
    return str(value) if isinstance(value, str | int | float) else None


def _walk(record: Any, path: str) -> Iterator[str]:
    for value in _values(record, path):
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple | dict):
            yield from (text for _, text in strings(value))


def _values(value: Any, path: str) -> Iterator[Any]:
    if isinstance(value, list | tuple):
        for inner in value:
            yield from _values(inner, path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        if path in value:  # a key that has a dot in it
            yield from _values(value[path], "")
            return
        key, _, rest = path.partition(".")
        if key in value:
            yield from _values(value[key], rest)
