"""A text of a question or a model as HTML: Markdown, formulas, code. What the model wrote stays the record.

Nothing in the text becomes an element, an attribute or a link of its own: HTML is text, links and pictures are told as
words, formulas and code are built anew from allowlists. A text without any markup, or one that costs too much to read,
gives None and is shown as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from reports.escaping import SHOWN_AT_MOST, sanitize
from reports.rich_text.bracket_math import INTERRUPTED, bracket_math
from reports.rich_text.token_html import TOKEN_HTML

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    BlockRule = Callable[[StateBlock, int, int, bool], bool]

LONGEST = SHOWN_AT_MOST + 100  # characters of one text; a longer one is cut for the page, which is told at its end
MOST_MARKS = 1_500  # characters that mean something in Markdown: the parser looks from each to the end
MOST_FORMULAS = 300
_MARKS = re.compile(r"[$\\*_`#|~\[\]>]")
_OPENERS = re.compile(r"\$|\\[(\[]|\\begin")
_STRUCTURE = re.compile(r"[$\\*_`#|~\[>]|^ {4}|^[ \t]*(?:[-+]|\d{1,9}[.)])[ \t]|^[-=]{2,}[ \t]*$", re.MULTILINE)
_PLAIN = frozenset(("paragraph_open", "paragraph_close", "inline", "text", "softbreak", "text_special"))


@lru_cache(maxsize=4096)  # a question stands in the page of every model that was asked it
def rich_html(text: str) -> Markup | None:
    """The text rendered; None where it has no markup, or is beyond the limits, and is to be shown as it is."""
    if len(text) > LONGEST or not has_markup(text):
        return None
    tokens = parsed(text)
    if tokens is None or _is_plain(tokens):
        return None
    try:
        return Markup(_parser().renderer.render(tokens, _parser().options, {}))
    except (Exception, RecursionError):  # the renderer's own faults: the source is always right
        return None


def has_markup(text: str) -> bool:
    """Whether anything in it could mean something in Markdown or LaTeX; cheap, and sometimes wrongly true."""
    return _STRUCTURE.search(text) is not None


def parsed(text: str) -> list[Token] | None:
    """The parser's tokens; None beyond the limits, and where the parser itself fails: the source is always right."""
    if len(_MARKS.findall(text)) > MOST_MARKS or len(_OPENERS.findall(text)) > MOST_FORMULAS:
        return None
    try:
        return _parser().parse(sanitize(text))
    except (Exception, RecursionError):
        return None


def _is_plain(tokens: Sequence[Token]) -> bool:
    return all(t.type in _PLAIN and _is_plain(t.children or ()) for t in tokens)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.amsmath import amsmath_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.dollarmath.index import math_block_dollar

    md = MarkdownIt("commonmark", {"html": False, "linkify": False, "xhtmlOut": False, "maxNesting": 20})
    md.enable(["table", "strikethrough"]).disable(["html_block", "html_inline", "reference", "autolink", "entity"])
    md.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    md.block.ruler.at("math_block", _without_a_trace(math_block_dollar(False, str, False)), {"alt": list(INTERRUPTED)})
    md.use(amsmath_plugin).use(bracket_math)
    md.inline.ruler.at("newline", _newline)
    md.inline.ruler.at("emphasis", _emphasis)
    md.renderer.rules.update(TOKEN_HTML)  # type: ignore[attr-defined]
    return md


def _without_a_trace(rule: BlockRule) -> BlockRule:
    """The rule as one that may end a paragraph: asked whether it would match, it must not leave a token behind."""

    def ruled(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        tokens, line = len(state.tokens), state.line
        found = rule(state, first, last, silent)
        if silent:
            del state.tokens[tokens:]
            state.line = line
        return found

    return ruled


def _newline(state: StateInline, silent: bool) -> bool:
    """A line feed stays one, with what the next line is indented by: verses and programs without a fence have both."""
    if state.src[state.pos] != "\n":
        return False
    if not silent:
        state.pending = state.pending.rstrip(" ")
        state.push("softbreak", "br", 0)
    state.pos += 1
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
    """As the parser's own, but not within a word or a product, nor of two underscores: 2*3*4 and __init__ are none."""
    from markdown_it.rules_inline.state_inline import Delimiter

    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    found = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1 : state.pos] if state.pos else ""
    after = state.src[state.pos + found.length : state.pos + found.length + 1]
    inside = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    inside = inside or (marker == "_" and found.length > 1)
    for _ in range(found.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(ord(marker), found.length, len(state.tokens) - 1, -1, found.can_open and not inside,
                      found.can_close and not inside)
        )  # fmt: skip
    state.pos += found.length
    return True
