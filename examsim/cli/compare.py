"""`examsim compare`: do two runs differ beyond chance on the questions they share?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from examsim.cli import complete
from examsim.screen import say, say_json

if TYPE_CHECKING:
    from scoring.comparisons.paired import Comparison


@click.command("compare")
@click.argument(
    "runs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RUN RUN…", shell_complete=complete.runs
)
@click.option("--pairs", is_flag=True, help="Two models over many exams: their RUNs are paired by exam and form.")
@click.option("--models", metavar="A,B", help="With --pairs: the two models, the base first.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="With --pairs: folder for page, plot, pairs.json.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--seed", default=0, show_default=True, help="Seed of the bootstrap.")
def command(
    runs: tuple[Path, ...], pairs: bool, models: str | None, out: Path | None, seed: int, as_json: bool
) -> None:
    """Compare two runs of one exam by a paired test, over all questions and by section.

    In what the two were asked differently stands above it: run one exam with and without a persona (--system), and the
    difference is what the persona costs.

    With --pairs, all exams that two models sat (a base and a tuned one, say): examsim compare --pairs runs/* -o out/
    """
    from exams.errors import InputError

    if pairs:
        from examsim.results.print_pairs import compare_pairs

        named = tuple(m.strip() for m in models.split(",") if m.strip()) if models else ()
        compare_pairs(runs, named, out, as_json, seed)
        return
    if models or out:
        raise InputError(f"{'--models' if models else '--out'} is for --pairs", hint="add --pairs")
    if len(runs) != 2:
        raise InputError(f"{len(runs)} run{'s' if len(runs) > 1 else ''} named", hint="name two, or add --pairs")
    _compare_two(runs[0], runs[1], seed, as_json)


def _compare_two(first: Path, second: Path, seed: int, as_json: bool) -> None:
    from exams.errors import InputError
    from examsim.results.what_differs import outcomes, what_differs
    from reports.run_folder import read_run
    from scoring.comparisons.paired import compare

    runs = [read_run(first), read_run(second)]
    if runs[0].head.exam.id != runs[1].head.exam.id:
        named = " and ".join(r.head.exam.id for r in runs)
        raise InputError(f"the runs are of two exams: {named}", hint="compare runs of one exam")
    for which, run in zip("AB", runs, strict=True):
        told = run.score.reported_set.text if run.score else "no score yet"
        if not as_json:
            say(f"{which}  {run.head.model}  {told}  ({run.folder})")
    differing = list(what_differs(runs[0].head, runs[1].head))
    ended = list(outcomes(runs[0], runs[1]))
    if not as_json:
        for line in differing or ["nothing that is recorded: the runs were asked alike"]:
            say(f"differs  {line}")
        for line in ended:
            say(f"outcome  {line}")
    results: list[dict[str, object]] = []
    sections = list(dict.fromkeys(g.section for g in runs[0].grades))
    for section in (None, *(sections if len(sections) > 1 else ())):
        try:
            found = compare(runs[0].grades, runs[1].grades, seed=seed, section=section)
        except InputError:
            if section is None:
                raise
            continue
        if section is None and runs[0].head.form.hash != runs[1].head.form.hash:
            say("the forms differ: only questions with the same id are compared", err=True)
        if not as_json:
            say(_format_comparison(section or "all questions", found))
        results.append({"section": section, **_plain(found)})
    if as_json:
        heads = [{"id": r.head.id, "model": r.head.model, "form_hash": r.head.form.hash} for r in runs]
        body = {"schema": "examsim.compare/1", "exam": runs[0].head.exam.id, "runs": heads, "differs": differing}
        body |= {"outcomes": ended, "comparisons": results}
        say_json(body)


def _plain(found: Comparison) -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(found), "interval": found.interval.model_dump(mode="json")}


def _format_comparison(name: str, found: Comparison) -> str:
    ends = found.interval
    verdict = "differ beyond chance" if found.p_value < 0.05 else "cannot be told apart"
    return (
        f"{name}: A {found.first * 100:.1f} %, B {found.second * 100:.1f} % of the points on {found.shared} shared "
        f"questions; A better on {found.better_first}, B on {found.better_second}; "
        f"A − B = {found.difference * 100:+.1f} percentage points ({ends.low * 100:+.1f} to {ends.high * 100:+.1f}), "
        f"{found.difference * found.maximum:+.4g} of {found.maximum:g} points; "
        f"p = {found.p_value:.3g} ({found.test}): the runs {verdict}; a true difference of "
        f"{found.noticeable * 100:.1f} percentage points would be noticed (80 % power at 5 %; on other questions each, "
        f"{found.noticeable_unpaired * 100:.1f})"
    )
