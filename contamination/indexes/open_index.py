"""An index by its name, ready to be asked: behind its web interface or on the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from contamination.indexes.address import IndexAddress
from contamination.indexes.documented import documented_engines
from contamination.indexes.kept_answers import KeptAnswers
from contamination.indexes.polite_client import PoliteClient
from contamination.indexes.remote_index import InfiniGramIndex, InfiniGramMiniIndex
from contamination.indexes.text_index import TextIndex

ANSWERS = Path("runs/index-answers.sqlite")


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """How indexes are asked. `url`: another address than the documented one; `rate`: requests in a second at most;
    `most`: requests of this process; `answers`: where answers are kept, None for nowhere.
    """

    url: str | None = None
    rate: float = 4.0
    most: int | None = None
    answers: Path | None = ANSWERS
    tell: Callable[[str], None] = lambda line: None


@dataclass(frozen=True, slots=True)
class OpenedIndex:
    """An index with what is known of it. `client` is None for one on the disk."""

    address: IndexAddress
    index: TextIndex
    client: PoliteClient | None
    size: int
    unit: str
    described: str = ""
    tokens: str = ""

    def close(self) -> None:
        """Let go of connection and kept answers."""
        if self.client is not None:
            self.client.close()


def open_index(address: IndexAddress, options: IndexOptions) -> OpenedIndex:
    """The index, asked for its size: InputError in one line where that is not to be had."""
    if address.folder is not None:
        from contamination.indexes.local_index import LocalIndex

        local = LocalIndex(address.folder)
        documents = f"{local.documents:,} documents, {local.size():,} bytes, on this machine"
        return OpenedIndex(address, local, None, local.size(), "bytes", documents)
    engine = documented_engines()[address.kind]
    answers = None if options.answers is None else KeptAnswers(options.answers, options.tell)
    client = PoliteClient(options.url or engine.url, answers, options.rate, options.most, tell=options.tell)
    make = InfiniGramMiniIndex if address.kind == "infini-gram-mini" else InfiniGramIndex
    index = make(address.name, client, str(address))
    try:
        size = index.size()
    except BaseException:
        client.close()
        raise
    tokens = "its model (not documented)" if address.kind == "infini-gram" else ""
    known = engine.index(address.name)
    if known is not None and known.tokenizer:
        tokens = known.tokenizer
    return OpenedIndex(address, index, client, size, engine.unit, describe(address), tokens)


def describe(address: IndexAddress) -> str:
    """What the project's page says of an index, with the page and the day; that it says nothing, if so."""
    engine = documented_engines()[address.kind]
    known = engine.index(address.name)
    if known is None:
        return f"not listed on {engine.source} ({engine.seen})"
    size = f"{known.size / 1e12:,.2f} trillion tokens" if engine.unit == "tokens" else f"{known.size / 1e12:,.2f} TB"
    return f"{known.corpus}, {known.documents:,} documents, {size} ({engine.source}, {engine.seen})"
