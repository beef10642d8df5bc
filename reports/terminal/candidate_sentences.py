"""After several runs: one sentence a candidate, on all exams it sat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports import score_text
from reports.run_folder import Run, read_score
from reports.words import about, close_percent
from scoring.types import ExamScore

NAMED = 6  # exams that a sentence names


def candidate_sentences(runs: Iterable[Run]) -> Iterator[str]:
    """'gpt-4 scored 298 of 400 on UBE (about the 90th percentile) and 163 of 180 on LSAT (…).', in order of appearance.

    Scores as reported. Runs on practice forms, replayed ones and self-graded ones are said to be so.
    """
    by_model: dict[str, list[Run]] = {}
    for run in runs:
        by_model.setdefault(run.head.model, []).append(run)
    for model, own in by_model.items():
        results = [_result(read_score(run)) for run in own]
        more = [f"{len(results) - NAMED} more exams"] if len(results) > NAMED else []
        yield close_percent(f"{model} scored {_joined([*results[:NAMED], *more])}{_how(own)}.")


def _result(score: ExamScore) -> str:
    reported = score.reported_set
    if reported.value is None:
        return f"nothing that can be told on {score.exam_short}"
    points = reported.text.replace(" / ", " of ")
    if len(reported.text) > score_text.LONGEST_SCORE:
        points = score_text.number(reported.value)
    percentile = score_text.default_percentile(reported)
    if percentile is None:
        return f"{points} on {score.exam_short}"
    known = score_text.is_known(percentile)
    standing = f"{about(percentile.text)} percentile" if known else "percentile unknown"
    return f"{points} on {score.exam_short} ({standing})"


def _how(runs: list[Run]) -> str:
    scores = [read_score(run) for run in runs]
    told = []
    if practice := sum(map(score_text.is_practice, scores)):
        told.append("on practice questions" if practice == len(runs) else f"{practice} of these on practice questions")
    if own := sum(map(score_text.self_graded, scores)):
        told.append(f"free responses of {own} graded by itself")
    if any(run.head.replayed for run in runs):
        told.append("replies recorded before")
    return f", {', '.join(told)}" if told else ""


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
