"""What is asked of an index, how often, and what stands where it does not answer."""

from pathlib import Path
from typing import Any

import pytest
from index_servers import Counted, served
from loopback import CUT, DROP, Said

from contamination.audit import audit
from contamination.audits.completeness import IncompleteAudit, check_complete
from contamination.audits.merge import merge_audits
from contamination.cost.index_cost import index_cost
from contamination.indexes import polite_client
from contamination.indexes.address import index_address
from contamination.indexes.kept_answers import KeptAnswers
from contamination.indexes.open_index import IndexOptions
from contamination.indexes.polite_client import PoliteClient
from contamination.indexes.remote_index import joined
from contamination.indexes.text_index import NotAnswered
from contamination.types import Audit, Item
from exams.errors import InputError

WALL = Item("wall", "A homeowner hired a painter under a contract that said AND underlined: eggshell white walls only.")
RIVER = Item("river", "Which of the rivers named below crosses the equator twice on its long way to the open sea?")
CLOCK = Item("clock", "How many times between noon and midnight do the hands of an ordinary clock form a right angle?")
ITEMS = [WALL, RIVER, CLOCK]
TEXTS = ["Nothing at all.", f"Notes – für später. {RIVER.question} The Congo does, as everybody knows. " + "é" * 900]
MINI = "infini-gram-mini:v2_test"


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polite_client, "WAITS", (0.0, 0.0, 0.0))
    monkeypatch.setattr(polite_client, "TOO_FAST_WAITS", (0.0, 0.0, 0.0))


def asked(url: str, kept: Path | None, name: str = MINI, **options: Any) -> Audit:
    asking = IndexOptions(url=url, answers=kept, rate=10_000, **options)
    return audit(ITEMS, [name], form="f", form_hash="h", asking=asking)


def verdicts(found: Audit) -> list[str]:
    return [item.verdict for item in found.items]


def test_what_was_asked_once_is_not_asked_again(tmp_path: Path) -> None:
    with served(Counted(TEXTS)) as server:
        first = asked(server.url, tmp_path / "kept.sqlite")
        sent = server.requests
        again = asked(server.url, tmp_path / "kept.sqlite")
        assert server.requests == sent > 10
    assert verdicts(first) == ["clean", "contaminated", "clean"]
    assert again == first, "dates are those of the answers"


def test_the_count_told_before_is_what_is_sent_where_nothing_is_found(tmp_path: Path) -> None:
    options = IndexOptions(answers=tmp_path / "kept.sqlite")
    with served(Counted(["Nothing at all."])) as server:
        for name in (MINI, "infini-gram:v4_test"):
            address = index_address(name)
            assert address is not None
            told = index_cost(ITEMS, address, options)
            before = server.requests
            assert told.kept == 0 and told.least > 15
            found = asked(server.url, tmp_path / "kept.sqlite", name)
            assert server.requests - before == told.least == found.indexes[0].requests
            kept = IndexOptions(url=server.url, answers=tmp_path / "kept.sqlite")
            assert index_cost(ITEMS, address, kept).to_send == 0


def test_a_text_that_infini_gram_would_take_for_logic_is_not_sent_to_it(tmp_path: Path) -> None:
    shouting = Item(
        "s", "STATE ALL CARDINAL NUMBERS AND THEIR SUCCESSORS OR PREDECESSORS AND NAME THE LARGEST OF THEM ALL"
    )
    with served(Counted(TEXTS)) as server:
        asking = IndexOptions(url=server.url, answers=None, rate=10_000)
        of_tokens = audit([shouting], ["infini-gram:v4_test"], form="f", form_hash="h", asking=asking)
        assert server.answered and not any(w in r["query"] for r in server.answered for w in (" AND ", " OR "))
        server.answered.clear()
        audit([shouting], [MINI], form="f", form_hash="h", asking=asking)
        assert any(" AND " in r["query"] for r in server.answered), "mini knows no logic"
    assert of_tokens.indexes[0].left_out > 0 and "logic" in " ".join(of_tokens.indexes[0].lines)


