"""What comes back from a server: bodies as a client gets them, and the text of replies as every reader takes it."""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine import Target, Wrong
from mutate import CONTROLS, hostile
from toy_exam import essay

KEY = "canary-Key_7f3a91"
OPTIONS = {"A": "tin", "B": "the letter B", "C": "oak", "D": "42"}
BODY = {
    "id": "x", "object": "chat.completion", "created": 0, "model": "m", "system_fingerprint": "fp",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "ANSWER: B"},
                 "logprobs": {"content": [{"token": "B", "top_logprobs": [{"token": "B", "logprob": -0.1}]}]}}],
    "usage": {"prompt_tokens": 100, "completion_tokens": 20, "completion_tokens_details": {"reasoning_tokens": 3}},
}  # fmt: skip
ERROR = {
    "error": {"message": f"Incorrect API key provided: {KEY}", "type": "invalid", "param": "temperature", "code": "c"}
}
STREAM = b"".join(
    b"data: "
    + json.dumps({"choices": [{"index": 0, "delta": {"content": word}, "finish_reason": None}]}).encode()
    + b"\n\n"
    for word in ("ANSWER", ": ", "B")
)
HEADS = (
    {}, {"retry-after": "3"}, {"retry-after": "1e999"}, {"retry-after": "\u00bd"}, {"retry-after-ms": "-1"},
    {"content-type": "text/html"}, {"content-type": "text/event-stream"}, {"location": f"http://u:{KEY}@h/"},
    {"x-ratelimit-reset-requests": "1d2h3m"}, {"retry-after": "Wed, 99 Foo 2026"}, {"retry-after": "9" * 400},
)  # fmt: skip
WORDS = (
    "The answer is", "ANSWER:", "**B**", "(B)", "[B]", "B)", "\\boxed{", "}", '```python\n', "```",
    'def f(x):\n', "    return", '\n', " ", "or", "not", "1,234.5", "-", "½", "10**400", "1e999", "<think>",
    "</think>", "{", "\"answer\":", "[", "]", "I cannot", "答案", "الجواب", "Antwort:", "=", "\\frac{1}{2}",
    "{\"grades\": [", "{\"criterion\": \"c1\", \"points\": 3}", "~~~", "$", "A, B and C", "None of the above",
    "%", ">", "| A |", "- [x] B", "•", "I'm sorry", "0x10", "π", '\x00', '\u202e', '\ud800', "&lt;",
)  # fmt: skip


def reply_text(sound: bytes, chance: random.Random) -> bytes:
    """A reply: words of replies in any order, one part of it repeated up to a megabyte, or a changed sound one."""
    if chance.random() < 0.3:
        return hostile(sound, chance)
    words = [chance.choice(WORDS) for _ in range(chance.randint(1, 40))]
    if chance.random() < 0.3:
        at = chance.randrange(len(words))
        words[at] = "".join(chance.choice(WORDS) for _ in range(chance.randint(1, 4))) * chance.choice((9, 300, 20_000))
    return chance.choice(("", " ")).join(words)[:1_000_000].encode("utf-8", "surrogatepass")


def reader(name: str, read: Callable[[str], object], sound: str) -> Target:
    """One reader of replies."""

    def lay_out(folder: Path) -> tuple[Path, Callable[[], object]]:
        path = folder / "reply.txt"
        path.write_text(sound)
        return path, lambda: read(path.read_bytes().decode("utf-8", "surrogateescape")) and None

    return Target(name, lay_out, 2.5, reply_text)


def _choice(text: str) -> object:
    from scoring.reading.extract import read_choice

    return read_choice(text, OPTIONS), read_choice(text, OPTIONS, several=True)


def _number(text: str) -> object:
    from scoring.reading.extract_number import read_number

    return read_number(text)


def _code(text: str) -> object:
    from scoring.judge.extract_code import extract_code

    return extract_code(text, entry_point="f", starter="def f(x):\n    ")


def _refusal(text: str) -> object:
    from scoring.reading.refusal import reads_as_refusal

    return reads_as_refusal(text) or True


def _grades(text: str) -> object:
    from exams.question import Question
    from examsim.grading.candidate_text import candidate_text
    from examsim.grading.read_grades import read_grades
    from scoring.graders.steering import steering

    rubric = Question.model_validate(essay(1)).rubric
    assert rubric is not None
    return read_grades(text, rubric, "The rule."), candidate_text(text, ("m",), ["c1"]), steering(text, ["c1"])


def bodies(folder: Path) -> tuple[Path, Callable[[], object]]:
    """A response judged as a client judges it; what comes of it is stored and read again, and holds no key."""
    from examsim.models.cache.record import record_of, reply_from_record
    from examsim.models.request import Reply
    from examsim.models.server.outcome import outcome_of
    from examsim.models.server.secrets import protect

    protect(KEY)
    path = folder / "body.json"
    path.write_text(json.dumps(BODY))

    def use() -> object:
        raw = path.read_bytes()
        chance = random.Random(raw)
        status = chance.choice((200, 200, 200, 200, 400, 401, 404, 413, 429, 500, 503, 302, 418))
        outcome: Any = outcome_of(status, chance.choice(HEADS), raw, {"temperature": 0.3, "seed": 1, "max_tokens": 5})
        if isinstance(outcome, Reply):
            stored = record_of(outcome)
            if reply_from_record(stored.encode()) != outcome:
                raise Wrong(f"stored and read again it is another reply: {stored[:300]}")
        if any(KEY in str(value) for value in dataclasses.astuple(outcome)):
            raise Wrong(f"the key came through: {outcome!r}"[:500])
        return None

    return path, use


def body(sound: bytes, chance: random.Random) -> bytes:
    """A body: a completion, an error or a stream, each changed; controls and the key put in anywhere."""
    kind = chance.random()
    start = sound if kind < 0.6 else json.dumps(ERROR).encode() if kind < 0.8 else STREAM
    found = hostile(start, chance)
    if chance.random() < 0.2:
        at = chance.randrange(len(found) + 1)
        found = found[:at] + chance.choice((KEY, CONTROLS)).encode("utf-8", "surrogatepass") + found[at:]
    return found


def judged_values(folder: Path) -> tuple[Path, Callable[[], object]]:
    """What a program printed or returned, compared with what was expected."""
    from scoring.judge.compare import same_text

    path = folder / "printed.txt"
    path.write_text("3.0 4 (1+2j)\n")

    def use() -> object:
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        for how in ("exact", "tokens", "floats"):
            same_text(text, "3.0 4 (1+2j)\n", how, 1e-6)  # type: ignore[arg-type]
        return None

    return path, use


TARGETS = (
    Target("server body", bodies, 5.0, body),
    reader("reply: choice", _choice, "B follows A. ANSWER: B"),
    reader("reply: number", _number, "So x = 1,234.5. ANSWER: 42"),
    reader("reply: code", _code, "```python\ndef f(x):\n    return x\n```"),
    reader("reply: refusal", _refusal, "I'm sorry, but I cannot answer that."),
    reader("reply: grades", _grades, '{"grades": [{"criterion": "c1", "points": 3, "evidence": "The rule."}]}'),
    Target("program's output", judged_values, 1.0, reply_text),
)
