"""How much of a form was seen, and what leaving it out does."""

from __future__ import annotations

from pydantic import Field

from scoring.types.record import Record


class SectionContamination(Record):
    """One section split by the audit's flags. Fractions of the points earned, 0–1; None where there is no question."""

    section: str
    questions: int
    flagged: int
    share: float = Field(description="flagged ÷ questions")
    full: float | None
    clean: float | None
    contaminated: float | None
    relative_change: float | None = Field(None, description="clean / full − 1")
    difference: float | None = Field(None, description="clean − contaminated, in percent points")


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
