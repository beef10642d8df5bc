"""The one door to the terminal: whatever is printed passes here, and loses what a terminal would act on.

A question, a corpus, a model's name or a server's message may hold escapes that write the clipboard, move the cursor or
turn a line round. They are shown as visible signs instead (`reports.escaping`). `tests/security/test_screens.py` holds
every other module to this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from reports.escaping import sanitize

if TYPE_CHECKING:
    from rich.console import Console

# what JSON leaves as it is and a terminal acts on: DEL and C1, line and bidi controls, tags
_IN_JSON = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


def say(text: object, *, err: bool = False) -> None:
    """Print lines of text (anything with a `str`), made harmless, on standard output or standard error."""
    click.echo(sanitize(str(text)), err=err)


def say_json(data: Any) -> None:
    """Print data as indented JSON; what a terminal would act on is written as an escape: the data are the same."""
    import orjson

    text = orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode()
    click.echo(escape_json(text))


def escape_json(text: str) -> str:
    """JSON text of the same meaning with no character that a terminal acts on."""
    return _IN_JSON.sub(lambda found: _escape(found[0]), text)


def safe_console(*, stderr: bool = False) -> Console:
    """A rich console for tables and progress: no markup in strings, and every piece of text made harmless."""
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    class SafeConsole(Console):
        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
            for segment in super().render(renderable, options):
                yield segment if segment.control else Segment(sanitize(segment.text), segment.style)

    return SafeConsole(stderr=stderr, markup=False, emoji=False, highlight=False)


def _escape(character: str) -> str:
    units = character.encode("utf-16-be").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))
