"""Code with its words in classes, for the languages that models answer in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from markupsafe import Markup, escape

LONGEST = 3_000  # characters; a longer piece stands as it is: the patterns for C look from each line to the end
_ONE_SIGN = re.compile(r"(.)\1{119}", re.DOTALL)
# Names that a fence may bear. Others (and templates within templates) are not worth what their patterns can cost.
LANGUAGES = {
    "python": "python", "py": "python", "python3": "python", "pycon": "pycon", "c": "c", "cpp": "cpp", "c++": "cpp",
    "java": "java", "javascript": "javascript", "js": "javascript", "typescript": "typescript", "ts": "typescript",
    "go": "go", "rust": "rust", "rs": "rust", "haskell": "haskell", "sql": "sql", "bash": "bash", "sh": "bash",
    "shell": "bash", "json": "json", "r": "r", "julia": "julia", "kotlin": "kotlin",
    "ruby": "ruby", "rb": "ruby", "lua": "lua", "scala": "scala", "matlab": "matlab", "latex": "latex", "tex": "latex",
}  # fmt: skip
_CLASSES = (("Comment", "c"), ("Keyword", "k"), ("String", "s"), ("Number", "m"), ("Name.Function", "f"),
            ("Name.Class", "f"), ("Name.Builtin", "b"), ("Name.Decorator", "f"), ("Operator.Word", "k"))  # fmt: skip


def highlighted(code: str, language: str) -> Markup:
    """The code escaped, with `<span class="c|k|s|m|f|b">` around what the language gives a meaning to."""
    name = LANGUAGES.get(language.strip().lower(), "")
    if not name or len(code) > LONGEST or _ONE_SIGN.search(code):
        return escape(code)
    try:
        told = []
        for kind, text in _lexer(name).get_tokens(code):
            of = _class(kind)
            told.append(Markup('<span class="{}">{}</span>').format(of, text) if of and text.strip() else escape(text))
        made = Markup("").join(told)
    except Exception:  # a lexer's own fault must not cost the page; the code stands as it is
        return escape(code)
    return made if made.striptags() or not code.strip() else escape(code)


@cache
def _lexer(name: str) -> Any:
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name(name, stripnl=False, ensurenl=False)


@cache
def _class(kind: Any) -> str:
    told = str(kind).removeprefix("Token.").removeprefix("Literal.")
    return next((of for name, of in _CLASSES if told == name or told.startswith(f"{name}.")), "")
