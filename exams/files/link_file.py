"""`link.toml` beside `form.toml`: read, checked against its form, and written."""

from __future__ import annotations

from pathlib import Path

from exams.errors import InputError
from exams.files.atomic_write import atomic_write
from exams.files.toml_records import read_toml
from exams.form import Form
from exams.link import FormLink

LINK_FILE = "link.toml"


def read_link(path: Path) -> FormLink:
    """The link in `path`. InputError where there is none, or none that holds together."""
    return read_toml(FormLink, path)


def check_link(link: FormLink, form: Form, path: Path) -> None:
    """InputError for a link of another form, or of a section that the form has not."""
    if link.practice.hash != form.content_hash:
        raise InputError(
            f"the link is of another form, {link.practice.id} ({link.practice.hash[:12]})",
            where=path,
            hint=f"this one is {form.id} ({form.content_hash[:12]}): link it anew, or remove the file",
        )
    sections = {q.section for q in form.questions}
    if stray := [s.section for s in link.section if s.section not in sections]:
        raise InputError(f"section {stray[0]!r} has no question on the form", where=path, hint="correct that field")


def write_link(link: FormLink, path: Path) -> None:
    """Write the link."""
    import tomli_w

    data = link.model_dump(mode="json", by_alias=True, exclude_defaults=False)
    with atomic_write(path) as file:
        tomli_w.dump(data, file)
