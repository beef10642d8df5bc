"""Which files a list of paths, folders, globs and URLs means: in a fixed order, each once."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from contamination.corpora.byte_streams.byte_source import shown_name
from contamination.corpora.byte_streams.patient_file import SILENCE, within
from contamination.corpora.read_stats import ReadStats
from exams.errors import InputError

GLOB = frozenset("*?[")
MARKERS = frozenset(("_SUCCESS", "_metadata", "_common_metadata"))  # what Spark and Parquet's writers leave: no text
MEND = "give a file, a folder, a glob, an fsspec URL or hf:DATASET"


def list_files(paths: Sequence[str | Path], read_stats: ReadStats) -> tuple[str, ...]:
    """Files to read. InputError for a path that leads to nothing; a part that can't be looked into is tallied."""
    found: dict[str, str] = {}
    for path in paths:
        text = str(path)
        if text.startswith("hf:"):
            found.setdefault(text, text)
            continue
        skipped = len(read_stats.skipped)
        any_here = False
        for file in _remote(text) if "://" in text else _local(text, read_stats):
            found.setdefault(file if "://" in file else os.path.realpath(file), file)
            any_here = True
        if not any_here and (len(read_stats.skipped) == skipped or not found):
            raise InputError("the corpus holds no file", where=text, hint=MEND)
    if not found:
        raise InputError("no corpus was given", hint=MEND)
    return tuple(found.values())


def absolute(path: str | Path) -> str:
    """A path that means the same in another working folder; URLs and data sets stay."""
    text = str(path)
    return text if "://" in text or text.startswith("hf:") or not text else os.path.abspath(text)  # noqa: PTH100  (keeps links)


def _local(text: str, read_stats: ReadStats) -> Iterable[str]:
    if not text:
        raise InputError("the path of the corpus is empty", hint=MEND)
    path = Path(text)
    try:
        if path.is_dir():
            return _walk(path, read_stats)
        if path.exists() and not path.is_file():  # a pipe would wait for ever, a device never end
            detail = "a pipe or a device: write its content to a file"
            read_stats.skip("not a regular file", shown_name(text), detail=detail, unread=None)
            return []
        if path.exists():
            return [text]
    except OSError as error:
        raise InputError(f"cannot be looked at: {error.strerror}", where=text, hint=MEND) from None
    if GLOB & set(text):
        matches = sorted(glob.glob(text, recursive=True))  # noqa: PTH207  (Path.glob takes no absolute pattern)
        return [f for m in matches for f in (_walk(Path(m), read_stats) if Path(m).is_dir() else [m])]
    raise InputError("no such file or folder", where=text, hint=MEND)


def _walk(folder: Path, read_stats: ReadStats) -> Iterator[str]:
    """Files below a folder in the order of their paths; links are followed, loops are not, hidden files are left."""
    seen: set[tuple[int, int]] = set()

    def on_error(error: OSError) -> None:
        read_stats.skip("folder cannot be read", shown_name(str(error.filename)), detail=error.strerror or "")

    for here, folders, files in os.walk(folder, followlinks=True, onerror=on_error):
        try:
            status = Path(here).stat()
        except OSError as error:
            folders.clear()
            on_error(error)
            continue
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            read_stats.skip("folder loop", shown_name(here))
            continue
        seen.add((status.st_dev, status.st_ino))
        hidden = [f for f in folders if f.startswith(".")] + [f for f in files if f.startswith(".")]
        for name in sorted(hidden):
            read_stats.skip("hidden file or folder left out", shown_name(str(Path(here) / name)))
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            path = Path(here) / name
            if name.startswith(".") or name in MARKERS:
                continue
            if path.exists() and not path.is_file():  # a pipe would wait for ever
                read_stats.skip("not a regular file", shown_name(str(path)), unread=None)
                continue
            yield str(path)


def _remote(url: str) -> list[str]:
    fs, path = filesystem(url)

    def found() -> list[str]:
        if GLOB & set(path):
            return sorted(str(m) for m in fs.glob(path))
        return [path] if fs.isfile(path) else sorted(str(m) for m in fs.find(path))

    try:
        matches = within(SILENCE, "the server", found)
    except FileNotFoundError:
        matches = []
    except Exception as error:  # every storage has its own errors: no network, no right, no bucket
        raise InputError(
            f"cannot be reached: {_words(error)}", where=url, hint="check the URL and the access"
        ) from None
    if not matches:
        raise InputError("no such file or folder", where=url, hint=MEND)
    names = {m: m.rpartition("/")[2] for m in matches}
    kept = [m for m in matches if not names[m].startswith(".") and names[m] not in MARKERS] or matches
    return [str(fs.unstrip_protocol(m)) for m in kept if not m.endswith("/")]


def filesystem(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL and the path in it. InputError if its driver is not installed."""
    import fsspec

    try:
        fs, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise InputError(_words(error), where=url, hint="install the package that reads such URLs") from None
    return fs, str(path)


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
