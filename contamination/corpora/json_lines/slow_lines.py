"""Records that are parsed one at a time, exactly and with patience."""

from __future__ import annotations

from contamination.corpora.batch import BatchBuilder
from contamination.corpora.byte_streams.byte_source import one_line
from contamination.corpora.byte_streams.utf8 import encoded
from contamination.corpora.chunks import pieces_of
from contamination.corpora.fields import Fields, id_at, text_at
from contamination.corpora.json_lines.json_record import parsed
from contamination.corpora.read_stats import ReadStats


def take_line(
    line: bytes, record: int, offset: int, fields: Fields, builder: BatchBuilder, read_stats: ReadStats, file: str
) -> None:
    """Add the text of one JSON record to the builder, or tell the tally why not."""
    try:
        value, faulty = parsed(line)
    except ValueError as error:
        read_stats.skip("not JSON", file, record, detail=one_line(str(error)))
        return
    text = text_at(value, fields.text)
    if text is None:
        read_stats.skip("no text field", file, record)
        return
    data, lone = encoded(text)
    if faulty or lone:
        read_stats.skip("bad UTF-8 replaced", file, record)
    read_stats.documents += 1
    identity = id_at(value, fields.id)
    for piece, start in pieces_of(data):
        builder.add(piece, record, offset, identity, start)
