"""Chemical formulas and equations as `\\ce{…}` writes them (the mhchem notation), put into plain LaTeX."""

from __future__ import annotations

import re

_ARROWS = {
    "<=>>": r"\rightleftharpoons",
    "<<=>": r"\rightleftharpoons",
    "<=>": r"\rightleftharpoons",
    "<-->": r"\rightleftarrows",
    "<->": r"\leftrightarrow",
    "->": r"\rightarrow",
    "<-": r"\leftarrow",
}
_BONDS = {"=": "=", "#": r"\equiv ", "-": "-"}
_PIECE = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<arrow><=>>|<<=>|<=>|<-->|<->|->|<-)(?P<above>\[[^\[\]]*\])?(?P<below>\[[^\[\]]*\])?"
    r"|(?P<state>\((?:aq|s|l|g|sln|cr|am|vit)\))"
    r"|\^\{(?P<upper>[^{}]*)\}|\^(?P<charge>\d*[+\-]|\d+)|_\{(?P<lower>[^{}]*)\}|_(?P<index>\d+|[a-z])"
    r"|\$(?P<maths>[^$]*)\$"
    r"|(?P<number>\d+(?:[./]\d+)?)"
    r"|(?P<name>[A-Za-z]+)"
    r"|(?P<open>[(\[])|(?P<close>[)\]])"
    r"|(?P<sign>[+\-=#])"
    r"|(?P<dot>[.*·])"
    r"|(?P<command>\\(?:[A-Za-z]+|[,;: ]))"
    r"|(?P<mark>[,;:/|]|\^|v)"
)
_INDEX = re.compile(r"(?P<number>\d+)")
_ENDS = re.compile(r"\Z|[\s)\]]|\((?:aq|s|l|g|sln)\)")  # what may follow a charge


class NotChemistry(ValueError):
    """Something in it that this reading of the notation does not know."""


def chemical(source: str) -> str:
    """LaTeX of one `\\ce`. NotChemistry where it holds what is not read here: nothing is guessed or left out."""
    told: list[str] = []
    place, before = 0, "start"  # what stood before: 'start', 'atom', 'coefficient', 'index', 'charge', 'space', 'sign'
    while place < len(source):
        found = _INDEX.match(source, place) if before == "atom" else None  # CuSO4.5H2O: 4 is the index, not 4.5
        found = found or _PIECE.match(source, place)
        if found is None:
            raise NotChemistry(source[place : place + 20])
        kind = found.lastgroup or ""
        kind = "arrow" if kind in ("above", "below") else kind
        piece, before = _piece(kind, found, before, source, told)
        told.append(piece)
        place = found.end()
    return "".join(told)


def _piece(kind: str, found: re.Match[str], before: str, source: str, told: list[str]) -> tuple[str, str]:
    """LaTeX of one piece and what it is for the next one."""
    text = found[0]
    ends = _ENDS.match(source, found.end()) is not None
    if kind == "space":
        return "", "space"
    if kind == "arrow":
        over, under = (chemical(found[name][1:-1]) if found[name] else "" for name in ("above", "below"))
        arrow = _ARROWS[found["arrow"]]
        drawn = rf"\overset{{{over}}}{{{arrow}}}" if over else arrow
        drawn = rf"\underset{{{under}}}{{{drawn}}}" if under else drawn
        return rf"\;{drawn}\;", "start"
    if kind == "state":
        return rf"\mathrm{{{text}}}", "atom"
    if kind in ("upper", "charge"):
        if told and told[-1].startswith("^"):
            raise NotChemistry(text)
        held = "".join(c if c in "+-" or c.isalnum() else _odd(c) for c in found[kind])
        return f"^{{{held}}}" if told else f"{{}}^{{{held}}}", "charge"
    if kind in ("lower", "index"):
        return f"_{{{''.join(c if c.isalnum() else _odd(c) for c in found[kind])}}}", "index"
    if kind == "maths":
        return found["maths"], "atom"
    if kind == "number":
        if before == "atom":
            return f"_{{{text}}}", "index"
        return text.replace(".", "{.}") + r"\,", "coefficient"
    if kind == "name":
        if text == "v" and before == "space":
            return r"\downarrow ", "atom"
        return rf"\mathrm{{{text}}}", "atom"
    if kind in ("open", "close"):
        return text, "atom" if kind == "close" else "start"
    if kind == "sign":
        return _sign(text, before, ends)
    if kind == "dot":
        return r"\cdot ", "start"
    if kind == "command":
        return text + " ", "atom"
    return (r"\uparrow " if text == "^" else text), "atom"


def _sign(text: str, before: str, ends: bool) -> tuple[str, str]:
    """A sign is a charge right behind an atom where nothing follows it, else a plus or a bond."""
    if text in "+-" and before in ("atom", "index") and ends:
        return f"^{{{text}}}", "charge"
    if text == "+":
        return r"\;+\;", "start"
    return _BONDS[text], "sign"


def _odd(character: str) -> str:
    if character in "., ":
        return character
    raise NotChemistry(character)
