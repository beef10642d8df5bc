"""Jinja templates that somebody else wrote: no way into Python, no loop without end, no giant string.

jinja2's own sandbox keeps a template from the interpreter; it does not keep it from taking for ever. So every turn of a
loop and every call is counted, repetition is bounded, and what comes out is cut off with an error, not in silence.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

MOST_STEPS = 100_000  # turns of loops and calls of one rendering
MOST_OUTPUT = 4 << 20  # characters
MOST_SECONDS = 5.0
# what a template can do wrong, from its syntax to the attributes of a record; nesting ends in the last three
TEMPLATE_FAULTS: tuple[type[Exception], ...] = (
    jinja2.TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
)
TEMPLATE_FAULTS += (AttributeError, SyntaxError, NameError, MemoryError, RecursionError, UnicodeError)
_WIDENING = ("format", "format_map", "center", "ljust", "rjust", "zfill", "expandtabs", "join")
_WIDENING_FILTERS = ("center", "indent", "wordwrap", "xmlattr", "pprint", "urlize", "random", "attr")
_NUMBER_FORMAT = re.compile(r"[^%]{0,100}%(?:\.[0-9])?[dgfs][^%]{0,100}")


def _format(pattern: str, value: Any) -> str:
    """'%g' and its like, for one value and without a width."""
    if not _NUMBER_FORMAT.fullmatch(pattern):
        raise jinja2.TemplateError(f"format {pattern!r}: only one of %d %g %f %s")
    return pattern % (value,)


class SandboxEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox with its limits. One environment renders one template at a time; `start` resets the counts."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for name in _WIDENING_FILTERS:
            self.filters.pop(name, None)
        self.filters["format"] = _format
        self.globals.clear()
        self.globals |= {"range": self._range, "_counted": self._counted}
        self.start()

    def start(self) -> None:
        """Begin a rendering: all its steps and seconds are to come."""
        self._steps, self._until = 0, time.monotonic() + MOST_SECONDS

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS or time.monotonic() > self._until:
            raise jinja2.TemplateError(f"more than {MOST_STEPS:,} steps or {MOST_SECONDS:g} seconds")

    def _counted(self, iterable: Iterable[Any]) -> Iterator[Any]:
        for value in iterable:
            self._step()
            yield value

    def _range(self, *bounds: int) -> range:
        found = range(*bounds)
        if len(found) > MOST_STEPS:
            raise jinja2.TemplateError(f"range() of more than {MOST_STEPS:,}")
        return found

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        for loop in template.find_all(nodes.For):
            loop.iter = nodes.Call(nodes.Name("_counted", "load"), [loop.iter], [], None, None).set_environment(self)
        return template

    def call(self, *arguments: Any, **named: Any) -> Any:
        """Every call is a step: macros that call themselves end too."""
        self._step()
        return super().call(*arguments, **named)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on small numbers only; formatting with '%' not at all."""
        numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
        if not numbers or abs(left) > 1e6 or abs(right) > 1e6 or operator == "**":
            raise jinja2.TemplateError(f"'{operator}' is only allowed between small numbers")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of our records their fields only (an exam knows its folder, a folder reads files); of text, lists and tables
        what the sandbox allows, without what makes long strings out of short ones."""
        if isinstance(obj, BaseModel):
            return attr in type(obj).model_fields
        plain = isinstance(obj, (str, int, float, list, tuple, dict, LoopContext))
        return plain and attr not in _WIDENING and super().is_safe_attribute(obj, attr, value)

    def rendered(self, template: jinja2.Template, **variables: Any) -> str:
        """The text of a template. TemplateError where it takes too long or says too much."""
        self.start()
        pieces, length = [], 0
        for piece in template.generate(**variables):
            self._step()
            length += len(piece)
            if length > MOST_OUTPUT:
                raise jinja2.TemplateError(f"more than {MOST_OUTPUT:,} characters of text")
            pieces.append(piece)
        return "".join(pieces)
