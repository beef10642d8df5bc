"""Which runs are under a folder, by name. What a request names is looked up here and never joined to a path."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reports.live_run import ANSWERS, GRADES, HEAD, LIVE
from reports.run_folder import FINAL_GRADES, GRADE_FILES

NOTES = "notes.jsonl"
_RECORDS = (
    *("run.json", "answers.jsonl", "score.json", "audit.json", "agreement.json", NOTES, *GRADE_FILES, *FINAL_GRADES),
    *(f"{LIVE}/{name}" for name in (HEAD, ANSWERS, GRADES)),
)
Signature = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class RunPlace:
    """A run's folder. `live`: it goes on, or was stopped before it ended. `finished`: its records are whole."""

    name: str
    folder: Path
    live: bool
    finished: bool

    @property
    def signature(self) -> Signature:
        """Size and time of each record: another one means that the page is another."""
        return tuple(_stat(self.folder / name) for name in _RECORDS)


def run_places(root: Path) -> dict[str, RunPlace]:
    """Runs right under `root`, or `root` itself where it is one, by the folder's name, in order.

    A link that leads out of `root`, of a folder or of any record in it, is no run of ours and left out; so is a
    folder with a pipe or a device in a record's place, which would never end.
    """
    inside = root.resolve()
    single = _place(root, inside)
    if single is not None:
        return {single.name: single}
    try:
        folders = sorted(p for p in root.iterdir() if p.is_dir())
    except OSError:
        return {}
    found = (_place(p, inside) for p in folders)
    return {place.name: place for place in found if place is not None}


def _place(folder: Path, inside: Path) -> RunPlace | None:
    live, finished = (folder / LIVE / HEAD).is_file(), (folder / "run.json").is_file()
    if not (live or finished):
        return None
    for path in (folder, folder / LIVE, folder / "form", *(folder / name for name in _RECORDS)):
        try:
            if not path.resolve().is_relative_to(inside):
                return None
            if path.exists() and not (path.is_file() or path.is_dir()):
                return None
        except (OSError, RuntimeError):  # a link to itself
            return None
    return RunPlace(folder.name or folder.resolve().name, folder, live, finished)


def _stat(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns
