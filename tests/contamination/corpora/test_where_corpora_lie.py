"""Corpora on other storages, and Hugging Face data sets."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from contamination.corpora import open_corpus
from contamination.corpora.shards import shards_of
from exams.errors import InputError

LINES = b"".join(json.dumps({"id": f"d{n}", "text": f"document {n}"}).encode() + b"\n" for n in range(50))
TEXTS = [f"document {n}" for n in range(50)]


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    fs = fsspec.filesystem("memory")
    fs.pipe({"/c/a.jsonl": LINES[:300], "/c/b/b.jsonl.gz": gzip.compress(LINES), "/c/.hidden": LINES})
    yield fs
    fs.rm("/c", recursive=True)


@pytest.mark.parametrize(
    ("url", "files"),
    [("memory://c", 2), ("memory://c/b/b.jsonl.gz", 1), ("memory://c/*.jsonl", 1), ("memory://c/**/*.gz", 1)],
)
def test_urls_folders_and_globs_are_read(url: str, files: int, memory: fsspec.AbstractFileSystem) -> None:
    corpus = open_corpus([url])
    assert all(d.file.startswith("memory://") for d in corpus)
    assert corpus.stats.files == files


def test_parquet_is_read_from_a_storage(memory: fsspec.AbstractFileSystem) -> None:
    with memory.open("/c/p.parquet", "wb") as file:
        pq.write_table(pa.table({"text": TEXTS}), file, row_group_size=10)
    assert [d.text for d in open_corpus(["memory://c/p.parquet"])] == TEXTS
    assert len(list(shards_of(["memory://c/p.parquet"], 100))) > 3


def test_a_bucket_of_an_s3_server_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    moto = pytest.importorskip("moto.server")
    pytest.importorskip("s3fs")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            monkeypatch.setenv(name, value)
        fs = fsspec.filesystem("s3", skip_instance_cache=True)
        fs.mkdir("crawl")
        fs.pipe({"crawl/2026/a.jsonl": LINES, "crawl/2026/b.jsonl.gz": gzip.compress(LINES)})
        corpus = open_corpus(["s3://crawl/2026"])
        documents = list(corpus)
        assert [d.text for d in documents] == TEXTS * 2
        assert {d.file for d in documents} == {"s3://crawl/2026/a.jsonl", "s3://crawl/2026/b.jsonl.gz"}
        assert len(list(shards_of(["s3://crawl/2026/a.jsonl"], 400))) > 3
        with pytest.raises(InputError, match="no such file"):
            open_corpus(["s3://crawl/2027"])
    finally:
        server.stop()


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", True)


@pytest.fixture
def data_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, offline: None) -> str:
    monkeypatch.setattr("datasets.config.HF_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", str(tmp_path / "cache"))
    for split, part in (("train", TEXTS[:30]), ("test", TEXTS[30:])):
        table = pa.table({"url": [f"u/{t.split()[1]}" for t in part], "content": part, "n": list(range(len(part)))})
        (tmp_path / "set" / "data").mkdir(parents=True, exist_ok=True)
        pq.write_table(table, tmp_path / "set" / "data" / f"{split}-00000.parquet")
    return f"hf:{tmp_path / 'set'}"


def test_a_hugging_face_set_is_streamed(data_set: str) -> None:
    corpus = open_corpus([f"{data_set}:test"])
    documents = list(corpus)
    assert [d.text for d in documents] == TEXTS[30:]
    assert documents[0].id == "u/30" and documents[3].record == 3
    assert sorted(d.text for d in open_corpus([data_set])) == sorted(TEXTS), "all splits where none is named"


@pytest.mark.parametrize("address", ["hf:nobody/nothing-of-that-name", "hf:{set}:nosplit", "hf:{set}#noconfig"])
def test_a_set_that_cannot_be_had_is_one_line(address: str, data_set: str) -> None:
    address = address.format(set=data_set.removeprefix("hf:"))
    with pytest.raises(InputError, match="cannot be had") as refused:
        list(open_corpus([address]))
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 600


def test_a_set_made_by_a_script_is_refused_and_not_run(tmp_path: Path, offline: None) -> None:
    folder = tmp_path / "scripted"
    folder.mkdir()
    (folder / "scripted.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    with pytest.raises(InputError, match="cannot be had"):
        list(open_corpus([f"hf:{folder}"]))
    assert not (tmp_path / "ran").exists()
