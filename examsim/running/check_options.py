"""What is wrong with a run's options is found before the first call is paid for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from exams.errors import InputError
from exams.extras import need
from examsim.models.open_model import INSPECT, needs_prompt
from examsim.models.prices import price_of
from examsim.models.server.credentials import own_server
from examsim.running.run_plan import RunPlan
from examsim.screen import say

if TYPE_CHECKING:
    from scoring.judge.judge import Judge
    from scoring.judge.sandbox import SandboxName


def chosen_scales(given: tuple[str, ...]) -> dict[str, str]:
    """`--scale mbe=july-2003` → {"mbe": "july-2003"}."""
    scales = {}
    for pair in given:
        section, equals, scale = pair.partition("=")
        if not equals:
            raise InputError(f"--scale {pair!r} names no scale", hint="give SECTION=ID, e.g. --scale mbe=july-2003")
        scales[section] = scale
    return scales


def check_scoring_options(
    plans: Sequence[RunPlan], scales: Mapping[str, str], population: str | None, as_of: str | None
) -> None:
    """InputError for a scale, a population or a date that one of the exams does not have."""
    from scoring.scoring_plan import make_scoring_plan

    for plan in plans:
        for scale in plan.exam.scale:
            if scale.module is not None and scales.get(scale.section or "") == scale.id:
                raise InputError(
                    f"scale {scale.id!r} is used where module {scale.module!r} is sat, which the answers decide",
                    hint="leave it out",
                )
        make_scoring_plan(plan.exam, plan.form, scales, population, as_of)


def check_corpora(paths: Sequence[str], send: bool = True) -> None:
    """InputError for a local corpus path or index that leads to nothing, or where the audit's packages are missing.

    An index behind a web interface is asked for its size, if anything may be sent.
    """
    if paths:
        need("audit", "--corpus")
    from contamination.corpora.file_list import list_files
    from contamination.corpora.read_stats import ReadStats
    from contamination.indexes.address import split_corpus

    files, indexes = split_corpus(paths)
    for index in indexes:
        if index.folder is not None or send:
            from contamination.indexes.open_index import IndexOptions, open_index

            open_index(index, IndexOptions()).close()
    for path in map(str, files):
        if "://" not in path:
            list_files([path], ReadStats())


def check_price(plans: Sequence[RunPlan], max_cost: float, price: str | None) -> None:
    """InputError where a model's price is unknown, so that `--max-cost` can't be kept."""
    for plan in plans:
        graded = plan.grader is not None and any(q.rubric is not None for q in plan.form.questions)
        asked = [("model", plan.model, plan.base_url, plan.setup)]
        asked += [("grader", plan.grader, plan.grader_base_url, plan.grader_setup)] if graded and plan.grader else []
        for role, name, base_url, setup in asked:
            if not needs_prompt(name) or price or setup.price:
                continue
            if own_server(base_url) or name.startswith(INSPECT):
                raise InputError(
                    f"--max-cost needs a price for {role} {name!r} on a server of its own or behind inspect_ai",
                    hint="give one: --price IN,OUT (0,0 for your own server)",
                )
            if price_of(name) is None:
                raise InputError(
                    f"no price is known for {role} {name!r}, so --max-cost can't be kept",
                    hint="give one: --price IN,OUT in dollars per million tokens",
                )
    say(f"stopping before {max_cost:g} US dollars are spent", err=True)


def find_judge(plans: Sequence[RunPlan], sandbox: SandboxName) -> Judge | None:
    """The judge of programs, if any are asked for; InputError without a sandbox."""
    if not any(plan.asks_programs for plan in plans):
        return None
    from scoring.judge.choose_sandbox import find_sandbox
    from scoring.judge.judge import Judge

    return Judge(find_sandbox(sandbox))
