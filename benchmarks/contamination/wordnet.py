"""Single-word synonyms from WordNet's own files (Debian package wordnet-base)."""

from __future__ import annotations

from pathlib import Path


def synonyms(folder: Path) -> dict[str, list[str]]:
    """Word → words of its most frequent sense, for nouns, verbs and adjectives of four letters or more."""
    found: dict[str, list[str]] = {}
    for part in ("verb", "noun", "adj"):
        synsets = _synsets(folder / f"data.{part}")
        for line in (folder / f"index.{part}").read_text(encoding="utf-8").splitlines():
            fields = line.split()
            if line.startswith(" ") or not fields[0].isalpha() or len(fields[0]) < 4 or fields[0] in found:
                continue
            first = fields[-int(fields[2])]
            others = [w for w in synsets[first] if w != fields[0] and w.isalpha() and len(w) > 2]
            if others:
                found[fields[0]] = others
    return found


def _synsets(path: Path) -> dict[str, list[str]]:
    synsets = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            fields = line.split()
            words = fields[4 : 4 + 2 * int(fields[3], 16) : 2]
            synsets[fields[0]] = [w.partition("(")[0].lower() for w in words]
    return synsets
