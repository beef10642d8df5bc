"""Pictures that records name or hold: bytes, base64, data URIs, or files beside the set, and only picture files."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from exams.loaders.draft import Picture
from exams.loaders.row import Row
from exams.loaders.source import Source

_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"BM", "bmp"))


def picture_type(data: bytes) -> str | None:
    """Extension by the first bytes (png, jpg, gif, bmp, webp, tif, svg), or None if this is no picture."""
    for signature, extension in _SIGNATURES:
        if data.startswith(signature):
            return extension
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return "tif"
    return "svg" if b"<svg" in data[:2048] else None


def find_picture(source: Source, name: str) -> Path | None:
    """The picture file of that name beside the set, or beside its folder; None if there is none inside those."""
    path = beside(source, name)
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            return path if picture_type(file.read(2048)) else None
    except OSError:
        return None


def beside(source: Source, name: str) -> Path | None:
    """The file of that name beside the set, or beside its folder; None if there is none inside those."""
    if not source.local or "\x00" in name or len(name) > 1024:
        return None
    relative = PurePosixPath(name.replace("\\", "/"))
    if relative.is_absolute() or ".." in relative.parts:
        return None
    here = source.path.resolve().parent
    for folder in (here, here / "images", here.parent, here.parent / "images"):
        try:
            path = (folder / relative).resolve()
            if path.is_relative_to(folder) and path.is_file():
                return path
        except OSError:
            continue
    return None


def picture_named(row: Row, address: str, alt: str) -> Picture:
    """The picture that a text shows by its address: a data URI or a file beside the set."""
    found = picture_of(row, "picture", address)
    return Picture(found.name, found.data, alt)


def picture_of(row: Row, name: str, value: Any) -> Picture:
    """The picture in a field: `{bytes, path}` as `datasets` writes it, bytes, a data URI, base64, or a file's name."""
    number = row.number
    if isinstance(value, Mapping):
        data, path = value.get("bytes"), value.get("path")
        if isinstance(data, bytes):
            return _checked(row, name, data, PurePosixPath(str(path)).name if path else "")
        value = path
    if isinstance(value, bytes):
        return _checked(row, name, value, "")
    if isinstance(value, str) and value.startswith("data:"):
        return _checked(row, name, decode_base64(value.partition(",")[2]) or b"", "")
    if isinstance(value, str):
        value = value.strip()
        if value.startswith(("http://", "https://", "//")):
            what = f"the picture is at {value[:80]!r}, and no address of a set is opened"
            raise row.fault(what, "fetch it, put it beside the file, and name it by its file name")
        path = find_picture(row.source, value)
        if path is not None:
            return Picture(path.name, path)
        if len(value) > 200 and (data := decode_base64(value)):
            return _checked(row, name, data, "")
        raise row.fault(f"the picture {value[:80]!r} is not there", "put it beside the file, or in images/ beside it")
    raise row.fault(f"the field {name!r} of record {number} holds no picture")


def decode_base64(text: str) -> bytes | None:
    """Bytes of base64 text (white space allowed), or None if it is not base64."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _checked(row: Row, name: str, data: bytes, file_name: str) -> Picture:
    extension = picture_type(data)
    if extension is None:
        raise row.fault(f"the field {name!r} holds bytes that are no picture")
    return Picture(file_name or f"{row.source.stem}-{row.number}.{extension}", data)
