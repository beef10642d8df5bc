"""`--config` and what stands behind it: `examsim.toml` and environment variables as defaults of every option."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from examsim.config.option_names import name_variables

if TYPE_CHECKING:
    from examsim.config.lab_file import Lab

NAME = "config_file"
USES_MODELS = ("run", "show", "grade", "prefer")


def with_file(command: click.Command, path: tuple[str, ...]) -> None:
    """Give a command, and all below it, `--config`, its environment variables, and the file's defaults."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            with_file(inner, (*path, name))
        return
    if path[0] == "config" or any(p.name == NAME for p in command.params):
        return
    command.params.append(
        click.Option(
            ["--config", NAME],
            type=click.Path(path_type=Path),
            metavar="FILE",
            envvar="EXAMSIM_CONFIG",
            is_eager=True,
            expose_value=False,
            callback=_take,
            help="Models and defaults; by default examsim.toml here or in a folder above.",
        )
    )
    name_variables(command, path)


def current_lab() -> Lab | None:
    """The file of this command."""
    lab: Lab | None = click.get_current_context().find_root().obj
    return lab


def explicit_options() -> frozenset[str]:
    """Parameters that were typed or stand in the environment: they go before what a file says of a model."""
    from click.core import ParameterSource

    ctx = click.get_current_context()
    given = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
    return frozenset(name for name in ctx.params if ctx.get_parameter_source(name) in given)


def _take(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    if ctx.resilient_parsing:
        return
    from examsim.config.read_lab import found_upward, read_lab

    found = value or found_upward(Path.cwd())
    if found is None:
        return
    from examsim.config.option_defaults import defaults_for
    from examsim.screen import say

    lab = read_lab(found)
    path = _path(ctx)
    ctx.find_root().obj = lab
    defaults = defaults_for(lab, ctx.command, path)
    if path[0] == "run" and lab.file.models:
        defaults.setdefault("models", list(lab.file.models))
    ctx.default_map = defaults
    if path[0] in USES_MODELS:
        if value is None:
            say(f"models and defaults from {found}", err=True)  # found by itself: whose file it is must be seen
        for line in lab.warnings:
            say(f"! {found.name}: {line}", err=True)


def _path(ctx: click.Context) -> tuple[str, ...]:
    """('run',), ('cache', 'list')."""
    names: list[str] = []
    while ctx.parent is not None:
        names.insert(0, ctx.info_name or "")
        ctx = ctx.parent
    return tuple(names)
