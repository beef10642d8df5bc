"""What `examsim audit` does, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from contamination.audit import audit_all
from contamination.audits.audit_file import read_audit, write_audit
from contamination.audits.completeness import check_complete
from contamination.audits.diff import diff_audits
from contamination.audits.merge import merge_audits
from contamination.corpora.fields import Fields
from contamination.indexes.address import split_corpus
from contamination.indexes.open_index import IndexOptions
from contamination.plan import RULE_NAMES, AuditConfig, RuleName
from contamination.scan.manifest import clear_state, drop_if_bare
from contamination.scan.workers import Workers
from contamination.types import Audit
from exams.errors import InputError
from examsim.auditing.first_compile import announce_compilation
from examsim.auditing.print_audit import print_audit, print_difference
from examsim.auditing.sampled_audit import draw_questions, with_estimate
from examsim.auditing.semantic import semantic_audits
from examsim.auditing.show_scan import shown_scan
from examsim.auditing.target import Target, find_target
from examsim.screen import say, say_json

if TYPE_CHECKING:
    from contamination.semantic.embedding import EmbeddingModel


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditJob:
    """The command line, checked by click only."""

    targets: tuple[str, ...]
    corpus: tuple[str, ...]
    rules: str
    case: Literal["fold", "keep"]
    seed: int
    all_windows: bool
    keep: int
    text_fields: tuple[str, ...]
    id_field: str | None
    self_test: bool
    sample: int | None
    semantic: bool
    semantic_model: str | None
    workers: int
    cluster: str | None
    index_url: str | None
    index_rate: float
    index_requests: int | None
    index_answers: Path
    plan: bool
    state: Path | None
    old: Path | None
    output: Path | None
    as_json: bool


def run_audit(job: AuditJob) -> None:
    """Audit all targets in one pass, write what was found, score runs again."""
    targets = [draw_questions(find_target(name), job.sample, job.seed) for name in job.targets]
    places = [_place(job, target) for target in targets]
    _check_places(job, places)
    plan = AuditConfig(
        rules=_rules(job.rules), seed=job.seed, case=job.case, all_windows=job.all_windows, keep=job.keep
    )
    _check_indexes(job)
    if job.plan:
        from examsim.auditing.print_plan import print_plan

        print_plan(job, [target.subject for target in targets], plan, _asking(job))
        return
    earlier = _earlier(job, targets)
    model = _sentence_model(job)
    state = job.state or places[0].with_name(f".{places[0].name}.scan")
    with _workers(job) as workers, announce_compilation(), shown_scan() as progress, drop_if_bare(state):
        audits = audit_all(
            [target.subject for target in targets],
            job.corpus,
            plan,
            fields=Fields(job.text_fields, job.id_field),
            workers=workers,
            state=state,
            progress=progress,
            test=job.self_test,
            asking=_asking(job),
        )
    if model is not None:
        audits = semantic_audits(audits, [t.subject for t in targets], job.corpus, job.text_fields, job.id_field, model)
    if earlier is not None:  # neither is a sample
        audits = (merge_audits(earlier, audits[0]),)
    audits = tuple(with_estimate(audit, target, job.seed) for audit, target in zip(audits, targets, strict=True))
    for target, place, audit in zip(targets, places, audits, strict=True):
        _finish(job, target, place, audit)
    if job.state is None:
        clear_state(state)
    if job.as_json:
        told = [a.model_dump(mode="json", by_alias=True) for a in audits]
        say_json({"schema": "examsim.audits/1", "audits": told})
    check_complete(audits)


def compare_audits(before: Path, after: Path, *, as_json: bool) -> None:
    """Print what changed between two audits."""
    first, second = (read_audit(p / "audit.json" if p.is_dir() else p) for p in (before, after))
    difference = diff_audits(first, second)
    if as_json:
        changes = [asdict(c) | {"kind": c.kind} for c in difference.changes]
        told = {"schema": "examsim.audit-diff/1", **asdict(difference), "changes": changes}
        say_json(told)
    else:
        print_difference(difference)


def _finish(job: AuditJob, target: Target, place: Path, audit: Audit) -> None:
    if place.suffix == ".parquet":
        from contamination.audits.audit_table import write_audit_table

        write_audit_table(audit, place)
    else:
        write_audit(audit, place)
    if target.run is not None:
        from examsim.results.steps import score_run

        score_run(target.run)
    if not job.as_json:
        print_audit(audit)
        say(f"  {place}")
        if target.run is not None:
            say(f"  {target.run / 'score.json'} (made again; `examsim report {target.run}` redraws the page)")


def _place(job: AuditJob, target: Target) -> Path:
    """Where the audit goes: into the run, to --output, or beside the user."""
    if target.run is not None:
        return target.run / "audit.json"
    name = f"{target.form.id}.audit.json"
    if job.output is None:
        return Path(name)
    folder = job.output.is_dir() or len(job.targets) > 1
    return job.output / name if folder else job.output


def _check_places(job: AuditJob, places: list[Path]) -> None:
    if len(set(places)) < len(places):
        raise InputError("two of the targets are the same form or run", hint="name each once")
    for place in places:
        if place.suffix not in (".json", ".parquet"):
            raise InputError(
                "an audit is written as .json or .parquet", where=place, hint="end --output in one of them"
            )
    if job.output is not None and len(places) > 1 and job.output.is_file():
        raise InputError("several audits do not fit into one file", where=job.output, hint="give a folder")


def _earlier(job: AuditJob, targets: list[Target]) -> Audit | None:
    """The audit to merge with, checked before anything is read."""
    if job.old is None:
        return None
    if any(target.looked_for is not None for target in targets):
        raise InputError("--merge adds whole audits, and --sample makes an estimate", hint="leave one of them out")
    if len(targets) != 1:
        raise InputError("--merge takes one form or run at a time", hint="audit them one by one")
    old = read_audit(job.old / "audit.json" if job.old.is_dir() else job.old, targets[0].form.content_hash)
    twice = sorted(set(old.corpus) & set(job.corpus))
    if twice:
        raise InputError(f"the old audit has read {twice[0]} already", where=job.old, hint="name another corpus")
    return old


def _rules(given: str) -> tuple[RuleName, ...]:
    names = RULE_NAMES if given == "all" else tuple(name.strip() for name in given.split(",") if name.strip())
    return cast(tuple[RuleName, ...], names)  # AuditConfig refuses a name that is none


def _sentence_model(job: AuditJob) -> EmbeddingModel | None:
    """The model of the semantic tier, loaded before anything is read, so that a missing one costs no time."""
    if not job.semantic and job.semantic_model is None:
        return None
    from contamination.semantic.embedding import load_model
    from contamination.semantic.model import DEFAULT_MODEL

    return load_model(job.semantic_model or DEFAULT_MODEL, threads=job.workers)


def _asking(job: AuditJob) -> IndexOptions:
    """How indexes are asked; a password in their address is masked wherever it might be printed."""
    if job.index_url is not None:
        from examsim.models.server.secrets import without_credentials

        without_credentials(job.index_url)
    return IndexOptions(
        url=job.index_url,
        rate=job.index_rate,
        most=job.index_requests,
        answers=job.index_answers,
        tell=lambda line: say(f"! {line}", err=True),
    )


def _check_indexes(job: AuditJob) -> None:
    """InputError for what an index can't do, before anything is asked."""
    _, indexes = split_corpus(job.corpus)
    remote = [address for address in indexes if address.folder is None]
    if job.index_url is not None and not remote:
        raise InputError("--index-url is given, but no index", hint="name one: --corpus infini-gram:NAME")
    if job.index_url is not None and len({address.kind for address in remote}) > 1:
        raise InputError("one --index-url, but indexes of two kinds of server", hint="audit one kind after the other")
    if indexes and (job.semantic or job.semantic_model is not None):
        raise InputError(
            f"the semantic tier reads the whole corpus, and {indexes[0]} can only be asked",
            hint="leave --semantic out, or name files",
        )


@contextmanager
def _workers(job: AuditJob) -> Iterator[Workers]:
    if job.cluster is None:
        yield Workers(job.workers)
        return
    from contamination.scan.cluster import cluster_workers

    with cluster_workers(job.cluster) as workers:
        yield workers
