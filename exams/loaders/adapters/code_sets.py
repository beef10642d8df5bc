"""Programming sets: HumanEval (arXiv:2107.03374), and LeetCode, Codeforces, CodeContests as `problem` with `tests`.

The statement is the stem; `program` holds what the set gives for running answers, under names of its own:
`style` ('function' or 'stdin'), `starter`, `entry_point`, `test_code`, `cases` of {input, output}, `solution`,
`time_limit_s`, `memory_limit_mib`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Draft
from exams.loaders.record_adapter import ImportOptions, RecordAdapter, each
from exams.loaders.row import Row

_STARTER = re.compile(r"```python\n(.*?)```", re.DOTALL)
_TIME = re.compile(r"Time Limit:\s*(?:\{'seconds': (\d{1,4}), 'nanos': (\d{1,9})\}|(\d{1,6})\s*ms)")
_MEMORY = re.compile(r"Memory Limit:\s*(?:(\d{1,6})\s*MB|(\d{4,13}))")


def _humaneval(row: Row, _: ImportOptions) -> Draft:
    program = {
        "style": "function",
        "starter": row.text("prompt"),
        "entry_point": row.text("entry_point"),
        "test_code": row.text("test"),
        "solution": row.optional_text("canonical_solution"),
    }
    return row.draft(row.text("prompt"), kind="code", id=row.optional_text("task_id"), more={"program": program})


def _problem(row: Row, _: ImportOptions) -> Draft:
    stem = row.text("problem").strip()
    program: dict[str, Any] = dict(_tests(row))
    if starter := _STARTER.search(stem):
        program["starter"] = starter[1]
    if row.get("solutions") is not None:
        program["solution"] = row.text("solutions")
    if limit := _TIME.search(stem):
        seconds, nanos, millis = limit.groups()
        program["time_limit_s"] = int(millis) / 1000 if millis else int(seconds) + int(nanos) / 1e9
    if limit := _MEMORY.search(stem):
        program["memory_limit_mib"] = int(limit[1]) if limit[1] else round(int(limit[2]) / 2**20)
    return row.draft(stem, kind="code", more={"program": program})


def _mbpp(row: Row, _: ImportOptions) -> Draft:
    """MBPP (arXiv:2108.07732): the assertions call the function by its name, so they are in the statement."""
    tests = row.texts("test_list") + (row.texts("challenge_test_list") if row.get("challenge_test_list") else [])
    imports = row.texts("test_imports") if isinstance(row.get("test_imports"), list) else []
    setup = "\n".join(imports) or row.optional_text("test_setup_code")
    name = re.search(r"assert\s+(?:\w+\()*?([A-Za-z_]\w*)\s*\(", tests[0]) if tests else None
    if name is None:
        raise row.fault("the field 'test_list' holds no assertion that calls a function")
    body = "\n".join(f"    {line}" for test in tests for line in test.splitlines())
    entry = _entry_point(tests[0], row.optional_text("code")) or name[1]
    check = f"def check(candidate):\n    global {entry}\n    {entry} = candidate"
    program = {
        "style": "function",
        "entry_point": entry,
        "test_code": f"{setup}\n\n{check}\n{body}\n".lstrip(),
        "solution": row.optional_text("code"),
    }
    text = row.text("text" if row.get("text") is not None else "prompt")
    shown = "\n".join(row.texts("test_list"))
    stem = f"{text}\n\nYour code should pass these tests:\n\n{shown}"
    return row.draft(stem, kind="code", id=row.optional_text("task_id"), more={"program": program})


def _entry_point(test: str, code: str) -> str | None:
    """The function of the solution that a test calls."""
    names = re.findall(r"^def\s+([A-Za-z_]\w*)", code, re.MULTILINE)
    return next((name for name in names if re.search(rf"\b{name}\s*\(", test)), None)


def _tests(row: Row) -> dict[str, Any]:
    tests = row.get("tests")
    if isinstance(tests, Mapping) and isinstance(tests.get("functional"), str):
        return {"style": "function", "test_code": tests["functional"]}
    inner = row.inner("tests") if isinstance(tests, Mapping) else None
    if inner is not None:
        inputs, outputs = inner.texts("inputs"), inner.texts("outputs")
        if len(inputs) != len(outputs):
            raise row.fault(f"{len(inputs)} inputs but {len(outputs)} outputs")
        cases = [{"input": i, "output": o} for i, o in zip(inputs, outputs, strict=True)]
    elif isinstance(tests, list) and all(isinstance(t, Mapping) for t in tests):
        parts = [Row(row.source, row.number, row.line, t) for t in tests]
        cases = [{"input": p.text("input"), "output": p.text("output")} for p in parts]
    else:
        raise row.fault("the field 'tests' is neither cases nor test code")
    return {"style": "stdin", "cases": cases}


def _is_humaneval(fields: Mapping[str, Any]) -> bool:
    return {"prompt", "entry_point", "test"} <= fields.keys()


def _is_problem(fields: Mapping[str, Any]) -> bool:
    return {"problem", "tests"} <= fields.keys()


def _is_mbpp(fields: Mapping[str, Any]) -> bool:
    return "test_list" in fields and ("text" in fields or "prompt" in fields)


MBPP = RecordAdapter("mbpp", "MBPP: text, code and a list of assertions", _is_mbpp, each(_mbpp))
HUMANEVAL = RecordAdapter("humaneval", "HumanEval JSONL", _is_humaneval, each(_humaneval))
PROBLEMS = RecordAdapter(
    "code-problems", "LeetCode, Codeforces, CodeContests: problem and tests", _is_problem, each(_problem)
)
