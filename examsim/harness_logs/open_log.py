"""Which harness a log is of, and the log read."""

from __future__ import annotations

from pathlib import Path

from exams.errors import InputError
from exams.files.regular_file import check_regular
from examsim.harness_logs.logged_sample import HarnessLog, LogReader
from examsim.harness_logs.readers.batch_output import BATCH
from examsim.harness_logs.readers.evals_events import EVALS
from examsim.harness_logs.readers.helm_run import HELM
from examsim.harness_logs.readers.inspect_log import INSPECT
from examsim.harness_logs.readers.lm_eval_samples import LM_EVAL
from examsim.harness_logs.readers.plain_table import TABLE
from examsim.harness_logs.readers.simple_evals import SIMPLE_EVALS

READERS: dict[str, LogReader] = {r.name: r for r in (INSPECT, LM_EVAL, EVALS, HELM, SIMPLE_EVALS, BATCH, TABLE)}
_IN_FOLDERS = ("scenario_state.json", "display_predictions.json")
_HEAD = 65_536  # bytes by which a log is recognised


def open_log(path: Path, format: str | None = None) -> HarnessLog:
    """Read the log at `path` (a run folder of HELM counts as its scenario_state.json).

    InputError for a file that is no log, is broken, or holds no reply.
    """
    if path.is_dir():
        found = [path / name for name in _IN_FOLDERS if (path / name).is_file()]
        if not found:
            raise InputError("a folder without a log", where=path, hint="name the log's file")
        path = found[0]
    try:
        check_regular(path, None)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path, hint="name the log's file") from None
    if not head.strip():
        raise InputError("empty", where=path, hint="name the log's file")
    reader = _reader(path, head, format)
    try:
        return reader.read(path)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path, hint="name the log's file") from None
    except (AttributeError, KeyError, TypeError, ValueError, IndexError, RecursionError) as error:
        what = f"not as {reader.about} is written: {type(error).__name__}"
        raise InputError(what, where=path, hint="name its kind with --format, or give a table of replies") from None


def _reader(path: Path, head: bytes, format: str | None) -> LogReader:
    if format is not None:
        return READERS[format]
    for reader in READERS.values():
        if reader.fits(path, head):
            return reader
    known = "; ".join(r.about for r in READERS.values())
    raise InputError(f"no log of a known kind ({known})", where=path, hint="name its kind with --format")
