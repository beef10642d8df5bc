"""Claims in the terminal, as JSON, and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import orjson

from exams.claim import Claim
from exams.files.atomic_write import atomic_write
from examsim.screen import escape_json, say
from scoring.claims.check_claim import CheckedClaim, Standing

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
        say(f"  {_format_standing(claim, standing)}")
    if len(shown) < len(checked.standings):
        say(f"  and in {len(checked.standings) - len(shown)} more populations: --all")
    if every and claim.percentile:
        holds = "; ".join(checked.holds_among) or "no population known here"
        say(f"  the claim holds among: {holds}")
    for line in checked.passes if every else ():
        say(f"  pass mark: {line}")
    for line in checked.missing:
        say(f"  missing: {line}")


def claims_json(checked: Sequence[CheckedClaim]) -> str:
    """All claims with their standings."""
    body = [
        {
            "claim": one.claim.model_dump(mode="json", by_alias=True),
            "standings": [
                {"word": s.word, **s.population.model_dump(mode="json", by_alias=True)} for s in one.standings
            ],
            "holds_among": one.holds_among,
            "pass_marks": one.passes,
            "missing": one.missing,
        }
        for one in checked
    ]
    return escape_json(
        orjson.dumps({"schema": "examsim.claims/1", "claims": body}, option=orjson.OPT_INDENT_2).decode()
    )


def write_claims_page(checked: Sequence[CheckedClaim], path: Path) -> None:
    """One table, claim by claim, in a page that needs nothing else."""
    rows = "\n".join(_row(one) for one in checked)
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Claims about exam scores</title>'
        "<style>body{font:15px/1.45 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}"
        "table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;padding:.4rem .7rem;"
        "border-bottom:1px solid #8884}</style></head><body><h1>Claims about exam scores</h1>"
        "<p>Who said what of which score, and what it is in each population that is known. "
        "A claim is no population.</p><table><thead><tr><th>Claim</th><th>By</th><th>Recomputed</th><th>Missing</th>"
        f"</tr></thead><tbody>\n{rows}\n</tbody></table></body></html>\n"
    )
    with atomic_write(path) as file:
        file.write(text.encode())


def _row(one: CheckedClaim) -> str:
    claim = one.claim
    told = "<br>".join(escape(_format_standing(claim, s)) for s in one.standings) or "not recomputable"
    by = f"{escape(claim.by)}, {escape(claim.said)}<br><small>{escape(claim.source)} ({claim.evidence})</small>"
    missing = "<br>".join(map(escape, one.missing))
    return f"<tr><th scope='row'>{escape(claimed(claim))}</th><td>{by}</td><td>{told}</td><td>{missing}</td></tr>"


def _format_standing(claim: Claim, standing: Standing) -> str:
    verdict = f"{WORDS[standing.word]}: " if claim.percentile else ""
    return f"{verdict}{standing.population.words}"
