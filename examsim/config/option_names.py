"""What options are called outside the command line: in `examsim.toml` and in environment variables."""

from __future__ import annotations

import click

SHARED = ("run", "show")  # [defaults] itself is for these, and so are variables without a command in their name
NO_DEFAULT = ("config", "help", "version")


def key_of(option: click.Parameter) -> str:
    """What an option is called in the file: '--max-cost' is 'max_cost'."""
    longest = max(option.opts, key=len)
    return longest.lstrip("-").replace("-", "_")


def name_variables(command: click.Command, path: tuple[str, ...]) -> None:
    """Give each option its environment variables: EXAMSIM_RUN_MODEL, and for `run` and `show` EXAMSIM_MODEL too."""
    for option in command.params:
        if isinstance(option, click.Option) and option.envvar is None and key_of(option) not in NO_DEFAULT:
            key = key_of(option).upper()
            long = f"EXAMSIM_{'_'.join(path)}_{key}".upper().replace("-", "_")
            option.envvar = [long, f"EXAMSIM_{key}"] if path[0] in SHARED else [long]
