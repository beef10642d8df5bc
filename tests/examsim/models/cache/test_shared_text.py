"""Text that many requests share is in the cache once, and every request can still be read whole."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import orjson
import pytest

from exams.prompts.message import Message, Part
from examsim.models.cache.answer_cache import AnswerCache, key_of
from examsim.models.cache.record import record_of
from examsim.models.request import Reply, Request

EXAMPLES = "HEAD " + "Five worked examples, the same for every question of the section. " * 130  # 8.6 kB
SERVER = "http://here/v1"


def request(number: int, examples: str = EXAMPLES) -> Request:
    parts = (Part("shared", examples), Part("text", f"Problem {number}. Which?\n"))
    return Request("m", (Message("system", (Part("text", "Be brief."),)), Message("user", parts)), {"temperature": 0.3})


def filled(path: Path, number: int = 200) -> AnswerCache:
    cache = AnswerCache(path)
    for n in range(number):
        cache.put(request(n), Reply(f"answer {n}"), SERVER)
    return cache


def test_two_hundred_questions_keep_their_examples_once(tmp_path: Path) -> None:
    cache = filled(tmp_path / "a.sqlite")
    rows = cache.rows()
    assert [orjson.loads(r["request"])["messages"] for r in rows] == [request(n).wire for n in range(200)]
    cache.close()
    assert (tmp_path / "a.sqlite").read_bytes().count(b"HEAD Five worked") == 1
    assert (tmp_path / "a.sqlite").stat().st_size < 200 * 1_000  # 9.6 kB each when each held its own


def test_a_cache_of_the_version_before_still_answers(tmp_path: Path) -> None:
    filled(tmp_path / "a.sqlite", 1).close()
    with sqlite3.connect(tmp_path / "a.sqlite") as old:
        old.execute("drop table shared")
        old.execute("pragma user_version = 2")
        whole = orjson.dumps({"messages": request(7).wire, "params": {"temperature": 0.3}, "draw": 0}).decode()
        row = (key_of(request(7), SERVER), "m", SERVER, whole, record_of(Reply("old")), "2026-01-01", "q7")
        old.execute("insert into reply values (?, ?, ?, ?, ?, ?, ?)", row)
    cache = AnswerCache(tmp_path / "a.sqlite")
    found = cache.get(request(7), SERVER)
    assert found is not None and found.text == "old"
    assert cache.rows()[0]["request"] == whole
    cache.close()


def test_forgetting_the_last_reply_forgets_the_text(tmp_path: Path) -> None:
    cache = filled(tmp_path / "a.sqlite", 2)
    keys = [r["key"] for r in cache.rows()]
    assert cache.forget(keys[:1]) == 1
    assert EXAMPLES in orjson.loads(cache.rows()[0]["request"])["messages"][1]["content"]
    assert cache.forget(keys[1:]) == 1
    cache.put(request(9, "Another text. " * 40), Reply("x"), SERVER)
    cache.put(request(1), Reply("again"), SERVER)  # the same process must write it anew
    assert EXAMPLES in orjson.loads(cache.rows()[-1]["request"])["messages"][1]["content"]
    cache.close()


def test_a_lost_text_is_named_and_the_reply_stays(tmp_path: Path) -> None:
    cache = filled(tmp_path / "a.sqlite", 1)
    with sqlite3.connect(tmp_path / "a.sqlite") as other:
        other.execute("delete from shared")
    assert "which the cache has lost]Problem 0." in cache.rows()[0]["request"]
    assert cache.get(request(0), SERVER) is not None
    cache.close()


def test_a_damaged_cache_saves_its_shared_texts_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filled(tmp_path / "a.sqlite", 300).close()
    data = bytearray((tmp_path / "a.sqlite").read_bytes())
    page = int.from_bytes(data[16:18], "big")
    data[18 * page : 19 * page] = b"\xff" * page  # one page of replies is gone
    (tmp_path / "a.sqlite").write_bytes(bytes(data[: -page // 2]))
    cache = AnswerCache(tmp_path / "a.sqlite")
    rows = cache.rows()
    assert "set aside" in capsys.readouterr().err
    assert len(rows) > 200
    assert sum("which the cache has lost" in r["request"] for r in rows) == 0
    cache.close()


def test_replies_written_beside_bring_their_texts(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "a.sqlite")
    cache._db.execute("pragma query_only = on")
    cache.put(request(1), Reply("kept"), SERVER)
    cache.close()
    again = AnswerCache(tmp_path / "a.sqlite")
    assert orjson.loads(again.rows()[0]["request"])["messages"] == request(1).wire
    again.close()
