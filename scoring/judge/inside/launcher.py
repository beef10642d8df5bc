"""First code to run inside the sandbox: sets limits, then becomes one of four things the judge may ask for.

run      the program itself, on the rest of stdin
calls    loads the program's functions and calls them with arguments that the judge sends
examine  test code that asserts; every call of the candidate goes out to the judge and comes back as plain data
check    a checker that says of input, expected and given output whether it is right

The program (`run`, `calls`) and what knows the answers (`examine`, `check`) never share a sandbox.
"""

from __future__ import annotations

import json
import os
import sys
import types
from typing import Any

from scoring.judge.inside.frames import read_frame, write_frame
from scoring.judge.inside.limits import allow_cpu, set_limits
from scoring.judge.inside.values import dumps, loads

# names that judges of function problems have at hand; pow and abs stay the built-in ones
PRELUDE = """
import bisect, collections, functools, heapq, itertools, math, operator, random, re, string, sys, typing
from typing import *
from bisect import *
from collections import *
from functools import *
from heapq import *
from itertools import *
from math import *
from operator import add, and_, attrgetter, itemgetter, mul, or_, sub, xor
from string import *
del pow
try:
    from sortedcontainers import SortedDict, SortedList, SortedSet
except ImportError:
    pass
"""
MOST_TEXT = 500


def main() -> None:
    """Say that the sandbox stands, read what to do, do it."""
    os.write(1, b"ready\n")
    task = json.loads(read_frame(0))
    set_limits(task["memory_mib"], task["seconds"], task["total_seconds"], task["strict"])
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    if task["mode"] == "run":
        _run(task["source"])
        return
    requests, replies = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    {"calls": _calls, "examine": _examine, "check": _check}[task["mode"]](task, requests, replies)
    os._exit(0)  # no code of the program's own at exit


def _run(source: str) -> None:
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    exec(compile(source, "program.py", "exec"), module.__dict__)


def _loaded(name: str, *sources: str) -> dict[str, Any]:
    module = types.ModuleType(name)
    sys.modules[name] = module
    for source in sources:
        exec(compile(source, f"{name}.py", "exec"), module.__dict__)
    return module.__dict__


def _calls(task: dict[str, Any], requests: int, replies: int) -> None:
    try:
        names = _loaded("program", PRELUDE, task["source"])
    except BaseException as error:  # whatever the program does on loading, SystemExit too, is its own failure
        write_frame(replies, _failure(error))
        return
    write_frame(replies, b"L")
    objects: dict[str, Any] = {}
    while True:
        call = loads(read_frame(requests))
        allow_cpu(task["seconds"])
        try:
            function = _found(names, objects, call["entry"])
            reply = b"V" + dumps(function(*call["args"], **call["kwargs"])).encode()
        except BaseException as error:  # as above
            reply = _failure(error)
        write_frame(replies, reply)


def _found(names: dict[str, Any], objects: dict[str, Any], entry: str) -> Any:
    owner, _, method = entry.rpartition(".")
    if not owner:
        return names[method]
    if owner not in objects:
        objects[owner] = names[owner]()
    return getattr(objects[owner], method)


def _failure(error: BaseException) -> bytes:
    if isinstance(error, MemoryError):
        return b"M"
    try:
        text = f"{type(error).__name__}: {error}"[:MOST_TEXT]
    except BaseException:  # an exception whose own text fails
        text = "an exception without a text"
    return b"E" + text.encode("utf-8", "replace")


class _Proxy:
    """Stands for a function of the candidate, or for a class whose methods are called."""

    def __init__(self, entry: str, requests: int, replies: int, is_class: bool = False) -> None:
        self._entry, self._requests, self._replies, self._is_class = entry, requests, replies, is_class

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._is_class:
            return self  # Solution(): one object, made by the candidate's side
        call = {"entry": self._entry, "args": list(args), "kwargs": kwargs}
        write_frame(self._replies, b"C" + dumps(call).encode())
        return loads(read_frame(self._requests))

    def __getattr__(self, name: str) -> _Proxy:
        return _Proxy(f"{self._entry}.{name}", self._requests, self._replies)


def _examine(task: dict[str, Any], requests: int, replies: int) -> None:
    try:
        names = _loaded("tests", PRELUDE, task["starter"])
    except SyntaxError:  # a starter that is no whole program, such as a bare signature
        names = _loaded("tests", PRELUDE)
    entry = task["entry_point"]
    owner = entry.rpartition(".")[0] or ("" if entry else "Solution")
    candidate = _Proxy(entry, requests, replies)
    names[owner or entry] = _Proxy(owner, requests, replies, is_class=True) if owner else candidate
    try:
        exec(compile(task["source"], "tests.py", "exec"), names)
        if entry:
            names["check"](candidate)
        verdict = b"P"
    except AssertionError as error:
        verdict = b"F" + str(error)[:MOST_TEXT].encode("utf-8", "replace")
    except Exception as error:
        verdict = b"X" + _failure(error)[1:]
    write_frame(replies, verdict)


def _check(task: dict[str, Any], requests: int, replies: int) -> None:
    names = _loaded("checker", task["source"])
    write_frame(replies, b"L")
    while True:
        asked = loads(read_frame(requests))
        allow_cpu(task["seconds"])
        try:
            reply = b"P" if names["check"](asked["input"], asked["expected"], asked["output"]) else b"F"
        except Exception as error:  # a checker may trip over output of no shape at all: then it is wrong
            reply = b"X" + _failure(error)[1:]
        write_frame(replies, reply)
