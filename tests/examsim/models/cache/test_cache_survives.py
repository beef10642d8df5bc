"""Nothing that happens to the cache's file ends a run or loses a reply that was paid for."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from exams.errors import InputError
from exams.prompts.message import Message, Part
from examsim.models.cache.answer_cache import AnswerCache, key_of
from examsim.models.request import Reply, Request, RequestMetadata

SERVER = "http://here/v1"
MANY = 400


def request(number: int) -> Request:
    message = Message("user", (Part("text", f"question {number} " + "x" * 400),))
    return Request("m", (message,), {"temperature": 0.3}, metadata=RequestMetadata(f"q{number}", "multiple_choice"))


def filled(path: Path, many: int = MANY) -> None:
    cache = AnswerCache(path)
    for number in range(many):
        cache.put(request(number), Reply(f"answer {number}"), SERVER)
    cache.close()


def found(cache: AnswerCache, many: int = MANY) -> int:
    return sum(cache.get(request(n), SERVER) == Reply(f"answer {n}") for n in range(many))


def set_aside(folder: Path) -> list[Path]:
    return [p for p in folder.glob("*.damaged-*") if not p.name.endswith(("-wal", "-shm"))]


def test_damaged_pages_are_set_aside_and_the_readable_replies_saved(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    filled(path)
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2 // 4096 * 4096
    raw[middle : middle + 3 * 4096] = b"\xff" * 3 * 4096
    path.write_bytes(raw)
    said: list[str] = []
    cache = AnswerCache(path, tell=said.append)
    kept = found(cache)
    assert len(set_aside(tmp_path)) == 1
    assert len(said) == 1 and "was damaged: set aside as answers.sqlite.damaged-" in said[0]
    assert 0.8 * MANY < kept < MANY
    cache.put(request(7), Reply("answer 7"), SERVER)
    cache.close()
    assert found(AnswerCache(path, tell=said.append)) >= kept
    assert len(said) == 1  # the new file is whole


def test_replies_on_pages_whose_heads_are_destroyed_are_saved_too(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    filled(path, 60)
    raw = bytearray(path.read_bytes())
    for start in range(4096, len(raw), 4096):
        raw[start : start + 12] = b"\xff" * 12
    path.write_bytes(raw)
    said: list[str] = []
    assert found(AnswerCache(path, tell=said.append), 60) == 60
    assert len(said) == 1 and "60 readable replies" in said[0]


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_file_cut_short_is_set_aside_at_opening(tmp_path: Path, keep: float) -> None:
    path = tmp_path / "answers.sqlite"
    filled(path)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(keep * len(raw))])
    said: list[str] = []
    cache = AnswerCache(path, tell=said.append)
    assert len(said) == 1
    assert found(cache) > 0
    cache.put(request(0), Reply("answer 0"), SERVER)
    assert cache.get(request(0), SERVER) == Reply("answer 0")


@pytest.mark.parametrize(
    "record",
    [
        b"\xaa\xff",
        b"not JSON",
        b"[]",
        b'{"text": 5}',
        b'{"text": "x", "dropped": 7}',
        b'{"text": "x", "confidence": [1]}',
    ],
)
def test_one_wrong_record_costs_itself_alone(tmp_path: Path, record: bytes) -> None:
    path = tmp_path / "answers.sqlite"
    filled(path, 5)
    database = sqlite3.connect(path)
    database.execute("update reply set reply = cast(? as text) where key = ?", (record, key_of(request(2), SERVER)))
    database.commit()
    database.close()
    said: list[str] = []
    cache = AnswerCache(path, tell=said.append)
    assert [cache.get(request(n), SERVER) is not None for n in range(5)] == [True, True, False, True, True]
    assert len(said) == 1 and "4 readable replies" in said[0]


def old_cache(path: Path, columns: str, row: tuple[str, ...]) -> None:
    database = sqlite3.connect(path)
    database.execute(f"create table reply ({columns})")
    database.execute(f"insert into reply values ({', '.join('?' * len(row))})", row)
    database.commit()
    database.close()


def test_what_was_paid_for_under_an_old_key_still_answers_for_its_own_server(tmp_path: Path) -> None:
    columns = "key text primary key, model text, server text, request text, reply text, at text"
    stored = orjson.dumps(Reply("answer 1")).decode()
    old_cache(tmp_path / "a.sqlite", columns, (request(1).key, "m", SERVER + "/", "{}", stored, "2026-01-01"))
    said: list[str] = []
    cache = AnswerCache(tmp_path / "a.sqlite", tell=said.append)
    assert cache.get(request(1), SERVER) == Reply("answer 1")
    assert cache.get(request(1), "http://there/v1") is None
    assert said == [] and set_aside(tmp_path) == []


def test_the_first_draft_of_the_table_is_migrated(tmp_path: Path) -> None:
    stored = json.dumps({"text": "answer 1", "finish": "stop", "dropped": []})
    old_cache(tmp_path / "a.sqlite", "key text primary key, reply text", (request(1).key, stored))
    cache = AnswerCache(tmp_path / "a.sqlite")
    assert cache.get(request(1), SERVER) == Reply("answer 1")
    cache.put(request(2), Reply("answer 2"), SERVER)
    assert cache.get(request(2), SERVER) == Reply("answer 2")


def test_what_is_no_cache_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("my notes")
    with pytest.raises(InputError, match="no answer cache"):
        AnswerCache(tmp_path / "notes.txt")
    old_cache(tmp_path / "b.sqlite", "x text", ("y",))
    database = sqlite3.connect(tmp_path / "b.sqlite")
    database.execute("alter table reply rename to other")
    database.commit()
    with pytest.raises(InputError, match="no answer cache"):
        AnswerCache(tmp_path / "b.sqlite")
    assert (tmp_path / "notes.txt").read_text() == "my notes"


def test_a_locked_cache_loses_nothing(tmp_path: Path) -> None:
    path, said = tmp_path / "a.sqlite", list[str]()
    cache = AnswerCache(path, tell=said.append)
    cache._db.execute("pragma busy_timeout = 50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")
    cache.put(request(1), Reply("answer 1"), SERVER)
    assert cache.get(request(1), SERVER) == Reply("answer 1")
    assert len(said) == 1 and "cannot be written" in said[0]
    other.execute("commit")
    cache.put(request(2), Reply("answer 2"), SERVER)
    assert AnswerCache(path).get(request(1), SERVER) == Reply("answer 1")


def test_what_can_never_be_written_stands_beside_and_is_taken_in_later(tmp_path: Path) -> None:
    path, said = tmp_path / "a.sqlite", list[str]()
    cache = AnswerCache(path, tell=said.append)
    cache._db.execute("pragma busy_timeout = 50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")
    cache.put(request(1), Reply("answer 1"), SERVER)
    cache.close()
    other.execute("commit")
    assert len(list(tmp_path.glob("a.sqlite.unsaved-*.jsonl"))) == 1
    assert AnswerCache(path).get(request(1), SERVER) == Reply("answer 1")
    assert list(tmp_path.glob("a.sqlite.unsaved-*.jsonl")) == []


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    path, said = tmp_path / "a.sqlite", list[str]()
    cache = AnswerCache(path, tell=said.append)
    (pages,) = cache._db.execute("pragma page_count").fetchone()
    cache._db.execute(f"pragma max_page_count = {pages}")  # as SQLite itself tests a full disk
    for number in range(50):
        cache.put(request(number), Reply(f"answer {number}"), SERVER)
    assert len(said) == 1 and "full" in said[0]
    assert found(cache, 50) == 50
    cache.close()
    assert found(AnswerCache(path), 50) == 50


def test_a_reply_with_anything_in_it_comes_back_as_it_was(tmp_path: Path) -> None:
    reply = Reply(
        "\x00 \ufffd \U0001f600 '\"", "length", 2**40, 3, "m", ("stop",), {"A": 0.5}, "thought", 5, True, "fp", False
    )
    cache = AnswerCache(tmp_path / "a.sqlite")
    cache.put(request(1), reply, SERVER)
    assert AnswerCache(tmp_path / "a.sqlite").get(request(1), SERVER) == reply


def test_opening_takes_no_longer_for_a_large_file(tmp_path: Path) -> None:
    filled(tmp_path / "a.sqlite", 20)
    reads: list[str] = []
    cache = AnswerCache(tmp_path / "a.sqlite")
    cache._db.set_trace_callback(reads.append)
    cache.close()
    assert not any("check" in r for r in reads)  # no quick_check, no integrity_check: both read every page


def test_a_claim_keeps_others_from_asking_until_it_is_released_or_its_owner_is_gone(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "a.sqlite")
    assert cache.claim(request(1), SERVER)
    assert not AnswerCache(tmp_path / "a.sqlite").claim(request(1), SERVER)
    cache.release(request(1), SERVER)
    script = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; import test_cache_survives as t\n"
        "assert t.AnswerCache(Path(sys.argv[1])).claim(t.request(1), t.SERVER)"
    )
    here = str(Path(__file__).parent)
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "a.sqlite"), here], check=True, env=os.environ)
    assert cache.claim(request(1), SERVER)  # that process ended without releasing it
