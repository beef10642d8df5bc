"""The `examsim` command. Each subcommand is one module, imported only when it is called.

Over 15 files: one for each subcommand, and no subcommand knows another.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import os
import sys
from pathlib import Path

import click

from examsim import __version__
from examsim.cli.lab import with_file

# subcommand → (module that holds a click command named `command`, one-line help)
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("examsim.cli.run", "sit a model down to an exam: answers, score, report"),
    "show": ("examsim.cli.show", "print exactly what a model would be sent"),
    "audit": ("examsim.cli.audit", "which questions are found in a corpus, with proof"),
    "semantic": ("examsim.cli.semantic", "install a sentence model for the audit's semantic tier"),
    "score": ("examsim.cli.score", "redo the score of finished runs, no model call"),
    "grade": ("examsim.cli.grade", "free responses graded by people (packets out and in) or by a model"),
    "agree": ("examsim.cli.agree", "how far graders agree, people and models"),
    "report": ("examsim.cli.report", "pages, charts and tables from finished runs"),
    "verify": ("examsim.cli.verify", "recompute every number of a report from its bundle, offline"),
    "view": ("examsim.cli.view", "runs in the browser, while they go on: progress, notes, points by people"),
    "compare": ("examsim.cli.compare", "do two runs differ beyond chance"),
    "items": ("examsim.cli.items", "item analysis over many runs: difficulty, discrimination, distractors, DIF"),
    "link": ("examsim.cli.link", "how hard a practice form is beside the real exam, by who sat both"),
    "paper": ("examsim.cli.paper", "a form for people: to print, or an offline page with a timer"),
    "people": ("examsim.cli.people", "people's sheets read back: norm, item statistics, a model among them"),
    "inverse": ("examsim.cli.inverse", "does accuracy fall or rise with the size of models"),
    "calibration": ("examsim.cli.calibration", "is a model's confidence right: errors with intervals, one diagram"),
    "cutoff": ("examsim.cli.cutoff", "accuracy on questions before and after a date"),
    "rating": ("examsim.cli.rating", "Codeforces: a participant's rating from a contest's standings"),
    "prefer": ("examsim.cli.prefer", "which answers are preferred: by people, a model, or a verdicts file"),
    "probe": ("examsim.cli.probe", "has a model seen a set: its own behaviour tested, with power"),
    "scaling": ("examsim.cli.scaling", "a larger model forecast from smaller ones, registered and checked"),
    "percentile": ("examsim.cli.percentile", "one score in every population that is known"),
    "norms": ("examsim.cli.norms", "how old each norm is; take in a newly published one"),
    "convert": ("examsim.cli.convert", "raw points to scaled score to percentile, by every published scale"),
    "claims": ("examsim.cli.claims", "public claims about exam scores, held against every known population"),
    "replay": ("examsim.cli.replay_report", "the GPT-4 report's tables, recomputed beside the print"),
    "config": ("examsim.cli.config", "examsim.toml: what is wrong with it, and what would be run"),
    "cache": ("examsim.cli.cache", "the replies that were paid for: list, show, forget"),
    "check": ("examsim.cli.check", "does an exam or a form hold together"),
    "import": ("examsim.cli.import_form", "questions of any known format become a form folder"),
    "import-run": ("examsim.cli.import_run", "a log of another harness becomes a scored run, no model call"),
    "export-run": ("examsim.cli.export_run", "a finished run as a log of Inspect or lm-eval"),
    "export": ("examsim.cli.export_form", "a form in the format of another system"),
    "list": ("examsim.cli.list_exams", "the exams that ship with examsim"),
}


SHELLS = ("bash", "fish", "zsh")  # that completion is made for
LONGEST_LINE = 4_000  # characters of an error: a path may be long, a value from a file without end


def subcommand(name: str) -> click.Command:
    """A subcommand with `--config` and its environment variables."""
    command: click.Command = importlib.import_module(COMMANDS[name][0]).command
    with_file(command, (name,))
    return command


class _Lazy(click.Group):
    """A group that imports a subcommand's module when it is needed: `--help` stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return subcommand(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="examsim")
def cli() -> None:
    """Sit a language model down to a human exam and say what a human would be told."""


def _check_packages() -> None:
    """The rooms have plain names, so another installed package may be in front of one: say so in one line."""
    here = Path(str(importlib.util.find_spec("examsim").origin)).parent.parent  # type: ignore[union-attr]
    for room in ("exams", "scoring", "reports", "contamination"):
        found = importlib.util.find_spec(room)
        origin = None if found is None else found.origin
        if origin is None or Path(origin).parent.parent != here:
            line = f"another package named {room!r} hides examsim's own: {origin or 'none found'}"
            # the door to the terminal (examsim.screen) leads through these packages, so it can't be used here
            click.echo(f"examsim: {line!a} -- install examsim alone: uv tool install or pipx", err=True)
            sys.exit(2)  # the table of exit codes stands in one of the rooms


def _one_line(error: click.ClickException) -> str:
    """What is wrong with the command as it was typed, and where its options are described."""
    said = " ".join(error.format_message().split())
    where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "examsim"
    return f"{where}: {said} -- see `{where} --help`"


def _check_completion() -> None:
    """InputError for a shell that completion isn't made for: click would end without a word."""
    asked = os.environ.get("_EXAMSIM_COMPLETE", "")
    if asked and asked.partition("_")[0] not in SHELLS:
        from exams.errors import InputError

        raise InputError(f"_EXAMSIM_COMPLETE={asked[:40]!r}: no completion for it", hint=f"one of {', '.join(SHELLS)}")


def main() -> None:
    """Entry point: errors are one line on stderr; exit codes are those of `exams.exit_codes`."""
    _check_packages()
    gc.set_threshold(50_000, 20, 50)  # records hold no cycles: walking 40,000 of them again and again costs a third
    from exams.errors import ExamsimError
    from exams.exit_codes import INTERRUPTED, OK, UNUSABLE_INPUT
    from exams.extras import missing_extra
    from examsim.screen import say

    try:
        _check_completion()
        cli.main(prog_name="examsim", standalone_mode=False)
    except click.ClickException as error:
        say(_one_line(error), err=True)
        sys.exit(UNUSABLE_INPUT)
    except (click.Abort, KeyboardInterrupt):
        say("interrupted; every answer so far is kept, the same command goes on from there", err=True)
        sys.exit(INTERRUPTED)
    except ExamsimError as error:
        from examsim.models.server.secrets import mask

        line = " ".join(mask(str(error)).splitlines())  # names and values from outside may hold breaks
        say(f"examsim: {line[:LONGEST_LINE]}", err=True)
        sys.exit(error.exit_code)
    except ImportError as error:
        if (told := missing_extra(error)) is None:
            raise
        say(f"examsim: {told}", err=True)
        sys.exit(told.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(OK)
