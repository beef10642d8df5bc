"""An infini-gram index of bytes on this machine's disk, read by the package `infini-gram` (Apache-2.0).

Built with `--token_dtype u8 --version 4`, so that a text of any length and script is one query, letter by letter.
"""

from __future__ import annotations

from math import ceil, log2
from pathlib import Path
from typing import Any

from contamination.indexes.metadata import document_name
from contamination.indexes.text_index import Excerpt, NotAnswered, Occurrences
from exams.errors import InputError
from exams.extras import need

HINT = "build one with: python -m infini_gram.indexing --token_dtype u8 --version 4 (docs/indexes.md)"
VOCABULARY, END = 255, 254  # bytes as tokens: no text in UTF-8 has 254 or 255, and 255 parts the documents


class LocalIndex:
    """Implements `TextIndex`. InputError for a folder that holds no such index, or one that is damaged."""

    unaskable: tuple[str, ...] = ()
    most_characters = 10_000

    def __init__(self, folder: Path) -> None:
        self.documents = check_folder(folder)
        need("infini-gram", f"an index on this machine ({folder})")
        from infini_gram.engine import InfiniGramEngine

        self._engine: Any = InfiniGramEngine(str(folder), END, vocab_size=VOCABULARY, version=4, token_dtype="u8")

    def size(self) -> int:
        """Bytes, one more for each document."""
        return int(self._answer(self._engine.count(input_ids=[]))["count"])

    def find(self, text: str) -> Occurrences:
        """Where a text stands."""
        answer = self._answer(self._engine.find(input_ids=_bytes(text)))
        return Occurrences(tuple((int(a), int(b)) for a, b in answer["segment_by_shard"]))

    def excerpt(self, text: str, shard: int, rank: int, context: int) -> Excerpt:
        """The place with `context` bytes on each side; a character that the cut divides is left out."""
        answer = self._answer(self._engine.get_doc_by_rank_2(shard, rank, len(_bytes(text)), context))
        data = bytes(answer["token_ids"])
        whole_start = answer["needle_offset"] < context  # the document's start was nearer than the context
        return Excerpt(
            document=int(answer["doc_ix"]),
            text=data.decode("utf-8", "ignore"),
            start=0 if whole_start or answer["disp_len"] == answer["doc_len"] else None,
            id=document_name(answer["metadata"]),
        )

    def _answer(self, answer: dict[str, Any]) -> dict[str, Any]:
        if "error" in answer:
            raise NotAnswered(str(answer["error"]))
        return answer


def check_folder(folder: Path) -> int:
    """Documents of an index. InputError where its files do not fit together: the engine would end the process."""
    if not folder.is_dir():
        raise InputError("no such folder", where=folder, hint="name the --save_dir of the index")
    shards = sorted(folder.glob("tokenized.*"))
    if not shards:
        raise InputError("no infini-gram index lies here (no tokenized.0)", where=folder, hint=HINT)
    documents = 0
    for number in range(len(shards)):
        sizes = {}
        for part in ("tokenized", "table", "offset"):
            path = folder / f"{part}.{number}"
            if not path.is_file():
                raise InputError(f"the index is not whole: {path.name} is missing", where=folder, hint=HINT)
            sizes[part] = path.stat().st_size
        if sizes["tokenized"] < 2 or sizes["offset"] % 8 or not sizes["offset"]:
            raise InputError(f"the index is empty or damaged: shard {number}", where=folder, hint=HINT)
        pointer = ceil(log2(sizes["tokenized"]) / 8)  # bytes of one, as the indexer reckons them
        if sizes["table"] * 2 == sizes["tokenized"] * pointer or sizes["table"] * 4 == sizes["tokenized"] * pointer:
            raise InputError("the index is made of a model's tokens, not of bytes", where=folder, hint=HINT)
        if sizes["table"] != sizes["tokenized"] * pointer:
            raise InputError(f"the index is not whole: table.{number} was cut off", where=folder, hint=HINT)
        documents += sizes["offset"] // 8
    return documents


def _bytes(text: str) -> list[int]:
    return list(text.encode("utf-8", "replace"))
