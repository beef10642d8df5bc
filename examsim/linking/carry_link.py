"""Put a link beside the form of a finished run, or take it away."""

from __future__ import annotations

from pathlib import Path

from exams.errors import InputError
from exams.files.link_file import LINK_FILE, check_link, read_link, write_link
from reports.run_folder import read_run

NONE = "none"


def carry_link(name: str, run: Path) -> None:
    """From now on `run` is scored through the link in the file `name`; 'none' takes away the one there is.

    InputError for a link of another form, or a run without its form.
    """
    held = run / "form" / LINK_FILE
    if name == NONE:
        held.unlink(missing_ok=True)
        return
    path = Path(name)
    link = read_link(path / LINK_FILE if path.is_dir() else path)
    form = read_run(run).form
    if form is None:
        raise InputError("the run holds no form", where=run / "form", hint="run the exam again")
    check_link(link, form, path)
    write_link(link, held)
