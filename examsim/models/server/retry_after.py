"""How long a server asks to be left alone, in whichever of its ways it says so."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

_IN_WORDS = re.compile(
    r"(?:try again|retry|wait)(?: after| in| for)?:? ?(?:(\d+)h)?(?:(\d+)m(?!s))?(\d+(?:\.\d+)?) ?(ms|s\b|sec)"
    r"|retrydelay\W{1,8}(\d+(?:\.\d+)?)s"
)
_SPAN = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?")
_RESETS = ("x-ratelimit-reset-requests", "x-ratelimit-reset-tokens", "x-ratelimit-reset", "ratelimit-reset")


def retry_after(headers: Mapping[str, str], text: str = "") -> float | None:
    """Seconds to wait; None where the server says nothing. `text`: its error, in lower case."""
    if (milliseconds := _number(headers.get("retry-after-ms"))) is not None:
        return milliseconds / 1000
    given = headers.get("retry-after")
    if (seconds := _number(given)) is not None:
        return seconds
    if given:
        try:
            return max(0.0, parsedate_to_datetime(given).timestamp() - time.time())
        except (TypeError, ValueError):
            pass
    if found := _IN_WORDS.search(text):
        hours, minutes, number, unit, delay = found.groups()
        if delay:
            return float(delay)
        return 3600 * int(hours or 0) + 60 * int(minutes or 0) + float(number) / (1000 if unit == "ms" else 1)
    spans = [s for name in _RESETS if (s := _span(headers.get(name, ""))) is not None]
    return min(spans) if spans else None


def _span(text: str) -> float | None:
    """'1m30s', '120ms', '59.5', or a moment in seconds or milliseconds since 1970."""
    if (number := _number(text)) is not None:
        if number > 1e11:
            number /= 1000
        return max(0.0, number - time.time()) if number > 1e9 else number
    found = _SPAN.fullmatch(text.strip().lower()) if text.strip() else None
    if not found or not any(found.groups()):
        return None
    days, hours, minutes, seconds, milliseconds = (float(g or 0) for g in found.groups())
    return 86400 * days + 3600 * hours + 60 * minutes + seconds + milliseconds / 1000


def _number(text: str | None) -> float | None:
    try:
        number = float(text) if text is not None else -1.0
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
