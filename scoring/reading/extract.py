"""Read the answer out of what a model wrote. What cannot be read is *unparsed*: never a guess, never just wrong.

Places are tried from the plainest statement to the faintest, and at each place the last one counts, since a model
that corrects itself means its last word:

1. a declaration: "The answer is therefore [B]", "ANSWER: b.", "option C is correct", "\\boxed{D}"
2. a line that is nothing but a letter: "(B)", "**B**", "B."
3. a reply that opens with a letter: "B) because …"
4. a last sentence that names exactly one letter in brackets
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_DECORATION = re.compile(r"[*_`$~]+|\\(?:text|textbf|mathrm|mathbf|boldsymbol|rm)\b|\\[()\[\]]")
BOXED = re.compile(r"\\boxed\s*\{\s*([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
_NOUN = r"(?:answers?|choices?|options?|responses?|selections?)"
DECLARED = re.compile(
    rf"(?:\b(?:final|correct|best|right|my|the)\s+)*\b{_NOUN}\b"
    r"(?:\s+(?:here|choice|option|letter|to this question|is|are|was|would|should|must|be"
    r"|clearly|definitely|therefore|thus|then|hence|still))*"
    r"\s*(?:is|are|be|therefore|:|=|(?:-|–|—)(?=\s))\s*:?\s*(?=(?P<rest>[^\n]{0,300}))",
    re.IGNORECASE,
)
_CHOSEN = re.compile(
    r"\b(?:I(?:'d| would| will|'ll)? (?:choose|pick|select|go with|answer))\s+(?=(?P<rest>[^\n]{0,80}))", re.IGNORECASE
)
NEGATED = re.compile(r"^\s*(?:not|n't|neither|unclear|unknown)\b|^\s*isn't\b", re.IGNORECASE)
_REFUSAL = re.compile(
    r"^\W*(?:I(?:'m| am) (?:very )?sorry\b.{0,40}\b(?:can(?:'|no)t|unable|not able|won't)"
    r"|(?:unfortunately, )?I (?:can(?:'|no)t|am unable to|am not able to|won't|must decline to)\b.{0,40}"
    r"\b(?:help|assist|answer|provide|comply|continue|discuss)|as an AI\b.{0,60}\b(?:can(?:'|no)t|unable))",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class ParsedAnswer:
    """What was read: labels or a number as text (empty if nothing), and at which place."""

    choice: tuple[str, ...]
    place: str


NOTHING = ParsedAnswer((), "none")


def read_choice(text: str, options: Mapping[str, str], *, several: bool = False) -> ParsedAnswer:
    """Read option labels. `options` maps label → text; with `several` all labels of the declaration count."""
    plain = strip_markup(text)
    for place, read in _PLACES.items():
        if candidates := read(plain, options, several):
            chosen = candidates[-1]
            if several or len(chosen) == 1:
                return ParsedAnswer(tuple(label for label in options if label in chosen), place)
            return NOTHING  # "A or B": it has not decided
    return NOTHING


def reads_as_refusal(text: str) -> bool:
    """Whether a reply without an answer is a refusal rather than a muddle."""
    return bool(_REFUSAL.search(text[:400].replace("’", "'")))


def strip_markup(text: str) -> str:
    """Without Markdown and LaTeX dressing: bold, maths signs, \\text{B} → B, and boxes spelled out."""
    boxed = BOXED.sub(r" The answer is \1. ", text[-20_000:].replace("’", "'"))
    bare = _DECORATION.sub("", boxed)
    return re.sub(r"[{}]", "", bare)


def _declared(plain: str, options: Mapping[str, str], several: bool) -> list[tuple[str, ...]]:
    labels = tuple(options)
    found: list[tuple[int, tuple[str, ...]]] = []
    for pattern in (DECLARED, _CHOSEN):
        for match in pattern.finditer(plain):
            rest = match["rest"]
            if NEGATED.search(rest):
                continue
            chosen = _leading(rest, labels, several) or _by_text(rest, options)
            if chosen:
                found.append((match.start(), chosen))
    one = _one(labels)
    for match in re.finditer(
        rf"\b(?i:option|choice|answer)\s+[(\[]?({one})[)\]]?\s+(?:is|must be)\s+(?!not\b|in)(?:the\s+)?"
        r"(?:clearly\s+|therefore\s+|thus\s+)?(?:correct|right|best|true|answer)",
        plain,
    ):
        found.append((match.start(), (match[1],)))
    for match in re.finditer(
        rf"(?<![\w])[(\[]?({one})[)\]]?\s+is\s+(?:the\s+)?(?:clearly\s+|therefore\s+)?"
        r"(?:correct|right|best)\s+(?:answer|choice|option)",
        plain,
    ):
        found.append((match.start(), (match[1],)))
    return [chosen for _, chosen in sorted(found, key=lambda f: f[0])]


def _leading(rest: str, labels: tuple[str, ...], several: bool) -> tuple[str, ...]:
    """Labels right at the start of a declaration's rest: '[B]', 'b.', 'A and C', 'B because …'."""
    one = _one(labels)
    lower = _one(tuple(label.lower() for label in labels))
    lead = r"^\s*(?:(?:therefore|thus|clearly|then|definitely|option|choice|answer|letter)\s*:?\s*)*"
    item = rf"[(\[\"']*\s*({one}|(?:{lower})(?=\s*(?:[)\].,;:\"']|$)))(?:\s*[)\]\"'])*"
    match = re.match(lead + item + r"(?P<after>.*)", rest, re.DOTALL)
    if not match or (match["after"][:1].isalnum()) or match["after"].startswith(("'", "-")):
        return ()
    first, after = match[1], match["after"]
    if first.upper() in ("A", "I") and _an_article(rest[match.start(1) : match.end(1)], after, rest, match.start(1)):
        return ()
    chosen = [_label(first, labels)]
    joint = re.compile(rf"^\s*(?:,|;|/|&|\+|and\b|or\b|,\s*and\b|,\s*or\b)\s*(?:option\s+)?{item}", re.IGNORECASE)
    while more := joint.match(after):
        following = after[more.end() :]
        if following[:1].isalnum() or (_label(more[1], labels) in ("A", "I") and re.match(r"\s+[a-z]", following)):
            break
        chosen.append(_label(more[1], labels))
        after = following
    return tuple(dict.fromkeys(chosen))


