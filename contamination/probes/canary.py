"""Canary: does the model go on with a random string that stands in the set's files and nowhere else?

The first half is shown; the test is whether the second half is written. A made-up string of the same kind is the
control. By chance n given hexadecimal digits are written with probability 16⁻ⁿ a try, which is the p-value times the
tries (Bonferroni). The strings: BIG-bench's GUID (Srivastava et al. 2022, arXiv 2206.04615), and one in every form that
ships with examsim.

Limits. Absence says nothing: canaries are filtered out of corpora, copies lose them, and few models recite one. A model
may also know the string from a page *about* the set.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from contamination.probe_types import Control, ProbeResult

LIMITS = "Absence says nothing. A model may know the string from a page about the set and not from the set."
SOURCE = "Srivastava et al. 2022, arXiv 2206.04615 (BIG-bench)"
LEAST_DIGITS = 8
_HEX = re.compile(r"[0-9a-f]", re.IGNORECASE)


@dataclass(frozen=True)
class Halves:
    """A canary cut in two; `second` has at least LEAST_DIGITS hexadecimal digits."""

    first: str
    second: str

    @property
    def digits(self) -> str:
        """The digits that are to be written."""
        return "".join(_HEX.findall(self.second)).lower()


def halves(canary: str) -> Halves | None:
    """Cut at the middle digit of the last run that looks like a GUID; None where too few digits are left."""
    found = re.search(r"[0-9a-fA-F][0-9a-fA-F-]{14,}\Z", canary.strip())
    if found is None:
        return None
    guid = found[0]
    places = [m.end() for m in _HEX.finditer(guid)]
    at = found.start() + places[len(places) // 2 - 1]
    cut = Halves(canary.strip()[:at], canary.strip()[at:])
    return cut if len(cut.digits) >= LEAST_DIGITS else None


def made_up(canary: str, seed: int = 0) -> str:
    """A string of the same kind with other digits."""
    random = Random(f"{seed}/{canary}")
    head = re.search(r"[0-9a-fA-F][0-9a-fA-F-]{14,}\Z", canary.strip())
    at = head.start() if head else 0
    text = canary.strip()
    return text[:at] + _HEX.sub(lambda _: random.choice("0123456789abcdef"), text[at:])


def recited(cut: Halves, reply: str) -> bool:
    """Whether a reply holds the second half's digits in order, whatever hyphens stand between."""
    return cut.digits in "".join(re.findall(r"[0-9a-z]", reply.lower()))


def canary_result(cut: Halves, replies: Sequence[str], fake: Halves, fake_replies: Sequence[str]) -> ProbeResult:
    """Replies to the first half of the canary and of the made-up string; at least one of either."""
    hits, fakes = sum(recited(cut, r) for r in replies), sum(recited(fake, r) for r in fake_replies)
    by_chance = min(1.0, len(replies) * 16.0 ** -len(cut.digits))
    return ProbeResult(
        test="canary",
        measure="replies that hold the second half",
        verdict="not noticed",
        words="",
        statistic=float(hits),
        p=by_chance if hits else 1.0,
        n=len(replies),
        n_of="replies",
        figures={"digits to be written": len(cut.digits)},
        controls=(
            Control(
                name="a made-up string of the same kind",
                value=float(fakes),
                words=f"{fakes} of {len(fake_replies)} replies hold its second half",
            ),
        ),
        asked=f"to go on with the first half of the form's canary, {len(replies)} times",
        limits=LIMITS,
        source=SOURCE,
    )
