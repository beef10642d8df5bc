"""What is killed in the middle leaves nothing half made; a damaged cache loses nothing that is new."""

import random
from pathlib import Path

import pytest

from exams.files.atomic_folder import atomic_folder
from exams.files.atomic_write import atomic_write
from exams.prompts.message import Message, Part
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.request import Reply, Request, RequestMetadata

SERVER = "http://here/v1"


class Killed(BaseException):
    """The end of the process, in the middle."""


@pytest.mark.parametrize("moment", range(4))
def test_a_folder_is_whole_or_not_there(moment: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "form"

    def make(until: int) -> None:
        with atomic_folder(target) as folder:
            for number in range(3):
                if number == until:
                    raise Killed
                with atomic_write(folder / f"{number}") as file:
                    file.write(b"x")

    with monkeypatch.context() as patched:
        if moment == 3:

            def killed(path: Path, to: Path) -> None:
                raise Killed

            patched.setattr(Path, "rename", killed)
        with pytest.raises(Killed):
            make(moment)
    assert not target.exists()
    make(-1)
    assert sorted(p.name for p in target.iterdir()) == ["0", "1", "2"]
    assert [p.name for p in tmp_path.iterdir()] == ["form"]


def test_what_a_killed_process_left_of_its_folder_is_swept_away(tmp_path: Path) -> None:
    left = tmp_path / ".form.999999999.part"
    left.mkdir()
    (left / "questions.jsonl").write_text("{")
    with atomic_folder(tmp_path / "form") as folder:
        (folder / "a").write_text("x")
    assert [p.name for p in tmp_path.iterdir()] == ["form"]


def request(number: int) -> Request:
    message = Message("user", (Part("text", f"question {number}"),))
    return Request("m", (message,), {"temperature": 0.3}, metadata=RequestMetadata(f"q{number}", "multiple_choice"))


@pytest.mark.parametrize("seed", range(12))
def test_a_cache_damaged_anywhere_takes_a_new_reply_and_gives_it_back(seed: int, tmp_path: Path) -> None:
    path, said = tmp_path / "answers.sqlite", list[str]()
    first = AnswerCache(path)
    for number in range(40):
        first.put(request(number), Reply(f"answer {number} " * 30), SERVER)
    first.close()
    chance, raw = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(raw))
        raw[at : at + chance.choice((1, 40, 4096))] = chance.randbytes(chance.choice((1, 40)))
    path.write_bytes(raw)
    cache = AnswerCache(path, tell=said.append)
    kept = {number: cache.get(request(number), SERVER) for number in range(40)}
    cache.put(request(99), Reply("paid for"), SERVER)
    cache.close()
    again = AnswerCache(path, tell=said.append)
    assert again.get(request(99), SERVER) == Reply("paid for")
    assert all(isinstance(reply, Reply) for reply in kept.values() if reply is not None)
    assert len(said) <= 2


def test_a_claim_of_a_nonsensical_owner_keeps_nobody_waiting(tmp_path: Path) -> None:
    import socket

    cache = AnswerCache(tmp_path / "a.sqlite")
    for owner in (f"{socket.gethostname()}:{10**30}", f"{socket.gethostname()}:²", "\ud7ff", "", ":"):
        cache._db.execute("insert or replace into claim values (?, ?, ?)", ("k", owner, 1e12))
        cache._db.execute("update claim set key = ?", (_key(),))
        assert cache.claim(request(1), SERVER) in (True, False)
        cache._db.execute("delete from claim")


def _key() -> str:
    from examsim.models.cache.answer_cache import key_of

    return key_of(request(1), SERVER)


def test_the_temporary_file_of_a_killed_writer_goes_with_the_next_write(tmp_path: Path) -> None:
    for name in (".score[1].json.abc.part", ".run.json.abc.part"):
        (tmp_path / name).write_bytes(b"half")
    with atomic_write(tmp_path / "score[1].json") as held:
        held.write(b"one")
        (own,) = tmp_path.glob(".score*.part")
        with atomic_write(tmp_path / "score[1].json") as file:
            file.write(b"two")
        assert own.exists(), "a living writer keeps its file"
    assert sorted(p.name for p in tmp_path.iterdir()) == [".run.json.abc.part", "score[1].json"]


@pytest.mark.parametrize("taken", ["held", "removed"])
def test_a_temporary_file_taken_before_its_writer_held_it_is_made_again(
    taken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer of the same file takes it for a leaving in the moment between its making and its lock."""
    import fcntl

    real, calls = fcntl.flock, []

    def first_lost(descriptor: object, how: int) -> None:
        calls.append(how)
        if len(calls) == 1 and taken == "held":
            raise BlockingIOError
        if len(calls) == 1:
            next(tmp_path.glob("*.part")).unlink()
        real(descriptor, how)  # type: ignore[arg-type]

    monkeypatch.setattr(fcntl, "flock", first_lost)
    with atomic_write(tmp_path / "a.json") as file:
        file.write(b"whole")
    assert (tmp_path / "a.json").read_bytes() == b"whole"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_watching_never_stops_a_run_whose_folder_another_process_takes_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exams.errors import InputError
    from examsim.running import live_record

    def gone(*_: object) -> None:
        raise InputError("cannot write: No such file or directory", where=tmp_path)

    monkeypatch.setattr(live_record, "copy_form", gone)
    plan = type("Plan", (), {"form": None})()
    live_record.LiveRecord(tmp_path, plan).end()


def test_a_cache_that_others_are_making_just_now_is_waited_for(tmp_path: Path) -> None:
    """SQLite refuses to change to a write-ahead log beside a reader at once, whatever it was told to wait."""
    import sqlite3
    import threading

    path = tmp_path / "answers.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("create table reply (key text primary key, reply text not null)")
    other.execute("begin")
    other.execute("select * from reply").fetchall()
    threading.Timer(0.3, lambda: other.execute("commit")).start()
    cache = AnswerCache(path)
    cache.put(request(1), Reply("new"), SERVER)
    assert cache.get(request(1), SERVER) == Reply("new")
    cache.close()
    other.close()


def test_folders_are_written_by_one_process_at_a_time_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    import multiprocessing
    import time

    from exams.files.one_writer import one_writer

    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    context = multiprocessing.get_context("fork")
    inside, waiting = context.Event(), context.Event()

    def hold() -> None:
        with one_writer([two, one]):
            inside.set()
            time.sleep(60)

    def wait() -> None:
        with one_writer([one]):
            waiting.set()

    holder, waiter = context.Process(target=hold), context.Process(target=wait)
    holder.start()
    assert inside.wait(10)
    waiter.start()
    assert not waiting.wait(0.3)
    holder.kill()
    assert waiting.wait(10)
    holder.join()
    waiter.join()
