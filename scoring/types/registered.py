"""A forecast that was written down before the result was known, and the result held against it."""

from __future__ import annotations

from typing import Literal

from scoring.types.forecast import Bounds, ForecastReport
from scoring.types.record import Record


class CodeVersion(Record):
    """examsim's version and a hash of the source files that made the forecast."""

    version: str
    sha256: str


class RegisteredForecast(Record):
    """`registered` is the moment in UTC; `data_sha256` is of the points file; `options` are those of the command.

    `sha256` is of all other fields, so that a changed record is noticed. It proves no date by itself: for that the
    hash must be published, or the file committed, before the result is known.
    """

    schema_version: Literal["examsim.forecast/1"] = "examsim.forecast/1"
    name: str
    registered: str
    data_file: str
    data_sha256: str
    code: CodeVersion
    options: dict[str, str | float | int | bool | list[float] | list[str] | None]
    report: ForecastReport
    sha256: str = ""


class CheckedTarget(Record):
    """One registered forecast and its result. `error` = forecast ÷ result − 1."""

    panel: str
    compute: float
    median: float
    intervals: tuple[Bounds, ...]
    result: float
    error: float | None
    inside: tuple[float, ...]


class ForecastCheck(Record):
    """The results held against a registered forecast; `unchanged` = its hash still fits."""

    schema_version: Literal["examsim.forecast-check/1"] = "examsim.forecast-check/1"
    forecast_sha256: str
    registered: str
    checked: str
    unchanged: bool
    data_unchanged: bool | None
    targets: tuple[CheckedTarget, ...]
