"""A TOML file as a record, or the one line that says what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from exams.errors import InputError

Record = TypeVar("Record", bound=BaseModel)
MOST_BYTES = 2 << 20
_LONG_NAME = re.compile(r"""(?<![\w"'-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""")
INT64 = range(-(2**63), 2**63)


def parse_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text. tomllib.TOMLDecodeError, also for a name of more than 100 parts: for those the parser
    takes time that grows with the square of their number."""
    if _LONG_NAME.search(text):
        raise tomllib.TOMLDecodeError("a name of more than 100 parts")
    return tomllib.loads(text)


def read_toml(kind: type[Record], path: Path) -> Record:
    """The record in `path`. InputError for a file that can't be read or does not hold one."""
    try:
        if path.stat().st_size > MOST_BYTES or not path.is_file():
            raise InputError("not a TOML file of a sensible size", where=path, hint=f"at most {MOST_BYTES >> 20} MiB")
        data = parse_toml(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not a TOML file: {error}", where=path, hint="correct the line") from None
    except RecursionError:
        raise InputError("nested too deeply", where=path, hint="no table needs more than three levels") from None
    except ValueError as error:  # a number of thousands of digits
        raise InputError(f"not a TOML file: {str(error).splitlines()[0]}", where=path, hint="correct it") from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from None
    if too_large := large_integer(data):
        raise InputError(f"{too_large}: an integer beyond 64 bits", where=path, hint="no figure of ours is so large")
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise InputError(first_fault(error), where=path, hint="correct that field") from None


def large_integer(data: Any, name: str = "") -> str:
    """Where in nested data an integer beyond 64 bits is: 'section.0.questions'; '' if nowhere."""
    if isinstance(data, int) and data not in INT64:
        return shown_name(name)
    if isinstance(data, dict):
        parts: Any = data.items()
    elif isinstance(data, list):
        parts = enumerate(data)
    else:
        return ""
    return next((found for k, v in parts if (found := large_integer(v, f"{name}.{k}" if name else str(k)))), "")


def first_fault(error: ValidationError) -> str:
    """The first fault of a failed validation in one line: field and reason. Fields that are missing come together."""
    faults = error.errors(include_url=False, include_context=False)
    alike = [f for f in faults if f["type"] == "missing"][:6] if faults[0]["type"] == "missing" else faults[:1]
    place = ", ".join(".".join(shown_name(str(p)) for p in f["loc"]) for f in alike)
    reason = " ".join(alike[0]["msg"].removeprefix("Value error, ").split())
    left = len(faults) - len(alike)
    more = f" (and {left} more)" if left else ""
    return f"{place}: {reason}{more}" if place else f"{reason}{more}"


def shown_name(name: str) -> str:
    """A field's name as a file gives it, quoted where it holds what a terminal would act on."""
    return (name if name.isprintable() else ascii(name))[:200]
