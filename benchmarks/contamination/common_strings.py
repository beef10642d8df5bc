"""The table of common English 12-letter strings, from the manuals of open programs.

    python common_strings.py OUTPUT FOLDER...

Each FOLDER holds one Debian package unpacked with `dpkg -x`. The shipped table was made of postgresql-doc-15 15.20
(PostgreSQL licence), git-doc 2.39.5 (GPL 2), debian-handbook 11.20220922 (GPL 2 or CC BY-SA 3.0), octave-doc 7.3.0
(GPL 3), r-doc-html 4.2.2 (GPL 2), linux-doc-6.1 (GPL 2) and openjdk-17-doc (GPL 2), Debian 12. A string is common if it
stands in LEAST pages or more of at least SOURCES of them: what unlike subjects share is English and no subject's own.
Counts of strings of 12 letters are facts about these texts; no sentence of them is shipped.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.ngram_kernel import hash_places
from contamination.text.normaliser import Normaliser

LENGTH = 12
LEAST, SOURCES = 5, 3  # pages, packages
MOST_PAGES, MOST_BYTES = 600, 40_000  # of a package, of a page
PIECE = 16_000  # bytes; a manual in one file is cut into pages of this size
ALL = np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0xFFFFFFFF)


def pages(folder: Path) -> list[bytes]:
    files = sorted(p for p in folder.rglob("*.html") if p.is_file() and not p.is_symlink())
    texts: list[bytes] = []
    for path in files[:: max(1, len(files) // MOST_PAGES)]:
        data = path.read_bytes()
        if len(files) < MOST_PAGES // 4:
            texts += [data[n : n + PIECE] for n in range(0, len(data), PIECE)]
        else:
            texts.append(data[:MOST_BYTES])
    return texts[:MOST_PAGES]


def grams(texts: list[bytes]) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.uint8]]]:
    """(hash of every string, text) of each page."""
    normaliser = Normaliser("fold")
    for text in texts:
        batch = normaliser.texts(np.frombuffer(text, np.uint8), np.array([0, len(text)]))
        size = int(batch.offsets[-1])
        if size > 10 * LENGTH:
            places = np.arange(size - LENGTH + 1, dtype=np.int32)
            hashes = np.empty(len(places), np.uint64)
            hash_places(batch.text, places, *ALL, hashes)
            yield hashes, batch.text[:size].copy()


def common(texts: list[bytes]) -> NDArray[np.uint64]:
    found, counts = np.unique(np.concatenate([np.unique(h) for h, _ in grams(texts)]), return_counts=True)
    return found[counts >= LEAST]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()
    sources = [pages(folder) for folder in options.folders]
    tables = [common(texts) for texts in sources]
    found, counts = np.unique(np.concatenate(tables), return_counts=True)
    shared = found[counts >= SOURCES]
    strings: set[bytes] = set()
    for source in sources[: len(sources) - SOURCES + 1]:
        for hashes, text in grams(source):
            places = np.flatnonzero(np.isin(hashes, shared))
            strings.update(text[p : p + LENGTH].tobytes() for p in places)
    kept = sorted(s for s in strings if s.isascii() and s.isalpha())
    options.output.write_bytes(gzip.compress(b"".join(kept), mtime=0))
    print([len(s) for s in sources], [len(t) for t in tables], len(kept), "strings")


if __name__ == "__main__":
    main()
