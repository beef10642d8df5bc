"""`examsim config`: the file that names models, graders, suites, corpora and defaults."""

from __future__ import annotations

from pathlib import Path

import click

from examsim.screen import say


@click.group("config")
def command() -> None:
    """What `examsim.toml` says, and what is wrong with it."""


@command.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--config",
    "other",
    type=click.Path(path_type=Path),
    metavar="FILE",
    envvar="EXAMSIM_CONFIG",
    help="The same as FILE.",
)
def check(file: Path | None, other: Path | None) -> None:
    """Say what is wrong with FILE (by default the examsim.toml here or in a folder above), and what would be run.

    Nothing is sent. Exit code 2 where something is wrong.
    """
    from exams.errors import InputError
    from examsim.cli import COMMANDS, subcommand
    from examsim.config.option_defaults import check_defaults
    from examsim.config.print_check import exam_faults, model_faults, print_lab
    from examsim.config.read_lab import found_upward, lab_and_faults

    path = file or other or found_upward(Path.cwd())
    if path is None:
        raise InputError("no examsim.toml here or in a folder above", hint="name one: examsim config check FILE")
    lab, faults = lab_and_faults(path)
    if lab is not None:
        tables = [name for name, value in lab.file.defaults.items() if isinstance(value, dict)]
        faults += [f"defaults.{name}: examsim has no such command" for name in tables if name not in COMMANDS]
        known = dict.fromkeys(["run", *(n for n in tables if n in COMMANDS)])
        faults += check_defaults(lab, {name: subcommand(name) for name in known})
        faults += model_faults(lab)
        faults += exam_faults(lab)
    for fault in faults:
        say(f"! {fault}")
    if lab is not None:
        print_lab(lab)
    if faults:
        number = f"{len(faults)} faults" if len(faults) > 1 else "1 fault"
        raise InputError(number, where=path, hint="see the lines above")
