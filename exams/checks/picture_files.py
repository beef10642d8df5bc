"""Pictures named and pictures there: missing ones, files that are no picture, ones that nobody names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from exams.loaders.picture_file import picture_type
from exams.question import Image

_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff"))


@dataclass
class PictureFiles:
    """The folder `images/` of a form; remembers what was named."""

    folder: Path
    _faults: dict[str, str] = field(default_factory=dict)

    def faults(self, images: Iterable[Image]) -> Iterator[str]:
        """What is wrong with the pictures that a question or passage names."""
        for image in images:
            if image.file not in self._faults:
                self._faults[image.file] = self._look(image.file)
            if self._faults[image.file]:
                yield f"picture {image.file!r} {self._faults[image.file]}"

    def unused(self) -> list[Path]:
        """Picture files that no question and no passage names."""
        if not self.folder.is_dir():
            return []
        there = (p for p in sorted(self.folder.iterdir()) if p.suffix.lower() in _PICTURES)
        return [path for path in there if path.name not in self._faults]

    def _look(self, name: str) -> str:
        path = self.folder / name
        if not path.is_file():
            return "is not in images/"
        with path.open("rb") as file:
            return "" if picture_type(file.read(4096)) else "is no picture"
