"""`examsim verify`: does every number of a report follow from its evidence."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from examsim.screen import say, say_json

SIGNS = {"holds": "=", "differs": "≠", "taken": "·"}


@click.command("verify")
@click.argument("bundle", type=click.Path(path_type=Path), metavar="REPORT.zip")
@click.option("--json", "as_json", is_flag=True, help="Print the checks as JSON.")
def command(bundle: Path, as_json: bool) -> None:
    """Recompute REPORT.zip (`examsim report RUN… --bundle REPORT.zip`) offline: hashes, answers, grades, scores.

    = comes out again; ≠ does not; · is taken as given, since nothing here can prove it. Exit code 3 where something
    does not come out.
    """
    from exams.exit_codes import INCOMPLETE
    from examsim.verifying.verify import NOT_CLAIMED, verify

    found = verify(bundle)
    if as_json:
        runs = [{"run": name, "checks": [asdict(c) for c in checks]} for name, checks in found.runs]
        body = {"schema": "examsim.verified/1", "holds": found.holds, "files": asdict(found.files), "runs": runs}
        say_json({**body, "not_claimed": NOT_CLAIMED})
    else:
        say(f"{bundle}: {SIGNS[found.files.outcome]} {found.files.what}: {found.files.detail}")
        for name, checks in found.runs:
            say(name)
            for check in checks:
                say(f"  {SIGNS[check.outcome]} {check.what}: {check.detail}")
        say("Not claimed, and not checked:")
        for line in NOT_CLAIMED:
            say(f"  - {line}")
        say("every number comes out again" if found.holds else "something does not come out again: see ≠")
    if not found.holds:
        sys.exit(INCOMPLETE)
