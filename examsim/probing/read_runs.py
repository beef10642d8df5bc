"""Probes that ask nobody: scores of finished runs, the model's own and others'."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from contamination.probe_types import ProbeResult
from contamination.probes.before_after import LEAST_SIDE, Dated, before_after_result, terciles
from contamination.probes.gap import LEAST_OTHERS, Pair, gap_result
from exams.counted import counted
from exams.errors import InputError
from examsim.probing.probe_job import ProbeJob
from examsim.probing.subject import Subject
from reports.run_folder import Run, read_run


def probe_gap(job: ProbeJob, subject: Subject) -> ProbeResult:
    """The model's loss on the sibling beside the others'. InputError where runs do not fit each other."""
    assert subject.run is not None and job.sibling is not None
    old, new = read_run(subject.run), read_run(job.sibling)
    if old.head.model != new.head.model:
        said = f"the sibling's run is by {new.head.model}, the set's by {old.head.model}"
        raise InputError(said, where=job.sibling, hint="name a run of the same model")
    if old.head.form.hash == new.head.form.hash:
        raise InputError("the sibling's run is of the same form", where=job.sibling, hint="name a run of another form")
    sides: dict[str, dict[str, Run]] = defaultdict(dict)
    forms = {old.head.form.hash: "old", new.head.form.hash: "new"}
    strange = 0
    for run in _others(job, old.head.model):
        if (side := forms.get(run.head.form.hash)) is None:
            strange += 1
        else:
            sides[run.head.model][side] = run
    others = [_pair(both["old"], both["new"]) for both in sides.values() if len(both) == 2]
    if len(others) < LEAST_OTHERS:
        raise InputError(
            f"{len(others)} other models have runs of both forms, at least {LEAST_OTHERS} are needed",
            hint="name their runs with --others, each once for every run",
        )
    alone = len(sides) - len(others)
    left_out = [
        *([f"{strange} of --others of neither form"] if strange else []),
        *([f"{alone} of the other models with a run of one form only"] if alone else []),
    ]
    return gap_result(_pair(old, new), others, left_out=left_out)


def probe_before_after(job: ProbeJob, subject: Subject) -> ProbeResult:
    """Questions older than the cutoff against newer ones within strata of difficulty. InputError: too few of either."""
    assert subject.run is not None and job.cutoff is not None
    run = read_run(subject.run)
    assert run.form is not None
    others = [r for r in _others(job, run.head.model) if r.head.form.hash == run.head.form.hash]
    graded = _right(run)
    strata, source = _strata(others, run)
    questions, undated, ungraded, unknown = [], 0, 0, 0
    for question in run.form.questions:
        if question.written is None:
            undated += 1
        elif question.id not in graded:
            ungraded += 1
        elif question.id not in strata:
            unknown += 1
        else:
            before = question.written < job.cutoff
            questions.append(Dated(before, graded[question.id], strata[question.id]))
    gone = ((undated, "without a date"), (ungraded, "not graded"), (unknown, "whose difficulty is not known"))
    left_out = [f"{counted(n, 'question')} {words}" for n, words in gone if n]
    try:
        return before_after_result(questions, job.cutoff.isoformat(), source, left_out=left_out)
    except ValueError as error:
        said = f"before-after is not possible here: {error}" + (f" ({'; '.join(left_out)})" if left_out else "")
        hint = f"at least {LEAST_SIDE} graded questions with a date (`written`) on either side"
        raise InputError(said, where=subject.run, hint=hint) from None


def _others(job: ProbeJob, model: str) -> list[Run]:
    runs = [read_run(Path(folder)) for folder in job.others]
    if own := [r for r in runs if r.head.model == model]:
        raise InputError(f"a run by {model} itself is among --others", where=own[0].folder, hint="name others' runs")
    return runs


def _right(run: Run) -> dict[str, bool]:
    """Whether each graded question earned at least half of its points."""
    return {g.question: 2 * g.points >= g.max_points for g in run.grades if g.points is not None}


def _strata(others: Sequence[Run], run: Run) -> tuple[dict[str, str], str]:
    """Strata by other models' runs, where there are any; else by the form's own word."""
    assert run.form is not None
    if not others:
        return {q.id: q.difficulty for q in run.form.questions}, "the form's own word"
    rights = [_right(r) for r in others]
    shares = {
        q.id: sum(r[q.id] for r in rights) / len(rights) for q in run.form.questions if all(q.id in r for r in rights)
    }
    return terciles(shares) if shares else {}, f"{len(others)} other models' answers"


def _pair(old: Run, new: Run) -> Pair:
    def share(run: Run) -> tuple[float, int]:
        graded = [g for g in run.grades if g.points is not None]
        if not graded:
            raise InputError("the run has no grade", where=run.folder, hint="`examsim score RUN` makes them")
        return sum((g.points or 0.0) / g.max_points for g in graded) / len(graded), len(graded)

    (a, n), (b, m) = share(old), share(new)
    return Pair(old.head.model, a, b, n, m)
