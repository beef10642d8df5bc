"""What one `examsim probe` was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from contamination.probe_types import ProbeTest
from contamination.probes.planting import SHARES
from examsim.models.setup.model_setup import NamedModel

Endpoint = Literal["auto", "chat", "completions"]
TextWay = Literal["auto", "echo", "prompt"]


@dataclass(frozen=True)
class ProbeJob:
    """The command's arguments and options. `tests` empty: all that can be made."""

    target: str
    model: str | None = None
    tests: tuple[ProbeTest, ...] = ()
    base_url: str | None = None
    key_variable: str | None = None
    control: str | None = None
    sibling: Path | None = None
    others: tuple[Path, ...] = ()
    cutoff: date | None = None
    canary: str | None = None
    set_name: str | None = None
    split: str = ""
    endpoint: Endpoint = "auto"
    likelihoods: TextWay = "auto"
    shuffles: int = 20
    samples: int = 20
    tries: int = 5
    most: int = 1000
    background: tuple[Path, ...] = ()
    repeats: int = 12
    shares: tuple[float, ...] = SHARES
    seed: int = 0
    cache: Path | None = None
    concurrency: int = 8
    timeout: float = 300
    max_cost: float | None = None
    price: str | None = None
    out: Path | None = None
    named: Callable[[str, bool], NamedModel | None] = lambda _name, _grades: None

    @property
    def cache_file(self) -> Path:
        """The answer cache: as named, else that of runs."""
        return self.cache or Path("runs") / "answers.sqlite"
