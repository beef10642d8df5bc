"""What a reader sees of raw text: tags, references, link targets and line-end hyphens are resolved, no more."""

from __future__ import annotations

import re
import unicodedata

from contamination.text.markup import line_end_hyphen, link_target_end, reference_at, tag_end

_CONSTRUCT = re.compile("[<&\\]\u00ad\u2010-]")
_EMPHASIS = re.compile(r"(\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w))")
_MARKS = re.compile(r"[\u00ad\u200b-\u200f\ufeff]")


def visible(raw: str) -> str:
    """The text as read, ligatures and full-width forms plain. The constructs are those of `normalise`."""
    pieces, at = [], 0
    for match in _CONSTRUCT.finditer(raw):
        start = match.start()
        if start < at:
            continue
        shown, end = _construct(raw, start)
        if end:
            pieces += [raw[at:start], shown]
            at = end
    text = "".join([*pieces, raw[at:]])
    return unicodedata.normalize("NFC", _ligatures(_MARKS.sub("", _EMPHASIS.sub("", text))))


def _construct(raw: str, at: int) -> tuple[str, int]:
    character = raw[at]
    if character == "<":
        end = tag_end(raw, at)
        # an inline tag does not part a word; a block does
        return ("" if end and at and raw[at - 1].isalnum() and raw[end : end + 1].isalnum() else " "), end
    if character == "&":
        return reference_at(raw, at) or ("", 0)
    if character == "]":
        return "", link_target_end(raw, at)
    return "", line_end_hyphen(raw, at)


def _ligatures(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", c) if "\uf900" <= c <= "\uffef" else c for c in text)
