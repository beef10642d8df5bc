"""Corpora of every kind that the audit reads, and the answer cache: read to the end, or left out and counted."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from engine import Target, Wrong

DOCS = [{"text": f"document {n}: which letter follows A in the toy alphabet? " * 3, "id": f"d{n}"} for n in range(20)]
JSONL = "".join(json.dumps(d) + "\n" for d in DOCS).encode()
XML = ("<mediawiki>" + "".join(f"<page><title>t{n}</title><revision><text>{d['text']}</text></revision></page>"
                               for n, d in enumerate(DOCS)) + "</mediawiki>").encode()  # fmt: skip
CSV = ("id,text\n" + "".join(f'{d["id"]},"{d["text"]}"\n' for d in DOCS)).encode()
MAIL = "".join(
    f"From a@b Thu Jan  1 00:00:00 2026\nSubject: {d['id']}\nContent-Type: text/plain\n\n{d['text']}\n\n" for d in DOCS
)
HTTP = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>{}</p></body></html>"


def _arrow(kind: str) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink, made = io.BytesIO(), pa.Table.from_pylist(DOCS)
    if kind == "parquet":
        pq.write_table(made, sink)
    elif kind == "dictionary":
        pq.write_table(made.set_column(0, "text", made["text"].dictionary_encode()), sink, compression="zstd")
    else:
        with (pa.ipc.new_file if kind == "file" else pa.ipc.new_stream)(sink, made.schema) as writer:
            writer.write_table(made, max_chunksize=7)
    return sink.getvalue()


def _tar() -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        info = tarfile.TarInfo("a/x.jsonl")
        info.size = len(JSONL)
        archive.addfile(info, io.BytesIO(JSONL))
    return sink.getvalue()


def _zip(*members: tuple[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return sink.getvalue()


def _zst() -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(JSONL)


def _warc() -> bytes:
    parts = []
    for number, doc in enumerate(DOCS):
        block = HTTP.format(doc["text"]).encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: http://x/{number}"
            f"\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        parts.append(head.encode() + block + b"\r\n\r\n")
    return b"".join(parts)


def _pdf() -> bytes:
    from pypdf import PdfWriter

    writer, sink = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(sink)
    return sink.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "x.jsonl": lambda: JSONL,
    "x.json": lambda: json.dumps({"data": DOCS}).encode(),
    "x.jsonl.gz": lambda: gzip.compress(JSONL),
    "x.jsonl.bz2": lambda: bz2.compress(JSONL),
    "x.jsonl.xz": lambda: lzma.compress(JSONL),
    "x.jsonl.zst": _zst,
    "x.txt": lambda: "\n\n".join(d["text"] for d in DOCS).encode(),
    "utf16.txt": lambda: "\n\n".join(d["text"] for d in DOCS).encode("utf-16"),
    "x.csv": lambda: CSV,
    "x.xml": lambda: XML,
    "x.mbox": lambda: MAIL.encode(),
    "x.parquet": lambda: _arrow("parquet"),
    "dictionary.parquet": lambda: _arrow("dictionary"),
    "x.arrow": lambda: _arrow("stream"),
    "file.arrow": lambda: _arrow("file"),
    "x.warc": _warc,
    "x.warc.gz": lambda: gzip.compress(_warc()),
    "x.tar": _tar,
    "x.zip": lambda: _zip(("a/x.jsonl", JSONL), ("b.csv", CSV)),
    "x.epub": lambda: _zip(
        ("mimetype", b"application/epub+zip"), ("c.xhtml", b"<html><body><p>text</p></body></html>")
    ),
    "x.pdf": _pdf,
}


def corpus(name: str, make: Callable[[], bytes]) -> Target:
    """One corpus file, read to its end. What cannot be read must stand in the counts."""

    def lay_out(folder: Path) -> tuple[Path, Callable[[], object]]:
        from contamination.corpora import open_corpus

        path = folder / name
        path.write_bytes(make())

        def use() -> object:
            opened = open_corpus([path])
            for batch in opened.batches():
                for number in range(min(len(batch), 3)):
                    batch.document(number)
            stats = opened.stats
            if not stats.documents and not stats.skipped and path.stat().st_size:
                raise Wrong("nothing was read, and nothing was said to be left out")
            return None

        return path, use

    return Target(f"corpus {name}", lay_out)


def cache(folder: Path) -> tuple[Path, Callable[[], object]]:
    """An answer cache with damaged bytes: opened, read, written, closed, opened again."""
    from examsim.models.cache.answer_cache import AnswerCache
    from examsim.models.request import Reply

    path = folder / "answers.sqlite"
    first = AnswerCache(path)
    for number in range(60):
        first.put(_request(number), Reply(f"answer {number} " * 20), "http://h/v1")
    first.close()

    def use() -> object:
        said: list[str] = []
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        opened = AnswerCache(path, tell=said.append)
        for number in range(60):
            got = opened.get(_request(number), "http://h/v1")
            if got is not None and not isinstance(got, Reply):
                raise Wrong(repr(got))
        opened.claim(_request(1), "http://h/v1")
        opened.put(_request(61), Reply("new"), "http://h/v1")
        opened.facts("http://h/v1", "m")
        opened.rows()
        opened.close()
        kept = AnswerCache(path, tell=said.append)
        if kept.get(_request(61), "http://h/v1") != Reply("new"):
            raise Wrong("a reply that was paid for is lost")
        kept.close()
        for old in folder.glob("answers.sqlite.*"):
            old.unlink()
        return None

    return path, use


def cache_rows(folder: Path) -> tuple[Path, Callable[[], object]]:
    """A sound database whose rows hold anything: the changed file is a reply's record, a claim's owner, a fact."""
    path, use = cache(folder)
    row = folder / "row.json"
    row.write_text('{"text": "x", "finish": "stop", "dropped": [], "confidence": {"A": 0.5}, "prompt_tokens": 3}')
    sound = path.read_bytes()

    def changed() -> object:
        path.write_bytes(sound)
        data = row.read_bytes()
        database = sqlite3.connect(path)
        database.execute("update reply set reply = cast(? as text), at = cast(? as text) where key < '4'", (data, data))
        database.execute("update reply set reply = ?, question = ? where key > 'd'", (data, data))
        database.execute("insert or replace into claim select key, cast(? as text), ? from reply", (data[:80], 1e12))
        database.execute("insert or replace into facts values ('http://h/v1', 'm', cast(? as text))", (data,))
        database.commit()
        database.close()
        return use()

    return row, changed


def _request(number: int) -> object:
    from exams.prompts.message import Message, Part
    from examsim.models.request import Request, RequestMetadata

    message = Message("user", (Part("text", f"question {number}"),))
    return Request("m", (message,), {"temperature": 0.3}, metadata=RequestMetadata(f"q{number}", "multiple_choice"))


TARGETS = (
    *(corpus(name, make) for name, make in FILES.items()),
    Target("answers.sqlite: bytes", cache),
    Target("answers.sqlite: rows", cache_rows, 0.5),
)
