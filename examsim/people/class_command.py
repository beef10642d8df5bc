"""Read sheets in, erase one, and make everything of a class anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exams.errors import InputError
from exams.exam import Exam
from exams.form import Form
from examsim.people.class_result import PersonResult, Place, place_of, results_of, sittings_of
from examsim.people.print_class import class_lines, norm_hint, place_line
from examsim.people.read_sheets import read_sheets
from examsim.people.routes import paper_hashes, with_modules_sat
from examsim.people.sheet import Sheet
from examsim.people.sheet_store import add_sheets, erase_sheet, kept_sheets
from examsim.people.write_class import NORM, write_class
from examsim.results.item_table import analyse_sittings
from examsim.results.print_items import item_lines, write_items
from examsim.screen import say, say_json
from reports.escaping import one_line
from reports.run_folder import read_run, read_score

SHOWN = 20  # bad rows on the screen


@dataclass(frozen=True)
class ClassWishes:
    """files: sheets to take in. erase: the id to erase. compare: runs on the same form."""

    files: Sequence[Path] = ()
    erase: str | None = None
    compare: Sequence[Path] = field(default_factory=tuple)
    as_json: bool = False


def work_on_class(form: Form, exam: Exam | None, folder: Path, wishes: ClassWishes) -> bool:
    """Take in, erase, score, write and tell; whether all rows could be used. InputError for an unusable file or id."""
    kept = kept_sheets(folder, form)
    if not kept and not wishes.files:
        raise InputError("no sheets here yet", where=folder, hint="give files: CSV, IRW tables, or what the page saved")
    quiet = wishes.as_json
    if wishes.erase is not None:
        kept = erase_sheet(folder, kept, wishes.erase)
        say("erased; everything below is made without it. Files it came from, and norms taken in, are yours to mend",
            err=quiet)  # fmt: skip
    whole = _take_in(form, exam, folder, kept, wishes.files, quiet=quiet)
    results = results_of(exam, form, kept)
    places = [_place(form, run, results) for run in wishes.compare]
    written = write_class(folder, form, kept, results, places)
    items = analyse_sittings(form, sittings_of(form, kept))
    written += write_items(items, folder)
    if quiet:
        say_json({"people": len(results), "models": [p.__dict__ for p in places], "files": [str(p) for p in written]})
        return whole
    say("\n".join(class_lines(exam, form, kept, results)))
    for place in places:
        say(place_line(place))
    if results:
        say("")
        say("\n".join(item_lines(items, families=False, written=True)))
    for path in written:
        say(f"  {path}")
    if exam is not None and (folder / NORM) in written:
        say(norm_hint(exam, folder / NORM))
    return whole


def _take_in(
    form: Form, exam: Exam | None, folder: Path, kept: list[Sheet], files: Sequence[Path], *, quiet: bool
) -> bool:
    if not files:
        return True
    read = read_sheets(files, form, paper_hashes(form, exam))
    routed = [with_modules_sat(sheet, form, exam) for sheet in read.sheets]
    kept, twice = add_sheets(folder, kept, [sheet for sheet, _ in routed])
    for sheet, odd in routed:
        if odd:
            say(f"! {one_line(sheet.id, 40)}: {odd}", err=True)
    bad = [*read.bad, *twice]
    for line in bad[:SHOWN]:
        say(f"! {line}", err=True)
    if len(bad) > SHOWN:
        say(f"! {len(bad) - SHOWN} more like these", err=True)
    if read.refused:
        say(f"{read.refused} without consent: not kept", err=quiet)
    say(f"{len(read.sheets) - len(twice)} sheets taken in, {len(bad)} rows or cells left out", err=quiet)
    return not bad


def _place(form: Form, folder: Path, results: Sequence[PersonResult]) -> Place:
    """By score where the model and everybody have one, else by the share of the points."""
    run = read_run(folder)
    if form.content_hash not in (run.head.form.hash, run.head.form.whole_hash):
        raise InputError("the run is of another form", where=folder, hint=f"give runs of {form.id}")
    if run.form is None or run.form.link != form.link:
        raise InputError(
            "the run and the people are not scored through the same link",
            where=folder,
            hint="examsim score RUN --link FILE, or --link none, as the form carries one or not",
        )
    reported = read_score(run).reported_set
    scores = [r.score for r in results if r.score is not None]
    if reported.value is not None and len(scores) == len(results):
        return place_of(run.head.model, reported.value, reported.interval, scores)
    graded = [g for g in run.grades if g.points is not None and g.grader_kind == "key"]
    share = sum(g.points or 0.0 for g in graded) / max(1e-12, sum(g.max_points for g in graded))
    return place_of(run.head.model, share, None, [r.share for r in results])
