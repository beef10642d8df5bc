"""Claims in the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import orjson

from exams.claim import Claim
from examsim.screen import escape_json, say
from scoring.claims.check_claim import CheckedClaim, Standing
from scoring.conversions import Converted

WORDS = {
    "holds": "holds",
    "nearly": "nearly",
    "lower": "no, lower",
    "higher": "no, higher",
    "cannot be told": "cannot be told",
}


def claimed(claim: Claim) -> str:
    """'gpt-4: 298 / 400, 90th percentile of July takers' as the claim has it."""
    score = "" if claim.score is None else f" {claim.score:g}" + (f" / {claim.out_of:g}" if claim.out_of else "")
    percent = f", percentile {claim.percentile}" if claim.percentile else ""
    among = f" among {claim.among}" if claim.among else ""
    passed = ", passed" if claim.passed else ""
    return f"{claim.model + ': ' if claim.model else ''}{claim.name}{score}{percent}{among}{passed}"


def print_claim(checked: CheckedClaim, *, every: bool) -> None:
    """One claim, then each population (or the first) with whether the claim holds there."""
    claim = checked.claim
    where = "" if claim.evidence == "own" else f" ({claim.by}, {claim.said})"
    say(f"{claimed(claim)}{where}")
    shown = checked.standings if every else checked.standings[:1]
    for standing in shown:
        say(f"  {format_standing(claim, standing)}")
    more = len(checked.standings) - len(shown)
    if more:
        say(f"  and in {more} more population{'s' if more > 1 else ''}: --all")
    if checked.by_scale:
        say(f"  {scales_line(checked)}")
    for row in checked.by_scale if every else ():
        say(f"    {format_scale(row)}")
    if every and claim.percentile:
        holds = "; ".join(checked.holds_among) or "no population known here"
        say(f"  the claim holds among: {holds}")
    for line in checked.passes if every else ():
        say(f"  pass mark: {line}")
    for line in checked.missing:
        say(f"  missing: {line}")


def scales_line(checked: CheckedClaim) -> str:
    """'the points behind it, 76/100, are 161 by the default scale, 159 to 163 by all 3 published ones'."""
    values = [row.value for row in checked.by_scale]
    told = f"the points behind it, {checked.claim.raw}, are {values[0]:g} by the default scale"
    if len(values) == 1:
        return f"{told}, the only one published"
    return f"{told}, {min(values):g} to {max(values):g} by all {len(values)} published ones"


def format_scale(row: Converted) -> str:
    """'163 by LSAT chart of form 6LSN68: about the 80th percentile of …'."""
    percentile = f": {row.percentile}" if row.percentile else ""
    return f"{row.value:g} by {row.scale}{percentile}"


def claims_json(checked: Sequence[CheckedClaim]) -> str:
    """All claims with their standings."""
    body = [
        {
            "claim": one.claim.model_dump(mode="json", by_alias=True),
            "standings": [
                {"word": s.word, **s.population.model_dump(mode="json", by_alias=True)} for s in one.standings
            ],
            "holds_among": one.holds_among,
            "by_scale": [asdict(row) for row in one.by_scale],
            "pass_marks": one.passes,
            "missing": one.missing,
        }
        for one in checked
    ]
    return escape_json(
        orjson.dumps({"schema": "examsim.claims/1", "claims": body}, option=orjson.OPT_INDENT_2).decode()
    )


def format_standing(claim: Claim, standing: Standing) -> str:
    """'no, lower: about the 68th percentile of July bar takers …'; without a verdict where no percentile is claimed."""
    verdict = f"{WORDS[standing.word]}: " if claim.percentile else ""
    return f"{verdict}{standing.population.words}"
