"""Results side by side: p-values adjusted by Holm, what each test would have noticed, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contamination.probe_types import Power, ProbeResult, ProbeTest
from contamination.probes.exact_tests import holm

ALPHA = 0.05
SUSPECT = 0.01  # a control whose own p is below this makes its test doubtful
SEEN: dict[ProbeTest, str] = {
    "order": "order seen",
    "completion": "second halves seen",
    "options": "options seen",
    "min-k": "likelier than fresh questions",
    "peakedness": "answers more peaked than the sibling's",
    "canary": "canary recited",
    "gap": "loses more than the others on the sibling",
    "before-after": "better before the date, at equal difficulty",
}
UNKNOWN = "what would have been is not known"
NO_TEST = Power(words="nothing: no test was made")


def join(
    results: Sequence[ProbeResult], powers: Mapping[ProbeTest, Power] | None = None, alpha: float = ALPHA
) -> tuple[ProbeResult, ...]:
    """The results with adjusted p, verdict, power and words. Nothing but Holm joins them."""
    tested = [r for r in results if r.p is not None]
    adjusted = dict(zip(map(id, tested), holm([r.p for r in tested if r.p is not None]), strict=True))
    found = []
    for result in results:
        power = result.power or (powers or {}).get(result.test)
        value = adjusted.get(id(result))
        if value is None:
            found.append(
                result.model_copy(update={"power": result.power or NO_TEST})
            )  # planted or not, none is noticed
            continue
        verdict = "not noticed" if value >= alpha else "no verdict" if result.caution else "seen"
        words = f"not counted as seen (p = {result.p:.2g}): {result.caution}"
        if verdict != "no verdict":
            words = _words(result, value, power, seen=verdict == "seen")
        changed = {"verdict": verdict, "adjusted_p": value, "power": power, "words": words}
        found.append(result.model_copy(update=changed))
    return tuple(found)


def _words(result: ProbeResult, adjusted: float, power: Power | None, *, seen: bool) -> str:
    if seen:
        said = f"{SEEN[result.test]} (p = {result.p:.2g}, Holm {adjusted:.2g})"
    else:
        said = f"not noticed; {UNKNOWN if power is None else power.words}"
    doubtful = [c for c in result.controls if c.p is not None and c.p < SUSPECT and result.test in ("order", "min-k")]
    return said + "".join(f"; doubtful, as its own control shows p = {c.p:.2g}" for c in doubtful)
