"""Whether a run stands finished in its folder, so that the same command need not do it again.

A run is finished when every answer was had and graded, and nothing has changed that its score or page are made from:
version, the exam's tables, the user's norms, the options, the corpus. What the cache no longer holds is asked again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import orjson

from exams.errors import InputError
from exams.files.user_norms import user_norm_folder
from examsim import __version__
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.open_model import needs_prompt
from examsim.running.dry_run import estimate
from examsim.running.run_plan import RunPlan
from reports.run_folder import read_run
from scoring.types import ExamScore

MARK = "finished"  # a file with the state at which the run was finished
_TABLES = ("*.toml", "*.csv", "*.jinja")


def state_of(plan: RunPlan, options: Sequence[object], corpus: Iterable[str]) -> str:
    """SHA-256 over everything that a finished run's score and page are made from, beside its answers; '' where that
    cannot be known (a corpus elsewhere)."""
    digest = hashlib.sha256(orjson.dumps([__version__, plan.run_id, [repr(o) for o in options]]))
    for path in corpus:
        files = _files_of(path)
        if not files:
            return ""
        for file in files:
            digest.update(f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}".encode())
    for file in _own_files(plan):
        digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def finished_score(plan: RunPlan, folder: Path, state: str, held: AnswerCache | None) -> ExamScore | None:
    """The score of a run that stands finished in `folder` at this state; None where anything is missing or other.

    held: the cache, for looking only (`dry_run.looked_at`); without it no model's run counts as finished.
    """
    with suppress(OSError):
        if not state or (folder / MARK).read_text(encoding="utf-8") != state:
            return None
        if not (folder / "report.html").is_file():
            return None
        with suppress(InputError):
            score = read_run(folder).score
            if score is None or (needs_prompt(plan.model) and (held is None or estimate(plan, None, held).calls)):
                return None
            return score
    return None


def mark_finished(folder: Path, state: str) -> None:
    """The run is whole and was scored and reported at this state."""
    if state:
        (folder / MARK).write_text(state, encoding="utf-8")


def is_reported(folders: Sequence[Path], index: Path) -> bool:
    """Whether a common report was written after the scores of these runs, and of all that lie beside them."""
    with suppress(OSError):
        scores = [s for parent in {f.parent for f in folders} for s in parent.glob("*/score.json")]
        return all(s.stat().st_mtime <= index.stat().st_mtime for s in scores)
    return False


def unmark(folder: Path) -> None:
    """The run is about to be done."""
    with suppress(OSError):
        (folder / MARK).unlink()


def _own_files(plan: RunPlan) -> Iterator[Path]:
    """Tables of the exam, norms of the user, and a replayed file."""
    norms = user_norm_folder() / plan.exam.id
    for folder in (plan.exam.folder, norms):
        for pattern in _TABLES:
            yield from sorted(p for p in folder.rglob(pattern) if p.is_file())
    if plan.model.startswith("replay:"):
        yield Path(plan.model.removeprefix("replay:"))


def _files_of(path: str) -> list[Path]:
    """Files of a corpus; none where it lies elsewhere, or what it holds cannot be told by files."""
    from contamination.corpora.file_list import list_files
    from contamination.corpora.read_stats import ReadStats

    if "://" in path:
        return []
    try:
        files = [Path(f) for f in list_files([path], ReadStats())]
    except InputError:  # an index, which is no path
        return []
    return files if all(f.is_file() for f in files) else []
