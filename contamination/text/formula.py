r"""Formulas in one spelling: LaTeX, Unicode and plain text of one formula become the same characters.

`\frac{22}{7}`, `{22 \over 7}` and `22/7` agree, as do `x^{2}` and `x²`, `\le` and `≤` and `<=`, `\dots` and `…`,
`\overline{AB}` and `AB`. What only changes the look of a formula (`$`, `\left`, `\displaystyle`, braces, spacing)
vanishes. It is no parser: order and nesting of what is left are kept, so two different formulas stay different.
"""

from __future__ import annotations

import re
import unicodedata

_NO_SIGNS = """
left right middle big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle scriptstyle limits nolimits overline
underline vec hat bar overrightarrow widehat mathrm mathbf mathcal mathit mathbb mathsf text textbf textit textrm
operatorname quad qquad rm bf it boxed hspace vspace phantom mbox hbox emph
"""
_LOOKS = frozenset(_NO_SIGNS.split())
_SIGNS = {
    "le": "<=",
    "leq": "<=",
    "leqslant": "<=",
    "ge": ">=",
    "geq": ">=",
    "geqslant": ">=",
    "ne": "!=",
    "neq": "!=",
    "lt": "<",
    "gt": ">",
    "cdot": "*",
    "times": "*",
    "ast": "*",
    "div": "/",
    "pm": "+-",
    "mp": "-+",
    "over": "/",
    "dots": "...",
    "ldots": "...",
    "cdots": "...",
    "vdots": "...",
    "ddots": "...",
    "circ": " degrees ",
    "degree": " degrees ",
    "vert": "|",
    "lvert": "|",
    "rvert": "|",
    "mid": "|",
    "Vert": "|",
    "to": "->",
    "rightarrow": "->",
    "Rightarrow": "=>",
    "infty": " infinity ",
    "angle": " angle ",
    "measuredangle": " angle ",
    "triangle": " triangle ",
    "bigtriangleup": " triangle ",
    "pi": " pi ",
    "colon": ":",
    "setminus": "-",
    "sqrt": " sqrt ",
    "equiv": "=",
    "approx": "~",
    "sim": "~",
    "cap": " cap ",
    "cup": " cup ",
    "in": " in ",
}  # fmt: skip
_CHARACTERS = {
    "≤": "<=",
    "⩽": "<=",
    "≥": ">=",
    "⩾": ">=",
    "≠": "!=",
    "×": "*",
    "·": "*",
    "⋅": "*",
    "∗": "*",
    "÷": "/",
    "∕": "/",
    "−": "-",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "±": "+-",
    "…": "...",
    "⋯": "...",
    "°": " degrees ",
    "∞": " infinity ",
    "∠": " angle ",
    "∡": " angle ",
    "△": " triangle ",
    "∆": " triangle ",
    "π": " pi ",
    "√": " sqrt ",
    "→": "->",
    
    "∩": " cap ",
    "∪": " cup ",
    "∈": " in ",
    "∣": "|",
    "′": "'",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
}  # fmt: skip
_TABLE = str.maketrans(_CHARACTERS)
_FRACTION = re.compile(r"\\[dtc]?(?i:frac)\s*(?:\{([^{}]*)\}|(\w))\s*(?:\{([^{}]*)\}|(\w))")
_BRACED_POWER = re.compile(r"\^\s*\{([^{}]*)\}")
_EMPTY = re.compile(r"[_^]\s*\{\s*\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s?")
_DRAWING = re.compile(r"\[asy\].*?(?:\[/asy\]|\Z)", re.DOTALL)
_SPACING = re.compile(r"\\[,;:!> ]|~")
_SUPERSCRIPT = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ]+)")
_NEST = 4  # fractions within fractions that are unfolded


def plain_formulas(text: str) -> str:
    """The text with formulas spelled plainly. Drawings (`[asy]`) are left out: they are code, not a question."""
    text = _DRAWING.sub(" ", text)
    if "\\" in text or "$" in text:
        text = _SPACING.sub(" ", _EMPTY.sub("", text)).replace("\\%", "%").replace("\\$", "$")
        for _ in range(_NEST):
            text = _BRACED_POWER.sub(r"^(\1)", text)
            unfolded = _FRACTION.sub(_fraction, text)
            if unfolded == text:
                break
            text = unfolded
        text = _COMMAND.sub(_command, text).replace("$", " ").replace("\\", " ")
    text = _SUPERSCRIPT.sub(lambda m: "^" + unicodedata.normalize("NFKC", m.group(1)), text)
    return text.translate(_TABLE)


def _fraction(match: re.Match[str]) -> str:
    above, below = match.group(1) or match.group(2) or "", match.group(3) or match.group(4) or ""
    return f" {above}/{below} "


def _command(match: re.Match[str]) -> str:
    name = match.group(1)
    if name.lower() in _SIGNS or name.lower() in _LOOKS:
        name = name if name in _SIGNS else name.lower()  # \\Le: a text in capitals
    if name in _SIGNS:
        return _SIGNS[name]
    return " " if name in _LOOKS or name in ("begin", "end") else f" {name} "
