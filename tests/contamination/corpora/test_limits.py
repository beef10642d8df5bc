"""Bombs in tables, silent and dripping servers, pipes and devices: bounded, counted, and told."""

import http.server
import io
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from contamination.corpora import open_corpus
from contamination.corpora.arrow.text_column import row_sizes
from contamination.corpora.byte_streams import patient_file
from exams.errors import InputError


def dictionary_of(text: str, rows: int) -> pa.Table:
    return pa.table({"text": pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), [text])})


def test_a_dictionary_that_stands_for_gigabytes_is_cut(tmp_path: Path) -> None:
    pq.write_table(dictionary_of("x" * (1 << 20), 4_000), tmp_path / "a.parquet", compression="zstd")
    assert (tmp_path / "a.parquet").stat().st_size < 10_000
    corpus = open_corpus([tmp_path])
    sizes = [len(batch.data) for batch in corpus.batches()]
    assert max(sizes) <= 8 << 20 and sum(sizes) < 100 << 20
    assert corpus.stats.skipped == {"compression bomb": 1} and not corpus.stats.complete


def test_a_dictionary_of_moderate_size_is_read_whole(tmp_path: Path) -> None:
    pq.write_table(dictionary_of("some text " * 100, 3_000), tmp_path / "a.parquet")
    corpus = open_corpus([tmp_path])
    assert sum(1 for _ in corpus) == 3_000 and not corpus.stats.skipped


@pytest.mark.parametrize("index", [2, -1])
def test_an_index_beyond_its_dictionary_is_damage(index: int) -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0, None, index], pa.int32()), pa.array(["a", "bc"]), safe=False)
    with pytest.raises(pa.ArrowInvalid, match="beyond its dictionary"):
        row_sizes(column)


def test_a_packed_arrow_batch_that_asks_for_too_much_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contamination.corpora.arrow.checked_stream.LARGEST_BATCH", 1 << 20)
    small, large = pa.table({"text": ["good one"]}), pa.table({"text": ["y" * (4 << 20)]})
    sink = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, small.schema, options=options) as writer:
        for table in (small, large, small):
            writer.write_table(table)
    (tmp_path / "a.arrow").write_bytes(sink.getvalue())
    corpus = open_corpus([tmp_path])
    assert [d.text for d in corpus] == ["good one", "good one"]
    assert corpus.stats.skipped == {"record batch is too large": 1} and not corpus.stats.complete


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(patient_file, "SILENCE", 1.0)
    stop = threading.Event()

    class Slow(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_HEAD()
            while not stop.wait(0.2):
                if "drip" in self.path:
                    try:
                        self.wfile.write(b"x")
                    except OSError:
                        return

        def log_message(self, *_: object) -> None:
            pass

    at = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=at.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{at.server_port}"
    stop.set()
    at.shutdown()
    at.server_close()


@pytest.mark.parametrize("kind", ["silent", "drip"])
def test_a_server_that_does_not_answer_is_given_up(kind: str, server: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "good"}\n')
    begun = time.monotonic()
    corpus = open_corpus([tmp_path, f"{server}/{kind}.jsonl"])
    assert [d.text for d in corpus if d.file.endswith("a.jsonl")] == ["good"]
    assert time.monotonic() - begun < 20
    assert sum(corpus.stats.skipped.values()) >= 1 and not corpus.stats.complete


def test_a_pipe_or_device_is_never_opened(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "good"}\n')
    os.mkfifo(tmp_path / "pipe")
    for named in (tmp_path / "pipe", Path("/dev/zero")):
        corpus = open_corpus([tmp_path / "a.jsonl", named])
        assert [d.text for d in corpus] == ["good"] and corpus.stats.skipped == {"not a regular file": 1}
        with pytest.raises(InputError):
            open_corpus([named])


def test_hidden_files_are_counted(tmp_path: Path) -> None:
    for name in ("a.md", "_index.md", ".hidden", "_SUCCESS"):
        (tmp_path / name).write_text(name)
    corpus = open_corpus([tmp_path])
    assert sorted(d.text for d in corpus) == ["_index.md", "a.md"]
    assert corpus.stats.skipped == {"hidden file or folder left out": 1}


@pytest.mark.parametrize("name", ["x.zip", "x.tar"])
def test_an_archive_without_a_member_is_counted(name: str, tmp_path: Path) -> None:
    whole = b"PK\x03\x04" + b"left of an archive" * 50 + b"PK\x05\x06" + bytes(18)
    (tmp_path / name).write_bytes(whole if name == "x.zip" else bytes(10_240))
    corpus = open_corpus([tmp_path / name])
    assert list(corpus) == []
    assert len(corpus.stats.skipped) == 1
