"""Which second module of an adaptive section was sat, and why."""

from __future__ import annotations

from pydantic import Field

from scoring.types.record import Record


class SatModule(Record):
    """The decision for one section, as `run.json` keeps it in `routing`."""

    section: str = Field(description="section of the exam")
    first: str = Field(description="module that was sat first")
    module: str = Field(description="second module that was chosen and sat")
    name: str = Field(description="its name for people")
    points: float = Field(description="earned in the first module, by the key")
    max_points: float = Field(description="what its questions on this form are worth")
    threshold: float = Field(description="points in the first module from which this module is sat, as the exam has it")
    threshold_of: float = Field(
        description="points of the first module in the real exam: the threshold is out of these"
    )
    ungraded: int = Field(0, description="questions of the first module that failed: they gave no points")
    not_sat: tuple[str, ...] = Field((), description="ids of the questions in the modules that were not chosen")
    why: str = Field("", description="in words")