def _an_article(letter: str, after: str, rest: str, at: int) -> bool:
    """'A' as a word ('The answer is A duty of care'), not as a label ('A because …', '(A) duty')."""
    if at and rest[at - 1] in "([\"'":
        return False
    word = re.match(r"\s+([a-zA-Z']+)", after)
    joins = ("because", "since", "as", "and", "or", "for", "which", "given", "due", "with", "based", "in", "is", "by")
    return bool(word) and word is not None and word[1].lower() not in joins


def _by_text(rest: str, options: Mapping[str, str]) -> tuple[str, ...]:
    """The one option whose whole text the declaration repeats."""
    said = _words(rest)
    equal = [label for label, text in options.items() if _words(text) and said == _words(text)]
    opens = [label for label, text in options.items() if len(_words(text)) > 12 and said.startswith(_words(text))]
    found = equal or opens
    return (found[0],) if len(found) == 1 else ()


def _alone(plain: str, options: Mapping[str, str], several: bool) -> list[tuple[str, ...]]:
    labels = tuple(options)
    either = rf"(?:{_one(labels)}|{_one(tuple(label.lower() for label in labels))})"
    line = re.compile(
        rf"^\s*[(\[]?\s*{either}\s*[)\]]?(?:\s*(?:,|and|&|/)\s*[(\[]?{either}[)\]]?)*\s*[.\])]*\s*$", re.MULTILINE
    )
    return [
        tuple(dict.fromkeys(_label(found, labels) for found in re.findall(either, m[0].replace("and", ","))))
        for m in line.finditer(plain)
    ]


def _opening(plain: str, options: Mapping[str, str], several: bool) -> list[tuple[str, ...]]:
    match = re.match(rf"\s*[(\[]?({_one(tuple(options))})(?:[)\]]|[.:])(?=\s)", plain)
    return [(match[1],)] if match else []


def _bracketed(plain: str, options: Mapping[str, str], several: bool) -> list[tuple[str, ...]]:
    sentences = [s for s in re.split(r"(?<=[.!?…])\s+|\n+", plain.strip()) if s.strip()]
    if not sentences:
        return []
    last = sentences[-1]
    if re.search(r"\b(?:not|wrong|incorrect|eliminate|rule out)\b|n't\b", last, re.IGNORECASE):
        return []
    found = tuple(dict.fromkeys(re.findall(rf"[(\[]({_one(tuple(options))})[)\]]", last)))
    return [found] if len(found) == 1 or (several and found) else []


@lru_cache(maxsize=64)
def _one(labels: tuple[str, ...]) -> str:
    """A pattern for one of the labels, longest first."""
    return "(?:" + "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True)) + r")(?![A-Za-z0-9])"


def _label(found: str, labels: Sequence[str]) -> str:
    return found if found in labels else next(label for label in labels if label.lower() == found.lower())


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


_PLACES = {"declared": _declared, "alone": _alone, "opening": _opening, "bracketed": _bracketed}
