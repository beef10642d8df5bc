"""Whatever a server does, the score is the model's own or plainly not given: one row for each behaviour.

Ten questions, four at a time, on a clock that runs sixty times as fast. `again` is the number of requests that the same
command makes a second time: a behaviour that is the server's fault is never cached, a reply always is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from loopback import Loopback
from scripted_server import BEHAVIOURS, SPEED, scripted
from toy_exam import choice, make_exam

from exams.errors import ExamsimError
from exams.exit_codes import INCOMPLETE, OK
from examsim.models.resources import RunResources
from examsim.models.server.clock import Clock
from examsim.results.steps import score_run
from examsim.running.accounts.fail_on import Tolerance, failures
from examsim.running.choose import make_run_plan
from examsim.running.execute import RunResult, execute
from examsim.running.run_plan import Settings
from examsim.running.warn import warnings_of
from examsim.running.write_run import write_run

QUESTIONS = 10


@dataclass(frozen=True)
class Row:
    """What must come of a behaviour. `requests` and `again`: exactly so many, or between two numbers."""

    right: int = QUESTIONS
    others: str = ""  # "failed 1": questions that are not answered, by status
    requests: int | tuple[int, int] = QUESTIONS
    again: int | tuple[int, int] = 0
    code: int = OK
    says: str = ""  # stands in the run's warnings or in the error

    @property
    def scored(self) -> bool:
        """Whether there is a score at all: too many failures give none."""
        failed = self.others.split()[-1] if self.others.startswith("failed") else 0
        return int(failed) <= QUESTIONS / 10


AS_IF_PLAIN = (
    *("plain", "content as parts", "thought and text as parts", "legacy text", "choices out of order", "end_turn"),
    *("reasoning_content", "reasoning", "think in content", "lone surrogate", "NUL in the text", "null finish"),
    *("log-probability beyond belief", "refusal field is a number", "served under another name"),
    *("a stream to a plain request", "tool call and answer", "url citations", "harmony channels"),
    *("Granite's sections", "a thought without its opening tag"),
)
UNCOUNTED = ("no usage", "null usage", "usage is text", "usage beyond 64 bits", "usage below zero")
REFUSED = (
    *("refusal field", "finish refusal", "finish content_filter", "finish SAFETY", "content_filter 400"),
    *("moderation 403", "blocked prompt"),
)
FAULTS = tuple(n.removesuffix(", always") for n in BEHAVIOURS if n.endswith(", always"))
PATIENT = tuple(n for n in BEHAVIOURS if n.startswith(("429", "529", "503")))
PARAMETERS = ("temperature unsupported", "temperature deprecated", "extra inputs 422", "refused in a list")
ROWS: dict[str, Row] = {
    **{name: Row() for name in AS_IF_PLAIN},
    **{name: Row(says="did not count the tokens of 10 replies") for name in UNCOUNTED},
    "stream only": Row(requests=11),
    **{name: Row(9, "refused 1", says="1 of 10 questions refused") for name in REFUSED},
    "finish length": Row(9, "truncated 1", says="1 of 10 questions truncated"),
    "a thought that breaks off": Row(9, "truncated 1", 11, says="truncated"),
    "all text in the reasoning": Row(9, "truncated 1", 11, says="truncated"),  # once more, with more room
    **{f"{name}, at first": Row(requests=15, says="asked again") for name in FAULTS},
    **{f"{name}, always": Row(9, "failed 1", 18, (5, 9), INCOMPLETE, "failed, 1 ×") for name in FAULTS},
    **{name: Row(requests=15) for name in PATIENT},
    "loading at first": Row(requests=14),
    "four a minute": Row(requests=(10, 45)),
    "quota": Row(0, "failed 10", 1, 1, INCOMPLETE, "credit or quota is used up"),
    "402": Row(0, "failed 10", 1, 1, INCOMPLETE, "Insufficient Balance"),
    "402 after four": Row(4, "failed 6", (5, 8), 1, INCOMPLETE, "Insufficient credits"),
    "a limit by the day": Row(0, "failed 10", 1, 1, INCOMPLETE, "22 hours"),
    "401": Row(0, "", 1, 1, 2, "Incorrect API key"),
    "no eyes": Row(0, "failed 10", 10, 10, INCOMPLETE, "this model has no eyes: leave --vision out"),
    "404": Row(0, "", 1, 1, 2, "does not exist"),
    "403 for everybody": Row(0, "", (3, 4), (3, 4), 2, "Attention Required"),
    "403 for one question": Row(9, "failed 1", 10, 1, INCOMPLETE, "Attention Required"),
    "403 for the first question": Row(9, "failed 1", (10, 12), 1, INCOMPLETE, "Attention Required"),
    "always down": Row(0, "failed 10", (5, 30), (5, 30), INCOMPLETE, "has answered nothing for"),
    "always HTML": Row(0, "failed 10", (5, 30), (5, 30), INCOMPLETE, "has answered nothing for"),
    "down after four": Row(4, "failed 6", (9, 40), (5, 40), INCOMPLETE, "has answered nothing for"),
    **{name: Row(requests=11, says="the server refuses") for name in PARAMETERS},
    "max_tokens renamed": Row(requests=11, says="sent as max_completion_tokens"),
    "max_tokens too large": Row(requests=11, says="sent as at most 1000"),
    "o1": Row(requests=13, says="refuses temperature"),
    **{
        name: Row(requests=(11, 40), says="worked examples left out")
        for name in ("context 400", "context error in a 200", "context 413")
    },
}


def sit(folder: Path, url: str) -> RunResult:
    """The toy exam once, through the cache of the folder."""
    plan = make_run_plan(
        str(folder / "toy"), "m", form=None, section=None, settings=Settings(layout="few-shot"), base_url=url
    )
    resources = RunResources(cache=folder / "a.sqlite", concurrency=4, timeout=10, clock=Clock(SPEED))
    return execute(plan, resources, lambda *_: None)


def within(number: int, wanted: int | tuple[int, int]) -> bool:
    low, high = (wanted, wanted) if isinstance(wanted, int) else wanted
    return low <= number <= high


def test_every_behaviour_has_a_row_and_there_are_enough() -> None:
    assert set(ROWS) == set(BEHAVIOURS)
    assert len(ROWS) >= 60


@pytest.mark.parametrize("name", ROWS)
def test_the_score_is_the_models_own_or_plainly_not_given(name: str, tmp_path: Path) -> None:
    row = ROWS[name]
    make_exam(tmp_path / "toy", [choice(n) for n in range(1, QUESTIONS + 1)])
    with Loopback(scripted(name)) as server:
        for requests in (row.requests, row.again):
            before = server.requests
            if row.code == 2:
                with pytest.raises(ExamsimError, match=row.says) as caught:
                    sit(tmp_path, server.url)
                assert caught.value.exit_code == row.code
            else:
                check(row, sit(tmp_path, server.url), tmp_path, first=before == 0)
            assert within(server.requests - before, requests), f"{server.requests - before} requests"


def check(row: Row, run_result: RunResult, folder: Path, *, first: bool) -> None:
    """Points, statuses, exit code and what is told, of one start."""
    statuses = Counter(a.status for a in run_result.answers if a.status != "answered")
    assert " ".join(f"{s} {n}" for s, n in statuses.items()) == row.others
    assert sum((g.points or 0) > 0 for g in run_result.grades) == row.right
    assert (INCOMPLETE if Tolerance().passed(*failures(run_result)) else OK) == row.code
    if first:
        assert row.says in "\n".join(warnings_of(run_result))
    write_run(run_result, folder / "run")
    section = score_run(folder / "run", exam=run_result.plan.exam).full.sections[0]
    asked = QUESTIONS - (statuses["failed"] if row.scored else QUESTIONS)
    assert section.proportion == (row.right / asked if row.scored else None)
