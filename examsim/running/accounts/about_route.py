"""How letters or likelihoods were asked for, and how far what came can be trusted: in run.json and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exams.counted import counted
from examsim.running.execute import RunResult
from scoring.likelihoods.choose_option import NORMALISATIONS, chosen
from scoring.types import Likelihoods

LOW = 0.9  # of the probability on the letters: below this the model would mostly say something else


def route_record(run_result: RunResult) -> dict[str, Any]:
    """For run.json: route, way, coverage; empty where questions were asked with an explanation."""
    plan, way = run_result.plan, run_result.way
    if way is None:
        return {}
    found = _likelihoods(run_result)
    record: dict[str, Any] = {
        "route": plan.settings.route,
        "way": way.way,
        "asked": plan.settings.likelihoods,
        "questions": len(found),
        "shown": way.top or None,
    }
    if way.way == "draws":
        record["draws"] = plan.settings.draws
    if plan.settings.route == "likelihood":
        record["normalisation"] = plan.settings.normalise
        record["right"] = _right(run_result)
    elif shares := [c for likelihoods in found if (c := likelihoods.coverage) is not None]:
        record["coverage"] = {"mean": round(sum(shares) / len(shares), 6), "least": round(min(shares), 6)}
        record["bounded"] = sum(any(o.bound for o in likelihoods.options) for likelihoods in found)
    return record


def about_route(run_result: RunResult) -> Iterator[str]:
    """One line for each thing that a reader must know."""
    plan, way = run_result.plan, run_result.way
    if way is None:
        return
    record = route_record(run_result)
    others = sum(not plan.asked_alone(q) for q in plan.form.questions)
    if others:
        yield (
            f"{counted(others, 'question is', 'questions are')} asked with an explanation: "
            f"--route {plan.settings.route} is for multiple choice"
        )
    coverage = record.get("coverage", {}).get("mean", 1.0)
    if coverage < LOW and way.way != "draws":
        yield (
            f"only {coverage:.0%} of the probability lies on the letters on average: the model would mostly say"
            " something else than a letter"
        )
    if bounded := record.get("bounded"):
        yield (
            f"{counted(bounded, 'question')}: some letter was outside the {way.top} likeliest "
            f"tokens: its probability is a bound"
        )
    if unread := sum(likelihoods.unread for likelihoods in _likelihoods(run_result)):
        yield f"{counted(unread, 'sampled reply', 'sampled replies')} held no letter"
    if ties := sum("equally likely" in a.note for a in run_result.answers):
        yield f"{counted(ties, 'question')}: several options were equally likely, the first of them was taken"
    spanning = sum(bool(likelihoods.spanning) for likelihoods in _likelihoods(run_result))
    if spanning and plan.settings.route == "likelihood":
        yield (
            f"{counted(spanning, 'question')}: a token spans the border of prompt and option, so "
            f"its probability includes both"
        )


def _likelihoods(run_result: RunResult) -> list[Likelihoods]:
    return [a.likelihoods for a in run_result.answers if a.likelihoods is not None]


def _right(run_result: RunResult) -> dict[str, int]:
    """Right answers under each normalisation, among questions with one key: the three are three benchmarks."""
    keys = {q.id: q.key for q in run_result.plan.form.questions if q.kind == "multiple_choice"}
    found = [(keys[a.question], a.likelihoods) for a in run_result.answers if a.likelihoods and a.question in keys]
    right: dict[str, int] = {}
    for normalisation in NORMALISATIONS:
        best = [(key, chosen(likelihoods, normalisation)) for key, likelihoods in found]
        right[normalisation] = sum(b is not None and b.label in key for key, b in best)
    return right
