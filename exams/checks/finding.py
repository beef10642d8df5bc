"""One thing a check found, with the file and the line it is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """An error makes the form wrong or unusable; a warning is for a person to look at. `other` is the line of the
    question that this one repeats."""

    level: Literal["error", "warning"]
    what: str
    file: str
    line: int | None = None
    other: int | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        other = "" if self.other is None else f" (line {self.other})"
        return f"{place}: {self.level}: {self.what}{other}"
