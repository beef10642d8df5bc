"""Verdicts for ordinary programs; test code and checkers; what the comparison accepts."""

from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sandboxes import needs_sandbox

from exams.errors import InputError
from exams.program import Case, Comparison, Program, program_of
from exams.question import Question
from scoring.judge.choose_sandbox import find_sandbox
from scoring.judge.compare import same_text, same_value
from scoring.judge.inside import values
from scoring.judge.judge import Judge
from scoring.judge.pass_at_k import pass_at_k
from scoring.judge.sandbox import Sandbox
from scoring.judge.seccomp import filter_program
from scoring.reading.grade_by_tests import UNPROTECTED, grade_by_tests
from scoring.types import Answer, Attempt

ADD = Program(style="stdin", cases=(Case(input="3 4\n", output="7\n"), Case(input="1 1\n", output="2")), time_limit_s=1)
CODE_TESTS = Program(
    style="function",
    starter="def helper(x):\n    return x + 1\n\n\ndef f(x):\n    '''Twice the helper.'''\n",
    entry_point="f",
    test_code="def check(candidate):\n    for x in range(5):\n        assert candidate(x) == 2 * helper(x), 'no'\n",
)
VERDICTS = {
    "a, b = map(int, input().split()); print(a + b)": "accepted",
    "print(7)": "wrong answer",
    "import sys; print(7); sys.exit(1)": "runtime error",
    "while True: pass": "time limit",
    "x = 'x' * 10**10": "memory limit",
    "while True: print('y' * 4096)": "output limit",
    "def (": "runtime error",
}


@needs_sandbox
@pytest.mark.parametrize(("source", "verdict"), VERDICTS.items())
def test_each_fate_has_its_verdict(source: str, verdict: str) -> None:
    assert Judge(find_sandbox())(ADD, source).verdict == verdict


@needs_sandbox
@pytest.mark.parametrize(
    "source",
    [
        "import time\nwhile time.process_time() < 1.5: pass\nprint(sum(map(int, input().split())))",
        "import os, signal, time\n"
        "for number in (signal.SIGPROF, signal.SIGXCPU): signal.signal(number, signal.SIG_IGN)\n"
        "while True: pass",
    ],
    ids=["right answer after one and a half times its CPU seconds", "refuses the signals of the limit"],
)
def test_half_as_much_time_again_is_too_much(source: str) -> None:
    assert Judge(find_sandbox())(ADD, source).verdict == "time limit"


@needs_sandbox
def test_every_test_is_run_when_asked_for() -> None:
    judged = Judge(find_sandbox())(ADD, "print(2)", every_test=True)
    assert [t.verdict for t in judged.tests] == ["wrong answer", "accepted"]
    assert judged.text == "wrong answer on test 1 of 2"


@needs_sandbox
@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("return 2 * (x + 1)", "accepted"),
        ("return 2 * x", "wrong answer"),
        ("return None", "wrong answer"),
        ("raise KeyError(x)", "runtime error"),
        ("import os; os._exit(0)", "runtime error"),
        ("return object()", "runtime error"),
        ("return type('A', (), {'__eq__': lambda a, b: True})()", "runtime error"),
        ("return type('A', (int,), {'__eq__': lambda a, b: True, '__rmul__': lambda a, b: a})(99)", "wrong answer"),
    ],
)
def test_test_code_calls_the_program_in_another_sandbox(body: str, verdict: str) -> None:
    assert Judge(find_sandbox())(CODE_TESTS, f"def f(x):\n    {body}\n").verdict == verdict


@needs_sandbox
@pytest.mark.parametrize(
    "test_code", ["def check(candidate):\n    pass\n", "1 / 0", "def check(c):\n    raise ValueError"]
)
def test_test_code_that_asks_nothing_judges_nobody(test_code: str) -> None:
    broken = CODE_TESTS.model_copy(update={"test_code": test_code})
    assert Judge(find_sandbox())(broken, "def f(x):\n    return 1\n").verdict == "not judged"


