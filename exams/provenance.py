"""Where a table comes from, and how far to trust it: what every table of an exam folder carries."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["official", "second-hand", "approximate", "inferred", "unknown"]


class Table(BaseModel):
    """A table of `exam.toml`: unknown keys are refused."""

    # by name too: some fields have a clearer name in code than the key that exam folders were written with
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)


class Provenance(Table):
    """Where a table comes from, and how far to trust it. Every table carries one."""

    source: str = Field(min_length=3, description="who published the figures, and where")
    status: Status = Field(description="how far they can be trusted")
    year: str = Field("unknown", description="year or period the figures describe")
    evidence: str = Field("", alias="seen", description="how the figure was had: verbatim, computed, memory")
    note: str = Field("", description="doubts, and what was done about them")
    licence: str = Field("", description="SPDX id of the table's licence; '' = the exam folder's")
