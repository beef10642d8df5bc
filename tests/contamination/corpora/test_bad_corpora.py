"""Every kind of bad corpus: a counted skip or one clear line, and the good text beside it is still read."""

import bz2
import gzip
import io
import json
import lzma
import os
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from contamination.corpora import csv_table, open_corpus
from contamination.corpora.batch import BATCH_BYTES
from contamination.corpora.byte_streams import byte_source
from contamination.corpora.fields import Fields
from contamination.corpora.json_lines import line_chunks
from contamination.corpora.read_part import read_part
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.shards import shards_of
from exams.errors import InputError

GOOD = b'{"text": "good one"}\n{"text": "good two"}\n'
BOTH = ("good one", "good two")
NOISE = os.urandom(400_000).hex().encode()  # does not pack like a bomb
LONG = "".join(f"line {n} of a long tale\n" for n in range(150_000)).encode()  # 3.6 MB


def zst(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


def parquet(table: pa.Table, **options: object) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def not_utf8() -> pa.Table:
    binary = pa.array([b"good one", b"caf\xe9 \xff", b"good two"], pa.binary())
    return pa.table({"text": pa.Array.from_buffers(pa.string(), 3, binary.buffers())})


def torn_in_two() -> pa.Table:
    binary = pa.array([b"a\xc3", b"\xa9b"], pa.binary())
    return pa.table({"text": pa.Array.from_buffers(pa.string(), 2, binary.buffers())})


def arrow(texts: list[str]) -> bytes:
    table = pa.table({"text": texts})
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    return sink.getvalue()


def wrong_offsets() -> bytes:
    """A stream whose offsets point far beyond its text; Arrow itself trusts them and ends the process."""
    data = bytearray(arrow(["some text", "more text"]))
    at = data.rindex((9).to_bytes(4, "little") + (18).to_bytes(4, "little"))
    data[at : at + 4] = (0x7FFFFFF0).to_bytes(4, "little")
    return bytes(data)


def tar_of(name: str, data: bytes) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return sink.getvalue()


def zip_of(name: str, data: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return sink.getvalue()


def warc(*records: tuple[str, str, bytes]) -> bytes:
    parts = []
    for number, (kind, content_type, body) in enumerate(records):
        if kind == "response":
            body = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode() + body
            content_type = "application/http; msgtype=response"
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0000-{number}>\r\n"
            f"WARC-Target-URI: https://example.org/{number}\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        parts.append(head.encode() + body + b"\r\n\r\n")
    return b"".join(parts)


@dataclass(frozen=True)
class Bad:
    """One kind: the file, the texts that must still be read, what is counted."""

    name: str
    data: bytes
    texts: tuple[str, ...] | None = BOTH
    skipped: dict[str, int] = field(default_factory=dict)
    text_field: str | None = None


DAMAGED = {"damaged or truncated file": 1}
REPAIRED = {"bad UTF-8 replaced": 1}
BOMB = {"compression bomb": 1}
ZEROS = b"0" * (2 << 20)
DEEP = b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b', "text": "deep"}\n'

KINDS = {
    "empty file": Bad("a.jsonl", b"", (), {"empty file": 1}),
    "empty gz": Bad("a.jsonl.gz", gzip.compress(b""), (), {"empty file": 1}),
    "only blank lines": Bad("a.jsonl", b"\n\n \n", ()),
    "JSONL named .txt": Bad("a.txt", GOOD),
    "JSONL named .parquet": Bad("a.parquet", GOOD),
    "JSONL named .gz": Bad("a.jsonl.gz", GOOD),
    "gz named .jsonl": Bad("a.jsonl", gzip.compress(GOOD)),
    "zst named .gz": Bad("a.gz", zst(GOOD)),
    "Parquet named .jsonl": Bad("a.jsonl", parquet(pa.table({"text": list(BOTH)}))),
    "gz in two members": Bad("a.gz", gzip.compress(GOOD[:21]) + gzip.compress(GOOD[21:])),
    "zst in two frames after a skippable one": Bad(
        "a.zst", b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc" + zst(GOOD[:21]) + zst(GOOD[21:])
    ),
    "truncated gz": Bad("a.gz", gzip.compress(GOOD * 500)[:-20], None, DAMAGED),
    "truncated zst": Bad("a.zst", zst(LONG)[:-20], None, DAMAGED),
    "truncated bz2": Bad("a.bz2", bz2.compress(GOOD * 500)[:-20], (), DAMAGED | {"empty file": 0}),
    "truncated xz": Bad("a.xz", lzma.compress(GOOD * 500)[:-20], None, DAMAGED),
    "gz with a wrong checksum": Bad("a.gz", gzip.compress(GOOD)[:-8] + b"\0" * 8, None, DAMAGED),
    "gz with garbage behind": Bad("a.gz", gzip.compress(GOOD) + b"garbage", BOTH, DAMAGED),
    "zst with garbage inside": Bad("a.zst", zst(GOOD * 9)[:10] + b"\xff" * 30, (), DAMAGED),
    "gz bomb": Bad("a.gz", gzip.compress(ZEROS), None, BOMB),
    "zst bomb": Bad("a.zst", zst(ZEROS), None, BOMB),
    "bz2 bomb": Bad("a.bz2", bz2.compress(ZEROS), None, BOMB),
    "xz bomb": Bad("a.xz", lzma.compress(ZEROS), None, BOMB),
    "zip": Bad("a.zip", zip_of("a.jsonl", GOOD)),
    "zip bomb": Bad("a.zip", zip_of("a.jsonl", ZEROS), (), BOMB),
    "tar": Bad("a.tar", tar_of("a.jsonl", GOOD)),
    "tar.gz": Bad("a.tar.gz", gzip.compress(tar_of("a.jsonl", GOOD))),
    "tar of a tar.gz": Bad("a.tar", tar_of("b.gz", gzip.compress(tar_of("a.jsonl", GOOD)))),
    "torn tar": Bad("a.tar", tar_of("a.jsonl", GOOD)[:530], None, {"damaged or truncated file": 2}),
    "PDF": Bad("a.pdf", b"%PDF-1.7\n%\xe2\xe3", (), DAMAGED),
    "picture": Bad("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, (), {"not a corpus file": 1}),
    "program": Bad("a.txt", b"\x7fELF\x02\x01\x01" + b"\0" * 99, (), {"not a corpus file": 1}),
    "binary text": Bad("a.txt", b"abc\0\1\2\3def", (), {"not a corpus file": 1}),
    "database": Bad("a.db", b"SQLite format 3\0" + b"\0" * 99, (), {"not a corpus file": 1}),
    "lz4": Bad("a.lz4", b"\x04\x22\x4d\x18" + b"abc", (), {"not a corpus file": 1}),
    "malformed lines": Bad("a.jsonl", GOOD[:21] + b"oops\n{]\n" + GOOD[21:], BOTH, {"not JSON": 2}),
    "malformed first line": Bad("a.jsonl", b'{"text": \n' + GOOD, BOTH, {"not JSON": 1}),
    "torn last line": Bad("a.jsonl", GOOD + b'{"text": "torn', BOTH, {"not JSON": 1}),
    "two records on a line": Bad("a.jsonl", GOOD + b'{"text": "a"}{"text": "b"}\n', BOTH, {"not JSON": 1}),
    "no text field": Bad("a.jsonl", b'{"n": 1}\n{"n": 2}\n', (), {"no text field": 2}),
    "named field missing": Bad("a.jsonl", GOOD, (), {"no text field": 2}, text_field="body"),
    "text is null": Bad("a.jsonl", GOOD + b'{"text": null}\n', BOTH, {"no text field": 1}),
    "text is a number": Bad("a.jsonl", GOOD + b'{"text": 5}\n', BOTH, {"no text field": 1}),
    "record is no object": Bad("a.jsonl", GOOD + b"5\n", BOTH, {"no text field": 1}),
    "nested field": Bad("a.jsonl", b'{"doc": {"body": "good one"}}\n{"doc": {"body": "good two"}}\n'),
    "nested field, named": Bad(
        "a.jsonl", b'{"a": {"b": "good one"}, "c": "no"}\n{"a": {"b": "good two"}}\n', text_field="a.b"
    ),
    "field name with a dot": Bad("a.jsonl", b'{"a.b": "good one"}\n{"a.b": "good two"}\n', text_field="a.b"),
    "chat messages": Bad(
        "a.jsonl",
        b'{"messages": [{"role": "user", "content": "good"}, {"role": "bot", "content": "one"}]}\n',
        ("good\n\none",),
        text_field="messages.content",
    ),
    "questions and answers": Bad("a.jsonl", b'{"q": "why?", "opts": ["x", "y"], "n": 1}\n', ("why?\n\nx\n\ny",)),
    "nested too deeply": Bad("a.jsonl", GOOD + DEEP, None),
    "bad UTF-8": Bad("a.jsonl", b'{"text": "caf\xe9"}\n' + GOOD, ("caf�", *BOTH), REPAIRED),
    "bad UTF-8 in another field": Bad(
        "a.jsonl", b'{"url": "caf\xe9", "text": "x"}\n' + GOOD, ("caf�\n\nx", *BOTH), REPAIRED
    ),
    "half a surrogate pair": Bad("a.jsonl", b'{"text": "x\\ud800"}\n' + GOOD, ("x�", *BOTH), REPAIRED),
    "byte order mark": Bad("a.jsonl", b"\xef\xbb\xbf" + GOOD),
    "line ends of Windows": Bad("a.jsonl", GOOD.replace(b"\n", b"\r\n")),
    "NaN and Infinity": Bad("a.jsonl", GOOD.replace(b'"text"', b'"x": NaN, "y": -Infinity, "text"')),
    "doubled key": Bad(
        "a.jsonl", b'{"text": "old", "text": "good one"}\n' + GOOD[21:], ("old\n\ngood one", "good two")
    ),
    "UTF-16 JSONL": Bad("a.jsonl", GOOD.decode().encode("utf-16")),
    "UTF-16 text": Bad("a.txt", "naïve café".encode("utf-16-be").join([b"\xfe\xff", b""]), ("naïve café",)),
    "UTF-32 text": Bad("a.txt", "naïve café".encode("utf-32"), ("naïve café",)),
    "UTF-16 text cut in a character": Bad("a.txt", "naïve café".encode("utf-16")[:-1], ("naïve caf�",)),
    "mixed encodings": Bad("a.txt", "é".encode() + "é".encode("latin-1") + b" ok", ("é� ok",), REPAIRED),
    "text cut in a character": Bad("a.txt", "café".encode()[:-1], ("caf�",), REPAIRED),
    "JSON array": Bad("a.json", b'[{"text": "good one"}, {"text": "good two"}]'),
    "JSON array of strings": Bad("a.json", b'["good one",\n "good two"]'),
    "JSON over many lines": Bad("a.json", b'{\n "text": "good one"\n}\n{\n "text":\n "good two"\n}\n'),
    "JSON array, torn": Bad("a.json", b'[{"text": "good one"}, {"text": "good two"}, {"te', BOTH, {"not JSON": 1}),
    "JSON array with brackets in strings": Bad("a.json", b'[{"text": "a]}[,{\\"\\n"}]', ('a]}[,{"\n',)),
    "a record too large": Bad(
        "a.jsonl", GOOD + b'{"text": "' + b"x" * 3_000_000 + b'"}\n' + GOOD, BOTH * 2, {"record is too large": 1}
    ),
    "a record too large and torn": Bad(
        "a.jsonl", GOOD + b'{"text": "' + b"x" * 1_500_000, BOTH, {"record is too large": 1}
    ),
    "records too large in gz": Bad(
        "a.jsonl.gz",
        gzip.compress(b'{"text": "' + NOISE * 2 + b'"}\n' + GOOD + NOISE * 2 + b"\n"),
        BOTH,
        {"record is too large": 2},
    ),
    "a record of an array too large": Bad(
        "a.json",
        b'[{"text": "good one"},{"text": "' + b"x" * 2_000_000 + b'"},{"text": "good two"}]',
        BOTH,
        {"record is too large": 1},
    ),
    "ragged CSV": Bad(
        "a.csv",
        b'id,text\n1,good one\n2\n3,"good two",extra\n',
        ("good one", "good two\n\nextra"),
        {"no text field": 1},
    ),
    "CSV with an open quote": Bad("a.csv", b'id,text\n1,good one\n2,"good two\n', ("good one", "good two\n")),
    "CSV of Windows, semicolons": Bad("a.csv", b"\xef\xbb\xbfid;text\r\n1;good one\r\n2;good two\r\n"),
    "CSV in Latin-1": Bad("a.csv", b"id,text\n1,caf\xe9\n", ("caf�",), REPAIRED),
    "CSV with a giant cell": Bad(
        "a.csv", b"id,text\n1,good one\n2," + b"y" * 600_000 + b"\n", ("good one",), {"not CSV from here on": 1}
    ),
    "CSV with a stray line end in its first line": Bad("a.csv", b"id,te\rxt\n1,x\n", ("x",), {"no text field": 1}),
    "Arrow stream with wrong offsets": Bad("a.arrow", wrong_offsets(), (), DAMAGED),
    "TSV": Bad("a.tsv", b"id\ttext\n1\tgood one\n2\tgood two\n"),
    "Parquet without its end": Bad("a.parquet", parquet(pa.table({"text": list(BOTH)}))[:-9], (), DAMAGED),
    "Parquet with a hole": Bad(
        "a.parquet", (lambda d: d[:4] + b"\xff" * 60 + d[64:])(parquet(pa.table({"text": ["x" * 500]}))), (), DAMAGED
    ),
    "Parquet of no rows": Bad("a.parquet", parquet(pa.table({"text": pa.array([], pa.string())})), ()),
    "Parquet without text": Bad("a.parquet", parquet(pa.table({"n": [1, 2]})), (), {"no text field": 2}),
    "Parquet with nulls": Bad(
        "a.parquet", parquet(pa.table({"text": ["good one", None, "good two"]})), BOTH, {"no text field": 1}
    ),
    "Parquet with bad UTF-8": Bad("a.parquet", parquet(not_utf8()), ("good one", "caf� �", "good two"), REPAIRED),
    "Parquet with a character across two rows": Bad(
        "a.parquet", parquet(torn_in_two()), ("a�", "�b"), {"bad UTF-8 replaced": 2}
    ),
    "Parquet in gz": Bad("a.gz", gzip.compress(parquet(pa.table({"text": list(BOTH)}))), (), {"not a corpus file": 1}),
    "Parquet, nested": Bad("a.parquet", parquet(pa.table({"doc": [{"body": "good one"}, {"body": "good two"}]})), BOTH),
    "Arrow stream": Bad("a.arrow", arrow(list(BOTH))),
    "Arrow stream, torn": Bad("a.arrow", arrow([*BOTH, "lost"])[:-120], BOTH, DAMAGED),
    "WARC": Bad(
        "a.warc",
        warc(
            ("warcinfo", "application/warc-fields", b"software: x"),
            ("conversion", "text/plain", b"good one"),
            ("response", "text/html; charset=latin-1", b"<p>good</p><script>bad</script> tw\xf6"),
            ("response", "image/png", b"\x89PNG"),
        ),
        ("good one", "<p>good</p>" + " " * 20 + " twö"),
        {"record is no text": 1},
    ),
    "WARC, torn gz": Bad(
        "a.warc.gz",
        gzip.compress(warc(*[("conversion", "text/plain", os.urandom(900).hex().encode())] * 40))[:-50],
        None,
        DAMAGED,
    ),
    "WARC with a wrong length": Bad(
        "a.warc", warc(("conversion", "text/plain", b"good one")).replace(b"Length: 8", b"Length: 800"), None
    ),
}


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_source, "RATIO_FROM", 1 << 20)
    monkeypatch.setattr(line_chunks, "LONGEST_LINE", 1 << 20)
    monkeypatch.setattr(csv_table, "LONGEST_CELL", 500_000)


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_file_is_survived_and_told(kind: str, tmp_path: Path) -> None:
    bad = KINDS[kind]
    (tmp_path / bad.name).write_bytes(bad.data)
    (tmp_path / "z.jsonl").write_bytes(b'{"text": "read after it"}\n')
    corpus = open_corpus([tmp_path], text_field=bad.text_field)
    texts = [d.text for d in corpus if not d.file.endswith("z.jsonl")]
    if bad.texts is not None:
        assert tuple(sorted(texts)) == tuple(sorted(bad.texts))
    expected = {reason: count for reason, count in bad.skipped.items() if count}
    skipped = dict(corpus.stats.skipped)
    if bad.text_field:
        skipped["no text field"] = skipped.get("no text field", 0) - 1  # z.jsonl has only `text`
        skipped = {reason: count for reason, count in skipped.items() if count}
    else:
        assert corpus.stats.documents >= 1
    if bad.texts is not None or bad.skipped:
        assert skipped == expected
    assert len(corpus.stats.problems) >= len(expected)
    for problem in corpus.stats.problems:
        assert bad.name in problem or "z.jsonl" in problem
        assert "\n" not in problem and len(problem) < 500


def test_there_are_forty_kinds_at_least() -> None:
    assert len(KINDS) >= 40


def test_a_torn_archive_gives_what_came_before_the_tear(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"text": os.urandom(40).hex(), "n": n}).encode() + b"\n" for n in range(20_000))
    for name, packed in (
        ("a.gz", gzip.compress(lines)),
        ("a.zst", zst(lines)),
        ("a.xz", lzma.compress(lines, preset=0)),
    ):
        (tmp_path / name).write_bytes(packed[: len(packed) // 2])
        corpus = open_corpus([tmp_path / name])
        assert 5_000 < sum(1 for _ in corpus) < 15_000
        assert corpus.stats.skipped == DAMAGED, "the torn line is not counted a second time"


@pytest.mark.parametrize("size", [1 << 20, (1 << 20) + 1])
@pytest.mark.parametrize("shard", [8 << 20, 300_000])
def test_the_limit_of_a_record_is_exact_and_its_bytes_count_as_unread(size: int, shard: int, tmp_path: Path) -> None:
    record = b'{"text": "' + b"x" * (size - 12) + b'"}'
    (tmp_path / "a.jsonl").write_bytes(GOOD + record + b"\n" + GOOD)
    stats = ReadStats()
    parts = [p for s in shards_of([str(tmp_path / "a.jsonl")], shard) for p in s.parts]
    batches = [b for part in parts for b in read_part(part, Fields(), stats, BATCH_BYTES)]
    texts = [batch.document(n).text[:8] for batch in batches for n in range(len(batch))]
    large = size > 1 << 20
    assert texts == ["good one", "good two", *([] if large else ["xxxxxxxx"]), "good one", "good two"]
    assert stats.skipped == ({"record is too large": 1} if large else {}) and stats.unread == size * large
    assert stats.lines[str(tmp_path / "a.jsonl")] == 5 and stats.stats().complete is not large


def test_a_text_too_long_for_memory_comes_in_overlapping_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contamination.corpora.chunks.PIECE_BYTES", 10_001)
    monkeypatch.setattr("contamination.corpora.chunks.OVERLAP_BYTES", 1_000)
    text = "中é😀 word " * 9_000
    (tmp_path / "a.txt").write_text(text)
    monkeypatch.setattr("contamination.corpora.read_part.OVERLAP_BYTES", 1_000)
    corpus = open_corpus([tmp_path])
    pieces = list(corpus)
    assert len(pieces) > 10 and corpus.stats.characters == len(text) and corpus.stats.documents == 1
    assert all(text[d.start : d.start + len(d.text)] == d.text for d in pieces)
    assert pieces[-1].start + len(pieces[-1].text) == len(text)


def loop(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "up").symlink_to(folder)


def dangling(folder: Path) -> None:
    (folder / "gone.jsonl").symlink_to(folder / "nowhere")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


@pytest.mark.parametrize(
    ("make", "skipped"),
    [(loop, {"folder loop": 1}), (dangling, {"cannot be read": 1}), (pipe, {"not a regular file": 1})],
)
def test_a_bad_folder_is_survived_and_told(
    make: Callable[[Path], None], skipped: dict[str, int], tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD)
    make(tmp_path)
    corpus = open_corpus([tmp_path])
    assert tuple(d.text for d in corpus) == BOTH
    assert corpus.stats.skipped == skipped


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD)
    (tmp_path / "b.jsonl").write_bytes(GOOD)
    opened = byte_source.open_raw

    def forbidding(file: str) -> object:
        if file.endswith("a.jsonl"):
            raise PermissionError(13, "Permission denied", file)
        return opened(file)

    monkeypatch.setattr(byte_source, "open_raw", forbidding)  # root may read everything, so chmod would not do
    corpus = open_corpus([tmp_path])
    assert tuple(d.text for d in corpus) == BOTH
    assert corpus.stats.problems == (f"{tmp_path / 'a.jsonl'}: cannot be read (Permission denied)",)


def test_a_folder_that_may_not_be_entered_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD)
    (tmp_path / "locked").mkdir()
    scan = os.scandir

    def forbidding(path: object) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", forbidding)
    corpus = open_corpus([tmp_path])
    assert tuple(d.text for d in corpus) == BOTH
    assert corpus.stats.skipped == {"folder cannot be read": 1}


