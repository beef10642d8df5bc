"""What a new scoring of the same run changed, and why, cause by cause: '~82nd -> ~60th: newer population'."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.types import Change, ExamScore, Percentile, ScoreSet

UNEXPLAINED = "another version of examsim or of its tables"


def changes_since(old: ExamScore, new: ExamScore) -> tuple[Change, ...]:
    """Changes of the reported score, the percentile told first, and the set that is reported; () if nothing changed."""
    return tuple(_changes(old, new))


def _changes(old: ExamScore, new: ExamScore) -> Iterator[Change]:
    causes = tuple(_causes(old, new))
    if old.reported != new.reported:
        yield Change(of="reported set", before=old.reported, after=new.reported, cause=_join(causes))
    was, now = old.reported_set, new.reported_set
    if was.value != now.value:
        yield Change(of="score", before=was.text, after=now.text, cause=_join(causes))
    before, after = _first(was), _first(now)
    if before is None or after is None or before.text == after.text:
        return
    yield Change(
        of="percentile",
        before=before.text,
        after=after.text,
        cause=_join((*_population_causes(old, new, before, after), *(causes if was.value != now.value else ()))),
    )


def _causes(old: ExamScore, new: ExamScore) -> Iterator[str]:
    """Why the score itself can differ: the form, the grades, the scales, what is flagged."""
    if old.form_hash != new.form_hash:
        yield "another form"
    if _points(old.full) != _points(new.full):
        yield "other grades"
    if _scales(old.full) != _scales(new.full):
        yield "another scale"
    flagged = [set() if s.contamination is None else set(s.contamination.flagged) for s in (old, new)]
    if flagged[0] != flagged[1]:
        yield f"other questions flagged ({len(flagged[0])} -> {len(flagged[1])})"
    elif (old.clean is None) != (new.clean is None):
        yield "audited since" if old.clean is None else "no audit any more"
    if old.exam_version != new.exam_version:
        yield f"another version of the exam ({old.exam_version} -> {new.exam_version})"


def _population_causes(old: ExamScore, new: ExamScore, before: Percentile, after: Percentile) -> Iterator[str]:
    if before.norm != after.norm:
        age = "newer" if (after.ends, new.as_of == "") > (before.ends, old.as_of == "") else "another"
        told = f"{before.population} -> {after.population}"
        yield f"{age} population ({told})"
    elif old.reported_set.value == new.reported_set.value:
        yield f"the table of {after.population} changed"


def _first(scores: ScoreSet) -> Percentile | None:
    return next((p for p in scores.percentiles if p.default), None)


def _points(scores: ScoreSet) -> list[tuple[str, float | None, float]]:
    return [(s.section, s.points, s.max_points) for s in scores.sections]


def _scales(scores: ScoreSet) -> list[str]:
    return [s.scale for s in scores.sections] + [c.scale for c in scores.components]


def _join(causes: tuple[str, ...]) -> str:
    return "; ".join(dict.fromkeys(causes)) or UNEXPLAINED
