"""After several runs: one sentence a candidate, on all exams it sat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exams.counted import counted
from reports import score_text
from reports.run_folder import Run, read_score
from reports.words import about, close_percent
from scoring.types import ExamScore
from scoring.types.fixed_lines import FOUNDED

NAMED = 6  # exams that a sentence names


def candidate_sentences(runs: Iterable[Run]) -> Iterator[str]:
    """'gpt-4 scored 298 of 400 on UBE (about the 90th percentile) and 163 of 180 on LSAT (…).', in order of appearance.

    Scores as reported. A score that ungraded answers leave open is told by its bounds, and one that a model's grades
    make higher than the words they quote can bear stands beside the lower one. Who graded, practice forms, and what the
    file of replayed answers says of itself are said.
    """
    by_model: dict[str, list[Run]] = {}
    for run in runs:
        by_model.setdefault(run.head.model, []).append(run)
    for model, own in by_model.items():
        results = [_result(read_score(run)) for run in own]
        more = [counted(len(results) - NAMED, "more exam")] if len(results) > NAMED else []
        told = dict.fromkeys(run.head.replayed.about for run in own if run.head.replayed and run.head.replayed.about)
        yield " ".join((close_percent(f"{model} scored {_joined([*results[:NAMED], *more])}{_how(own)}."), *told))


def _result(score: ExamScore) -> str:
    reported = score.reported_set
    if reported.value is None:
        return _left_open(score)
    points = score_text.short_score(reported).replace(" / ", " of ")
    asides = []
    if (percentile := score_text.default_percentile(reported)) is not None:
        known = score_text.is_known(percentile)
        asides.append(f"{about(percentile.text)} percentile" if known else "percentile unknown")
    asides += [
        f"{score_text.number(other.value)} without points for words that are not in the answers"
        for other in reported.alternatives
        if other.name == FOUNDED and other.value != reported.value
    ]
    return f"{points} on {score.exam_short}" + (f" ({'; '.join(asides)})" if asides else "")


def _left_open(score: ExamScore) -> str:
    """'between 77 and 277 of 400 on UBE (3 questions not graded)', or that nothing can be told."""
    bounds, ungraded = score.full.bounds, sum(s.ungraded for s in score.full.sections)
    if bounds is None or not ungraded:
        return f"nothing that can be told on {score.exam_short}"
    most = "" if score.score_max is None else f" of {score_text.number(score.score_max)}"
    low, high = (score_text.number(b, 0) for b in bounds)
    return f"between {low} and {high}{most} on {score.exam_short} ({ungraded} of {score.full.questions} not graded)"


def _how(runs: list[Run]) -> str:
    scores = [read_score(run) for run in runs]
    told = []
    if practice := sum(map(score_text.is_practice, scores)):
        told.append("on practice questions" if practice == len(runs) else f"{practice} of these on practice questions")
    if own := sum(map(score_text.self_graded, scores)):
        told.append(f"free responses of {own} graded by itself")
    if others := _other_graders(runs):
        told.append(f"free responses graded by {' and '.join(others)}")
    if any(run.head.replayed for run in runs):
        told.append("replies recorded before")
    return f", {', '.join(told)}" if told else ""


def _other_graders(runs: list[Run]) -> list[str]:
    """Models other than the candidate whose grades count."""
    return sorted({g.grader for run in runs for g in run.grades if g.grader_kind == "model" and not g.self_graded})


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
