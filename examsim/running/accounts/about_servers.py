"""What the candidate's and the grader's servers did that a reader of the score must know, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from examsim.models.cached_client import CachedClient
from examsim.running.execute import RunResult

SHOWN_FAILURES = 3
SHOWN_CHANGES = 3  # of the served model's name; all are in run.json


def about_servers(run_result: RunResult) -> list[str]:
    """One line for each thing."""
    lines = list(_why_failed(run_result))
    grader = run_result.grader if run_result.grader is not run_result.candidate else None
    for who, client in (("the server", run_result.candidate), ("the grader's server", grader)):
        if client is not None:
            lines += _about(who, client)
    return lines


def _why_failed(run_result: RunResult) -> Iterator[str]:
    """The servers' own words, the most frequent first."""
    whys = Counter(a.note for a in run_result.answers if a.status == "failed" and a.note)
    whys.update(g.note for g in run_result.grades if g.failed and g.note)
    for why, number in whys.most_common(SHOWN_FAILURES):
        yield f"failed, {number} ×: {why}"


def _about(who: str, client: CachedClient) -> Iterator[str]:
    tally, models = client.tally, client.tally.models
    if client.state.stopped:
        yield f"{who} was asked no more: {client.state.stopped}"
    if len(models) > 1:
        told = ", ".join(f"{name} ({number})" for name, number in models.most_common())
        changed = [f"{s.model} from {s.since[11:19]} UTC" for s in tally.spells[1 : 1 + SHOWN_CHANGES]]
        when = f"; changed to {', '.join(changed)}" if changed else "; all changes lie in replies of earlier starts"
        yield f"{who} answered as more than one model: {told}{when}"
    if tally.estimated:
        yield f"{who} did not count the tokens of {tally.estimated} replies: tokens and cost are estimated from lengths"
    if tally.possible_cost:
        yield f"calls that timed out may have cost up to {tally.possible_cost:.2f} US dollars more"
    if client.state.starved:
        yield f"{who}: thoughts were cut off at --max-tokens, so they were asked again with four times the room"
    if len(tally.fingerprints) > 1:
        yield f"{who} changed its set-up during the run: {len(tally.fingerprints)} system fingerprints"
