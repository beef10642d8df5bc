"""Whether a reply without an answer is a refusal rather than a muddle."""

from __future__ import annotations

import re

_REFUSAL = re.compile(
    r"^\W{0,40}(?:I(?:'m| am) (?:very )?sorry\b.{0,40}\b(?:can(?:'|no)t|unable|not able|won't)"
    r"|(?:unfortunately, )?I (?:can(?:'|no)t|am unable to|am not able to|won't|must decline to)\b.{0,40}"
    r"\b(?:help|assist|answer|provide|comply|continue|discuss)|as an AI\b.{0,60}\b(?:can(?:'|no)t|unable))",
    re.IGNORECASE | re.DOTALL,
)


def reads_as_refusal(text: str) -> bool:
    """Whether the first 400 characters decline to answer."""
    return bool(_REFUSAL.search(text[:400].replace("’", "'")))
