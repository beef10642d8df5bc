"""HTML in which nothing is opened that is never closed, for Python's own parser."""

from __future__ import annotations

import re

# Names, values in quotes (after '=' only, as browsers have it) and whatever else is no angle bracket. Each '<' ends the
# look at the one before it, but in short values, so that a search takes linear time.
_QUOTED = r"\s{0,9}(?:\"[^\"<]*+\"|'[^'<]*+'|\"[^\"]{0,500}\"|'[^']{0,500}')"
_OPEN = re.compile(
    rf"<(?![a-zA-Z](?:[^<>=]++|={_QUOTED}|=(?!\s{{0,9}}[\"'])){{0,200}}+>|/[a-zA-Z][^<>]*+>|[!?][a-zA-Z][^<>]*+>)"
)


def whole_tags(text: str) -> str:
    """`text` without comments, each '<' that begins no whole tag spelled out.

    At whatever is never closed, the parser of the standard library looks to the end of the text, and again at the next:
    a megabyte of '</' takes it minutes. It raises AssertionError over sections ('<![') of unknown names.
    """
    return _OPEN.sub("&lt;", _without_comments(text))


def _without_comments(text: str) -> str:
    kept, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[place:start])
        place = end + 3
    return "".join([*kept, text[place:]])
