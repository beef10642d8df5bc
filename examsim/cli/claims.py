"""`examsim claims`: public claims about models' exam scores, recomputed in every known population."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from examsim.cli import complete
from examsim.screen import say

if TYPE_CHECKING:
    from scoring.claims.check_claim import CheckedClaim


@click.group("claims", invoke_without_command=True)
@click.option("--all", "every", is_flag=True, help="Every population of every claim, not only the first.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Write a page with all of it, and FILE.csv.",
)
@click.pass_context
def command(context: click.Context, every: bool, as_json: bool, out: Path | None) -> None:
    """List public claims: who said what of which score, where it stands, and what is missing to check it."""
    if context.invoked_subcommand is not None:
        return
    from exams.files.claim_file import read_claims
    from examsim.results.print_claims import claims_json, print_claim
    from scoring.claims.check_claim import check_claim

    checked = [check_claim(claim) for claim in read_claims()]
    if out is not None:
        from examsim.results.write_claims import write_claims

        for file in write_claims(checked, out):
            say(f"  {file}", err=as_json)
    if as_json:
        say(claims_json(checked))
    elif out is None or every:
        for one in checked:
            print_claim(one, every=every)


@command.command("check")
@click.argument("exam", shell_complete=complete.exams)
@click.argument("score", type=float)
@click.option("--percentile", type=click.FloatRange(0, 100), help="The percentile that is claimed.")
@click.option("--of", default="score", show_default=True, help="'score', or the id of a section.")
@click.option("--raw", default="", metavar="RIGHT/OF", help="The points behind it, as for `convert`, e.g. 76/100.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def check(exam: str, score: float, percentile: float | None, of: str, raw: str, as_json: bool) -> None:
    """Check a claim of your own: among whom it holds, and among whom it doesn't."""
    from exams.claim import Claim
    from exams.files.exam_folder import load_exam
    from examsim.results.print_claims import claims_json, print_claim
    from scoring.claims.check_claim import check_claim
    from scoring.scales.standing import standing

    standing(load_exam(exam), score, of=of)  # refuses what cannot be: section, score, exam without norms
    claim = Claim(
        id="own", by="you", said="2026", model="", name=load_exam(exam).name, exam=exam, of=of, score=score,
        low=percentile, raw=raw, source="own", evidence="own",
    )  # fmt: skip
    checked: CheckedClaim = check_claim(claim)
    if as_json:
        say(claims_json([checked]))
    else:
        print_claim(checked, every=True)
