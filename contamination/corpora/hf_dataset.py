"""A Hugging Face data set, streamed: `hf:NAME`, `hf:NAME#CONFIG`, `hf:NAME:SPLIT`, `hf:NAME#CONFIG:SPLIT`.

NAME may be a local folder of data files. Without a split all splits are read, one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from contamination.corpora.arrow.arrow_batch import batches_of, with_id_column
from contamination.corpora.batch import Batch
from contamination.corpora.byte_streams.byte_source import one_line
from contamination.corpora.fields import Fields
from contamination.corpora.read_stats import ReadStats
from exams.errors import InputError

ROWS = 500
NAME = re.compile(r"hf:(?P<name>[^#:]+)(?:#(?P<config>[^:]+))?(?::(?P<split>[^:#]+))?")


class HfName(NamedTuple):
    """What an `hf:` address says."""

    name: str
    config: str | None
    split: str | None


def hf_name(address: str) -> HfName:
    """Take an `hf:` address apart. InputError if it is none."""
    match = NAME.fullmatch(address)
    if not match:
        raise InputError("not a data set's name", where=address, hint="write hf:NAME#CONFIG:SPLIT")
    return HfName(match["name"], match["config"], match["split"])


def read_hf(address: str, fields: Fields, read_stats: ReadStats, target_bytes: int) -> Iterator[Batch]:
    """Batches of the text column(s). InputError if the data set can't be had; a break in the middle is tallied."""
    for split, rows in _splits(hf_name(address)):
        file = address if split is None else f"{address}:{split}"
        record, known, mine = 0, False, fields
        try:
            for table in rows.with_format("arrow").iter(ROWS):
                if not known:
                    mine, known = with_id_column(fields, table.schema), True
                    read_stats.files += 1
                for part in table.combine_chunks().to_batches():
                    yield from batches_of(part, file, record, mine, read_stats, target_bytes)
                    record += part.num_rows
        except Exception as error:  # the hub's, the network's and each format's own errors; what was read counts
            read_stats.skip(
                "data set broke off", file, detail=one_line(str(error) or type(error).__name__), unread=None
            )


def _splits(name: HfName) -> Iterator[tuple[str | None, Any]]:
    import datasets

    datasets.disable_progress_bars()
    try:
        found = datasets.load_dataset(name.name, name.config, split=name.split, streaming=True)
    except Exception as error:  # as above: offline, unknown, gated, script-based, wrong config or split
        raise InputError(
            f"the data set cannot be had: {one_line(str(error) or type(error).__name__)}",
            where=f"hf:{name.name}",
            hint="check name, #config and :split, the network and (for gated sets) `hf auth login`",
        ) from None
    if isinstance(found, dict):
        yield from found.items()
    else:
        yield None, found
