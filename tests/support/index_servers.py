"""Indexes for tests: built by the package infini-gram, and served on loopback in the form of the projects' pages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import orjson
from loopback import Loopback, Said

# the indexer imports transformers even where bytes are its tokens; this is all that it then uses of it
STUB = "class utils:\n    class logging:\n        set_verbosity = staticmethod(lambda level: None)\n"


def write_corpus(folder: Path, texts: dict[str, str]) -> Path:
    """A JSON Lines corpus of documents by id."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [orjson.dumps({"id": name, "text": text}) + b"\n" for name, text in texts.items()]
    (folder / "corpus.jsonl").write_bytes(b"".join(lines))
    return folder / "corpus.jsonl"


def build_index(corpus: Path, folder: Path) -> Path:
    """An index of bytes, of all JSON Lines files in the folder `corpus`."""
    stub = folder.parent / "stub"
    stub.mkdir(exist_ok=True)
    (stub / "transformers.py").write_text(STUB)
    said = subprocess.run(
        [
            *(sys.executable, "-m", "infini_gram.indexing", "--token_dtype", "u8", "--version", "4", "--add_metadata"),
            *("--data_dir", str(corpus.resolve()), "--save_dir", str(folder.resolve())),
            *("--mem", "1", "--cpus", "1", "--shards", "2", "--workers", "1", "--ulimit", "256"),
        ],
        env={**os.environ, "PYTHONPATH": str(stub)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (folder / "table.1").is_file(), said.stdout + said.stderr
    return folder


class Counted:
    """Some texts as an index: a find adds its occurrences to the ranks of the one shard; a document has its number."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = [text.encode() for text in texts]
        self._ranks: list[tuple[int, int]] = []

    def size(self) -> int:
        return sum(map(len, self.texts))

    def find(self, text: str) -> dict[str, Any]:
        wanted, first = text.encode(), len(self._ranks)
        for number, document in enumerate(self.texts):
            at = document.find(wanted)
            while at >= 0:
                self._ranks.append((number, at))
                at = document.find(wanted, at + 1)
        return {"cnt": len(self._ranks) - first, "segment_by_shard": [[first, len(self._ranks)]]}

    def document(self, text: str, shard: int, rank: int, context: int) -> dict[str, Any]:
        number, at = self._ranks[rank]
        whole, start = self.texts[number], max(0, at - context)
        data = whole[start : at + len(text.encode()) + context]
        place = {"doc_ix": number, "doc_len": len(whole), "disp_len": len(data), "needle_offset": at - start}
        return {**place, "data": data, "metadata": f'{{"metadata": {{"id": "d{number}"}}}}'}


class Built:
    """An index that the package has built, asked through its engine."""

    def __init__(self, folder: Path) -> None:
        from infini_gram.engine import InfiniGramEngine

        self._engine: Any = InfiniGramEngine(str(folder), 254, vocab_size=255, version=4, token_dtype="u8")

    def size(self) -> int:
        return int(self._engine.count(input_ids=[])["count"])

    def find(self, text: str) -> dict[str, Any]:
        return dict(self._engine.find(input_ids=list(text.encode())))

    def document(self, text: str, shard: int, rank: int, context: int) -> dict[str, Any]:
        found = dict(self._engine.get_doc_by_rank_2(shard, rank, len(text.encode()), context))
        return {**found, "data": bytes(found.pop("token_ids"))}


def served(index: Counted | Built, refuse: Callable[[int, dict[str, Any]], Said | None] | None = None) -> Loopback:
    """Both web interfaces over one index, told apart by the field with which they ask for context.

    `refuse(n, request)` may answer the n-th request otherwise.
    """

    def say(request: dict[str, Any], number: int) -> Said:
        if refuse is not None and (said := refuse(number, request)) is not None:
            return said
        if request["index"] == "unknown":
            return 400, {"error": "[Flask] Invalid index: unknown"}, {}
        text, kind = request["query"], request["query_type"]
        if kind == "count":
            return 200, {"count": index.size(), "approx": False, "latency": 0.1}, {}
        if kind == "find":
            return 200, {**index.find(text), "latency": 0.1, "token_ids": list(text.encode())}, {}
        tokens = request.get("max_disp_len")
        context = request["max_ctx_len"] if tokens is None else (tokens - len(text.encode())) // 2
        found = index.document(text, request["s"], request["rank"], context)
        data = found.pop("data")
        if tokens is None:
            try:
                return 200, {**found, "text": data.decode(), "latency": 0.2}, {}
            except UnicodeDecodeError:
                return 200, {"error": "Failed to decode document text with UTF-8. Please try another length."}, {}
        before, needle, after = data.partition(text.encode())
        # spans are decoded one by one, by which a space in front of a word gets lost
        spans = [[before.decode("utf-8", "replace").rstrip(" "), None], [needle.decode(), "0"]]
        spans.append([after.decode("utf-8", "replace").removeprefix(" "), None])
        return 200, {**found, "spans": spans, "token_ids": list(data), "latency": 0.2}, {}

    return Loopback(say)
