"""LaTeX as models write it, put into the LaTeX that `latex2mathml` reads; what cannot be is refused."""

from __future__ import annotations

import re

from reports.rich_text.chemistry import chemical

LONGEST = 4_000  # characters of one formula
DEEPEST = 40  # braces in braces
# A macro may call itself twice and so on: a formula of a hundred characters would grow without end.
_REFUSED = re.compile(
    r"\\(?:newcommand|renewcommand|providecommand|def|gdef|edef|xdef|let|DeclareMathOperator|newenvironment|"
    r"renewenvironment|catcode|csname|input|include|write|read|openin|openout|href|url|includegraphics|"
    r"htmlId|htmlClass|htmlStyle|htmlData|require|verb|class|style)(?![a-zA-Z])"
)
_DROPPED = re.compile(r"\\(?:label\s*\{[^{}]*\}|nonumber|notag|allowbreak|nobreak|limits(?=\s*\{)|!|strut)")
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{(\w+)(\*?)\}(?:(?<=\})\s*(?=\{\d+\})\{\d+\})?")
_ALIGNED = ("align", "aligned", "alignat", "alignedat", "flalign", "split", "eqnarray")
_STACKED = ("gather", "gathered", "multline", "multlined")
_BARE = ("equation", "math", "displaymath", "dmath")
_SAME = {
    r"\bm": r"\boldsymbol",
    r"\lparen": "(",
    r"\rparen": ")",
    r"\lbrack": "[",
    r"\rbrack": "]",
    r"\dotsb": r"\cdots",
    r"\dotsm": r"\cdots",
    r"\dotsi": r"\cdots",
    r"\colon": ":",
    r"\coloneqq": r"\mathrel{:=}",
    r"\coloneq": r"\mathrel{:=}",
    r"\eqqcolon": r"\mathrel{=:}",
    r"\textdegree": r"^{\circ}",
    r"\textpm": r"\pm",
    r"\R": r"\mathbb{R}",
    r"\N": r"\mathbb{N}",
    r"\Z": r"\mathbb{Z}",
    r"\Q": r"\mathbb{Q}",
    r"\C": r"\mathbb{C}",
    r"\displaylimits": "",
    r"\mathstrut": "",
    r"\ensuremath": "",
    r"\textstyle": r"\textstyle",
    r"\lbrace": r"\{",
    r"\rbrace": r"\}",
    r"\thinspace": r"\,",
    r"\medspace": r"\:",
    r"\thickspace": r"\;",
    r"\negthinspace": "",
    r"\euro": r"\text{€}",
    r"\pounds": r"\text{£}",
    r"\textdollar": r"\$",
    r"\Re": r"\mathrm{Re}",
    r"\Im": r"\mathrm{Im}",
}
_NEGATED = {"=": r"\neq ", "<": r"\nless ", ">": r"\ngtr ", "|": r"\nmid "}
_NOT = re.compile(r"\\not\s*([=<>|])")
_ONE_UPRIGHT = re.compile(r"\\(mathrm|operatorname|mathit|mathsf)\s*\{([A-Za-z])\}")
_PERCENT = re.compile(r"(?<!\\)%")  # a comment to LaTeX; in a reply it is a percent sign, and nothing is left out
_COMMAND = re.compile(r"\\[a-zA-Z]+")
_WORDS = re.compile(r"\\(text|textrm|textbf|textit|textsf|textnormal|mbox|hbox)\s*\{([^{}$]*)\$([^{}$]*)\$([^{}]*)\}")
_CHEMISTRY = re.compile(r"\\(?:ce|cee|chemfig)\s*\{")
_UNIT = re.compile(r"\\(?:pu|unit|si)\s*\{([^{}]*)\}")
_QUANTITY = re.compile(r"\\(?:qty|SI)\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_NUMBER = re.compile(r"\\num\s*\{([^{}]*)\}")


class RefusedLatex(ValueError):
    """A formula that is not drawn: too long, too deep, or with a command that is not for formulas."""


def plain_latex(source: str) -> str:
    """The formula in the dialect that `latex2mathml` reads. RefusedLatex where it is not to be drawn at all."""
    if len(source) > LONGEST or _depth(source) > DEEPEST:
        raise RefusedLatex("too long or too deep")
    if _REFUSED.search(source):
        raise RefusedLatex("a command that defines or reads")
    text = _PERCENT.sub(r"\\%", _chemistry(source))
    text = _QUANTITY.sub(r"\1\\,\\mathrm{\2}", _UNIT.sub(r"\\mathrm{\1}", _NUMBER.sub(r"\1", text)))
    text = _NOT.sub(lambda m: _NEGATED[m[1]], _DROPPED.sub(" ", text))
    # without the space the converter takes an upright letter for a symbol, which is then drawn slanted
    text = _ONE_UPRIGHT.sub(r"\\\1{ \2}", text)
    text = _ENVIRONMENT.sub(_environment, text)
    for _ in range(8):  # words may hold several formulas, one after another
        text, changed = _WORDS.subn(r"\\\1{\2}{\3}\\\1{\4}", text)
        if not changed:
            break
    return _COMMAND.sub(lambda m: _replaced(m[0]), text)


def _replaced(command: str) -> str:
    # the space after a command is part of its name's end: \R x is two letters, \Rx another command
    return _SAME[command] + (" " if _SAME[command][-1:].isalpha() else "") if command in _SAME else command


def _depth(source: str) -> int:
    deepest = depth = 0
    for character in re.sub(r"\\[{}\\]", "", source):
        depth += (character == "{") - (character == "}")
        deepest = max(deepest, depth)
        if depth < 0:
            break
    if depth:
        raise RefusedLatex("a brace is not closed, or not opened")
    return max(deepest, source.count(r"\left"), source.count(r"\begin"))


def _environment(match: re.Match[str]) -> str:
    end, name = match[1], match[2]
    if name in _ALIGNED:
        return rf"\{end}{{align*}}"
    if name in _STACKED:
        return rf"\{end}{{matrix}}"
    if name in _BARE:
        return " "
    return rf"\{end}{{{name}{match[3]}}}"


def _chemistry(source: str) -> str:
    """Each `\\ce{…}` replaced; a formula without it is returned as it is."""
    done, place = [], 0
    while (found := _CHEMISTRY.search(source, place)) is not None:
        end = _closing(source, found.end())
        done += [source[place : found.start()], "{", chemical(source[found.end() : end]), "}"]
        place = end + 1
    return "".join([*done, source[place:]]) if done else source


def _closing(source: str, start: int) -> int:
    depth = 1
    for place in range(start, len(source)):
        depth += (source[place] == "{") - (source[place] == "}")
        if not depth:
            return place
    raise RefusedLatex("a brace is not closed")
