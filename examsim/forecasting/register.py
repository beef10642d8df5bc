"""A forecast is written down before the result, and held against it afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import orjson
from pydantic import ValidationError

import examsim
from exams.errors import InputError
from exams.files.json_records import write_json
from exams.files.regular_file import read_bytes, read_json
from exams.files.toml_records import first_fault
from examsim.forecasting.study import StudyOptions, make_study
from scoring.types.registered import CheckedTarget, CodeVersion, ForecastCheck, RegisteredForecast


def register(points: Path, options: StudyOptions, name: str, out: Path) -> RegisteredForecast:
    """Make and write the forecast. InputError without a target, for one that is known, or where `out` exists."""
    if not options.predict:
        raise InputError("nothing is forecast", hint="give the larger model's compute with --predict")
    if out.exists():
        raise InputError("a registered forecast is not written over", where=out, hint="choose another --out")
    report = make_study(points, options)
    largest = max(point.compute for panel in report.panels for point in panel.points)
    for target in options.predict:
        if target <= largest:
            what = f"--predict {target:g} lies within the points (largest {largest:g}): a result there is no forecast"
            raise InputError(what, hint="register before the larger run is among the points")
    made = RegisteredForecast(
        name=name,
        registered=datetime.now(UTC).isoformat(timespec="seconds"),
        data_file=points.name,
        data_sha256=file_hash(points),
        code=code_version(),
        options=_plain(options),
        report=report,
    )
    sealed = made.model_copy(update={"sha256": record_hash(made)})
    write_json(out, sealed.model_dump(mode="json"))
    return sealed


def read_forecast(path: Path) -> RegisteredForecast:
    """Read a registered forecast; InputError where it is none."""
    try:
        return RegisteredForecast.model_validate_json(read_json(path))
    except ValidationError as error:
        raise InputError(first_fault(error), where=path, hint="`examsim scaling register` writes one") from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from None


def check(
    forecast: RegisteredForecast, results: Sequence[tuple[float | None, str | None, float]], points: Path | None
) -> ForecastCheck:
    """Hold results (compute or None for the only target, panel or None for the first, value) against a forecast."""
    targets = []
    for compute, name, value in results:
        panels = [p for p in forecast.report.panels if name in (None, p.name)]
        if not panels:
            known = ", ".join(p.name for p in forecast.report.panels)
            raise InputError(f"no panel {name!r} was forecast", hint=f"it has: {known}")
        panel = panels[0]
        near = [f for f in panel.forecasts if compute is None or abs(f.compute / compute - 1) < 0.01]
        if len(near) != 1:
            known = ", ".join(f"{f.compute:g}" for f in panel.forecasts)
            raise InputError(f"which forecast is {value:g} the result of?", hint=f"--compute, one of {known}")
        made = near[0]
        targets.append(
            CheckedTarget(
                panel=panel.name,
                compute=made.compute,
                median=made.median,
                intervals=made.intervals,
                result=value,
                error=made.median / value - 1 if value else None,
                inside=tuple(b.level for b in made.intervals if b.low <= value <= b.high),
            )
        )
    return ForecastCheck(
        forecast_sha256=forecast.sha256,
        registered=forecast.registered,
        checked=datetime.now(UTC).isoformat(timespec="seconds"),
        unchanged=record_hash(forecast) == forecast.sha256,
        data_unchanged=None if points is None else file_hash(points) == forecast.data_sha256,
        targets=tuple(targets),
    )


def record_hash(forecast: RegisteredForecast) -> str:
    """SHA-256 of the record without its own hash, keys sorted."""
    body = forecast.model_dump(mode="json", exclude={"sha256"})
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    try:
        return hashlib.sha256(read_bytes(path)).hexdigest()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from None


def code_version() -> CodeVersion:
    """examsim's version and the hash of the files that make a forecast."""
    folder = Path(str(files("scoring"))) / "forecasts"
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return CodeVersion(version=examsim.__version__, sha256=digest.hexdigest())


def _plain(options: StudyOptions) -> dict[str, str | float | int | bool | list[float] | list[str] | None]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(options).items()}
