"""A suite: a named list of exams, so that `examsim run gpt4-report` means all 34 of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from exams.errors import InputError
from exams.files.exam_folder import package_folder
from exams.files.toml_records import read_toml


class SuiteExam(BaseModel):
    """One exam of a suite. `name` is what the suite's source calls it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str
    id: str


class Suite(BaseModel):
    """What is in `exams/suites/<id>.toml`: exams in the order in which the source lists them."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    schema_: Literal[1] = Field(alias="schema")
    id: str
    title: str
    exam: tuple[SuiteExam, ...]


@cache
def shipped_suites() -> tuple[str, ...]:
    """Ids of the suites that ship with examsim, in alphabetical order."""
    return tuple(sorted(p.stem for p in (package_folder() / "suites").glob("*.toml")))


def load_suite(suite_id: str) -> Suite:
    """Read a shipped suite. InputError if there is none of this name or its file is faulty."""
    path = package_folder() / "suites" / f"{suite_id}.toml"
    if suite_id not in shipped_suites():
        raise InputError(f"no suite called {suite_id!r}", hint=f"there are: {', '.join(shipped_suites())}")
    return read_toml(Suite, path)


def expand(names: Iterable[str]) -> list[str]:
    """Replace each suite among `names` by its exams, in order; every name is kept once, where it first stands.

    Names that are no suite are passed on as they are: exam ids and folders are checked where exams are read.
    """
    expanded: dict[str, None] = {}
    for name in names:
        exams = [e.id for e in load_suite(name).exam] if name in shipped_suites() else [name]
        expanded.update(dict.fromkeys(exams))
    return list(expanded)
