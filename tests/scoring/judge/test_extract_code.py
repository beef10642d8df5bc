"""Programs found in replies of every habit."""

import ast

import pytest

from scoring.judge.extract_code import extract_code

SOLUTION = "def total(values):\n    return sum(values)\n"
STARTER = "from typing import List\n\n\ndef total(values: List[int]) -> int:\n    '''Sum of values.'''\n"
REPLIES = {
    "prose and fence": f"The idea is simple.\n\n```python\n{SOLUTION}```\nIt runs in O(n).",
    "wrong language named": f"```cpp\n{SOLUTION}```",
    "no language": f"```\n{SOLUTION}```",
    "tildes": f"~~~py\n{SOLUTION}~~~",
    "bare code": SOLUTION,
    "code in prose": f"Sure, here it is:\n\n{SOLUTION}\nThis works because sums are sums.",
    "draft first": f"```python\ndef total(values):\n    return 0\n```\nBetter:\n```python\n{SOLUTION}```",
    "example of use after it": f"```python\n{SOLUTION}```\nUse:\n```python\nprint(total([1, 2]))\n```\n```\n3\n```",
    "cut off after a complete one": f"```python\n{SOLUTION}```\nOr:\n```python\ndef total(values):\n    retu",
    "fence never closed": f"```python\n{SOLUTION}",
    "set in, in a list": "1. Do this:\n   ```python\n   def total(values):\n       return sum(values)\n   ```\n",
}


@pytest.mark.parametrize("habit", REPLIES)
def test_the_last_complete_program_is_found(habit: str) -> None:
    found = extract_code(REPLIES[habit], entry_point="total")
    assert found.source is not None
    assert ast.dump(ast.parse(found.source)) == ast.dump(ast.parse(SOLUTION))


@pytest.mark.parametrize(
    "reply", ["    return sum(values)\n", "```python\n    return sum(values)\n```", "return sum(values)"]
)
def test_a_bare_body_is_joined_to_the_signature(reply: str) -> None:
    found = extract_code(reply, entry_point="total", starter=STARTER)
    names: dict[str, object] = {}
    assert found.source is not None
    exec(found.source, names)
    assert names["total"]([1, 2, 3]) == 6  # type: ignore[operator]  # the function just defined


def test_helpers_of_the_starter_stay_known() -> None:
    starter = "def helper(x):\n    return x + 1\n\n\ndef f(x):\n    '''One more.'''\n"
    found = extract_code("```python\ndef f(x):\n    return helper(x)\n```", entry_point="f", starter=starter)
    names: dict[str, object] = {}
    assert found.source is not None
    exec(found.source, names)
    assert names["f"](1) == 2  # type: ignore[operator]  # the function just defined


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ("I can't solve this one.", "no code in the reply"),
        ("```cpp\nint main() { return 0; }\n```", "only code in cpp"),
        ("", "no code in the reply"),
    ],
)
def test_where_there_is_no_python_the_reason_is_told(reply: str, why: str) -> None:
    found = extract_code(reply, entry_point="total")
    assert (found.source, found.note) == (None, why)


def test_a_program_that_reads_input_wins_over_a_later_snippet() -> None:
    reply = "```python\nn = int(input())\nprint(n)\n```\nTry:\n```python\nprint(max(1, 2))\n```"
    assert "input()" in (extract_code(reply).source or "")


def test_broken_python_is_judged_rather_than_dropped() -> None:
    found = extract_code("```python\ndef total(values:\n```", entry_point="total")
    assert found.source is not None and found.note == "the code does not parse"


def test_a_megabyte_of_commas_is_no_program_and_takes_no_time() -> None:
    import time

    started = time.process_time()
    assert extract_code("A," * 500_000, entry_point="f", starter="def f(x):\n    ").source is None
    assert time.process_time() - started < 2
