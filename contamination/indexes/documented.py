"""What the projects' own pages say of their indexes: size, corpus, tokenizer (`documented.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from contamination.indexes.address import Kind

DATA = Path(__file__).with_name("documented.toml")


class DocumentedIndex(BaseModel):
    """One index. `size`: tokens, or bytes of text, by its engine's `unit`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    documents: int
    size: int
    corpus: str
    tokenizer: str = ""


class DocumentedEngine(BaseModel):
    """One web interface with its indexes. `seen`: the day on which `source` said so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    url: str
    source: str
    seen: str
    unit: Literal["tokens", "bytes"]
    indexes: tuple[DocumentedIndex, ...]

    def index(self, name: str) -> DocumentedIndex | None:
        """The index of this name. The pages spell crawls both `cc_2025-05` and `cc-2025-05`."""
        return next((i for i in self.indexes if _plain(i.name) == _plain(name)), None)


@cache
def documented_engines() -> dict[Kind, DocumentedEngine]:
    """All that is documented, by kind."""
    engines = tomllib.loads(DATA.read_text(encoding="utf-8"))["engine"]
    return {e.kind: e for e in map(DocumentedEngine.model_validate, engines)}


def _plain(name: str) -> str:
    return name.replace("-", "_")
