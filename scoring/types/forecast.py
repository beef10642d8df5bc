"""Records of a forecast: what was fitted, what is forecast, what held-out models showed, what speaks against it."""

from __future__ import annotations

from typing import Literal

from scoring.types.record import Record

LawName = Literal["loss", "joint", "pass-rate", "downstream"]


class Caution(Record):
    """One reason for care; `blocking` = the forecast must not be used."""

    words: str
    blocking: bool = False


class Bounds(Record):
    """A central interval of `level` (share, 0 to 1)."""

    level: float
    low: float
    high: float


class FittedParameter(Record):
    """A parameter of the law; `profile` and `bootstrap` are 95 % intervals where they were computed."""

    name: str
    value: float
    profile: Bounds | None = None
    bootstrap: Bounds | None = None
    note: str = ""


class FittedPoint(Record):
    """A model: its compute and the measured value; `fitted` is false for a held-out one, `residual` = log ratio."""

    model: str
    compute: float
    value: float
    fitted: bool = True
    residual: float | None = None


class ForecastRecord(Record):
    """What is forecast at one compute; `decades` beyond the largest fitted model."""

    compute: float
    median: float
    intervals: tuple[Bounds, ...]
    decades: float
    tokens_per_parameter: float | None = None

    def bounds(self, level: float) -> Bounds:
        """The interval of one level."""
        return next(b for b in self.intervals if abs(b.level - level) < 1e-9)


class HeldOutRecord(Record):
    """A model forecast from smaller ones: `error` = forecast ÷ seen − 1, `inside` = within the 80 % interval."""

    model: str
    fitted: int
    forecast: ForecastRecord
    seen: float
    error: float | None
    inside: bool


class CoverageRecord(Record):
    """So many of `count` rolling hold-outs lay inside the interval of `level`."""

    level: float
    inside: int
    count: int


class Panel(Record):
    """One law fitted to one measure: loss, accuracy, or −E[log pass rate] of a set of problems."""

    name: str
    measure: str
    formula: str
    points: tuple[FittedPoint, ...]
    parameters: tuple[FittedParameter, ...]
    floor: str = ""
    forecasts: tuple[ForecastRecord, ...] = ()
    held_out: tuple[HeldOutRecord, ...] = ()
    rolling: tuple[HeldOutRecord, ...] = ()
    coverage: tuple[CoverageRecord, ...] = ()
    curve: tuple[ForecastRecord, ...] = ()
    cautions: tuple[Caution, ...] = ()
    notes: tuple[str, ...] = ()
    problems: int | None = None


class ForecastReport(Record):
    """All panels of one `examsim scaling fit`; `source` is the file the points came from."""

    law: LawName
    source: str
    unit: str = ""
    panels: tuple[Panel, ...]
    notes: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """No panel has a caution that forbids its use."""
        return not any(c.blocking for p in self.panels for c in p.cautions)
