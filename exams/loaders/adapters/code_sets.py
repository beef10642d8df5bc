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


HUMANEVAL = RecordAdapter("humaneval", "HumanEval JSONL", _is_humaneval, each(_humaneval))
PROBLEMS = RecordAdapter(
    "code-problems", "LeetCode, Codeforces, CodeContests: problem and tests", _is_problem, each(_problem)
)
