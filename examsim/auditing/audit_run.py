"""The contamination audit that is part of a run."""

from __future__ import annotations

from pathlib import Path

from examsim.models.show_progress import shown_progress
from examsim.screen import say


def audit_run(folder: Path, corpus: tuple[str, ...]) -> None:
    """Check a run's questions against a corpus by every rule, examsim's own deciding; write `audit.json`."""
    from contamination.audit import audit
    from contamination.audits.audit_file import write_audit
    from contamination.indexes.open_index import IndexOptions
    from contamination.search.items import items_of
    from examsim.auditing.first_compile import announce_compilation
    from reports.run_folder import read_run

    form = read_run(folder).form
    assert form is not None  # write_run put it there
    with announce_compilation(), shown_progress("contamination check", 0) as progress:
        found = audit(
            items_of(form),
            corpus,
            form=form.id,
            form_hash=form.content_hash,
            progress=lambda p: progress.say(f"{p.documents:,} documents, {p.bytes / 1e6:,.0f} MB, {p.hits} hits"),
            asking=IndexOptions(tell=lambda line: say(f"! {line}", err=True)),
        )
    write_audit(found, folder / "audit.json")
