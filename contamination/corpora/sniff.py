"""What a file holds, from its first bytes; its name is asked only where the bytes leave it open (text or CSV)."""

from __future__ import annotations

import re
from typing import Literal

import orjson

from contamination.corpora.mail import is_mail

Kind = Literal[
    "jsonl",
    "json",
    "parquet",
    "arrow",
    "warc",
    "csv",
    "xml",
    "mail",
    "tar",
    "zip",
    "pdf",
    "text",
    "empty",
    "unreadable",
]

# magic bytes → why such a file, which may hold text, is not read
FOREIGN = {
    b"Rar!": "a rar archive is not read: unpack it",
    b"7z\xbc\xaf": "a 7z archive is not read: unpack it",
    b"\x04\x22\x4d\x18": "lz4 is not read: repack it as .zst",
    b"SQLite format 3": "an SQLite database is not read: export it as JSONL",
    b"\xd0\xcf\x11\xe0": "an old Office file is not read: save it as text",
}
# magic bytes → what it is that has no text
TEXTLESS = {
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"II*\0": "an image",
    b"MM\0*": "an image",
    b"\0\0\x01\0": "an image",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\0asm": "a program",
    b"\xca\xfe\xba\xbe": "a program",
    b"\0\x01\0\0": "a font",
    b"OTTO": "a font",
    b"wOF": "a font",
    b"ID3": "a sound",
    b"OggS": "a sound",
    b"fLaC": "a sound",
    b"RIFF": "a sound or film",
    b"\x1aE\xdf\xa3": "a film",
}
LINES = 20  # lines that are tried as JSON
NO_TEXT = "has no text"
# an XML declaration, or the root element of a dump; then the name of the root element
ROOT = re.compile(
    rb"(?:<\?xml[^>]*>\s*|(?=<mediawiki\b))(?:<!--(?:[^-]|-(?!->))*-->\s*|<![A-Z][^>\[]*(?:\[[^\]]*\])?[^>]*>\s*|<\?[^>]*>\s*)*"
    rb"<([\w.:-]+)"
)
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
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip", ""
    if head[257:262] == b"ustar":
        return "tar", ""
    if b"%PDF-" in head[:1024]:
        return "pdf", ""
    for magic, reason in FOREIGN.items():
        if head.startswith(magic):
            return "unreadable", reason
    for magic, what in TEXTLESS.items():
        if head.startswith(magic) and b"\0" in head[:4096]:
            return "unreadable", f"{what} {NO_TEXT}"
    if head[4:8] == b"ftyp":
        return "unreadable", f"a film {NO_TEXT}"
    if b"\0" in head[:4096]:
        return "unreadable", "binary file"
    return _textual(head, name), ""


def _textual(head: bytes, name: str) -> Kind:
    body = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    suffixes = set(name.lower().rsplit("/", 1)[-1].split(".")[1:])
    lines = [line.strip() for line in body.split(b"\n", LINES)[:LINES]]
    if any(_is_object(line) for line in lines):
        return "jsonl"
    if body[:1] == b"{" and OBJECT.match(body):
        pretty = len(lines) > 1 and (lines[0][-1:] in b"{[,:" or suffixes & {"json", "ipynb", "geojson"})
        return "json" if pretty else "jsonl"
    if body[:1] == b"[" and body[1:].lstrip()[:1] in (b"{", b"[", b'"', b"]"):
        return "json"
    if body[:1] == b"<" and (root := ROOT.match(body)) and root[1].lower() not in (b"html", b"svg"):
        return "xml"
    if is_mail(head):
        return "mail"
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
