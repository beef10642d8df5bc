"""Records that are parsed one at a time, exactly and with patience."""

from __future__ import annotations

from contamination.corpora.batch import BatchBuilder
from contamination.corpora.byte_streams.byte_source import one_line
from contamination.corpora.byte_streams.utf8 import encoded
from contamination.corpora.chunks import pieces_of
from contamination.corpora.fields import Fields, id_at, text_at
from contamination.corpora.json_lines.json_record import parsed
from contamination.corpora.read_stats import Tally


def take_line(
    line: bytes, record: int, offset: int, fields: Fields, builder: BatchBuilder, tally: Tally, file: str
) -> None:
    """Add the text of one JSON record to the builder, or tell the tally why not."""
    try:
        value, faulty = parsed(line)
    except ValueError as error:
        tally.skip("not JSON", file, record, detail=one_line(str(error)))
        return
    text = text_at(value, fields.text)
    if text is None:
        tally.skip("no text field", file, record)
        return
    data, lone = encoded(text)
    if faulty or lone:
        tally.skip("bad UTF-8 replaced", file, record)
    tally.documents += 1
    identity = id_at(value, fields.id)
    for piece, start in pieces_of(data):
        builder.add(piece, record, offset, identity, start)
