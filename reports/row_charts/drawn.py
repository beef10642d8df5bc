"""A chart drawn: its pages, and the Vega-Lite specification that says the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reports.drawing.scene import Scene


@dataclass(frozen=True)
class Drawn:
    """`scenes` are its pages; `spec` is written beside the picture as `name.vl.json`."""

    scenes: list[Scene]
    spec: dict[str, Any]
