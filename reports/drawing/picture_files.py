"""A chart's pages as files: `name.png`, `name-2.png`, …, the same for SVG, and one PDF with all of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from exams.errors import InputError
from exams.files.atomic_write import atomic_write
from reports.drawing.scene import Scene

Format = Literal["png", "svg", "pdf"]
FORMATS: tuple[Format, ...] = ("png", "svg", "pdf")


def write_picture(scenes: Sequence[Scene], stem: Path, formats: Sequence[Format] = FORMATS) -> list[Path]:
    """Write every page in every format; returns the paths, by format in the order asked for, then by page."""
    paths = []
    for kind in dict.fromkeys(formats):
        if kind not in FORMATS:
            raise InputError(f"no chart format {kind!r}", hint=f"use {', '.join(FORMATS)}")
        for number, data in enumerate(_pages(scenes, kind), 1):
            path = stem.with_name(f"{stem.name}.{kind}" if number == 1 else f"{stem.name}-{number}.{kind}")
            with atomic_write(path, durable=False) as file:
                file.write(data)
            paths.append(path)
        _remove_later_pages(stem, kind, len(scenes))
    return paths


def _pages(scenes: Sequence[Scene], kind: Format) -> list[bytes]:
    from reports.drawing.svg import to_svg

    if kind == "svg":
        return [to_svg(scene).encode() for scene in scenes]
    from reports.drawing.raster import to_pdf, to_png

    return [to_pdf(scenes)] if kind == "pdf" else [to_png(scene) for scene in scenes]


def _remove_later_pages(stem: Path, kind: Format, pages: int) -> None:
    """Pages of an earlier, longer chart of this name would look as if they belonged to this one."""
    number = max(2, pages + 1)
    while (left := stem.with_name(f"{stem.name}-{number}.{kind}")).is_file():
        left.unlink()
        number += 1
