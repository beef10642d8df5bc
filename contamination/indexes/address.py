"""How an index is named: `infini-gram:NAME`, `infini-gram-mini:NAME`, or `infini-gram:FOLDER` for one on the disk."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exams.errors import InputError

Kind = Literal["infini-gram", "infini-gram-mini"]
KINDS: tuple[Kind, ...] = ("infini-gram-mini", "infini-gram")
HINT = "write infini-gram:NAME, infini-gram-mini:NAME, or infini-gram:FOLDER for an index on this machine"


@dataclass(frozen=True, slots=True)
class IndexAddress:
    """An index as the user named it. `folder` is where it lies, None for one behind a web interface."""

    kind: Kind
    name: str
    folder: Path | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


def index_address(text: str) -> IndexAddress | None:
    """The index that a corpus's name means; None for files. InputError for half a name.

    A name with a slash, or of a folder that is there, is a local index.
    """
    kind = next((k for k in KINDS if text.startswith(f"{k}:")), None)
    if kind is None:
        return None
    name = text[len(kind) + 1 :]
    if not name.strip() or any(not c.isprintable() for c in name):
        raise InputError("no index is named", where=kind, hint=HINT)
    local = os.sep in name or name in (".", "..", "~") or Path(name).is_dir()
    if not local:
        return IndexAddress(kind, name)
    if kind == "infini-gram-mini":
        raise InputError("only indexes of infini-gram are read from the disk", where=text, hint=HINT)
    return IndexAddress(kind, name, Path(name).expanduser())


def split_corpus(corpus: Sequence[str | Path]) -> tuple[tuple[str | Path, ...], tuple[IndexAddress, ...]]:
    """(files, indexes) of a corpus, each in its order; an index that is named twice counts once."""
    files, indexes = [], dict[str, IndexAddress]()
    for path in corpus:
        address = index_address(path) if isinstance(path, str) else None
        if address is None:
            files.append(path)
        else:
            indexes.setdefault(str(address), address)
    return tuple(files), tuple(indexes.values())
