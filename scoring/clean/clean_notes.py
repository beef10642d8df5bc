"""What a reader must know of the clean score: a part that is gone, its composition, what chance alone would do."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.types import ChanceDrop, Composition, Contamination, ScoreSet


def clean_warnings(contamination: Contamination | None) -> Iterator[str]:
    """A whole part that the clean questions no longer hold; a clean score that is not told."""
    if contamination is None:
        return
    if contamination.too_few:
        yield f"{contamination.too_few}: the score on all questions is reported, what stood in the corpus included"
    for made in contamination.compositions:
        if made.gone and made.by == "part":
            yield f"no clean question is left of {', '.join(made.gone)}: the clean questions are another test"


def clean_infos(contamination: Contamination | None, full: ScoreSet) -> Iterator[str]:
    """The clean score in the whole form's composition, and the drop beside that of random removals."""
    if contamination is None:
        return
    for made in contamination.compositions:
        yield composition_words(made)
    if contamination.chance is not None:
        yield chance_words(contamination.chance)


def composition_words(made: Composition) -> str:
    """'clean score put together by part in the whole form's shares: 165 (3 parts, at least 12 questions each)'."""
    if made.gone:
        named = ", ".join(made.gone[:5]) + (" …" if len(made.gone) > 5 else "")
        return f"the clean score cannot be put together by {made.by}: nothing is left of {named}"
    each = f"{made.groups} {made.by}s, at least {made.least} question{'s' if made.least != 1 else ''} each"
    told = "n/a" if made.value is None else f"{made.value:g}"
    return f"clean score put together by {made.by} in the whole form's shares: {told} ({each})"


def chance_words(chance: ChanceDrop) -> str:
    """'the clean rule lowers the score by 2; taking away 39 of 100 questions at random lowers it by 1.1 …'."""
    drop = f"by {chance.seen:g} points" if chance.seen else "by nothing"
    return (
        f'the rule "the lower of full and clean" lowers the score {drop}; taking away {chance.removed} of {chance.of} '
        f"questions at random lowers it by {chance.expected:.2g} on average, and by as much or more with "
        f"p = {chance.p_value:.2g}"
    )
