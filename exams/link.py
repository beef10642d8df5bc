"""A link of a practice form to the real exam as it is in `link.toml`, which a form carries beside `form.toml`."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

LinkMethod = Literal["linear", "equipercentile", "rasch"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class LinkedForm(_Part):
    """One of the two forms."""

    id: str = Field(description="id of the form")
    hash: str = Field(pattern=r"^[0-9a-f]{64}$", description="content hash of the form")


class LinkPerson(_Part):
    """A candidate who sat both forms."""

    name: str = Field(description="model, or a person's id")
    practice_run: str = Field("", description="run on the practice form")
    real_run: str = Field("", description="run on the real one")
    sittings: int = Field(1, ge=1, description="sittings of both (draws)")


class LinkedSection(_Part):
    """One section's conversion, between shares of the points, 0 to 1. Between the places it is straight."""

    section: str = Field(description="id of the section")
    persons: int = Field(ge=4, description="common persons")
    degrees: int = Field(ge=1, description="degrees of freedom of Student's t for intervals")
    practice: tuple[float, ...] = Field(min_length=2, description="shares on the practice form, from 0 to 1")
    real: tuple[float, ...] = Field(description="the equivalent shares on the real form, never falling")
    error: tuple[float, ...] = Field(description="their standard errors")

    @model_validator(mode="after")
    def _is_a_conversion(self) -> Self:
        if not len(self.practice) == len(self.real) == len(self.error):
            raise ValueError("practice, real and error are of different lengths")
        if self.practice[0] != 0 or self.practice[-1] != 1 or any(b <= a for a, b in pairwise(self.practice)):
            raise ValueError("practice must rise from 0 to 1")
        if not all(0 <= y <= 1 for y in self.real) or any(b < a for a, b in pairwise(self.real)):
            raise ValueError("real must lie within 0 to 1 and never fall")
        if any(e < 0 for e in self.error):
            raise ValueError("an error is below 0")
        return self


class FormLink(_Part):
    """From which runs, when, between which forms, by which method, and the conversion of each section."""

    schema_: Literal["examsim.link/1"] = Field("examsim.link/1", alias="schema", description="version of this layout")
    made: str = Field(description="day on which it was made: 2026-11-29")
    method: LinkMethod = Field(description="how scores were linked")
    exam: str = Field("", description="exam of both forms")
    practice: LinkedForm = Field(description="the form that is scored through it")
    real: LinkedForm = Field(description="the real exam's form, or what stands for it")
    caution: tuple[str, ...] = Field((), description="what the common persons could not show")
    person: tuple[LinkPerson, ...] = Field(min_length=4, description="the common persons")
    section: tuple[LinkedSection, ...] = Field(min_length=1, description="linked sections")

    def of(self, section: str) -> LinkedSection | None:
        """The conversion of a section; None where it is not linked."""
        return next((s for s in self.section if s.section == section), None)
