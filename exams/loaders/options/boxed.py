r"""The answer that a worked solution boxes: the last `\boxed{…}` in it, with its braces balanced."""

from __future__ import annotations

import re

_BOX = re.compile(r"\\(?:boxed|fbox)\s*\{")


def last_boxed(text: str) -> str | None:
    r"""Content of the last `\boxed{…}`, or None. Linear in the text."""
    starts = [m.end() for m in _BOX.finditer(text)]
    for start in reversed(starts[-20:]):
        depth = 1
        for i in range(start, min(len(text), start + 5000)):
            depth += {"{": 1, "}": -1}.get(text[i], 0)
            if not depth:
                return text[start:i].strip()
    return None
