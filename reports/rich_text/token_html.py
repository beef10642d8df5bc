"""What each token of the Markdown parser becomes: few elements, no attribute taken from the text.

Each is a plain string, never markup: markdown-it-py 3 adds them up, and what is added to markup is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reports.escaping import soft_wrap
from reports.rich_text.code import highlighted
from reports.rich_text.mathml import mathml

if TYPE_CHECKING:
    from markdown_it.token import Token

_WIDE = 40  # characters of LaTeX
_NO_BREAK = "\u00a0"


def _formula(latex: str, written: str, *, display: bool) -> str:
    drawn = mathml(latex.strip(), display=display)
    if drawn is not None:
        # no browser breaks a formula into lines: a wide one scrolls by itself, by keyboard too
        wide = ' tabindex="0"' if len(latex) > _WIDE else ""
        if display:
            return f'<span class="formula"{wide}>{drawn}</span>'
        return f'<span class="wide-formula"{wide}>{drawn}</span>' if wide else f"{drawn}"
    return f'<code class="formula">{soft_wrap(written)}</code>'


def _inline_math(tokens: Sequence[Token], at: int, *_: Any) -> str:
    token = tokens[at]
    close = {r"\(": r"\)", r"\[": r"\]"}.get(token.markup, token.markup)
    written = f"{token.markup}{token.content}{close}"
    return _formula(token.content, written, display=token.type == "math_inline_double")


def _block_math(tokens: Sequence[Token], at: int, *_: Any) -> str:
    token = tokens[at]
    ends = (r"\[", r"\]") if token.markup == r"\[" else ("$$", "$$") if token.markup else ("", "")
    return f"<p>{_formula(token.content, ends[0] + token.content + ends[1], display=True)}</p>\n"


def _text(tokens: Sequence[Token], at: int, *_: Any) -> str:
    text, indent = tokens[at].content, 0
    if at and tokens[at - 1].type == "softbreak":  # what a line is indented by stays: it may be verse or a program
        indent = len(text) - len(text.lstrip(" "))
    return f"{_NO_BREAK * indent}{soft_wrap(text[indent:])}"


def _softbreak(tokens: Sequence[Token], at: int, *_: Any) -> str:
    return "<br>\n"


def _code(tokens: Sequence[Token], at: int, *_: Any) -> str:
    return f"<code>{soft_wrap(tokens[at].content)}</code>"


def _fence(tokens: Sequence[Token], at: int, *_: Any) -> str:
    token = tokens[at]
    language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
    return f'<pre class="code" tabindex="0" dir="ltr"><code>{highlighted(token.content, language)}</code></pre>\n'


def _heading(tokens: Sequence[Token], at: int, *_: Any) -> str:
    # Not h1 to h6: the page's own headings are its outline, and an answer must not add to them.
    return '<p class="heading">' if tokens[at].nesting == 1 else "</p>\n"


def _link(tokens: Sequence[Token], at: int, *_: Any) -> str:
    if tokens[at].nesting == 1:
        return "<u>"
    depth = 0
    for token in reversed(tokens[: at + 1]):
        depth += token.nesting * (token.type in ("link_open", "link_close"))
        if not depth:
            return f"</u> ({soft_wrap(str(token.attrGet('href') or ''), 300)})"
    return "</u>"


def _image(tokens: Sequence[Token], at: int, *_: Any) -> str:
    token = tokens[at]
    return f"[picture {soft_wrap(token.content, 300)}: {soft_wrap(str(token.attrGet('src') or ''), 300)}]"


def _cell(tokens: Sequence[Token], at: int, *_: Any) -> str:
    token = tokens[at]
    align = str(token.attrGet("style") or "").removeprefix("text-align:")
    return f'<{token.tag} class="n">' if align == "right" else f"<{token.tag}>"


def _list(tokens: Sequence[Token], at: int, *_: Any) -> str:
    start = tokens[at].attrGet("start")
    return f'<ol start="{int(start)}" dir="auto">\n' if start is not None else '<ol dir="auto">\n'


def _bullets(tokens: Sequence[Token], at: int, *_: Any) -> str:
    return '<ul dir="auto">\n'


def _quote(tokens: Sequence[Token], at: int, *_: Any) -> str:
    # Its bar stands where its own text begins: at the right of Arabic, whatever the words around it are in.
    return '<blockquote dir="auto">\n'


def _rule(tokens: Sequence[Token], at: int, *_: Any) -> str:
    return "<hr>\n"


def _table(tokens: Sequence[Token], at: int, *_: Any) -> str:
    opens = '<div class="scroll" tabindex="0"><table>\n'
    return opens if tokens[at].nesting == 1 else "</table></div>\n"


TOKEN_HTML = {
    "math_inline": _inline_math, "math_inline_double": _inline_math, "math_block": _block_math, "amsmath": _block_math,
    "text": _text, "text_special": _text, "softbreak": _softbreak, "code_inline": _code, "fence": _fence,
    "code_block": _fence, "heading_open": _heading, "heading_close": _heading, "link_open": _link, "link_close": _link,
    "image": _image, "th_open": _cell, "td_open": _cell, "ordered_list_open": _list, "hr": _rule, "table_open": _table,
    "table_close": _table, "bullet_list_open": _bullets, "blockquote_open": _quote,
}  # fmt: skip
