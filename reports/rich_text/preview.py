"""The beginning of a text as one plain line: marks of Markdown left out, formulas in signs that a line can hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from reports.escaping import one_line
from reports.rich_text.markdown import has_markup, parsed
from reports.rich_text.mathml import formula_tree, mathml, shown

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown_it.token import Token

LOOKED_AT = 800  # characters of the text: a line holds far fewer
_RAISED = str.maketrans("0123456789+-−n∘", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ°")
_SCRIPTS = ("msub", "msup", "msubsup", "munder", "mover", "munderover")
_LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


@lru_cache(maxsize=4096)
def preview(text: str, limit: int = 150) -> str:
    """The text on one line of at most `limit` characters; as it was written where its markup cannot be read."""
    head = text[:LOOKED_AT]
    if not has_markup(head):
        return one_line(text, limit)
    tokens = parsed(head)
    return one_line(text if tokens is None else " ".join(_words(tokens)), limit)


def _words(tokens: Sequence[Token]) -> list[str]:
    told = []
    for token in tokens:
        if token.children is not None and token.type != "image":
            told.append("".join(_words(token.children)))
        elif token.type in ("softbreak", "hardbreak"):
            told.append(" ")
        elif token.type.startswith("math") or token.type == "amsmath":
            told.append(_formula(token.content))
        elif token.content:
            told.append(token.content)
    return told


def _formula(latex: str) -> str:
    tree = None if mathml(latex.strip()) is None else formula_tree(latex.strip())  # what is not drawn is not told
    return latex if tree is None else _linear(tree).strip()


def _linear(node: Element) -> str:
    parts = [_linear(child) for child in node]
    if node.tag in _SCRIPTS and parts and len(parts[0].strip()) > 1 and node[0].tag == "mo":
        return f"{_scripts(node.tag, [parts[0].strip(), *parts[1:]])} "  # a limit stands apart from what it is of
    if node.tag == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if node.tag in _SCRIPTS:
        return _scripts(node.tag, parts)
    if node.tag == "msqrt":
        return f"√{_grouped(''.join(parts))}"
    if node.tag == "mroot" and len(parts) == 2:
        return f"{_script(parts[1], '', _RAISED)}√{_grouped(parts[0])}"
    if node.tag == "mtr":
        return " ".join(parts) + "; "
    if node.tag == "mtable":
        return "".join(parts).removesuffix("; ")
    if node.tag == "mspace":
        return " "
    text = shown(node)
    return text + "".join(parts) if node.tag != "mo" or len(text) == 1 else f" {text} "


def _scripts(tag: str, parts: Sequence[str]) -> str:
    base, *scripts = parts
    sign, signs = ("^", _RAISED) if tag in ("msup", "mover") else ("_", _LOWERED)
    if len(scripts) == 2:
        return base + _script(scripts[0], "_", _LOWERED) + _script(scripts[1], "^", _RAISED)
    return base + "".join(_script(script, sign, signs) for script in scripts)


def _grouped(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def _script(text: str, sign: str, signs: dict[int, int]) -> str:
    moved = text.translate(signs)
    return moved if text and all(ord(c) in signs for c in text) else sign + _grouped(text)
