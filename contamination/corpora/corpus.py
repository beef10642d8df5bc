"""A corpus: files read one after the other, in batches for the kernels or as documents for everyone else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from contamination.corpora.batch import BATCH_BYTES, Batch
from contamination.corpora.byte_source import ByteSource, one_line
from contamination.corpora.fields import Fields
from contamination.corpora.file_list import list_files
from contamination.corpora.jsonl import read_jsonl
from contamination.corpora.parquet import read_parquet
from contamination.corpora.sniff import sniff
from contamination.corpora.tally import Tally
from contamination.corpora.text_file import read_text
from contamination.types import CorpusStats, Document


class Corpus:
    """Documents of some files. Can be read once or often; `stats` tells about what was read so far."""

    def __init__(self, files: tuple[str, ...], fields: Fields, tally: Tally) -> None:
        self.files, self._fields, self._tally = files, fields, tally

    def __iter__(self) -> Iterator[Document]:
        for batch in self.batches():
            for i in range(len(batch)):
                yield batch.document(i)

    def batches(self, *, target_bytes: int = BATCH_BYTES) -> Iterator[Batch]:
        """The texts, about `target_bytes` at a time; a batch never spans two files."""
        for file in self.files:
            try:
                yield from self._read(file, target_bytes)
            except OSError as error:
                self._tally.skip("cannot be read", file, detail=one_line(error.strerror or str(error)))

    def _read(self, file: str, target_bytes: int) -> Iterator[Batch]:
        source = ByteSource(file, self._tally)
        self._tally.files += 1
        try:
            kind, reason = sniff(source.head, file)
            if kind == "parquet":
                yield from read_parquet(file, self._fields, self._tally, target_bytes)
            elif kind == "jsonl":
                yield from read_jsonl(source, self._fields, self._tally, target_bytes)
            elif kind == "text":
                yield from read_text(source, self._fields, self._tally, target_bytes)
            elif kind == "empty":
                self._tally.skip("empty file", file)
            else:
                self._tally.skip("not a corpus file", file, detail=reason)
        finally:
            source.close()

    @property
    def stats(self) -> CorpusStats:
        """What was read so far, and what could not be."""
        return self._tally.stats()


def open_corpus(
    paths: Sequence[str | Path], *, text_field: str | Sequence[str] | None = None, id_field: str | None = None
) -> Corpus:
    """A corpus from files, folders, globs, fsspec URLs and `hf:name#config:split`.

    `text_field` (one or several paths such as `messages.content`) and `id_field` are sniffed file by file where
    they are not given. InputError if a path leads to nothing; all that is found later is counted in `stats`.
    """
    tally = Tally()
    text = (text_field,) if isinstance(text_field, str) else tuple(text_field or ())
    return Corpus(list_files(paths, tally), Fields(text, id_field), tally)
