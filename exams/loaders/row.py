"""One record of a table or JSON file, with accessors that name file, line and field when something is off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft
from exams.loaders.source import Source


@dataclass(frozen=True)
class Row:
    """`number` counts records from 1; `line` is the line in the file where one is known."""

    source: Source
    number: int
    line: int | None
    fields: Mapping[str, Any]
    whole: Mapping[str, Any] | None = None  # the record as it stood, where `fields` are only its mapped parts

    @property
    def place(self) -> str:
        """'record 12', for files whose records have no line of their own."""
        return f"record {self.number}"

    def fault(self, what: str, hint: str = "") -> InputError:
        """An InputError at this record."""
        return self.source.fault(what, line=self.line, place=self.place, hint=hint)

    def draft(self, stem: str, **fields: Any) -> Draft:
        """A draft that says it stood here, and what stood there."""
        fields.setdefault("given", self.whole if self.whole is not None else self.fields)
        return Draft(stem, line=self.line, place=self.place, **fields)

    def get(self, name: str) -> Any:
        """The field's value; None if it is absent, empty or NaN (as tables write 'nothing')."""
        value = self.fields.get(name)
        return None if value is None or value != value else value  # NaN is the one value unequal to itself

    def text(self, name: str) -> str:
        """A text field, which must be there; numbers become text, surrogates that no UTF-8 can hold are refused."""
        value = self.get(name)
        if value is None:
            raise self.fault(f"the field {name!r} is missing")
        return self.as_text(value, name)

    def optional_text(self, name: str) -> str:
        """A text field, or '' if there is none."""
        value = self.get(name)
        return "" if value is None else self.as_text(value, name)

    def as_text(self, value: Any, name: str) -> str:
        """A value as text: words and numbers as they are, anything else is a fault of the field."""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "True" if value else "False"
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        if isinstance(value, (int, float)):
            return str(value)
        raise self.fault(f"the field {name!r} holds {_kind(value)}, not text")

    def texts(self, name: str) -> list[str]:
        """A list of texts, which must be there."""
        value = self.get(name)
        if not isinstance(value, (list, tuple)):
            raise self.fault(f"the field {name!r} holds {_kind(value)}, not a list")
        return [self.as_text(item, name) for item in value]

    def mapping(self, name: str) -> Mapping[str, Any]:
        """A field that is an object with named fields itself."""
        value = self.get(name)
        if not isinstance(value, Mapping):
            raise self.fault(f"the field {name!r} holds {_kind(value)}, not an object")
        return value

    def inner(self, name: str) -> Row:
        """The object in a field as a row of its own, at the same place."""
        return Row(self.source, self.number, self.line, self.mapping(name), self.whole or self.fields)


def _kind(value: Any) -> str:
    names = {"NoneType": "nothing", "dict": "an object", "list": "a list", "str": "text", "int": "a number"}
    return names.get(type(value).__name__, f"a value of type {type(value).__name__}")
