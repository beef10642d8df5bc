"""Questions for tests of probes: made of common words in a random order, so that no order is better than another."""

from __future__ import annotations

import re
from random import Random

from contamination.probe_types import ProbeItem

_TEXT = """
the a of to in is that which for with on by as from at an
be it or are was not one all can has more when use number value force
energy market price court contract cell plant river nation law rule model test theory data sample
error rate level form word meaning author passage claim reason evidence result change growth water heat
light mass speed time year group person city state power trade tax cost demand supply income
bank money labour acid base salt metal gas atom bond wave field charge current circuit graph
line curve slope area volume angle
"""
WORDS = re.findall(r"\w+", _TEXT)


def sentence(random: Random, length: int) -> str:
    """Common words more often than others."""
    weights = [1 / (n + 3) for n in range(len(WORDS))]
    return " ".join(random.choices(WORDS, weights, k=length)).capitalize()


def made_items(number: int, seed: int = 0) -> list[ProbeItem]:
    """Questions of 20 to 35 words with four options each."""
    found = []
    for n in range(number):
        random = Random(f"{seed}/{n}")
        stem = sentence(random, random.randint(20, 35)) + "?"
        options = tuple((label, sentence(random, random.randint(4, 7))) for label in "ABCD")
        text = "\n".join([stem, *(f"{label}. {words}" for label, words in options)])
        found.append(ProbeItem(f"q{n}", text, stem, options, ("B",)))
    return found
