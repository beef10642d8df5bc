"""Jinja templates of somebody else's task file: no calls into Python, no loops without end, no giant strings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

_FILTERS = frozenset(("abs", "capitalize", "default", "d", "first", "float", "int", "join", "last", "length", "list"))
_FILTERS |= frozenset(("lower", "max", "min", "replace", "reverse", "round", "safe", "sort", "string", "sum", "title"))
_FILTERS |= frozenset(("tojson", "trim", "unique", "upper"))
_MOST = 200_000
# what a template can do wrong, from its syntax to the attributes of a record; nesting ends in the last three
_FAULTS: tuple[type[Exception], ...] = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError)
_FAULTS += (AttributeError, NameError, SyntaxError, MemoryError, RecursionError)  # NameError: 1e999 becomes `inf`


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with '*' and '**' bounded: 'a' * 10**10 is one expression."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on small numbers only; formatting with '%' not at all."""
        numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
        if not numbers or abs(left) > 1e6 or abs(right) > 1e6 or operator == "**":
            raise TemplateError(f"'{operator}' is only allowed between small numbers")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """As the sandbox has it, without the string methods that make long strings out of short ones."""
        widening = ("format", "format_map", "center", "ljust", "rjust", "zfill", "expandtabs", "join")
        return attr not in widening and super().is_safe_attribute(obj, attr, value)


def render(template: str, fields: Mapping[str, Any]) -> str:
    """The template filled with a record. ValueError with one line of reason if it cannot be."""
    if len(template) > _MOST or re.search(r"\{%-?\s*(?:for|macro|include|import|from|extends|block)\b", template):
        raise ValueError("loops, macros and includes are not read")
    environment = _Environment(undefined=StrictUndefined, keep_trailing_newline=True)
    environment.globals.clear()
    environment.filters = {name: f for name, f in environment.filters.items() if name in _FILTERS}
    environment.filters["regex_replace"] = _regex_replace
    try:
        text = environment.from_string(template).render({str(k): v for k, v in fields.items()})
    except _FAULTS as error:
        raise ValueError(str(error).splitlines()[0][:200] if str(error) else type(error).__name__) from None
    return text


def _regex_replace(text: str, pattern: str, replacement: str = "") -> str:
    """lm-evaluation-harness' own filter, for the literal patterns it is used with."""
    if re.search(r"[*+{(|]", pattern):
        raise ValueError("regex_replace with repetition or groups is not read")
    return re.sub(pattern, lambda _: replacement, text)
