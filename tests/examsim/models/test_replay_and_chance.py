"""The models that need no server."""

import asyncio
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.errors import BudgetReached
from exams.prompts.message import Message, Part
from examsim.models.budget import Budget
from examsim.models.cache.answer_cache import AnswerCache, key_of
from examsim.models.cached_client import CachedClient
from examsim.models.chance import Chance
from examsim.models.fake import FakeModel
from examsim.models.prices import Price, price_of
from examsim.models.replay.model import Replay
from examsim.models.request import Reply, Request, RequestMetadata
from scoring.judge.extract_code import extract_code


def request(text: str = "hello", question: str = "q1", **params: object) -> Request:
    metadata = RequestMetadata(question, "multiple_choice", ("A", "B", "C", "D"))
    return Request("m", (Message("user", (Part("text", text),)),), params, metadata=metadata)


def test_chance_guesses_each_option_about_equally_often() -> None:
    guesses = [asyncio.run(Chance(7)(request(question=f"q{n}"))).text[-1] for n in range(400)]
    assert all(70 <= guesses.count(letter) <= 130 for letter in "ABCD")


def test_chance_is_the_same_for_the_same_seed_and_differs_for_another() -> None:
    def guesses(seed: int) -> list[str]:
        return [asyncio.run(Chance(seed)(request(question=f"q{n}"))).text for n in range(50)]

    assert guesses(1) == guesses(1) != guesses(2)


@pytest.mark.parametrize(
    "line",
    [
        {"question": "q1", "answer": "C"},
        {"id": "q1", "answer": ["C"]},
        {"question": "q1", "text": "The answer is C."},
        {"question": "q1", "choice": ["C"], "text": "since B is wrong", "section": "mc", "status": "answered"},
    ],
)
def test_replay_says_what_the_file_says(tmp_path: Path, line: dict[str, object]) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(line) + "\n")
    replay = Replay(tmp_path / "a.jsonl")
    assert "C" in asyncio.run(replay(request())).text
    assert asyncio.run(replay(request(question="q2"))).finish == "missing"


@pytest.mark.parametrize("program", ["```python\nprint(1)\n```", "n = int(input())\nprint(n)", "~~~\nprint(2)\n~~~"])
def test_a_replayed_program_is_the_reply_itself_so_that_its_fence_stays_one(tmp_path: Path, program: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps({"question": "q1", "answer": program}) + "\n", encoding="utf-8")
    text = asyncio.run(Replay(path)(request())).text
    inside = "\n".join(line for line in program.splitlines() if not line.startswith(("```", "~~~")))
    assert (extract_code(text).source or "").strip() == inside


def test_the_key_of_a_request_stays_so_that_caches_already_paid_for_are_found() -> None:
    request = Request("m", (Message("user", (Part("text", "What is 2 + 2?"),)),), {"temperature": 0.0}, sample_index=3)
    assert request.key == "0538652e7c2bfe65c423bc15686af3329254ca6a174ee124d41269c64385843b"
    server = "https://a.example/v1/"
    assert key_of(request, server) == "eb22b8bdeed6d8daf2f728ea4ed331373e2491b3d2d8352f4c09771146fbcdfc"


@given(st.text(max_size=50), st.floats(0, 2, allow_nan=False), st.integers(0, 3))
def test_the_cache_key_depends_on_the_rendered_request_only(text: str, temperature: float, sample_index: int) -> None:
    one = Request(
        "m",
        (Message("user", (Part("text", text),)),),
        {"temperature": temperature},
        sample_index,
        RequestMetadata("a", "x"),
    )
    # the same words in two parts, other metadata: the same request on the wire
    parts = (Part("shared", text[:5]), Part("text", text[5:]))
    two = Request("m", (Message("user", parts),), {"temperature": temperature}, sample_index, RequestMetadata("b", "y"))
    assert one.key == two.key
    assert one.key != Request("m", one.messages, {"temperature": temperature}, sample_index + 1).key
    assert one.key != Request("n", one.messages, {"temperature": temperature}, sample_index).key


def test_the_cache_keeps_every_field_of_a_reply(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "a.sqlite")
    reply = Reply("text \U0001f600", "length", 3, 4, "m-0613", ("temperature",), {"A": 0.5})
    cache.put(request(), reply, "here")
    assert cache.get(request(), "here") == reply
    assert cache.get(request(), "there") is None  # other weights under the same name
    assert cache.get(request("other"), "here") is None
    cache.close()


def test_the_budget_stops_before_it_is_passed() -> None:
    model = FakeModel(lambda _: Reply("x", prompt_tokens=10, completion_tokens=1000))
    client = CachedClient(model, None, price=Price(1.0, 1000.0, "test"), budget=Budget(2.5))

    async def many() -> None:
        for _ in range(10):
            await client(request(max_tokens=1000))

    with pytest.raises(BudgetReached, match="raise the limit"):
        asyncio.run(many())
    assert len(model.asked) == 2
    assert client.tally.cost < 2.5


@pytest.mark.parametrize(
    ("model", "known"), [("gpt-4o-2024-08-06", True), ("gpt-4", True), ("gpt-4-unheard-of", False), ("llama", False)]
)
def test_a_dated_name_has_the_price_of_its_family(model: str, known: bool) -> None:
    assert (price_of(model) is not None) is known
