"""Runs of one exam by models of several sizes: read, tested section by section, told and written."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from exams.errors import InputError
from exams.files.json_records import write_json
from reports.run_folder import Run, read_run
from reports.score_text import p_text, signed
from scoring.comparisons.inverse_scaling import InverseScaling, SizedRun, inverse_scaling
from scoring.comparisons.paired import Comparison, compare
from scoring.forecasts.table_file import read_table
from scoring.types import Grade

SCHEMA = "examsim.inverse/1"


@dataclass(frozen=True)
class Control:
    """What the scored section is below (−) or above another for one model, on the same items by their numbers."""

    model: str
    section: str
    found: Comparison


@dataclass(frozen=True)
class Study:
    """The first of `sections` is the scored one."""

    exam: str
    sizes: dict[str, float]
    sections: tuple[InverseScaling, ...]
    controls: tuple[Control, ...]

    def record(self) -> dict[str, Any]:
        """As it is written."""
        return {
            "schema": SCHEMA,
            "exam": self.exam,
            "sizes": self.sizes,
            "sections": [asdict(s) for s in self.sections],
            "controls": [
                {"model": c.model, "section": c.section, **asdict(replace(c.found, interval=None))}  # type: ignore[arg-type]
                | {"interval": [c.found.interval.low, c.found.interval.high]}
                for c in self.controls
            ],
        }

    def lines(self) -> Iterator[str]:
        """A line for each section and each control."""
        for own in self.sections:
            shares = ", ".join(f"{name} {100 * share:.1f}" for name, share in own.shares.items())
            slope = f"{signed(100 * own.whole.slope)} points for each tenfold size, p {p_text(own.whole.p_value)}"
            told = f"{own.questions} questions, percent right by size: {shares}; {slope}"
            yield f"{own.section}: {own.verdict} ({told})"
            if own.before is not None and own.after is not None and own.u_p_value is not None:
                yield (
                    f"  two lines that meet at {own.turning}: {signed(100 * own.before.slope)} then "
                    f"{signed(100 * own.after.slope)} points for each tenfold size, p of a U {p_text(own.u_p_value)}"
                )
            else:
                yield "  a U needs three sizes or more"
        for control in self.controls:
            found = control.found
            yield (
                f"{control.model}: {self.sections[0].section} against {control.section} "
                f"{signed(100 * found.difference)} points ({signed(100 * found.interval.low)} to "
                f"{signed(100 * found.interval.high)}) on {found.shared} items, p {p_text(found.p_value)}"
            )


def sizes_of(file: Path | None, given: Sequence[str]) -> dict[str, float]:
    """Model → size, from a table with the columns model and size, and from MODEL=NUMBER. InputError otherwise."""
    found: dict[str, float] = {}
    if file is not None:
        table = read_table(file)
        model, size = (table.need((name,), "") for name in ("model", "size"))
        found |= {row[model]: table.number(at, size) for at, row in enumerate(table.rows)}
    for one in given:
        name, sign, number = one.rpartition("=")
        try:
            found[name] = float(number)
        except ValueError:
            sign = ""
        if not sign or not name:
            raise InputError(f"--size {one!r} is not MODEL=NUMBER", hint="such as --size my-model=1.3e9")
    for name, value in found.items():
        if not (math.isfinite(value) and value > 0):
            raise InputError(f"the size of {name!r} is {value:g}", hint="a size is a number above 0")
    return found


def inverse_study(folders: Sequence[Path], sizes: dict[str, float], *, seed: int = 0) -> Study:
    """Test all sections of the runs' exam. InputError for runs of two exams or forms, or of one model, or no size."""
    runs = [read_run(folder) for folder in folders]
    if len({r.head.exam.id for r in runs}) > 1 or len({r.head.form.hash for r in runs}) > 1:
        raise InputError("the runs are of several exams or forms", hint="give runs of the same questions")
    if absent := [r.head.model for r in runs if r.head.model not in sizes]:
        raise InputError(f"no size is given for {absent[0]!r}", hint=f"--size {absent[0]}=NUMBER, or a row in --sizes")
    names = [r.head.model for r in runs]
    if twice := {n for n in names if names.count(n) > 1}:
        raise InputError(f"two runs of {sorted(twice)[0]!r}", hint="give one run of each model")
    order = _sections(runs[0])
    sized = [SizedRun(r.head.model, sizes[r.head.model], counting(r)) for r in runs]
    sized.sort(key=lambda r: r.size)
    return Study(
        exam=runs[0].head.exam.short or runs[0].head.exam.id,
        sizes={r.name: r.size for r in sized},
        sections=tuple(inverse_scaling(sized, section, seed=seed) for section in order),
        controls=tuple(
            Control(r.name, section, _control(r.grades, order[0], section)) for r in sized for section in order[1:]
        ),
    )


def counting(run: Run) -> list[Grade]:
    """The grade that counts of each question."""
    return [grades[-1] for grades in run.grades_of.values() if grades]


def _sections(run: Run) -> list[str]:
    """The exam's sections that the run has, the one with the greatest weight first."""
    there = list(dict.fromkeys(g.section for g in run.grades))
    weights = {s.section: s.weight for s in run.score.full.sections} if run.score else {}
    return sorted(there, key=lambda s: (-weights.get(s, 0.0), there.index(s)))


def _control(grades: Sequence[Grade], scored: str, other: str) -> Comparison:
    """The two sections item by item: questions of the same number ('mismatched-12', 'matched-12') are of one item."""

    def named(section: str) -> list[Grade]:
        own = [g for g in grades if g.section == section]
        return [g.model_copy(update={"question": g.question.removeprefix(f"{section}-")}) for g in own]

    return compare(named(scored), named(other), n_resamples=2_000)


def write_study(study: Study, folder: Path) -> list[Path]:
    """The record and the chart; the paths worth opening."""
    from reports.charts.inverse_chart import write_inverse_chart

    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "inverse.json", study.record())
    return [folder / "inverse.json", *write_inverse_chart(study.exam, study.sizes, study.sections, folder)]
