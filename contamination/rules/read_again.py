"""After the scan: questions called contaminated are read again, words that the corpus shares worth nothing."""

from __future__ import annotations

from collections.abc import Sequence

from contamination.rules.judge import Judge
from contamination.rules.levels import CONTAMINATED, LEVEL, LEVEL_OF
from contamination.scan_state import ScanState
from contamination.search.item_texts import ItemText


def read_again(scan_state: ScanState, judge: Judge, texts: Sequence[ItemText]) -> None:
    """Lower the level of every question whose copies are boilerplate, and what its evidence says of them."""
    levels = scan_state.maxima[LEVEL]
    for item, places in scan_state.places.items():
        worn = scan_state.worn.worn(item)
        if levels[item] != CONTAMINATED or not worn:
            continue
        kinds = [judge.reading(item, texts[item], place, worn).kind for place in places]
        best = max(kinds, key=LEVEL_OF.__getitem__)
        if LEVEL_OF[best] == CONTAMINATED:
            continue
        levels[item] = LEVEL_OF[best]
        scan_state.evidence[item] = [
            e.model_copy(update={"kind": best, "rules": tuple(r for r in e.rules if r != "examsim")})
            if e.kind == "copy"
            else e
            for e in scan_state.evidence.get(item, ())
        ]
