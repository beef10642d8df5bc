"""A formula in LaTeX as MathML, built anew from an allowlist: no element or attribute that is not named here."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from reports.rich_text.latex_dialect import RefusedLatex, plain_latex

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 3_000  # elements of one formula
_TEXT = frozenset(("mi", "mn", "mo", "mtext"))
_ROWS = frozenset(("mrow", "mstyle", "msqrt", "mphantom", "mtd", "mpadded", "menclose", "merror"))
_KNOWN = _TEXT | _ROWS | frozenset(
    ("mspace", "mfrac", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr")
)  # fmt: skip
_CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
_UNDER = frozenset(("lim", "max", "min", "sup", "inf", "argmax", "argmin", "arg max", "arg min", "gcd", "Pr", "det"))
_LENGTH = re.compile(r"-?(?:[0-3](?:\.\d{1,3})?|\.\d{1,3})em")
_VALUES = {
    "displaystyle": re.compile("true|false"),
    "scriptlevel": re.compile("[0-2]"),
    "stretchy": re.compile("true|false"),
    "fence": re.compile("true|false"),
    "form": re.compile("prefix|infix|postfix"),
    "accent": re.compile("true|false"),
    "accentunder": re.compile("true|false"),
    "movablelimits": re.compile("true|false"),
    "largeop": re.compile("true|false"),
    "minsize": _LENGTH,
    "maxsize": _LENGTH,
    "linethickness": re.compile("0"),
}
_OF = {
    "mo": ("stretchy", "fence", "form", "movablelimits", "largeop", "minsize", "maxsize"),
    "mstyle": ("displaystyle", "scriptlevel"),
    "mtable": ("displaystyle",),
    "mfrac": ("linethickness",),
    "mover": ("accent",),
    "munder": ("accentunder",),
    "munderover": ("accent", "accentunder"),
}
# What MathML Core leaves to style sheets stands as a class of ours.
_CLASSES = {
    ("notation", "box"): "boxed",
    ("notation", "updiagonalstrike"): "struck",
    ("notation", "downdiagonalstrike"): "struck",
    ("notation", "updiagonalstrike downdiagonalstrike"): "struck",
    ("notation", "horizontalstrike"): "through",
    ("columnalign", "left"): "left",
    ("columnalign", "right"): "right",
    ("mathvariant", "bold"): "bold",
    ("mathvariant", "bold-italic"): "bold slanted",
    ("mathvariant", "italic"): "slanted",
    ("mathvariant", "monospace"): "typed",
}


@lru_cache(maxsize=8192)  # x, n and 10^{-3} stand everywhere
def mathml(latex: str, *, display: bool = False) -> Markup | None:
    """The formula as a `<math>` element; None where it cannot be drawn as it was written, so that its source is shown.

    An unknown command, a fault in the LaTeX and a formula beyond the limits give None: half a formula is none.
    """
    tree = formula_tree(latex, display=display)
    try:
        inner = None if tree is None else "".join(_element(child) for child in tree)
    except (RefusedLatex, RecursionError):
        inner = None
    if inner is None:
        return None
    return Markup(f'<math display="{"block" if display else "inline"}">{inner}</math>')


def formula_tree(latex: str, *, display: bool = False) -> Element | None:
    """The converter's own tree of the formula, not yet rebuilt: to be read, never to be written to a page."""
    try:
        from latex2mathml.converter import Converter

        tree = Converter(display="block" if display else "inline").convert_to_element(plain_latex(latex))
        return None if sum(1 for _ in tree.iter()) > LARGEST else tree
    except (Exception, RecursionError):  # its faults are of many kinds, and each means the same: show the source
        return None


def shown(node: Element) -> str:
    """The text of one element of the converter's tree. It hands out its own signs as references ('&#x02211;')."""
    return html.unescape(node.text or "")


def _element(node: Element) -> str:
    tag = node.tag
    if tag not in _KNOWN:
        raise RefusedLatex(f"<{tag}>")
    if tag in _TEXT:
        if len(node):
            raise RefusedLatex("an element in a text")
        return f"<{tag}{_attributes(node)}>{_text(node)}</{tag}>"
    if tag == "msub" and len(node) and node[0].tag == "mo" and (node[0].text or "") in _UNDER:
        tag = node.tag = "munder"  # beneath it in a displayed formula, beside it within a line
        node[0].set("movablelimits", "true")
    children = [_element(child) for child in node]
    if tag in _CHILDREN and len(children) != _CHILDREN[tag]:
        raise RefusedLatex(f"<{tag}> of {len(children)}")
    if tag == "mspace":
        if node.get("linebreak"):
            raise RefusedLatex("a new line outside of a table")  # no browser breaks a formula there
        return f"<mspace{_width(node)}></mspace>"
    name = "mrow" if tag in ("mpadded", "menclose", "merror") else tag
    return f"<{name}{_attributes(node)}>{''.join(children)}</{name}>"


def _text(node: Element) -> Markup:
    written, text = node.text or "", shown(node)
    if (node.tag == "mi" and text.startswith("\\")) or written == "&" or text == "⧸":
        raise RefusedLatex(text)  # a command that it does not know, a column outside of a table, a stroke over a sign
    if "$" in text and node.tag == "mtext":
        raise RefusedLatex("a formula in words")
    return escape(text)


def _attributes(node: Element) -> str:
    told = []
    for name in _OF.get(node.tag, ()):
        value = node.get(name, "")
        if _VALUES[name].fullmatch(value):
            told.append(f' {name}="{value}"')
    classes = [_CLASSES[pair] for pair in node.attrib.items() if pair in _CLASSES]
    if node.tag == "mi" and node.get("mathvariant") == "normal":
        told.append(' mathvariant="normal"')
    if classes:
        told.append(f' class="{" ".join(classes)}"')
    return "".join(told)


def _width(node: Element) -> str:
    value = node.get("width", "")
    return f' width="{value}"' if _LENGTH.fullmatch(value) else ""
