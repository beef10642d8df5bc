"""datatrove's n-gram decontamination filter: any 12-gram, numbers folded. It names no question.

The index is written with the indexer's own hashes: its `run` wants lighteval and a hub.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import numpy as np
from datatrove.data import Document
from datatrove.pipeline.decont.n_grams import NGramsDecontConfig, NGramsDecontFilter, NGramsDecontIndexer
from figures import Hits, Item, Scan, measure, records

NGramsDecontIndexer._requires_dependencies = []  # only its hashes are used, which need no lighteval


def build(items: list[Item], folder: Path) -> Scan:
    config = NGramsDecontConfig(find_query_ngrams=True)
    indexer = NGramsDecontIndexer(str(folder), config=config)
    hashes: set[int] = set()
    for item in items:
        hashes.update(indexer.compute_hashes(item.answer, "\n".join([item.question, *item.options])))
    np.array(list(hashes), dtype=config.hash_config.np_descr).tofile(folder / "questions.index.hashes")
    search = NGramsDecontFilter(str(folder), config=config)

    def scan(path: Path) -> Hits:
        for name, text in records(path):
            if search.filter(Document(text=text, id=name)) is not True:
                yield name, ()

    return scan


if __name__ == "__main__":
    measure("datatrove", "any 12-gram, questions too", version("datatrove"), build, names=False)
