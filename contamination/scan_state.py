"""What scans have found so far. Findings of parts of a corpus add up to the findings of the whole, in any order."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import orjson
from numpy.typing import NDArray

from contamination.evidence_budget import BUDGET, SLACK, affordable
from contamination.place import Place
from contamination.types import Evidence
from contamination.worn_words import WornWords
from exams.files.atomic_write import atomic_write

Array: TypeAlias = NDArray[Any]
PLACES = 3  # of a question, kept to be read again
PIECES = "pieces"  # of evidence that were found for a question, kept or not
COST = "bytes of a piece"


@dataclass(eq=False)
class ScanState:
    """Arrays by name and the best evidence by question (its number among the items).

    sums    added up when findings merge: counts
    maxima  merged by the larger value: bits that were seen, best scores
    worn    in how many unlike documents the words of a question stood
    places  the best places at which a question stands, to be read again at the end
    budget  bytes of evidence that may be kept; beyond it every question keeps fewer pieces, the best ones
    """

    keep: int
    sums: dict[str, Array] = field(default_factory=dict)
    maxima: dict[str, Array] = field(default_factory=dict)
    evidence: dict[int, list[Evidence]] = field(default_factory=dict)
    worn: WornWords = field(default_factory=WornWords)
    places: dict[int, list[Place]] = field(default_factory=dict)
    budget: int = BUDGET
    _latest: dict[int, tuple[str, int]] = field(default_factory=dict, repr=False)
    _kept: int | None = field(default=None, repr=False)
    _held: int = field(default=0, repr=False)

    @property
    def kept(self) -> int:
        """Pieces of evidence that each question may keep: `keep`, or what the budget allows so far."""
        return self.keep if self._kept is None else self._kept

    def first_here(self, item: int, file: str, record: int) -> bool:
        """Whether this is the first sight of the question in the document; a long one comes in several pieces."""
        if self._latest.get(item) == (file, record):
            return False
        self._latest[item] = (file, record)
        return True

    def add(self, item: int, evidence: Evidence) -> None:
        """Keep this evidence if it is among the best of its question; of one place only the best."""
        kept = self.evidence.setdefault(item, [])
        insort(kept, evidence, key=_worth)
        if len(kept) > self.kept:
            del kept[self.kept :]
            return
        self._held += int(self.maxima[COST][item]) if COST in self.maxima else 0
        if self._held > SLACK * self.budget:
            self.trim()

    def trim(self) -> None:
        """Give up the evidence that the budget does not allow. More findings can only lower what it allows: so what is
        kept is the same in whatever order they come.
        """
        if COST not in self.maxima or PIECES not in self.sums:
            return
        self._kept = min(self.kept, affordable(self.sums[PIECES], self.maxima[COST], self.keep, self.budget))
        costs, self._held = self.maxima[COST], 0
        for item, kept in self.evidence.items():
            del kept[self._kept :]
            self._held += len(kept) * int(costs[item])

    def given_up(self, item: int) -> int:
        """Pieces of evidence of a question that `keep` would have kept, had the budget allowed it."""
        pieces = int(self.sums[PIECES][item]) if PIECES in self.sums else 0
        return max(0, min(pieces, self.keep) - len(self.evidence.get(item, ())))

    def keep_place(self, item: int, place: Place) -> None:
        """Keep a place at which a copy stands if it is among the best."""
        kept = sorted([*self.places.get(item, ()), place], key=lambda p: (-p.share, p.raw))
        self.places[item] = kept[:PLACES]

    def wants(self, item: int, share: float, proof: bool) -> bool:
        """Whether evidence with this share could still be kept; spares building what would be thrown away.

        `proof`: examsim's own rule may be behind it.
        """
        kept = self.evidence.get(item, [])
        return len(kept) < self.kept or (not proof, -share) < _worth(kept[-1])[:2]

    def merge(self, other: ScanState) -> None:
        """Take in the findings of another part of the corpus."""
        for name, array in other.sums.items():
            self.sums[name] = self.sums[name] + array if name in self.sums else array.copy()
        for name, array in other.maxima.items():
            self.maxima[name] = np.maximum(self.maxima[name], array) if name in self.maxima else array.copy()
        for item, found in other.evidence.items():
            for evidence in found:
                self.add(item, evidence)
        self.worn.merge(other.worn)
        for item, places in other.places.items():
            for place in places:
                self.keep_place(item, place)
        self.trim()

    def write(self, path: Path) -> None:
        """Write atomically as .npz; evidence is JSON inside it."""
        self.trim()
        told = {str(i): [e.model_dump(mode="json") for e in found] for i, found in sorted(self.evidence.items())}
        arrays: dict[str, Any] = {f"sum.{n}": a for n, a in self.sums.items()} | {
            f"max.{n}": a for n, a in self.maxima.items()
        }
        places = {str(i): [p.as_json() for p in found] for i, found in sorted(self.places.items())}
        stored = {
            "keep": self.keep,
            "budget": self.budget,
            "evidence": told,
            "worn": self.worn.as_json(),
            "places": places,
        }
        told_bytes = np.frombuffer(orjson.dumps(stored), dtype=np.uint8)
        with atomic_write(path) as file:
            np.savez(file, allow_pickle=False, told=told_bytes, **arrays)

    @classmethod
    def read(cls, path: Path) -> ScanState:
        """Read what `write` wrote. OSError or ValueError if it is damaged."""
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            told = orjson.loads(stored["told"].tobytes())
            scan_state = cls(keep=told["keep"], budget=told.get("budget", BUDGET))
            for name in stored.files:
                kind, _, key = name.partition(".")
                if kind in ("sum", "max"):
                    (scan_state.sums if kind == "sum" else scan_state.maxima)[key] = stored[name]
        for item, found in told["evidence"].items():
            scan_state.evidence[int(item)] = [Evidence.model_validate(e) for e in found]
        scan_state.worn = WornWords.from_json(told["worn"])
        for item, places in told["places"].items():
            scan_state.places[int(item)] = [Place.from_json(p) for p in places]
        scan_state.trim()
        return scan_state


def _worth(evidence: Evidence) -> tuple[bool, float, str, int, int]:
    """Sort key, best first: what examsim's own rule has proved, then by share; place in the corpus breaks ties, so that
    the order of merging does not matter.
    """
    proof = "examsim" in evidence.rules
    return (not proof, -(evidence.share or 0.0), evidence.file, evidence.record, evidence.start)
