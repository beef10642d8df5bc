"""Texts put into documents, and documents searched as if they were a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from contamination.corpora.batch import Batch, BatchBuilder
from contamination.scan.engine import Engine
from contamination.types import ItemResult


def in_host(text: str, hosts: Sequence[str], random: Random) -> str:
    """A document with the text as a paragraph of its own behind some sentence, line or word."""
    host = random.choice(hosts)
    breaks = [n for n, c in enumerate(host) if c in ".\n "] or [0]
    at = random.choice(breaks)
    return f"{host[:at]}\n\n{text}\n\n{host[at:]}"


def results_of(engine: Engine, texts: Sequence[str]) -> tuple[ItemResult, ...]:
    """The verdict on every question if these texts were the corpus; documents are named "injected:NUMBER"."""
    scan_state = engine.new_state()
    if texts:
        engine.scan(_batch(texts), scan_state)
    return engine.results(scan_state)


def _batch(texts: Sequence[str]) -> Batch:
    builder = BatchBuilder("self-test", 0)
    for number, text in enumerate(texts):
        builder.add(text.encode("utf-8", "replace"), number, -1, f"injected:{number}")
    batch = builder.take(0)
    assert len(batch) == len(texts) == len(np.unique(batch.records))
    return batch
