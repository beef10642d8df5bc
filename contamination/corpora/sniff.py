"""What a file holds, from its first bytes; its name is asked only where the bytes leave it open (text or CSV)."""

from __future__ import annotations

import re
from typing import Literal

import orjson

Kind = Literal["jsonl", "json", "parquet", "arrow", "warc", "csv", "text", "empty", "unreadable"]

# magic bytes → why such a file is not read
FOREIGN = {
    b"PK\x03\x04": "a zip archive is not read: unpack it",
    b"Rar!": "a rar archive is not read: unpack it",
    b"7z\xbc\xaf": "a 7z archive is not read: unpack it",
    b"%PDF": "a PDF is not read: extract its text",
    b"\x04\x22\x4d\x18": "lz4 is not read: repack it as .zst",
    b"\x89PNG": "an image has no text",
    b"\xff\xd8\xff": "an image has no text",
    b"GIF8": "an image has no text",
    b"\x7fELF": "a program has no text",
    b"SQLite format 3": "an SQLite database is not read: export it as JSONL",
    b"\xd0\xcf\x11\xe0": "an old Office file is not read: save it as text",
}
LINES = 20  # lines that are tried as JSON
OBJECT = re.compile(rb'\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})')  # how a JSON object begins


def sniff(head: bytes, name: str) -> tuple[Kind, str]:
    """(kind, reason if unreadable) for the decompressed beginning of a file."""
    if not head:
        return "empty", ""
    if head.startswith(b"PAR1"):
        return "parquet", ""
    if head.startswith((b"ARROW1", b"\xff\xff\xff\xff")):
        return "arrow", ""
    if head.startswith((b"WARC/1.", b"WARC/0.")):
        return "warc", ""
    for magic, reason in FOREIGN.items():
        if head.startswith(magic):
            return "unreadable", reason
    if head[257:262] == b"ustar":
        return "unreadable", "a tar archive is not read: unpack it"
    if b"\0" in head[:4096]:
        return "unreadable", "binary file"
    return _textual(head, name), ""


def _textual(head: bytes, name: str) -> Kind:
    body = head.lstrip()
    suffixes = set(name.lower().rsplit("/", 1)[-1].split(".")[1:])
    lines = [line.strip() for line in body.split(b"\n", LINES)[:LINES]]
    if any(_is_object(line) for line in lines):
        return "jsonl"
    if body[:1] == b"{" and OBJECT.match(body):
        pretty = len(lines) > 1 and (lines[0][-1:] in b"{[,:" or suffixes & {"json", "ipynb", "geojson"})
        return "json" if pretty else "jsonl"
    if body[:1] == b"[" and body[1:].lstrip()[:1] in (b"{", b"[", b'"', b"]"):
        return "json"
    if suffixes & {"csv", "tsv"}:
        return "csv"
    return "jsonl" if suffixes & {"jsonl", "ndjson"} else "text"


def _is_object(line: bytes) -> bool:
    if line[:1] != b"{" or line[-1:] != b"}":
        return False
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False
