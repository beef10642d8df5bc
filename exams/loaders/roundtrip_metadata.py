"""What our own exports carry beside a question, in the free metadata of Inspect and Evals: read it back.

`metadata` has the fields of `exams.question.Question` by name, `passage` as {id, title, text}, and `pictures` as a list
of {of: "stem" | "passage" | "option A", file, transcription} in the order in which the pictures are sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from exams.loaders.draft import Draft, DraftPassage, Picture
from exams.loaders.row import Row

PLAIN = ("section", "topic", "explanation", "model_answer")
MORE = (
    "tolerance",
    "matching",
    "part",
    "difficulty",
    "written",
    "calculator",
    "source",
    "rubric",
    "second_solve",
    "program",
)
_KINDS = ("multiple_choice", "multiple_select", "numeric", "short_answer", "free_response", "code")


def with_carried(draft: Draft, row: Row, texts: Sequence[str], pictures: Sequence[Picture]) -> Draft:
    """The draft with everything its metadata says, pictures and passage put where they belong."""
    metadata = row.get("metadata")
    if not isinstance(metadata, Mapping):
        return replace(draft, pictures=tuple(pictures))
    fields: dict[str, Any] = {n: metadata[n] for n in PLAIN if isinstance(metadata.get(n), str)}
    fields["more"] = {n: metadata[n] for n in MORE if metadata.get(n) is not None}
    if metadata.get("kind") in _KINDS:
        fields["kind"] = metadata["kind"]
    if fields.get("kind") == "short_answer" and isinstance(metadata.get("accepted"), list):
        fields["key"], fields["model_answer"] = tuple(map(str, metadata["accepted"])), None
    if isinstance(metadata.get("points"), (int, float)):
        fields["points"] = float(metadata["points"])
    sorted_pictures = _sort(metadata.get("pictures"), pictures)
    fields["pictures"] = sorted_pictures.get("stem", ())
    passage = metadata.get("passage")
    if isinstance(passage, Mapping) and texts:
        found = DraftPassage(
            text=str(passage.get("text", "")),
            title=str(passage.get("title", "")),
            id=str(passage.get("id", "")),
            pictures=sorted_pictures.get("passage", ()),
        )
        fields["passage"] = found
        fields["stem"] = draft.stem.removeprefix(passage_block(found.title, found.text) + "\n\n")
    options = tuple(replace(o, pictures=sorted_pictures.get(f"option {o.label}", ())) for o in draft.options)
    return _relabelled(replace(draft, options=options, **fields), metadata.get("labels"))


def _relabelled(draft: Draft, labels: Any) -> Draft:
    """The draft with the labels of the form it was exported from, where they were other than A, B, C …"""
    if not isinstance(labels, list) or len(labels) != len(draft.options):
        return draft
    names = {option.label: str(label) for option, label in zip(draft.options, labels, strict=True)}
    options = tuple(replace(option, label=names[option.label]) for option in draft.options)
    return replace(draft, options=options, key=tuple(names.get(k, k) for k in draft.key))


def passage_block(title: str, text: str) -> str:
    """A passage as it is before a stem where a format has only one text."""
    return f"{title}\n\n{text}" if title else text


def _sort(places: Any, pictures: Sequence[Picture]) -> dict[str, tuple[Picture, ...]]:
    """Pictures by where they belong; all of them the stem's where nothing says otherwise."""
    if not isinstance(places, list) or len(places) != len(pictures):
        return {"stem": tuple(pictures)}
    found: dict[str, tuple[Picture, ...]] = {}
    for place, picture in zip(places, pictures, strict=True):
        if not isinstance(place, Mapping):
            return {"stem": tuple(pictures)}
        where = str(place.get("of", "stem"))
        named = replace(
            picture,
            name=str(place.get("file", picture.name)),
            transcription=str(place.get("transcription", "")),
        )
        found[where] = (*found.get(where, ()), named)
    return found
