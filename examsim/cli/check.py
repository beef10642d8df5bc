"""`examsim check`: does an exam folder, or a form, hold together?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from exams.exit_codes import UNUSABLE_INPUT
from examsim.cli import complete
from examsim.screen import say, say_json
from reports.escaping import one_line

LONGEST = 2_000  # characters of a finding


@click.command("check")
@click.argument("names", metavar="[EXAM|FORM]...", nargs=-1, shell_complete=complete.exams)
@click.option("--json", "as_json", is_flag=True, help="Print every finding as JSON.")
def command(names: tuple[str, ...], as_json: bool) -> None:
    """Check exams and forms. Default: all exams that ship, with their forms.

    An exam: tables monotone and whole, weights sum to 1, each table with its source and its licence. A form (folder,
    file of any known format, hf:…): questions that stand twice or nearly, keys missing or impossible, pictures and
    passages missing or unused, points that don't add up, broken encoding, leftover markup, uneven keys; a form folder
    without a licence (SPDX id). Exit code 2 on errors; warnings are for a person to look at.
    """
    from exams.files.editions import edition_id
    from exams.files.exam_folder import shipped_exams

    if as_json:
        _print_json(names or shipped_exams())
        return
    faults = 0
    for name in names or shipped_exams():
        is_exam = edition_id(name) in shipped_exams() or (Path(name) / "exam.toml").is_file()
        faults += _check_exam(name) if is_exam else _check_form(name)
    if faults:
        sys.exit(UNUSABLE_INPUT)


def _check_exam(name: str) -> int:
    from exams.files.exam_folder import load_exam
    from exams.licence import unlicensed
    from scoring.check_exam import check_exam

    exam = load_exam(name)
    found = check_exam(exam)
    for fault in found:
        say(one_line(f"{exam.id}: {fault}", LONGEST), err=True)
    for lack in unlicensed(exam):
        say(one_line(f"{exam.id}: warning: {lack}", LONGEST), err=True)
    if not found:
        marks = f", {len(exam.pass_mark)} pass marks" if exam.pass_mark else ""
        say(f"{exam.id}: ok ({len(exam.scale)} scales, {len(exam.norm)} norms{marks})")
    forms = sorted(p.parent for p in (exam.folder / "forms").glob("*/form.toml"))
    return len(found) + sum(_check_form(str(form), f"{exam.id}/{form.name}") for form in forms)


def _check_form(spec: str, name: str | None = None) -> int:
    """Tell every finding; the number of errors."""
    from exams.checks.check_source import check_source

    errors = warnings = 0
    for finding in check_source(spec):
        say(one_line(str(finding), LONGEST), err=True)
        errors += finding.level == "error"
        warnings += finding.level == "warning"
    told = [_counted(errors, "error")] if errors else ["ok"]
    if warnings:
        told.append(_counted(warnings, "warning"))
    say(f"{one_line(name or spec, LONGEST)}: {', '.join(told)}")
    return errors


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _print_json(names: tuple[str, ...]) -> None:
    """All findings of all exams and forms; exit code 2 on errors, as without --json."""
    from exams.checks.check_source import check_source
    from exams.files.editions import edition_id
    from exams.files.exam_folder import load_exam, shipped_exams
    from exams.licence import unlicensed
    from scoring.check_exam import check_exam

    checked: list[dict[str, object]] = []
    forms: list[str] = []
    failed = False
    for name in names:
        if edition_id(name) in shipped_exams() or (Path(name) / "exam.toml").is_file():
            exam = load_exam(name)
            faults = check_exam(exam)
            failed |= bool(faults)
            told = [{"level": "error", "where": str(f.where), "line": f.line, "what": f.what} for f in faults]
            told += [{"level": "warning", "where": str(exam.folder / "exam.toml"), "what": w} for w in unlicensed(exam)]
            checked.append({"exam": exam.id, "ok": not faults, "findings": told})
            forms += sorted(str(p.parent) for p in (exam.folder / "forms").glob("*/form.toml"))
        else:
            forms.append(name)
    for form in forms:
        findings = list(check_source(form))
        bad = any(f.level == "error" for f in findings)
        failed |= bad
        checked.append(
            {"form": form, "ok": not bad, "findings": [{"level": f.level, "what": str(f)} for f in findings]}
        )
    body = {"schema": "examsim.check/1", "checked": checked}
    say_json(body)
    if failed:
        sys.exit(UNUSABLE_INPUT)