@needs_sandbox
def test_a_checker_accepts_each_right_output_and_never_trips() -> None:
    checker = "def check(input, expected, output):\n    return sum(map(int, output.split())) == int(input)\n"
    program = Program(style="stdin", cases=(Case(input="7"),), checker=checker)
    judge = Judge(find_sandbox())
    fates = [judge(program, f"print({text!r})").verdict for text in ("3 4", "7", "8", "seven")]
    assert fates == ["accepted", "accepted", "wrong answer", "wrong answer"]


@needs_sandbox
def test_attempts_become_criteria_and_points_their_share() -> None:
    question = Question(id="q", section="s", kind="code", stem="Add.", points=2, program=ADD.model_dump(mode="json"))
    right = "```python\na, b = map(int, input().split())\nprint(a + b)\n```"
    answer = Answer(
        question="q",
        section="s",
        status="answered",
        text="no idea",
        attempts=(Attempt(text=right), Attempt(text=right)),
    )
    grade = grade_by_tests(question, answer, Judge(find_sandbox()))
    assert grade.points == pytest.approx(4 / 3) and grade.grader_kind == "tests"
    assert [c.points for c in grade.criteria] == [0, 2, 2]
    assert grade.criteria[0].comment == "no code: no code in the reply"
    assert "pass@1 0.667" in grade.note and "pass@3 1" in grade.note


def test_without_a_sandbox_the_grade_says_so() -> None:
    question = Question(id="q", section="s", kind="code", stem="Add.", program=ADD.model_dump(mode="json"))
    answer = Answer(question="q", section="s", status="answered", text="print(sum(map(int, input().split())))")
    grade = grade_by_tests(question, answer, Judge(find_sandbox("unsafe-local")))
    assert grade.points == 1 and UNPROTECTED in grade.note and grade.grader == "tests in unsafe-local"


def test_a_sandbox_that_fails_blames_nobody() -> None:
    broken = Sandbox("broken", "", command=lambda memory, descriptor: ["/bin/false"], isolated=True)
    assert Judge(broken)(ADD, "print(7)").verdict == "not judged"


def test_where_no_sandbox_can_be_had_one_line_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.judge.bubblewrap.bubblewraps", lambda: ())
    with pytest.raises(InputError, match=r"bubblewrap.*--unsafe-local") as refused:
        find_sandbox()
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "program",
    [
        {"style": "stdin"},
        {"style": "stdin", "cases": [{"input": "1"}]},
        {"style": "function", "cases": [{"args": [1], "expected": 1}]},
        {"style": "stdin", "test_code": "def check(c): pass"},
        None,
    ],
)
def test_a_program_that_cannot_be_judged_is_refused(program: dict[str, object] | None) -> None:
    with pytest.raises(InputError):
        program_of(Question(id="q", section="s", kind="code", stem="?", program=program))


@given(st.integers(1, 30).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(1, n))))
def test_pass_at_k_is_the_share_of_draws_with_a_right_one(drawn: tuple[int, int, int]) -> None:
    n, c, k = drawn
    assert pass_at_k(n, c, k) == pytest.approx(1 - comb(n - c, k) / comb(n, k))


NUMBERS = st.integers() | st.floats(allow_nan=False) | st.complex_numbers(allow_nan=False)
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=15,
)


@given(PLAIN)
def test_values_come_out_as_they_went_in(value: object) -> None:
    back = values.loads(values.dumps(value))
    assert back == value and type(back) is type(value)


@pytest.mark.parametrize(
    ("given_text", "expected", "how", "same"),
    [
        ("1 2\n", "1  2", "tokens", True),
        ("1 2 \n\n", "1 2", "exact", True),
        ("1  2", "1 2", "exact", False),
        ("0.3333333", "0.33333333333", "floats", True),
        ("0.34", "0.33", "floats", False),
        ("nan", "1", "floats", False),
        ("1 2 3", "1 2", "floats", False),
    ],
)
def test_texts_are_compared_as_asked(given_text: str, expected: str, how: Comparison, same: bool) -> None:
    assert same_text(given_text, expected, how, 1e-6) is same


