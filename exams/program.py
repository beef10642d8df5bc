"""What a code question holds beside its statement: its calls, limits, tests, and comparison.

`Question.program` is kept as JSON; `program_of` reads it. The statement is the question's stem, the day of first
publication its `written`, the difficulty its `difficulty`. Nothing of `test_code`, `solution`, `checker` or of cases
that are no samples is ever shown to a candidate.
"""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from exams.errors import InputError
from exams.files.toml_records import first_fault
from exams.question import Question

Comparison = Literal["exact", "tokens", "floats"]


class Case(BaseModel):
    """One test: `input` and `output` for stdin and stdout, or `args` and `expected` for a function (JSON values)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    input: str | None = None
    output: str | None = None
    args: list[Any] | None = None
    expected: Any = None
    sample: bool = Field(
        False, description="is printed in the statement, so a candidate may see it again when it fails"
    )


class Program(BaseModel):
    """How programs that answer one question are run and judged.

    compare: "exact" (text but for trailing space; values and their types), "tokens" (words; values), "floats" (numbers
    within `float_tolerance`, absolute or relative). `checker`: Python source of check(input, expected, output) -> bool
    for questions with several right outputs; for functions `input` is the list of arguments. It runs in a sandbox too.
    `test_code`: Python that calls check(candidate) and asserts (HumanEval, LeetCode sets), instead of cases.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    style: Literal["function", "stdin"]
    starter: str = Field("", description="code that the statement gives: signature, imports, helpers")
    entry_point: str = Field("", description="'name' or 'Class.method' that the tests call")
    cases: tuple[Case, ...] = ()
    test_code: str = ""
    compare: Comparison = "tokens"
    float_tolerance: float = Field(1e-6, gt=0)
    checker: str = ""
    solution: str = Field("", description="a program known to be right")
    time_limit_s: float = Field(4.0, gt=0, le=120, description="seconds of one test, or of one call")
    memory_limit_mib: int = Field(256, ge=16, le=4096)

    @model_validator(mode="after")
    def _can_be_judged(self) -> Self:
        if bool(self.cases) == bool(self.test_code):
            raise ValueError("a program is judged by cases or by test_code: give one of the two")
        if self.style == "stdin" and self.test_code:
            raise ValueError("test_code calls a function: the style is 'function'")
        if self.style == "function" and self.cases and not self.entry_point:
            raise ValueError("entry_point is missing: what do the tests call?")
        for number, case in enumerate(self.cases, 1):
            if self.style == "stdin" and (case.input is None or (case.output is None and not self.checker)):
                raise ValueError(f"case {number} needs input and output")
            if self.style == "function" and case.args is None:
                raise ValueError(f"case {number} needs args")
        return self

    @property
    def samples(self) -> tuple[Case, ...]:
        """The cases that a candidate may see."""
        return tuple(c for c in self.cases if c.sample)


def program_of(question: Question) -> Program:
    """The question's program; InputError if it has none or one that can't be judged."""
    where = f"code question {question.id!r}"
    if question.program is None:
        raise InputError("it has no program", where=where, hint="give it tests: see scoring/judge/README.md")
    try:
        return Program.model_validate({k: v for k, v in question.program.items() if v is not None})
    except ValidationError as error:
        hint = "correct that field of `program`: see scoring/judge/README.md"
        raise InputError(f"program: {first_fault(error)}", where=where, hint=hint) from None
