"""A batch: the texts of many documents back to back, as the search kernels want them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from contamination.corpora.fields import SEPARATOR
from contamination.types import Document

Bytes: TypeAlias = NDArray[np.uint8]
Ints: TypeAlias = NDArray[np.int64]
Parts: TypeAlias = tuple[tuple[str, int], ...]

BATCH_BYTES = (
    4 << 20
)  # the indexes outgrow a core's cache and are fetched anew for each batch: 1 MiB costs half as much again
PIECE_BYTES = 8 << 20  # longer texts come in pieces, so that memory stays flat
OVERLAP_BYTES = 256 << 10  # two neighbouring pieces share this much: more than any question with its passage


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some documents (n of them) of one file, in the order of the file.

    data            uint8 (sum of lengths): the UTF-8 bytes of all texts back to back; always valid UTF-8
    offsets         int64 (n + 1): text i is data[offsets[i]:offsets[i + 1]]
    records         int64 (n): number of the record in its file, from 0; counts records that were skipped too
    record_offsets  int64 (n): byte at which the record starts in the decompressed file, -1 where unknown
    ids             n document ids or URLs, None where there is none; decoded only when asked for
    starts          int64 (n): character of the document at which the text starts: 0 but for the later pieces of
                    a long document. The pieces of one document share its record number and overlap by at least
                    `OVERLAP_BYTES`, so a span near a cut is seen twice; (file, record, start + span) tells
    read            decompressed bytes of the file that were read to make this batch
    characters      number of characters of all texts; None where nobody has counted
    parts           for each text the fields it was put together from: (path, characters) in order, with a blank line
                    between two; worked out only when asked for. None where a document is no record
    """

    file: str
    data: Bytes
    offsets: Ints
    records: Ints
    record_offsets: Ints
    ids: Sequence[str | None]
    starts: Ints
    read: int
    characters: int | None = None
    parts: Sequence[Parts] | None = None

    def __len__(self) -> int:
        return len(self.records)

    def text(self, i: int) -> str:
        """Text i, raw as it is in the corpus (as far as UTF-8 can hold it)."""
        return self.data[self.offsets[i] : self.offsets[i + 1]].tobytes().decode("utf-8")

    def field(self, i: int, character: int) -> str | None:
        """Path of the field in which a character of document i stands, or None where the document is no record."""
        if self.parts is None:
            return None
        end, found = 0, ""
        for path, size in self.parts[i]:
            end, found = end + size + len(SEPARATOR), path
            if character < end:
                break
        return found or None

    def document(self, i: int) -> Document:
        """Text i with its whereabouts."""
        offset = int(self.record_offsets[i])
        return Document(
            text=self.text(i),
            file=self.file,
            record=int(self.records[i]),
            offset=None if offset < 0 else offset,
            id=self.ids[i],
            start=int(self.starts[i]),
        )


class BatchBuilder:
    """Collects texts one at a time, for the readers whose format gives no better way."""

    def __init__(self, file: str, target_bytes: int, read_so_far: int = 0) -> None:
        self._file, self._target = file, target_bytes
        self._read_so_far = read_so_far
        self._clear()

    def _clear(self) -> None:
        self._texts: list[bytes] = []
        self._places: list[tuple[int, int, int]] = []
        self._ids: list[str | None] = []
        self._parts: list[Parts] = []
        self._size = 0

    @property
    def full(self) -> bool:
        """Whether the batch has reached its target size."""
        return self._size >= self._target

    @property
    def empty(self) -> bool:
        """Whether nothing was collected since the last batch."""
        return not self._texts

    def add(
        self,
        text: bytes,
        record: int,
        record_offset: int = -1,
        id: str | None = None,
        start: int = 0,
        parts: Parts = (),
    ) -> None:
        """Append one text (valid UTF-8)."""
        self._texts.append(text)
        self._places.append((record, record_offset, start))
        self._ids.append(id)
        self._parts.append(parts)
        self._size += len(text)

    def take(self, read_so_far: int) -> Batch:
        """What was collected, and start anew. `read_so_far`: position in the decompressed file."""
        lengths = np.fromiter((len(t) for t in self._texts), dtype=np.int64, count=len(self._texts))
        places = np.array(self._places, dtype=np.int64).reshape(-1, 3)
        batch = Batch(
            file=self._file,
            data=np.frombuffer(b"".join(self._texts), dtype=np.uint8),
            offsets=np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))),
            records=np.ascontiguousarray(places[:, 0]),
            record_offsets=np.ascontiguousarray(places[:, 1]),
            ids=self._ids,
            starts=np.ascontiguousarray(places[:, 2]),
            read=read_so_far - self._read_so_far,
            parts=self._parts,
        )
        self._read_so_far = read_so_far
        self._clear()
        return batch
