"""`examsim probe`: does a model behave as if it had seen a set? Evidence without a corpus, with its power."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from examsim.cli.lab import current_lab, explicit_options
from examsim.screen import say_json

if TYPE_CHECKING:
    from datetime import datetime

_path = click.Path(path_type=Path)
TESTS = ("order", "completion", "options", "min-k", "peakedness", "canary", "gap", "before-after")


@click.command("probe")
@click.argument("target", metavar="RUN|FORM")
@click.option("--model", help="Whom to ask; by default the run's model.")
@click.option(
    "--test", "tests", multiple=True, type=click.Choice(TESTS), help="May be repeated; default: all that are possible."
)
@click.option("--base-url", help="An OpenAI-compatible server; by default the run's.")
@click.option("--api-key-env", "key_variable", metavar="NAME", help="Environment variable with the key.")
@click.option("--control", metavar="FORM", help="A sibling form that the model cannot have seen: written since.")
@click.option("--sibling", type=_path, metavar="RUN", help="gap: the same model's run of the sibling form.")
@click.option(
    "--others",
    type=_path,
    multiple=True,
    metavar="RUN",
    help="gap, before-after: runs of other models; may be repeated.",
)
@click.option("--cutoff", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="before-after: end of training data.")
@click.option("--canary", metavar="TEXT", help="canary: the string, where the form has none of its own.")
@click.option("--set-name", metavar="TEXT", help="completion: what the set is called; by default the form's title.")
@click.option("--split", default="", metavar="TEXT", help="completion: which split of it.")
@click.option(
    "--endpoint",
    type=click.Choice(["auto", "chat", "completions"]),
    default="auto",
    show_default=True,
    help="Where texts are asked for; completions for a base model.",
)
@click.option(
    "--likelihoods",
    type=click.Choice(["auto", "echo", "prompt"]),
    default="auto",
    show_default=True,
    help="Where log-probabilities of texts come from; auto: the first that the server offers.",
)
@click.option("--shuffles", type=click.IntRange(5, 1000), default=20, show_default=True, help="order: a shard.")
@click.option("--samples", type=click.IntRange(5, 200), default=20, show_default=True, help="peakedness: a question.")
@click.option("--tries", type=click.IntRange(1, 100), default=5, show_default=True, help="canary: how often.")
@click.option(
    "--most", type=click.IntRange(1), default=1000, show_default=True, help="Questions, the first of the set."
)
@click.option("--background", type=_path, multiple=True, metavar="FILE", help="Clean text for the self-test's model.")
@click.option("--repeats", type=click.IntRange(3, 200), default=12, show_default=True, help="Planted models a share.")
@click.option("--self-test", is_flag=True, help="Only tell what each test would notice on this set; no model.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of shuffles, halves and resampling.")
@click.option("--cache", type=_path, help="Answer cache; by default runs/answers.sqlite.")
@click.option("--concurrency", type=click.IntRange(1, 256), default=8, show_default=True, help="Calls at once.")
@click.option("--timeout", type=float, default=300, show_default=True, help="Seconds to wait for one reply.")
@click.option("--dry-run", is_flag=True, help="Only print calls, tokens and cost.")
@click.option("--max-cost", type=click.FloatRange(0), metavar="DOLLARS", help="Stop before this is passed.")
@click.option("--price", metavar="IN,OUT", help="US dollars per million tokens, where the price table has none.")
@click.option("-o", "--out", type=_path, metavar="DIR", help="Folder for probes.json and page; by default the run's.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(as_json: bool, self_test: bool, dry_run: bool, cutoff: datetime | None, **options: Any) -> None:
    """Test whether a model has seen a set of questions: RUN (its form and model) or FORM.

    Each test runs its own control and says what it would have noticed. Nothing is ever called clean because a weak test
    saw nothing, and no question leaves the clean set because of a probe.

    Exit codes: 0 done, 2 unusable input or a test that is not possible here, 3 some requests failed.
    """
    from examsim.config.resolve import lookup
    from examsim.probing.probe_job import ProbeJob

    named = lookup(current_lab(), explicit_options())
    job = ProbeJob(**options, cutoff=None if cutoff is None else cutoff.date(), named=named)
    if self_test or dry_run:
        _without_model(job, self_test=self_test, as_json=as_json)
        return
    from examsim.probing.job import run_probes
    from examsim.probing.print_probes import print_report
    from examsim.probing.write_probes import write_report

    report, code = run_probes(job)
    files = write_report(report, job)
    if as_json:
        say_json(report.model_dump(mode="json", by_alias=True))
    else:
        print_report(report, files)
    sys.exit(code)


def _without_model(job: Any, *, self_test: bool, as_json: bool) -> None:
    """The self-test or the dry run."""
    from examsim.probing.print_probes import print_count, print_power

    if self_test:
        from examsim.probing.find_power import self_test as test_power

        subject, powers, lost = test_power(job)
        if as_json:
            say_json({test: power.model_dump(mode="json") for test, power in powers.items()})
        else:
            print_power(subject, powers, lost)
        return
    from dataclasses import asdict

    from examsim.probing.count_calls import count_calls

    count = count_calls(job)
    if as_json:
        say_json(asdict(count))
    else:
        print_count(count)
