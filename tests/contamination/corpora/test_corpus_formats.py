"""The same documents, in every form and packing, read the same; ids, record numbers and byte offsets are right."""

import bz2
import csv
import gzip
import io
import json
import lzma
import random
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from contamination.corpora import open_corpus
from contamination.corpora.html_page import without_unseen
from contamination.corpora.json_lines import jsonl

RNG = random.Random(3)
WORDS = ["law", "naïve", "海辺", "“quoted”", "tab\there", "line\nbreak", 'say "no"', "back\\slash", "😀", "plain"]
TEXTS = [" ".join(RNG.choices(WORDS, k=RNG.randrange(1, 40))) for _ in range(300)]
ROWS = [{"id": f"doc/{n}", "text": text, "meta": {"n": n, "sizes": [1, [2]]}} for n, text in enumerate(TEXTS)]


def as_jsonl() -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=n % 2 == 0).encode() + b"\n" for n, row in enumerate(ROWS))


def as_json() -> bytes:
    return json.dumps(ROWS, indent=1, ensure_ascii=False).encode()


def as_csv(delimiter: str = ",") -> bytes:
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, delimiter=delimiter)
    writer.writerow(["id", "text"])
    writer.writerows((row["id"], row["text"]) for row in ROWS)
    return sink.getvalue().encode()


def table() -> pa.Table:
    return pa.table({"id": [r["id"] for r in ROWS], "n": list(range(300)), "text": TEXTS})


def as_parquet(**options: object) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table(), sink, row_group_size=70, **options)
    return sink.getvalue()


def as_arrow(file: bool) -> bytes:
    sink = io.BytesIO()
    make = pa.ipc.new_file if file else pa.ipc.new_stream
    with make(sink, table().schema) as writer:
        writer.write_table(table(), max_chunksize=90)
    return sink.getvalue()


def as_wet() -> bytes:
    parts = []
    for row in ROWS:
        body = str(row["text"]).encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {row['id']}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        parts.append(head.encode() + body + b"\r\n\r\n")
    return b"".join(parts)


def long_window(data: bytes) -> bytes:
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=28)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return packer.compress(data) + packer.flush()


FORMS: dict[str, Callable[[], bytes]] = {
    "jsonl": as_jsonl,
    "json": as_json,
    "csv": as_csv,
    "tsv": lambda: as_csv("\t"),
    "parquet": as_parquet,
    "parquet, dictionary off, v1": lambda: as_parquet(
        use_dictionary=False, data_page_version="1.0", compression="gzip"
    ),
    "arrow file": lambda: as_arrow(True),
    "arrow stream": lambda: as_arrow(False),
    "wet": as_wet,
}
COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda data: data,
    "gz": gzip.compress,
    "zst": lambda data: zstandard.ZstdCompressor().compress(data),
    "zst, long window": long_window,
    "bz2": bz2.compress,
    "xz": lzma.compress,
}


# Parquet packs its own columns and is not packed again.
TOGETHER = [
    (form, compression)
    for form in FORMS
    for compression in COMPRESSIONS
    if compression == "plain" or "parquet" not in form
]


@pytest.mark.parametrize(("form", "compression"), TOGETHER)
def test_the_same_documents_in_every_form(
    form: str, compression: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonl, "_read_slowly", jsonl.PATIENCE)
    path = tmp_path / f"corpus.{form.split()[0].rstrip(',')}"
    path.write_bytes(COMPRESSIONS[compression](FORMS[form]()))
    corpus = open_corpus([path])
    found = sorted((d for d in corpus), key=lambda d: d.record)
    assert [d.text for d in found] == TEXTS
    assert [d.id for d in found] == [row["id"] for row in ROWS]
    assert [d.record for d in found] == list(range(300))
    assert not corpus.stats.skipped
    assert corpus.stats.documents == 300 and corpus.stats.characters == sum(map(len, TEXTS))


@pytest.mark.parametrize(("form", "start"), [("jsonl", b"{"), ("wet", b"WARC/1.0"), ("json", b"{")])
def test_offsets_lead_to_the_record(form: str, start: bytes, tmp_path: Path) -> None:
    data = FORMS[form]()
    path = tmp_path / f"corpus.{form}.gz"
    path.write_bytes(gzip.compress(data))
    offsets = [d.offset for d in open_corpus([path])]
    assert len(set(offsets)) == 300
    assert all(o is not None and data[o:].lstrip(b"[ ,\n").startswith(start) for o in offsets)


def test_a_text_file_is_one_document(tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_text("\n\n".join(TEXTS))
    (document,) = open_corpus([path])
    assert document.text == "\n\n".join(TEXTS) and document.offset == 0


def test_several_text_fields_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "T", "body": "B", "url": "u"}\n')
    (document,) = open_corpus([path], text_field=["title", "body"], id_field="url")
    assert (document.text, document.id) == ("T\n\nB", "u")


def test_a_nested_id_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "B", "meta": {"url": "u"}}\n')
    (document,) = open_corpus([path], id_field="meta.url")
    assert document.id == "u"


def test_scripts_styles_and_comments_are_blanked_in_place() -> None:
    page = "a<script src=x>var b</script>c<!-- d -->e<STYLE>f</style >g<script>h"
    blanked = without_unseen(page)
    assert len(blanked) == len(page)
    assert blanked.split() == ["a", "c", "e", "g<script>h"]
