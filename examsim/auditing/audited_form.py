"""The form that an audit is of, so that its page can show the questions' text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from contamination.types import Audit
from exams.errors import InputError
from exams.files.exam_folder import shipped_folder
from exams.files.form_folder import load_form
from exams.form import Form
from examsim.auditing.target import find_target


def audited_form(audit: Audit, paths: Sequence[Path], named: str | None = None) -> Form | None:
    """The form `named`; else the one beside the audit's file, else the one that ships, by content hash; else None.

    InputError where the named form is another one than was audited.
    """
    if named is not None:
        form = find_target(named).form
        if form.content_hash != audit.form_hash:
            raise InputError(
                f"this is not the form that was audited: {form.id} with another content than {audit.form}",
                where=named,
                hint="name the form, exam or run folder that `examsim audit` was given",
            )
        return form
    return next((form for form in _candidates(audit, paths) if form.content_hash == audit.form_hash), None)


def _candidates(audit: Audit, paths: Sequence[Path]) -> Iterator[Form]:
    beside = [path.parent / "form" for path in reversed(paths)]
    yield from (load_form(folder) for folder in beside if (folder / "form.toml").is_file())
    line = f'id = "{audit.form}"'
    for head in sorted(shipped_folder().glob("*/forms/*/form.toml")):
        if line in head.read_text(encoding="utf-8").splitlines():  # reading them all would take seconds
            yield load_form(head.parent)
