"""How much of a form was seen, and what leaving it out does."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scoring.types.record import Record


class SectionContamination(Record):
    """One section split by the audit's flags. Proportions of points earned, 0–1; None where there is no question."""

    section: str
    questions: int
    flagged: int
    share: float = Field(description="flagged ÷ questions")
    full: float | None
    clean: float | None
    contaminated: float | None
    relative_change: float | None = Field(None, description="clean / full − 1")
    difference: float | None = Field(None, description="clean − contaminated, in percent points")


class ChanceDrop(Record):
    """How much lower the clean rule makes the score, beside what taking away as many questions at random does."""

    removed: int
    of: int
    seen: float = Field(description="full − reported, points of the exam's scale")
    expected: float = Field(description="mean of full − min(full, rest) over random removals")
    p_value: float = Field(description="share of random removals whose drop is at least the one seen")
    removals: int


class Composition(Record):
    """The clean score by part or topic, put together in the whole form's shares."""

    by: Literal["part", "topic"]
    value: float | None = Field(description="None where a part (topic) is gone altogether")
    gone: tuple[str, ...] = ()
    least: int = Field(description="questions left of the part (topic) with the fewest")
    groups: int


class Contamination(Record):
    """How much of the form was seen, by section and for the exam, and what leaving it out does."""

    audit: str = Field("", description="content hash of the audit")
    rule: str = ""
    flagged: tuple[str, ...] = ()
    share_by_section: dict[str, float | None] = Field(default_factory=dict)
    share: float | None = Field(None, description="section-weighted blend of the shares, 0–1")
    relative_change: float | None = Field(None, description="clean / full − 1, the report's printed 'degradation'")
    difference: float | None = Field(None, description="clean − contaminated percent, as its caption says")
    test: str = Field("", description="whether clean and contaminated questions differ beyond chance, in words")
    p_value: float | None = None
    power: float | None = None
    sections: tuple[SectionContamination, ...] = ()
    too_few: str = Field("", description="why no clean score is reported, where too few questions are left")
    chance: ChanceDrop | None = None
    compositions: tuple[Composition, ...] = ()
    looked_for_meaning: bool = Field(False, description="whether passages near in meaning were looked for")
    near_in_meaning: int = 0
