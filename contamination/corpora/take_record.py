"""From a record in Python's own types to a text in a batch: what every patient reader does at its end."""

from __future__ import annotations

from typing import Any

from contamination.corpora.batch import BatchBuilder, Parts
from contamination.corpora.byte_streams.utf8 import encoded
from contamination.corpora.chunks import pieces_of
from contamination.corpora.fields import Fields, Found, found_in, id_at, text_of
from contamination.corpora.read_stats import ReadStats


def take_record(
    value: Any,
    record: int,
    offset: int,
    fields: Fields,
    builder: BatchBuilder,
    read_stats: ReadStats,
    file: str,
    *,
    faulty: bool = False,
) -> int:
    """Add the text of a record to the builder, or tell the tally why not; gives its length in bytes.

    `faulty`: bad UTF-8 of the record was replaced already.
    """
    found = found_in(value, fields)
    count_fields(found, fields, read_stats)
    text = text_of(found)
    if text is None:
        read_stats.skip("no text field", file, record)
        return 0
    data, lone = encoded(text)
    if faulty or lone:
        read_stats.skip("bad UTF-8 replaced", file, record)
    read_stats.documents += 1
    identity, parts = id_at(value, fields.id), parts_of(found)
    for piece, start in pieces_of(data):
        builder.add(piece, record, offset, identity, start, parts)
    return len(data)


def parts_of(found: list[Found]) -> Parts:
    """The fields that a record's text was put together from, with their characters."""
    return tuple((f.path, len(f.text)) for f in found if f.wanted and f.text)


def count_fields(found: list[Found], fields: Fields, read_stats: ReadStats) -> None:
    """Count what was read of each field, and what was not since other fields were named."""
    for f in filter(lambda f: f.text, found):
        if f.wanted:
            read_stats.fields[f.path] += len(f.text)
        elif fields.text:
            read_stats.left_out[f.path] += len(f.text)
