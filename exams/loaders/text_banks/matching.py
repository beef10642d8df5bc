"""Matching questions as one choice per prompt, on the lead text as their passage, for every course format."""

from __future__ import annotations

from collections.abc import Sequence

from exams.loaders.draft import Draft, DraftPassage, Picture
from exams.loaders.options.option_text import letter, lettered


def matching_drafts(
    lead: str,
    pairs: Sequence[tuple[str, str]],
    distractors: Sequence[str],
    *,
    pictures: tuple[Picture, ...] = (),
    points: float = 1.0,
    id: str = "",
    **fields: object,
) -> list[Draft]:
    """A choice for every prompt; the options are all answers in alphabetical order, so that their order tells nothing.
    The points are shared out evenly."""
    texts = sorted(dict.fromkeys([answer for _, answer in pairs] + list(distractors)), key=str.casefold)
    kept = [(prompt, answer) for prompt, answer in pairs if prompt.strip()]
    passage = DraftPassage(lead, pictures=pictures) if lead.strip() or pictures else None
    return [
        Draft(
            f"Which belongs to it: {prompt}" if passage is None else prompt,
            options=lettered(texts),
            key=(letter(texts.index(answer)),),
            passage=passage,
            points=points / max(len(kept), 1),
            id=f"{id}-{number}" if id else "",
            **fields,  # type: ignore[arg-type]
        )
        for number, (prompt, answer) in enumerate(kept, 1)
    ]