@pytest.mark.parametrize(
    "bad",
    [
        (500, {"error": "[Flask] Internal server error"}, {}),
        (502, b"<html>Bad gateway</html>", {}),
        (200, b"<html>All is well</html>", {}),
        (200, {"error": "The index is being rebuilt."}, {}),
        (200, {"cnt": 7, "segment_by_shard": [[0, 1]]}, {}),
        (200, {"cnt": 1, "segment_by_shard": [[3, 2], [0, 2]]}, {}),
        (200, {"cnt": True, "segment_by_shard": [["a", "b"]]}, {}),
        (200, [1, 2], {}),
        (301, {}, {"Location": "http://127.0.0.1:1/"}),
        (DROP, {}, {}),
        (CUT, {"cnt": 0}, {}),
    ],
)
def test_an_index_that_fails_part_way_leaves_questions_incomplete_and_the_same_command_goes_on(
    bad: Said, tmp_path: Path
) -> None:
    def refuse(number: int, request: dict[str, Any]) -> Said | None:
        return bad if failing and number > 12 else None

    failing = True
    with served(Counted(TEXTS), refuse) as server:
        broken = asked(server.url, tmp_path / "kept.sqlite")
        assert verdicts(broken)[-1] == "incomplete" and "clock" in broken.indexes[0].unanswered
        assert "clean" not in [i.verdict for i in broken.items if i.question in broken.indexes[0].unanswered]
        with pytest.raises(IncompleteAudit, match="no full answer for"):
            check_complete([broken])
        failing, sent = False, server.requests
        whole = asked(server.url, tmp_path / "kept.sqlite")
        assert verdicts(whole) == ["clean", "contaminated", "clean"]
        assert server.requests - sent <= whole.indexes[0].requests - 12, "what was answered is not asked again"
        check_complete([whole])


def test_a_limit_of_requests_is_kept_and_the_next_call_goes_on(tmp_path: Path) -> None:
    with served(Counted(TEXTS)) as server:
        part = asked(server.url, tmp_path / "kept.sqlite", most=5)
        assert server.requests == 5 and "incomplete" in verdicts(part) and "clean" not in verdicts(part)
        for _ in range(20):
            part = asked(server.url, tmp_path / "kept.sqlite", most=5)
        assert verdicts(part) == ["clean", "contaminated", "clean"]


def test_merging_does_not_turn_an_open_question_clean(tmp_path: Path) -> None:
    with served(Counted(TEXTS)) as server:
        part = asked(server.url, tmp_path / "kept.sqlite", most=5)
    (tmp_path / "corpus.txt").write_text("Nothing of it.")
    files = audit(ITEMS, [tmp_path / "corpus.txt"], form="f", form_hash="h")
    assert verdicts(files) == ["clean"] * 3
    for merged in (merge_audits(part, files), merge_audits(files, part)):
        assert verdicts(merged) == verdicts(part) and merged.indexes == part.indexes


def test_an_index_that_cannot_be_asked_at_all_is_one_line_without_the_password(tmp_path: Path) -> None:
    with served(Counted(TEXTS)) as server:
        with pytest.raises(InputError, match="Invalid index: unknown"):
            asked(server.url, None, "infini-gram-mini:unknown")
        address = server.url.replace("//", "//me:s3cret-word@") + "?key=s3cret-word"
        found = asked(address, tmp_path / "kept.sqlite")
        sent = server.headers[-1]
    assert sent["Authorization"].startswith("Basic ") and "examsim" in sent["User-Agent"]
    assert found.indexes[0].server == server.url and "s3cret" not in found.model_dump_json()
    assert b"s3cret" not in (tmp_path / "kept.sqlite").read_bytes()
    with pytest.raises(InputError) as error:  # nobody listens there any more
        asked(address, None)
    assert "cannot be reached" in str(error.value) and "s3cret" not in str(error.value)
    for wrong in ("ftp://x/", "http://", "me:s3cret-word@host", "http://[::1"):
        with pytest.raises(InputError, match="no address of a server") as error:
            asked(wrong, None)
        assert "s3cret" not in str(error.value)


