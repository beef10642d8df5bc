"""Background text: the documentation packages of a Debian system, as a JSON Lines corpus.

    python background.py FOLDER_OF_EXTRACTED_PACKAGES OUTPUT_FOLDER [MEGABYTES]

FOLDER holds packages unpacked with `dpkg -x` (or is /usr/share/doc). Plain text, reStructuredText, Markdown, HTML and
info files are read, packed or not. Nine HTML pages in ten are stripped to their text, one in ten stays as it is.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import orjson

KINDS = (".txt", ".rst", ".md", ".html", ".htm", ".pod", ".info", ".tex", ".index", ".dict", ".xml")
PIECE = 6_000  # characters; dictionaries and manuals are cut into documents of about this size
SHARD = 64_000_000
MOST = 60_000_000  # characters of one package: no single manual should be the whole background


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """(name, text) of every document, duplicates left out."""
    seen: set[bytes] = set()
    for here, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = Path(here) / name
            plain = name.removesuffix(".gz").removesuffix(".dz")
            if path.is_symlink() or not (plain.lower().endswith(KINDS) or "man" in here or plain.isupper()):
                continue
            try:
                data = gzip.decompress(path.read_bytes()) if name != plain else path.read_bytes()
                text = data.decode("utf-8")
            except (OSError, EOFError, UnicodeDecodeError):
                continue
            digest = hashlib.blake2b(data, digest_size=8).digest()
            if digest in seen or len(text) < 200:
                continue
            seen.add(digest)
            if plain.endswith((".html", ".htm")) and digest[0] % 10:
                text = html.unescape(re.sub(r"(?s)<script.*?</script>|<style.*?</style>|<[^>]*>", " ", text))
            yield str(path.relative_to(folder)), text


def documents(folder: Path) -> Iterator[tuple[str, str]]:
    read: Counter[str] = Counter()
    for name, text in texts(folder):
        package = name.partition("/")[0]
        read[package] += len(text)
        if read[package] > MOST:
            continue
        for start in range(0, len(text), PIECE):
            yield f"{name}#{start}", text[start : start + PIECE]


def main(folder: Path, output: Path, megabytes: int) -> None:
    output.mkdir(parents=True, exist_ok=True)
    total = number = 0
    seen: set[bytes] = set()
    file = None
    for name, text in documents(folder):
        digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
        if digest in seen:
            continue
        seen.add(digest)
        if file is None or file.tell() > SHARD:
            if file:
                file.close()
            file = (output / f"background-{number:02d}.jsonl").open("wb")
            number += 1
        file.write(orjson.dumps({"id": name, "text": text}) + b"\n")
        total += len(text.encode())
        if total > megabytes * 1_000_000:
            break
    print(f"{total / 1e6:.0f} MB of text in {number} shards, {len(seen)} documents")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 400)
