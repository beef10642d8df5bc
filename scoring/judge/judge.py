"""Program and tests in, a verdict for each test out. Everything untrusted runs in sandboxes; what they say is data.

The program never shares a sandbox with anything that knows an answer. Cases are compared here, outside. Test code and
checkers run in a second sandbox, because they come with a data set and not from us; between the two the judge only
carries arguments one way and plain values back.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from exams.program import Case, Program
from scoring.judge.compare import same_text, same_value
from scoring.judge.ending import verdict_of_end
from scoring.judge.inside import values
from scoring.judge.process import Inside, SandboxFailed, Task, opened
from scoring.judge.sandbox import Sandbox
from scoring.judge.verdict import Judgement, TestVerdict, Verdict

CALLS_IN_TEST_CODE = 50  # CPU time that test code may ask of a program: so many calls at their limit
Said = tuple[Verdict, str]


@dataclass(frozen=True)
class Judge:
    """Judges programs in one kind of sandbox. Safe to use from several threads."""

    sandbox: Sandbox

    def __call__(self, program: Program, source: str | None, *, every_test: bool = False) -> Judgement:
        """Run `source` against the tests, in order; stop at the first failure unless `every_test`."""
        if source is None:
            return Judgement((TestVerdict(1, "no code"),), len(program.cases) or 1)
        if program.test_code:
            return Judgement((self._timed(1, lambda: self._examine(program, source)),), 1)
        run = _Runner(self.sandbox, program, source)
        try:
            verdicts: list[TestVerdict] = []
            for number, case in enumerate(program.cases, 1):
                verdicts.append(self._timed(number, lambda case=case: run(case)))  # type: ignore[misc]  # bound now
                if verdicts[-1].verdict != "accepted" and not every_test:
                    break
            return Judgement(tuple(verdicts), len(program.cases))
        finally:
            run.close()

    def many(self, jobs: Iterable[tuple[Program, str | None]], workers: int | None = None) -> Iterator[Judgement]:
        """Judgements in the order of the jobs, several at once (default: one for each processor)."""
        with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
            yield from pool.map(lambda job: self(*job), jobs)

    def _timed(self, number: int, run: Callable[[], Said]) -> TestVerdict:
        start = time.monotonic()
        try:
            verdict, note = run()
        except SandboxFailed as error:
            verdict, note = "not judged", f"the sandbox failed: {error}"
        return TestVerdict(number, verdict, note, round(time.monotonic() - start, 3))

    def _examine(self, program: Program, source: str) -> Said:
        """Test code in one sandbox, the program in another, calls carried between them."""
        limits = {"seconds": program.time_limit_s, "memory_mib": program.memory_limit_mib}
        theirs = Task("calls", source, tests=CALLS_IN_TEST_CODE, **limits)  # type: ignore[arg-type]  # two kinds of number
        ours = Task("examine", program.test_code, seconds=30, memory_mib=512, starter=program.starter,
                    entry_point=program.entry_point)  # fmt: skip
        with opened(self.sandbox, theirs) as candidate, opened(self.sandbox, ours) as examiner:
            loaded = _reply(candidate, b"", theirs)
            if loaded[0] != "accepted":
                return loaded
            ending, message = examiner.message(b"", ours)
            calls = 0
            while ending == "done" and message[:1] == b"C":
                calls += 1
                said, value = _asked(candidate, message[1:], theirs)
                if said[0] != "accepted":
                    return said[0], f"call {calls}: {said[1]}"
                ending, message = examiner.message(value, ours)
            return _examined(ending, message, calls)


class _Runner:
    """Runs single cases; keeps the process of a function, and of a checker, from case to case."""

    def __init__(self, sandbox: Sandbox, program: Program, source: str) -> None:
        self._sandbox, self._program, self._source = sandbox, program, source
        self._open: dict[str, tuple[AbstractContextManager[Inside], Inside]] = {}

    def __call__(self, case: Case) -> Said:
        return self._text(case) if self._program.style == "stdin" else self._value(case)

    def close(self) -> None:
        for mode in list(self._open):
            self._drop(mode)

    def _text(self, case: Case) -> Said:
        program = self._program
        task = Task("run", self._source, program.time_limit_s, program.memory_limit_mib)
        with opened(self._sandbox, task) as inside:
            ending = inside.exchange(
                (case.input or "").encode(), task.patience, lambda out: False, close=True, task=task
            )
            said = verdict_of_end(inside, ending, task)
            if said[0] != "accepted":
                return said
            output = bytes(inside.output).decode("utf-8", "replace")
        if program.checker:
            return self._checked(case.input, case.output, output)
        right = same_text(output, case.output or "", program.compare, program.float_tolerance)
        return ("accepted", "") if right else ("wrong answer", "")

    def _value(self, case: Case) -> Said:
        program = self._program
        task = Task("calls", self._source, program.time_limit_s, program.memory_limit_mib, tests=len(program.cases))
        inside, said = self._kept("calls", task)
        if said[0] == "accepted":
            call: dict[str, object] = {"entry": program.entry_point, "args": case.args, "kwargs": {}}
            said, value = _asked(inside, values.dumps(call).encode(), task)
        if said[0] != "accepted":
            self._drop("calls")
            return said
        try:
            given = values.loads(value[1:] if value[:1] == b"V" else value)
            if program.checker:
                return self._checked(case.args, case.expected, given)
            right = same_value(given, case.expected, program.compare, program.float_tolerance)
        except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError, MemoryError):
            return "wrong answer", "what came back is no value"
        return ("accepted", "") if right else ("wrong answer", "")

    def _checked(self, asked: Any, expected: Any, output: Any) -> Said:
        task = Task("check", self._program.checker, seconds=10, memory_mib=512, tests=max(1, len(self._program.cases)))
        inside, said = self._kept("check", task)
        if said[0] != "accepted":
            self._drop("check")
            return "not judged", f"the checker does not load: {said[1]}"
        question = values.dumps({"input": asked, "expected": expected, "output": output}).encode()
        ending, reply = inside.message(question, task)
        if ending == "done" and reply[:1] == b"P":
            return "accepted", ""
        if ending != "done":
            self._drop("check")
        note = reply[1:].decode("utf-8", "replace") if reply[:1] == b"X" else ""
        return "wrong answer", f"the checker could make nothing of it: {note}" if note else ""

    def _kept(self, mode: str, task: Task) -> tuple[Inside, Said]:
        if mode in self._open:
            return self._open[mode][1], ("accepted", "")
        context = opened(self._sandbox, task)
        inside = context.__enter__()
        self._open[mode] = (context, inside)
        return inside, _reply(inside, b"", task)

    def _drop(self, mode: str) -> None:
        kept = self._open.pop(mode, None)
        if kept is not None:
            kept[0].__exit__(None, None, None)


def _asked(inside: Inside, call: bytes, task: Task) -> tuple[Said, bytes]:
    """Send a call; the verdict so far and, where it is 'accepted', the JSON of the value."""
    ending, reply = inside.message(call, task)
    if ending == "done" and reply[:1] == b"V":
        return ("accepted", ""), reply[1:]
    return _refused(inside, ending, reply, task), b""


def _reply(inside: Inside, message: bytes, task: Task) -> Said:
    ending, reply = inside.message(message, task)
    return ("accepted", "") if ending == "done" and reply[:1] == b"L" else _refused(inside, ending, reply, task)


def _refused(inside: Inside, ending: str, reply: bytes, task: Task) -> Said:
    if ending != "done":
        verdict, note = verdict_of_end(inside, ending, task)
        return (verdict, note) if verdict != "accepted" else ("runtime error", "it ended before it returned a value")
    if reply[:1] == b"M":
        return "memory limit", ""
    return "runtime error", reply[1:501].decode("utf-8", "replace") if reply[:1] == b"E" else "no reply to a call"


def _examined(ending: str, message: bytes, calls: int) -> Said:
    text = message[1:].decode("utf-8", "replace")
    if ending == "done" and message[:1] == b"P":
        # test code that asks nothing proves nothing
        return ("accepted", "") if calls else ("not judged", "the test code calls nothing")
    if ending != "done" or not calls:
        return "not judged", f"the test code failed: {text or ending}"
    return "wrong answer", f"call {calls}" + (f": {text}" if message[:1] == b"X" and text else "")
