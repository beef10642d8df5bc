"""Is a control a match for the set? Looked at before any test that compares the two, without the model.

Where members and controls differ in date, topic or length, a model that has seen neither tells them apart: on the usual
benchmarks of membership tests such blind baselines win (Duan et al. 2024, arXiv 2402.07841; Das et al. 2024, arXiv
2406.16201). So three blind measures must not tell them apart: length, how well the text is packed, and what a small
n-gram model that has seen neither says. Two-sided permutation tests at 2 %.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

from contamination.probe_types import Check
from contamination.probes.exact_tests import mean_difference

LEVEL = 0.02


def check_match(
    texts: Sequence[str],
    control: Sequence[str],
    blind: Callable[[str], float] | None = None,
    *,
    seed: int = 0,
) -> list[Check]:
    """`blind`: the same measure as the test's, by a model that has seen neither."""
    measures: list[tuple[str, str, Callable[[str], float]]] = [
        ("length", "characters", lambda t: float(len(t))),
        ("packing", "bytes of zlib a character", _packed),
    ]
    if blind is not None:
        measures.append(("blind model", "the measure of a model that has seen neither", blind))
    checks = []
    for name, unit, measure in measures:
        found = mean_difference([measure(t) for t in texts], [measure(t) for t in control], seed=seed, two_sided=True)
        passed = found.p >= LEVEL
        said = "are not told apart by" if passed else "differ in"
        words = f"set and control {said} {unit}: {found.value:+.3g}, p = {found.p:.2g}"
        checks.append(Check(name=f"matched in {name}", passed=passed, words=words))
    return checks


def _packed(text: str) -> float:
    return len(zlib.compress(text.encode("utf-8", "replace"), 9)) / max(1, len(text))
