"""Programs that mean harm: each is judged failed within its limits, learns nothing and leaves nothing behind."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from sandboxes import needs_sandbox, sandbox_processes, settled

from exams.program import Case, Program
from scoring.judge import judge as judging
from scoring.judge.choose_sandbox import find_sandbox
from scoring.judge.judge import Judge
from scoring.judge.verdict import Judgement

HOSTILE = sorted((Path(__file__).parent / "hostile").glob("*.py.txt"))
ANSWER = "SECRET" + "ANSWER"
LIMITS = {"time_limit_s": 0.5, "memory_limit_mib": 128}
ON_STDIN = Program(style="stdin", cases=(Case(input="3 4\n", output=ANSWER),), **LIMITS)
AS_FUNCTION = Program(
    style="function",
    entry_point="f",
    cases=(Case(args=[3, 4], expected=ANSWER),),
    **LIMITS,
)
EXPECTED = {
    "03_ten_gigabytes": "memory limit",
    "05_infinite_output": "output limit",
    "06_infinite_errors": "output limit",
    "07_infinite_loop": "time limit",
    "08_sleeps": "time limit",
    "09_ignores_signals": "time limit",
    "25_exits_0_early": "wrong answer",
}
LONGEST = 40.0  # seconds of the clock, on a machine that does other things as well; alone it is four at most


@dataclass(frozen=True)
class Outcome:
    judged: Judgement
    as_function: Judgement
    seconds: float


@pytest.fixture(scope="module")
def outcomes() -> Iterator[tuple[dict[str, Outcome], list[str], set[int]]]:
    """All of them judged, two at a time, with a secret in the environment and a bystander that must survive."""
    said: list[str] = []
    patch = pytest.MonkeyPatch()
    patch.setenv("EXAMSIM_TEST_SECRET", "EXAMSIM_TEST_SECRET")

    def overheard(given: str, *_: object) -> bool:
        said.append(given)
        return False

    patch.setattr(judging, "same_text", overheard)
    before = sandbox_processes()
    judge = Judge(find_sandbox())

    def judged(path: Path) -> Outcome:
        source, start = path.read_text(encoding="utf-8"), time.monotonic()
        return Outcome(judge(ON_STDIN, source), judge(AS_FUNCTION, source), time.monotonic() - start)

    with ThreadPoolExecutor(2) as pool:
        found = dict(zip((p.name.removesuffix(".py.txt") for p in HOSTILE), pool.map(judged, HOSTILE), strict=True))
    yield found, said, before
    patch.undo()


@needs_sandbox
def test_there_are_at_least_twenty_five() -> None:
    assert len(HOSTILE) >= 25


@needs_sandbox
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", [p.name.removesuffix(".py.txt") for p in HOSTILE])
def test_it_is_judged_failed_within_its_limits(
    name: str, outcomes: tuple[dict[str, Outcome], list[str], set[int]]
) -> None:
    outcome = outcomes[0][name]
    for judged in (outcome.judged, outcome.as_function):
        assert not judged.accepted
        assert judged.verdict not in ("not judged", "no code"), judged.text
    assert outcome.seconds < LONGEST
    assert outcome.judged.verdict == EXPECTED.get(name, outcome.judged.verdict)


@needs_sandbox
def test_none_of_them_learns_or_reaches_anything(
    outcomes: tuple[dict[str, Outcome], list[str], set[int]],
) -> None:
    said = outcomes[1]
    assert len(said) >= 10, "most of them end well and say what they found"
    assert [text[:300] for text in said if "LEAK" in text or "EXAMSIM_TEST_SECRET" in text] == []
    assert any("refused" in text for text in said) and any("nothing" in text for text in said)


@needs_sandbox
def test_nothing_of_them_stays(outcomes: tuple[dict[str, Outcome], list[str], set[int]]) -> None:
    assert settled(outcomes[2]) == set()
    places = ("/", "/usr", "/usr/bin", "/usr/lib", "/etc", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/run")
    assert [p for p in places if (Path(p) / "examsim-hostile-was-here").exists()] == []


@needs_sandbox
def test_a_killed_examsim_leaves_no_process_behind(tmp_path: Path) -> None:
    """SIGKILL, so that no handler of ours can help: the kernel must end the sandbox with its parent."""
    script = (
        "from exams.program import Case, Program\n"
        "from scoring.judge.judge import Judge\n"
        "from scoring.judge.choose_sandbox import find_sandbox\n"
        "judge = Judge(find_sandbox())\n"
        "program = Program(style='stdin', cases=(Case(input='', output='x'),), time_limit_s=60)\n"
        "print('begin', flush=True)\n"
        "fork = 'import os, time\\nfor _ in range(4): os.fork()\\nos.setsid() if os.getpid() > 3 else 0\\n'\n"
        "list(judge.many([(program, fork + 'time.sleep(50)')] * 2, workers=2))\n"
    )
    before = sandbox_processes()
    root = str(Path(judging.__file__).parents[2])
    victim = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root}
    )
    try:
        assert victim.stdout is not None and victim.stdout.readline() == b"begin\n"
        deadline = time.monotonic() + 30
        while len(sandbox_processes() - before) < 8 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(sandbox_processes() - before) >= 8, "the sandboxes stand and have forked"
    finally:
        victim.kill()
        victim.wait()
        if victim.stdout is not None:
            victim.stdout.close()
    assert settled(before) == set()
