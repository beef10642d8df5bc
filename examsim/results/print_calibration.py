"""What `examsim calibration` prints and writes: a block for each run, differences, one diagram of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from exams.counted import counted
from exams.errors import InputError
from exams.files.json_records import write_json
from examsim.results.calibrations import run_beliefs
from examsim.screen import say, say_json
from reports.charts.calibration import WAYS, reliability_of
from reports.run_folder import Run, read_run, run_folders
from scoring.calibration.beliefs import ENOUGH, Belief, Renormalise
from scoring.calibration.calibrate import Precision, calibrate, calibration_difference
from scoring.types.calibration import Calibration, CalibrationDifference, CalibrationMeasure

SCHEMA = "examsim.calibration/1"


@dataclass(frozen=True)
class CalibrationWishes:
    """What may be chosen: bins, which of "both", "options", "top" to tell, words or probabilities, draws and seed."""

    bins: int = 10
    of: str = "both"
    stated: bool = False
    renormalise: str = "auto"
    draws: int = 1000
    seed: int = 0

    @property
    def shown(self) -> tuple[Literal["options", "top"], ...]:
        """The measures that are told."""
        return ("options", "top") if self.of == "both" else (cast(Literal["options", "top"], self.of),)


@dataclass(frozen=True)
class Entry:
    """One run asked in one way, its beliefs and what they amount to."""

    name: str
    run: Run
    beliefs: tuple[Belief, ...]
    found: Calibration


def calibrate_runs(folders: Sequence[Path], wishes: CalibrationWishes, out: Path | None, as_json: bool) -> None:
    """Print the calibration of runs, and write it with its diagram where `out` is given.

    InputError if a run has no probabilities at all.
    """
    entries = [e for folder in run_folders(folders)[0] for e in _entries(read_run(folder), wishes)]
    differences = list(_differences(entries, wishes))
    body = {
        "schema": SCHEMA,
        "bins": wishes.bins,
        "runs": [
            {"id": e.run.head.id, "exam": e.run.head.exam.id, "model": e.run.head.model,
             "form_hash": e.run.head.form.hash, "name": e.name, "calibration": e.found.model_dump(mode="json")}
            for e in entries
        ],
        "differences": [{"first": a, "second": b, **d.model_dump(mode="json")} for a, b, d in differences],
    }  # fmt: skip
    if as_json:
        say_json(body)
    else:
        for entry in entries:
            say("\n".join(_block(entry, wishes)))
        for first, second, gap in differences:
            say(_difference(first, second, gap))
    if out is not None:
        write_json(out / "calibration.json", body)
        for path in (out / "calibration.json", *_draw(entries, out)):
            say(f"  {path}", err=as_json)


def _entries(run: Run, wishes: CalibrationWishes) -> Iterator[Entry]:
    if run.form is None:
        raise InputError("the run holds no form", where=run.folder / "form", hint="run the exam again")
    beliefs = run_beliefs(run, stated=wishes.stated)
    if not beliefs.by_way:
        why = "; ".join(f"{n} {reason}" for reason, n in beliefs.left_out.items())
        hint = (
            'ask for it in the prompt: --system "… add a line Confidence: N %"'
            if wishes.stated
            else "run with --route letter (or --likelihoods draws --draws 20), or --letter sample --logprobs"
        )
        raise InputError(f"no answer of this run has a confidence ({why})", where=run.folder, hint=hint)
    precision = Precision(wishes.bins, wishes.draws, wishes.seed)
    for way, own in beliefs.by_way.items():
        name = run.head.model if len(beliefs.by_way) == 1 else f"{run.head.model}, {WAYS[way]}"
        found = calibrate(own, beliefs.left_out, renormalise=cast(Renormalise, wishes.renormalise), precision=precision)
        yield Entry(name, run, own, found)


def _differences(
    entries: Sequence[Entry], wishes: CalibrationWishes
) -> Iterator[tuple[str, str, CalibrationDifference]]:
    """The later ones against the first, where they were asked the same questions of the same form."""
    precision = Precision(wishes.bins, wishes.draws, wishes.seed)
    for other in entries[1:]:
        first = entries[0]
        if first.run.head.form.hash != other.run.head.form.hash:
            continue
        for of in wishes.shown:
            if of == "options" and "stated" in (first.found.way, other.found.way):
                continue
            how = cast(Renormalise, wishes.renormalise)
            try:
                gap = calibration_difference(first.beliefs, other.beliefs, of, renormalise=how, precision=precision)
            except InputError:
                continue
            yield first.name, other.name, gap


def _block(entry: Entry, wishes: CalibrationWishes) -> Iterator[str]:
    found = entry.found
    drawn = f", {found.draws} letters a question" if found.draws else ""
    yield f"{entry.name}  {entry.run.head.exam.short or entry.run.head.exam.id}  {WAYS[found.way]}{drawn}"
    left = "".join(f"; {n:,} left out: {why}" for why, n in found.left_out.items())
    yield f"  {counted(found.questions, 'question')}{left}"
    if found.coverage is not None:
        what = "divided by it" if found.renormalised else "not divided by it"
        yield f"  on the options: {100 * found.coverage:.1f} % of the probability, {what} ({ENOUGH:.0%} asked for)"
    if found.unseen:
        yield (
            f"  {counted(found.unseen, 'option was', 'options were')} not shown by the server: bounds, not in the bins"
        )
    for of in wishes.shown:
        measure = found.options if of == "options" else found.top
        if measure is not None:
            yield from _lines(measure, wishes.bins)
    if found.log_score is not None:
        least = f", at least: {found.log_score_is_least:,} keys are bounds" if found.log_score_is_least else ""
        yield f"  log score {found.log_score:.3f} (mean −ln p of the key{least})"


def _lines(found: CalibrationMeasure, bins: int) -> Iterator[str]:
    name = "every option" if found.of == "options" else "likeliest option"
    ends = f" ({found.interval[0]:.3f}–{found.interval[1]:.3f})" if found.interval else ""
    yield (
        f"  {name} ({found.count:,}): ECE {found.ece:.3f}{ends}, debiased {found.debiased:.3f}, equal numbers "
        f"{found.mass_ece:.3f}; mean confidence {100 * found.confidence:.1f} %, right {100 * found.accuracy:.1f} %"
    )
    if found.bounds:
        low, high = found.bounds
        yield f"    with the options not shown at 0 and at their bound: ECE {low:.3f} to {high:.3f}"
    if found.expected:
        verdict = "wrong beyond chance" if found.p_value is not None and found.p_value < 0.05 else "within chance"
        low, high = found.expected
        yield (
            f"    if the confidence were right, 95 % of ECEs would lie in {low:.3f}–{high:.3f} "
            f"(p = {found.p_value:.3g}): {verdict}"
        )
    yield (
        f"    Brier {found.brier:.3f}; over {bins} bins reliability {found.reliability:.4f}, resolution "
        f"{found.resolution:.4f}, uncertainty {found.uncertainty:.4f}"
    )
    for b in found.bins:
        yield (
            f"    {100 * b.low:3.0f}–{100 * b.high:3.0f} %  {b.count:7,}  said {100 * b.confidence:5.1f} %  right "
            f"{100 * b.accuracy:5.1f} % ({100 * b.interval[0]:.1f}–{100 * b.interval[1]:.1f})"
        )


def _difference(first: str, second: str, gap: CalibrationDifference) -> str:
    name = "every option" if gap.of == "options" else "likeliest option"
    told = "beyond chance" if gap.interval[0] > 0 or gap.interval[1] < 0 else "not beyond chance"
    return (
        f"{second} − {first}, {name}, {counted(gap.shared, 'shared question')}: ECE "
        f"{gap.second:.3f} − {gap.first:.3f} = "
        f"{gap.difference:+.3f} ({gap.interval[0]:+.3f} to {gap.interval[1]:+.3f}), {told}"
    )


def _draw(entries: Sequence[Entry], out: Path) -> list[Path]:
    from reports.charts.foot import facts_of
    from reports.charts.reliability_chart import draw_reliability
    from reports.drawing.frame import SIZES
    from reports.drawing.picture_files import write_picture

    names = {}
    for entry in entries:
        name, number = entry.name, 2
        while name in names:
            name, number = f"{entry.name} ({number})", number + 1
        names[name] = reliability_of(entry.found)
    drawn = draw_reliability(names, SIZES["page"], facts_of(e.run for e in entries))
    return write_picture(drawn.scenes, out / "reliability", ("png", "svg"))
