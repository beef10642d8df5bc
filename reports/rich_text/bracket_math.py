"""Formulas without dollars: `\\( … \\)`, `\\[ … \\]`, and a bare `\\ce{…}` or `\\boxed{…}` in running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

INTERRUPTED = ("paragraph", "reference", "blockquote", "list")  # what a displayed formula may end without a blank line
_LONGEST_BARE = 300  # characters looked at for the end of a bare one


def bracket_math(md: MarkdownIt) -> None:
    """Let the parser make `math_inline`, `math_inline_double` and `math_block` tokens of bracketed formulas."""
    md.inline.ruler.before("escape", "bracket_inline", _inline)
    md.block.ruler.before("fence", "bracket_block", _block, {"alt": list(INTERRUPTED)})


def _inline(state: StateInline, silent: bool) -> bool:
    opening = state.src[state.pos : state.pos + 2]
    if opening in (r"\c", r"\b"):
        return _bare(state, silent)
    if opening not in (r"\(", r"\["):
        return False
    end = state.src.find(r"\)" if opening == r"\(" else r"\]", state.pos + 2, state.posMax)
    content = state.src[state.pos + 2 : end]
    if end < 0 or not content.strip():
        return False
    if not silent:
        token = state.push("math_inline" if opening == r"\(" else "math_inline_double", "math", 0)
        token.content, token.markup = content, opening
    state.pos = end + 2
    return True


def _bare(state: StateInline, silent: bool) -> bool:
    name = next((n for n in (r"\ce{", r"\boxed{") if state.src.startswith(n, state.pos)), None)
    if name is None:
        return False
    depth, end = 1, state.pos + len(name)
    while depth and end < min(state.posMax, state.pos + _LONGEST_BARE):
        depth += (state.src[end] == "{") - (state.src[end] == "}")
        end += 1
    if depth:
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content = state.src[state.pos : end]
    state.pos = end
    return True


def _block(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    r"""A `\[` at the beginning of a line, closed at the end of one with no empty line between."""
    start = state.bMarks[first] + state.tShift[first]
    if state.is_code_block(first) or not state.src.startswith(r"\[", start):
        return False
    for line in range(first, last):
        text = state.src[state.bMarks[line] : state.eMarks[line]].rstrip()
        if not text or (line > first and state.sCount[line] < state.blkIndent):
            return False
        if text.endswith(r"\]"):
            break
    else:
        return False
    content = state.getLines(first, line + 1, state.blkIndent, False).strip()[2:-2]
    if r"\]" in content or not content.strip():
        return False  # two formulas on the lines: the rule within a line has them
    if not silent:
        token = state.push("math_block", "math", 0)
        token.block, token.content, token.markup, token.map = True, content, r"\[", [first, line + 1]
    state.line = line + 1
    return True
