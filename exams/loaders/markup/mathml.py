"""MathML as LaTeX: fractions, roots, powers, tables, so that a formula of a question keeps its meaning in text.

Elements as in MathML Core, https://www.w3.org/TR/mathml-core/. An element not known here is reported, never flattened.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

_OPENED = re.compile(r"<(?:\w{1,40}:)?math[\s>]", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:\w{1,40}:)?math\s{0,40}>", re.IGNORECASE)
_ALT = re.compile(r'^<[^>]*\salttext="([^"]+)"')
_SIGNS = {"×": r"\times ", "⋅": r"\cdot ", "·": r"\cdot ", "÷": r"\div ", "±": r"\pm ", "≤": r"\le ", "≥": r"\ge "}
_SIGNS |= {"≠": r"\ne ", "∞": r"\infty ", "π": r"\pi ", "∑": r"\sum ", "∫": r"\int ", "∏": r"\prod ", "→": r"\to "}
_SIGNS |= {
    "−": "-",
    "\u2061": "",
    "\u2062": "",
    "\u2063": "",
    "\u2064": "",
    "\u00a0": " ",
    "∈": r"\in ",
    "√": r"\surd ",
}
_SIGNS |= {"%": r"\%", "#": r"\#", "&": r"\&", "{": r"\{", "}": r"\}", "$": r"\$", "_": r"\_"}
_ACCENTS = {
    "^": "hat",
    "¯": "overline",
    "‾": "overline",
    "→": "vec",
    "˙": "dot",
    "~": "tilde",
    "ˉ": "bar",
    "_": "underline",
}
_WORDS = frozenset(("sin", "cos", "tan", "log", "ln", "lim", "max", "min", "exp", "cot", "sec", "csc", "det", "gcd"))
_ROWS = frozenset(("math", "mrow", "mstyle", "mpadded", "merror", "semantics", "maction", "mphantom", "mtd"))


class UnknownMathError(ValueError):
    """An element that has no LaTeX here."""


def latex(element: Element) -> str:
    """LaTeX of a MathML element, without dollar signs. UnknownMathError for an element that is not known."""
    name = str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()
    children = [c for c in element if isinstance(c.tag, str)]
    if name in _ROWS:
        shown = [c for c in children if not str(c.tag).lower().endswith(("annotation", "annotation-xml"))]
        return (_token(element) if not shown else "") + "".join(latex(c) for c in shown)
    if name in ("mi", "mn", "mo", "mtext", "ms", "mglyph"):
        return _leaf(name, _token(element))
    if name == "mspace":
        return " "
    if name == "none" or name == "mprescripts":
        return ""
    if name == "msqrt":
        return rf"\sqrt{{{''.join(map(latex, children))}}}"
    if name == "menclose":
        return rf"\boxed{{{''.join(map(latex, children))}}}" if children else ""
    if name == "mfenced":
        open_, close = element.get("open", "("), element.get("close", ")")
        marks = element.get("separators", ",") or ""
        return open_ + (marks[:1] or "").join(map(latex, children)) + close
    if name in ("mtable", "mtr", "mlabeledtr"):
        return _table(name, children)
    return _scripted(name, [latex(c) for c in children])


def _scripted(name: str, parts: list[str]) -> str:
    needed = {"mfrac": 2, "mroot": 2, "msup": 2, "msub": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
    if name not in needed or len(parts) != needed[name]:
        raise UnknownMathError(f"a formula with <{name}>")
    if name == "mfrac":
        return rf"\frac{{{parts[0]}}}{{{parts[1]}}}"
    if name == "mroot":
        return rf"\sqrt[{parts[1]}]{{{parts[0]}}}"
    base = parts[0] if re.fullmatch(r"\w|\\[a-z]+ ?", parts[0]) else f"{{{parts[0]}}}"
    if name == "mover" and parts[1].strip() in _ACCENTS:
        return rf"\{_ACCENTS[parts[1].strip()]}{{{parts[0]}}}"
    if name == "mover" and parts[1].strip() == r"\to":
        return rf"\vec{{{parts[0]}}}"
    if name in ("msup", "mover"):
        return f"{base}^{{{parts[1]}}}"
    if name in ("msub", "munder"):
        return f"{base}_{{{parts[1]}}}"
    return f"{base}_{{{parts[1]}}}^{{{parts[2]}}}"


def _table(name: str, children: list[Element]) -> str:
    if name == "mtable":
        rows = r" \\ ".join(latex(c) for c in children)
        return rf"\begin{{matrix}}{rows}\end{{matrix}}"
    return " & ".join(latex(c) for c in children)


def _token(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _leaf(name: str, text: str) -> str:
    if name == "mtext" or name == "ms":
        return rf"\text{{{text}}}" if text else ""
    if text in _WORDS:
        return rf"\{text} "
    if name == "mi" and len(text) > 1 and text.isascii() and text.isalpha():
        return rf"\mathrm{{{text}}}"
    return "".join(_SIGNS.get(char, char) for char in text)


def mathml_as_latex(fragment: str) -> str:
    """HTML with every `<math>` in it as '$…$'. UnknownMathError where one cannot be written so."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    def written(formula: str) -> str:
        if (known := _ALT.search(formula[:2000])) is not None:
            return f"${known[1]}$"
        try:
            root: Element = fromstring(re.sub(r"&(?!#|\w+;)", "&amp;", formula).replace("&nbsp;", " "))
        except (ParseError, DefusedXmlException) as error:
            raise UnknownMathError(f"a formula in broken MathML ({error})") from None
        text = latex(root).strip().replace("<", "&lt;").replace("&lt;", r"\lt ") if root is not None else ""
        return f"${text}$" if text else ""

    kept, place = [], 0
    while (opened := _OPENED.search(fragment, place)) and (closed := _CLOSED.search(fragment, opened.end())):
        kept += [fragment[place : opened.start()], written(fragment[opened.start() : closed.end()])]
        place = closed.end()
    return "".join([*kept, fragment[place:]])
