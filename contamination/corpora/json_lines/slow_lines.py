"""Records that are parsed one at a time, exactly and with patience."""

from __future__ import annotations

from contamination.corpora.batch import BatchBuilder
from contamination.corpora.byte_streams.byte_source import one_line
from contamination.corpora.fields import Fields
from contamination.corpora.json_lines.json_record import parsed
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.take_record import take_record


def take_line(
    line: bytes, record: int, offset: int, fields: Fields, builder: BatchBuilder, read_stats: ReadStats, file: str
) -> None:
    """Add the text of one JSON record to the builder, or tell the tally why not."""
    try:
        value, faulty = parsed(line)
    except ValueError as error:
        read_stats.skip("not JSON", file, record, detail=one_line(str(error)), unread=len(line))
        return
    take_record(value, record, offset, fields, builder, read_stats, file, faulty=faulty)
