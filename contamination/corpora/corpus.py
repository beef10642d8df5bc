"""A corpus: files read one after the other, in batches for the kernels or as documents for everyone else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from contamination.corpora.batch import BATCH_BYTES, Batch
from contamination.corpora.fields import Fields
from contamination.corpora.file_list import list_files
from contamination.corpora.read_part import read_part
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.shards import Part
from contamination.types import CorpusStats, Document


class Corpus:
    """Documents of some files, to be read once; `stats` tells about what was read so far."""

    def __init__(self, files: tuple[str, ...], fields: Fields, read_stats: ReadStats) -> None:
        self.files, self.fields, self._read_stats = files, fields, read_stats

    def __iter__(self) -> Iterator[Document]:
        for batch in self.batches():
            for i in range(len(batch)):
                yield batch.document(i)

    def batches(self, *, target_bytes: int = BATCH_BYTES) -> Iterator[Batch]:
        """The texts, about `target_bytes` at a time; a batch never spans two files, and may be empty."""
        for file in self.files:
            yield from read_part(Part(file), self.fields, self._read_stats, target_bytes)

    @property
    def stats(self) -> CorpusStats:
        """What was read so far, and what could not be."""
        return self._read_stats.stats()


def open_corpus(
    paths: Sequence[str | Path], *, text_field: str | Sequence[str] | None = None, id_field: str | None = None
) -> Corpus:
    """A corpus from files, folders, globs, fsspec URLs and `hf:name#config:split`.

    `text_field` (one or several paths such as `messages.content`) and `id_field` are sniffed file by file where
    they are not given. InputError if a path leads to nothing; all that is found later is counted in `stats`.
    """
    read_stats = ReadStats()
    text = (text_field,) if isinstance(text_field, str) else tuple(text_field or ())
    return Corpus(list_files(paths, read_stats), Fields(text, id_field), read_stats)
