"""Option guessing: with one *wrong* option masked, does the model write exactly what stood there?

TS-Guessing (Deng et al. 2024, arXiv 2311.09783): share of exact matches. A right option follows from the question; a
wrong one is the writer's own choice. Options that follow from the others must not be asked for: figures, yes and no,
"none of the above", options that repeat another (ROUGE-L above .65, as published).

The test: matches on the set against matches on a sibling nobody has seen, Fisher, one-sided. Beside it the guesses held
against another question's masked option, which nothing but chance can match. Without a sibling: figures only.

Limits. A lucky guess of a common distractor is no memory, which is what the sibling is for. A model that has seen the
set but not its options shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from contamination.probe_types import Control, ProbeItem, ProbeResult
from contamination.probes.completion import rouge_l, words_of
from contamination.probes.exact_tests import fisher_greater

OVERLAP = 0.65
LEAST_ITEMS = 10
SOURCE = "Deng et al. 2024, arXiv 2311.09783"
LIMITS = "A common distractor is guessed without having been seen; a copy of the set without its options goes unseen."
_FOLLOWS = re.compile(
    r"\b(?:all|none|both|neither|either|any|some|two|three)(?: of)?(?: the)? "
    r"(?:above|choices|options|others?|these|them)\b"
    r"|^(?:yes|no|true|false)\b|\b[A-E] and [A-E]\b|\bonly [IVX]+\b|^[IVX, and]+(?: only)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Masked:
    """A question one of whose wrong options is to be guessed."""

    item: ProbeItem
    label: str
    text: str


def mask_options(items: Sequence[ProbeItem], seed: int = 0) -> list[Masked]:
    """One wrong option of each question that has one worth guessing; which one is drawn."""
    found = []
    for item in items:
        random = Random(f"{seed}/{item.id}")
        worth = [(a, t) for a, t in item.options if a not in item.key and _worth_guessing(a, t, item)]
        if worth and item.key:
            found.append(Masked(item, *random.choice(worth)))
    return found


def matches(masked: Masked, guess: str) -> bool:
    """Whether a guess has the masked option's words: all of them, in order, and no others."""
    said = next((line for line in guess.splitlines() if line.strip()), "")
    bare = re.sub(rf"^\W*(?:option\s*)?{re.escape(masked.label)}\s*[.:)\]]", "", said, flags=re.IGNORECASE)
    return words_of(masked.text) in (words_of(said), words_of(bare))


def options_result(
    masked: Sequence[Masked],
    guesses: Sequence[str],
    control: Sequence[Masked] = (),
    control_guesses: Sequence[str] = (),
    *,
    left_out: Sequence[str] = (),
) -> ProbeResult:
    """Guesses of the set and, where there is one, of its sibling."""
    hits = sum(map(matches, masked, guesses))
    turned = [*masked[1:], *masked[:1]]
    chance = sum(map(matches, turned, guesses))
    controls = [
        Control(
            name="another question's masked option",
            value=chance / len(masked),
            words=f"{chance} of {len(masked)} match it",
        )
    ]
    p, words, value, interval = None, "no sibling form: figures only", hits / len(masked), None
    if len(control) >= LEAST_ITEMS:
        from scipy.stats import binomtest

        fresh = sum(map(matches, control, control_guesses))
        p, words = fisher_greater(hits, len(masked), fresh, len(control)), ""
        said = f"{fresh} of {len(control)} exact"
        controls.append(Control(name="an unseen sibling form", value=fresh / len(control), words=said))
        ends = binomtest(hits, len(masked)).proportion_ci(0.95, "exact")
        interval = (float(ends.low), float(ends.high))
    return ProbeResult(
        test="options",
        measure="share of masked wrong options written exactly",
        verdict="no verdict" if p is None else "not noticed",
        words=words,
        statistic=value,
        interval=interval,
        p=p,
        n=len(masked),
        figures={"exact": hits},
        controls=tuple(controls),
        left_out=tuple(left_out),
        asked=f"one masked wrong option of each of {len(masked)} questions",
        limits=LIMITS,
        source=SOURCE,
    )


def _worth_guessing(label: str, text: str, item: ProbeItem) -> bool:
    letters = sum(c.isalpha() for c in text)
    if letters < 8 or letters < 0.7 * len(text.replace(" ", "")) or _FOLLOWS.search(text) or len(words_of(text)) < 2:
        return False
    return all(rouge_l(other, text) <= OVERLAP for name, other in item.options if name != label)