def test_a_file_deleted_after_listing_is_told(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_bytes(GOOD)
    corpus = open_corpus([tmp_path])
    (tmp_path / "a.jsonl").unlink()
    assert tuple(d.text for d in corpus) == BOTH
    assert corpus.stats.skipped == {"cannot be read": 1}


def test_a_file_deleted_while_reading_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD * 5000)
    documents = iter(open_corpus([path]))
    next(documents)
    path.unlink()
    assert sum(1 for _ in documents) == 9_999


def test_a_file_cut_short_while_reading_ends_there(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD * 100_000)
    corpus = open_corpus([path])
    batches = corpus.batches(target_bytes=1 << 16)
    next(batches)
    os.truncate(path, 2_000_000)
    assert sum(len(b) for b in batches) > 50_000
    assert sum(corpus.stats.skipped.values()) <= 1


def test_file_names_of_any_bytes_are_read_and_can_be_stored(tmp_path: Path) -> None:
    for name in (b"caf\xe9.jsonl", b"line\nfeed.jsonl", "名前 [1]*.jsonl".encode()):
        (tmp_path / os.fsdecode(name)).write_bytes(GOOD)
    corpus = open_corpus([tmp_path])
    names = {d.file for d in corpus}
    assert len(names) == 3 and corpus.stats.documents == 6
    json.dumps(sorted(names)).encode()
    assert all(name.encode() for name in names)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("nowhere.jsonl", "no such file or folder"),
        ("*.nothing", "holds no file"),
        ("empty", "holds no file"),
        ("hidden", "holds no file"),
        ("memory://not/there", "no such file or folder"),
        ("nonsense://host/path", "nonsense"),
        ("hf:", "not a data set's name"),
        ("", "is empty"),
    ],
)
def test_a_path_that_leads_to_nothing_is_one_line(
    path: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / ".secret").write_bytes(GOOD)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=words) as refused:
        list(open_corpus([path]))
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 400


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD)
    (tmp_path / "link.jsonl").symlink_to(path)
    assert tuple(d.text for d in open_corpus([path, tmp_path, f"{tmp_path}/*.jsonl"])) == BOTH