def test_values_are_compared_as_asked() -> None:
    assert same_value((1, [2, 3]), [1, [2, 3]], "tokens", 1e-6)
    assert not same_value([1.0], [1], "exact", 1e-6)
    assert same_value([0.1 + 0.2], [0.3], "floats", 1e-6) and not same_value([0.1 + 0.2], [0.3], "tokens", 1e-6)
    assert not same_value(10**400, 1.5, "floats", 1e-6)


def test_the_filter_is_whole_instructions_for_each_known_machine() -> None:
    for machine in ("x86_64", "aarch64"):
        found = filter_program(machine)
        assert found is not None and len(found) % 8 == 0 and len(found) < 4096 * 8
    assert filter_program("vax") is None


LIFTED = """
import resource, signal
signal.setitimer(signal.ITIMER_PROF, 0)
hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
"""
SHARED_OUT = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        while time.process_time() < 0.6: pass
        os._exit(0)
while True:
    try: os.wait()
    except ChildProcessError: break
print(sum(map(int, input().split())))
"""
HOARDS = """
import mmap, os, time
def shared(size):
    made = mmap.mmap(-1, size)
    for at in range(0, size, 4096): made[at] = 1
    return made
for _ in range(6):
    if os.fork() == 0:
        hoard = HOARD
        time.sleep(3)
        os._exit(0)
time.sleep(3)
print(sum(map(int, input().split())))
"""


@needs_sandbox
@pytest.mark.parametrize(
    "source",
    [
        LIFTED + "import time\nwhile time.process_time() < 1.7: pass\nprint(sum(map(int, input().split())))",
        SHARED_OUT,
    ],
    ids=["takes the timers off", "shares the work among its children"],
)
def test_cpu_time_is_that_of_all_processes_and_cannot_be_lifted(source: str) -> None:
    assert Judge(find_sandbox())(ADD, source).verdict == "time limit"


@needs_sandbox
@pytest.mark.parametrize("hoard", ["bytearray(os.urandom(1 << 20) * 60)", "shared(60 << 20)"], ids=["own", "shared"])
def test_memory_is_that_of_all_processes_where_no_control_group_may_be_made(
    hoard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.judge.process.memory_group", lambda pid, memory: None)
    program = ADD.model_copy(update={"memory_limit_mib": 128, "time_limit_s": 4})
    assert Judge(find_sandbox())(program, HOARDS.replace("HOARD", hoard)).verdict == "memory limit"


@needs_sandbox
@pytest.mark.parametrize("parts", [[10**400, 1], [1, 10**400], ["x", 1], [1, 2, 3], [None, 0], [[], 0]])
def test_a_forged_value_of_any_size_is_a_wrong_answer_and_not_the_end_of_the_run(parts: list[object]) -> None:
    forged = (
        "import os, struct, json\n"
        "def send(b):\n"
        "    for fd in range(3, 64):\n"
        "        try: os.write(fd, struct.pack('>I', len(b)) + b)\n"
        "        except OSError: pass\n"
        f"send(b'L'); send(b'V' + json.dumps({{'~': 'complex', 'v': {parts!r}}}).encode())\n"
        "def f(*a): return 1\n"
    )
    program = Program(style="function", entry_point="f", cases=(Case(args=[1], expected=1),))
    assert Judge(find_sandbox())(program, forged).verdict == "wrong answer"


def test_a_container_that_ran_out_of_time_is_killed_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = tmp_path / "docker"
    engine.write_text(
        f'#!/bin/sh\necho "$*" >> {tmp_path}/calls\n[ "$1" = kill ] && exit 0\necho ready\nexec sleep 60\n'
    )
    engine.chmod(0o755)
    sandbox = Sandbox(
        name="docker",
        about="a stand-in for an engine",
        command=lambda memory, descriptor: [str(engine), "run", "image"],
        isolated=False,
        container=str(engine),
    )
    assert Judge(sandbox)(ADD.model_copy(update={"time_limit_s": 0.2}), "while True: pass").verdict == "time limit"
    started, killed = (tmp_path / "calls").read_text().splitlines()[:2]
    name = started.split()[started.split().index("--name") + 1]
    assert killed == f"kill {name}"
