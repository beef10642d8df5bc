"""JSON Lines: one record a line."""

from __future__ import annotations

from collections.abc import Iterator

from contamination.corpora.batch import Batch, BatchBuilder
from contamination.corpora.byte_source import ByteSource
from contamination.corpora.fields import SAMPLE, Fields, id_at, sniffed, text_at
from contamination.corpora.json_record import parsed
from contamination.corpora.pieces import pieces_of
from contamination.corpora.tally import Tally
from contamination.corpora.utf8 import encoded


def sample_fields(source: ByteSource, fields: Fields) -> Fields:
    """The fields that the first records of the file have."""
    records = []
    for line in source.head.split(b"\n")[:SAMPLE]:
        try:
            records.append(parsed(line)[0])
        except ValueError:
            continue
    return sniffed(fields, records)


def read_jsonl(source: ByteSource, fields: Fields, tally: Tally, target_bytes: int) -> Iterator[Batch]:
    """Batches of the texts that stand in the text field(s)."""
    fields = sample_fields(source, fields)
    builder = BatchBuilder(source.file, target_bytes)
    rest, offset, record = b"", 0, 0
    while True:
        chunk = source.read(target_bytes)
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop() if chunk else b""
        for line in lines:
            _take(line, record, offset, fields, builder, tally, source.file)
            record += 1
            offset += len(line) + 1
        if lines and (builder.full or not chunk):
            yield builder.take(source.position)
        if not chunk:
            return


def _take(
    line: bytes, record: int, offset: int, fields: Fields, builder: BatchBuilder, tally: Tally, file: str
) -> None:
    if not line.strip():
        return
    try:
        value, faulty = parsed(line)
    except ValueError as error:
        tally.skip("not JSON", file, record, detail=str(error))
        return
    text = text_at(value, fields.text)
    if text is None:
        tally.skip("no text field", file, record)
        return
    data, lone = encoded(text)
    if faulty or lone:
        tally.skip("bad UTF-8 replaced", file, record)
    tally.documents += 1
    for piece, start in pieces_of(data):
        builder.add(piece, record, offset, id_at(value, fields.id), start)
