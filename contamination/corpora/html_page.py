"""An HTML page as its reader sees it: scripts, styles and comments are blanked in place."""

from __future__ import annotations

import re

OPENING = re.compile(r"<(script|style)\b|<(!--)", re.IGNORECASE)
CLOSING = {
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
    "!--": re.compile("-->"),
}


def without_unseen(page: str) -> str:
    """The page with scripts, styles and comments blanked; what never ends stays. Linear in the page's length."""
    parts, at, endless = [], 0, set()
    while opening := OPENING.search(page, at):
        kind = (opening[1] or opening[2]).lower()
        closing = None if kind in endless else CLOSING[kind].search(page, opening.end())
        if closing is None:
            endless.add(kind)
            parts.append(page[at : opening.end()])
            at = opening.end()
        else:
            parts += (page[at : opening.start()], " " * (closing.end() - opening.start()))
            at = closing.end()
    return "".join((*parts, page[at:]))
