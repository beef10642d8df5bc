"""The substrings that the GPT-4 report's rule looks for.

OpenAI, GPT-4 Technical Report (arXiv 2303.08774), appendix C: letters and digits only, three random substrings of
50 characters from each evaluation example, the whole example if it is shorter, contaminated if any is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from contamination.plan import AuditConfig
from contamination.search.item_texts import ItemText
from contamination.types import Item


def looked_for(text: ItemText, plan: AuditConfig) -> str:
    """Normalised text that windows are drawn from: the question; with its options if it is shorter than a window.

    The report leaves answers out always and options in some cases. Options are left out here where the question
    alone fills a window, since a copy may list them in another order; they join where it does not, since a stem
    like "Which of these is true?" stands in thousands of innocent documents.
    """
    question = text.question.decode()
    return question if len(question) >= plan.window_length else text.whole.decode()


def windows_of(item: Item, text: ItemText, plan: AuditConfig) -> tuple[str, ...]:
    """The windows of one question: they depend on the plan and the question's id and text, on nothing else."""
    whole = looked_for(text, plan)
    places = len(whole) - plan.window_length + 1
    if places <= 1:
        return (whole,) if whole else ()
    chosen: Sequence[int] = range(places)
    if not plan.all_windows and places > plan.windows:
        chosen = sorted(Random(f"{plan.seed}:{item.id}").sample(range(places), plan.windows))
    return tuple(dict.fromkeys(whole[i : i + plan.window_length] for i in chosen))