@pytest.mark.parametrize(("headers", "waited"), [({"Retry-After": "7"}, 7), ({}, 45)])
def test_a_server_that_is_asked_too_fast_is_given_time(
    headers: dict[str, str], waited: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polite_client, "TOO_FAST_WAITS", (45.0, 45.0, 45.0))
    waits: list[float] = []
    said: list[str] = []

    def refuse(number: int, request: dict[str, Any]) -> Said | None:
        return (403 if number == 1 else 429, {"message": "Forbidden"}, headers) if number < 3 else None

    with served(Counted(TEXTS), refuse) as server:
        client = PoliteClient(server.url, rate=50.0, sleep=waits.append, tell=said.append)
        assert client.ask({"index": "i", "query_type": "count", "query": ""}, dict)["count"] > 0
        client.close()
    assert [w for w in waits if w > 1] == pytest.approx([waited, waited], rel=0.11)
    assert client.rate == 50 / 4 and client.stats.sent == 3 and client.stats.repeated == 2
    assert "status 403: Forbidden; asking again" in said[0]


def test_requests_go_out_no_faster_than_the_rate() -> None:
    now = 100.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    with served(Counted(TEXTS)) as server:
        client = PoliteClient(server.url, rate=2.0, sleep=sleep, clock=lambda: now)
        for number in range(5):
            client.ask({"index": "i", "query_type": "find", "query": f"x{number}"}, dict)
        client.close()
    assert now == pytest.approx(102.0)


def test_a_character_that_minis_cut_would_divide_is_asked_for_otherwise(tmp_path: Path) -> None:
    texts = [f"{'é' * 2000}{x} {RIVER.question} {'é' * 2000}" for x in ("x", "xx")]
    with served(Counted(texts)) as server:
        found = asked(server.url, None)
        excerpts = [r for r in server.answered if r["query_type"] == "get_doc_by_rank"]
    assert found.flagged == {"river"} and len(excerpts) > found.indexes[0].excerpts
    evidence = found.items[1].evidence[0]
    assert evidence.document == "d0" and evidence.field == "excerpt", "where the excerpt begins, nobody said"


def test_a_stem_that_stands_everywhere_is_open_unless_more_of_it_stands_nowhere(tmp_path: Path) -> None:
    short = Item("short", "Name three causes of it")
    long = Item("long", "Name three causes of it, and weigh which of the three was felt soonest by the lower estates")
    crowd = [f"{n}. Name three causes of it, and say why. Number {n}." for n in range(60)]
    with served(Counted(crowd)) as server:
        asking = IndexOptions(url=server.url, answers=None, rate=10_000)
        found = audit([short, long], [MINI], form="f", form_hash="h", rules=["gpt4"], asking=asking)
    assert found.indexes[0].too_common == ("short",)
    assert [i.verdict for i in found.items][1] == "clean" and found.items[0].verdict != "clean"


def test_a_damaged_file_of_answers_is_set_aside_and_told(tmp_path: Path) -> None:
    path, said = tmp_path / "kept.sqlite", list[str]()
    path.write_bytes(b"no database at all" * 1000)
    kept = KeptAnswers(path, said.append)
    kept.put("a", {"query": "x"}, {"cnt": 1, "latency": 3.5})
    assert kept.get("a", {"query": "x"}) is not None and kept.get("b", {"query": "x"}) is None
    kept.close()
    assert "damaged" in said[0] and len(list(tmp_path.glob("kept.sqlite.damaged-*"))) == 1
    with pytest.raises(InputError, match="cannot keep answers here"):
        KeptAnswers(tmp_path)


def test_a_server_that_failed_three_times_in_a_row_is_left_in_peace() -> None:
    with served(Counted(TEXTS), lambda number, request: (500, {"error": "no"}, {})) as server:
        client = PoliteClient(server.url, rate=10_000)
        for number in range(9):
            with pytest.raises(NotAnswered):
                client.ask({"query": str(number)}, dict)
        client.close()
        assert server.requests == 3 * 4


def test_spaces_that_decoding_ate_are_put_back() -> None:
    assert joined(["He said", "that it was", "so.", " Then", "?"]) == "He said that it was so. Then?"


@pytest.mark.parametrize(
    "name", ["infini-gram:", "infini-gram-mini: ", "infini-gram-mini:./folder", "infini-gram:a\tb"]
)
def test_half_a_name_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="infini-gram"):
        index_address(name)


def test_other_corpora_are_no_index() -> None:
    assert index_address("infini-gram.jsonl") is None and index_address("hf:infini-gram") is None
