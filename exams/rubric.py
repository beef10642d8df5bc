"""How a free response earns points: analytic criteria, or the levels of a holistic scale."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Criterion(BaseModel):
    """One thing an answer can earn points for (or lose them: negative `points`)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: str
    text: str
    points: float
    step: float = Field(0.5, gt=0, description="smallest part of a point that may be given")
    group: str | None = Field(None, description="criteria of one group share the cap `caps[group]` ('any two of')")
    requires: tuple[str, ...] = Field((), description="criteria that must have earned points first")

    @property
    def allowed(self) -> tuple[float, float]:
        """Least and most points this criterion can give."""
        return (min(0.0, self.points), max(0.0, self.points))


class Level(BaseModel):
    """One level of a holistic scale with its descriptor."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    points: float
    text: str


class Rubric(BaseModel):
    """Analytic (`criteria`) or holistic (`levels`). `max_points` is what a perfect answer gets."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    kind: Literal["analytic", "holistic"]
    max_points: float = Field(gt=0)
    criteria: tuple[Criterion, ...] = ()
    levels: tuple[Level, ...] = ()
    caps: dict[str, float] = Field(default_factory=dict)
    step: float = Field(0.5, gt=0, description="smallest step between two holistic grades")
    notes: str = ""
    checklist: tuple[str, ...] = Field(
        (), description="holistic: what a good answer may say; supports one mark, no sum"
    )

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.kind == "analytic":
            if not self.criteria or self.levels or self.checklist:
                raise ValueError("an analytic rubric has criteria, no levels and no checklist")
            ids = [c.id for c in self.criteria]
            if len(set(ids)) != len(ids):
                raise ValueError("two criteria share an id")
            unknown = {r for c in self.criteria for r in c.requires} - set(ids)
            if unknown:
                raise ValueError(f"a criterion requires {sorted(unknown)[0]!r}, which is not in the rubric")
            ungrouped = {c.group for c in self.criteria if c.group} ^ set(self.caps)
            if ungrouped:
                raise ValueError(f"group {sorted(ungrouped)[0]!r} has criteria but no cap, or a cap but no criteria")
            reachable = self.points({c.id: max(0.0, c.points) for c in self.criteria})
            if reachable < self.max_points - 1e-9:
                raise ValueError(f"the criteria add up to {reachable:g}, less than max_points {self.max_points:g}")
        elif not self.levels or self.criteria:
            raise ValueError("a holistic rubric has levels and no criteria")
        elif max(level.points for level in self.levels) != self.max_points:
            raise ValueError("the highest level must be worth max_points")
        return self

    def points(self, given: dict[str, float]) -> float:
        """Total for the points given per criterion: prerequisites, group caps, then 0 ≤ total ≤ max_points."""
        earned = {c.id: given.get(c.id, 0.0) for c in self.criteria}
        for criterion in self.criteria:
            if any(earned.get(r, 0.0) <= 0 for r in criterion.requires):
                earned[criterion.id] = min(0.0, earned[criterion.id])
        total = sum(earned[c.id] for c in self.criteria if c.group is None)
        for group, cap in self.caps.items():
            total += min(cap, sum(earned[c.id] for c in self.criteria if c.group == group))
        return min(self.max_points, max(0.0, total))
