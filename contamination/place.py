"""A place of a document at which a question may stand, with all that is needed to read it again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question may stand.

    share   of the question that is there, by weight
    raw     the text around a match; `closed`: the document ends with it
    near    whether the answer is beside it; None if there is none to look for
    around  the same text normalised, with more room
    found   examsim's own thresholds are met; `claimed`: another question has more of what is there
    """

    raw: str
    closed: bool
    near: bool | None
    around: bytes
    found: bool
    claimed: bool = False
    share: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Its fields; `around` as text."""
        return asdict(self) | {"around": self.around.decode("utf-8", "ignore")}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Place:
        """The reverse of `as_json`."""
        return cls(**(stored | {"around": stored["around"].encode()}))
