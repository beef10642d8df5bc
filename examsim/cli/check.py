"""`examsim check`: does an exam folder hold together?"""

from __future__ import annotations

import sys

import click


@click.command("check")
@click.argument("names", metavar="[EXAM|FOLDER]...", nargs=-1)
def command(names: tuple[str, ...]) -> None:
    """Check exams: tables monotone and whole, weights sum to 1, each table with its source. Default: all that ship."""
    from exams.exam_folder import load_exam, shipped_exams
    from scoring.check_exam import check_exam

    faults = 0
    for name in names or shipped_exams():
        exam = load_exam(name)
        found = check_exam(exam)
        faults += len(found)
        for fault in found:
            click.echo(f"{exam.id}: {fault}", err=True)
        if not found:
            marks = f", {len(exam.pass_mark)} pass marks" if exam.pass_mark else ""
            click.echo(f"{exam.id}: ok ({len(exam.scale)} scales, {len(exam.norm)} norms{marks})")
    if faults:
        sys.exit(2)
