"""HTML of a question as plain text: paragraphs as lines, indices in Unicode, pictures by their sources.

White space is folded as a browser would, except in `<pre>`, and in one block of class "pre-wrap" around everything,
which our own exports use to keep a text to the last blank.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from exams.loaders.markup.mathml import mathml_as_latex
from exams.loaders.markup.whole_tags import whole_tags

_BLOCKS = frozenset(("p", "div", "section", "article", "ul", "ol", "table", "tr", "blockquote", "h1", "h2", "h3", "h4"))
_BLOCKS |= frozenset(("h5", "h6", "dl", "dt", "dd", "figure", "figcaption", "prompt"))
_EXACT = re.compile(r'<div class="pre-wrap"[^<>]*>((?:[^<]|<br ?/?>)*)</div>((?:\s*<p><img [^<>]*></p>)*)\s*')
_LOST = re.compile(r"<(audio|video|iframe|embed|svg|canvas|applet)(?=[\s>/])", re.IGNORECASE)
_MOST = 8 * 2**20
_MOST_DECLARATIONS = 1000  # the standard library's parser takes quadratic time over unclosed '<!'
_VOID = frozenset(["br", "img", "hr", "input", "meta", "link", "wbr"])
_HIDDEN = frozenset(["script", "style", "head", "title"])
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ")


@dataclass(frozen=True)
class Shown:
    """Text, and the pictures in it as (source, alternative text)."""

    text: str
    pictures: tuple[tuple[str, str], ...] = ()


@dataclass
class _Reader(HTMLParser):
    chunks: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    kept: int = 0
    hidden: int = 0
    index: str = ""
    index_text: str = ""
    opened: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "br":
            self._write("\n", True)
        elif tag == "img":
            self.pictures.append((given.get("src") or "", given.get("alt") or ""))
        elif tag == "object" and (given.get("type") or "image/").startswith("image/"):
            self.pictures.append((given.get("data") or "", ""))
        elif tag == "object":
            raise ValueError(
                f"it embeds {given.get('data', 'an object')!r} ({given['type']}), which a form cannot hold"
            )
        elif tag in ("sup", "sub"):
            self.index, self.index_text = tag, ""
        elif tag == "math" and given.get("alttext"):
            self._write(f"${given['alttext']}$", True)
        if tag in _VOID:
            return
        keeps = tag == "pre"
        self.kept += keeps
        self.hidden += tag in _HIDDEN or (tag == "math" and bool(given.get("alttext")))
        if tag in _BLOCKS or tag == "pre":
            self._line()
        if tag == "li":
            self._line()
            self._write("- ", True)
        if tag in ("td", "th") and self.chunks and not self.chunks[-1].endswith("\n"):
            self._write(" | ", True)
        self.opened.append((tag, keeps))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _ in self.opened[-200:]):
            return
        while self.opened:
            name, keeps = self.opened.pop()
            self.kept -= keeps
            self.hidden -= self.hidden > 0 and name in (*_HIDDEN, "math")
            if name in ("sup", "sub"):
                self._end_index()
            if name in _BLOCKS or name in ("li", "pre"):
                self._line()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        if self.index:
            self.index_text += data
        else:
            self._write(data, bool(self.kept))

    def _end_index(self) -> None:
        if not self.index:
            return
        text, table = self.index_text, _RAISED if self.index == "sup" else _LOWERED
        mark, self.index = "^" if self.index == "sup" else "_", ""
        if text and all(ord(char) in table for char in text):
            self._write(text.translate(table), True)
        elif text:
            self._write(f"{mark}{{{text}}}" if len(text) > 1 else mark + text, True)

    def _line(self) -> None:
        if self.chunks and not self.chunks[-1].endswith("\n"):
            if not self.kept:
                self.chunks[-1] = self.chunks[-1].rstrip(" ")
            self.chunks.append("\n")

    def _write(self, text: str, exact: bool) -> None:
        if not exact:
            text = re.sub(r"[ \t\n\r\f]+", " ", text)
            if not self.chunks or self.chunks[-1].endswith(("\n", " ")):
                text = text.lstrip(" ")
        if text:
            self.chunks.append(text)


def show(fragment: str) -> Shown:
    """Plain text and pictures of an HTML fragment. Broken HTML is read as far as it goes, as browsers do.

    ValueError if it is larger than 8 MiB or has thousands of declarations, or for a formula that cannot be written in
    LaTeX, a sound, a film, or a drawing inside the text: a question must not lose them in silence.
    """
    if len(fragment) > _MOST or fragment.count("<!") > _MOST_DECLARATIONS:
        raise ValueError("an HTML text of more than 8 MiB, or of thousands of declarations")
    if (lost := _LOST.search(fragment)) is not None:
        raise ValueError(f"it plays or embeds <{lost[1].lower()}>, which a form cannot hold")
    if "<math" in fragment:
        fragment = mathml_as_latex(fragment)
    exact = _EXACT.fullmatch(fragment.strip())
    if exact is not None:
        text = html.unescape(re.sub(r"<br ?/?>", "\n", exact[1]))
        return Shown(text, _read(exact[2])[1])
    return Shown(*_read(fragment))


def _read(fragment: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    reader = _Reader()
    reader.feed(whole_tags(fragment))
    reader.close()
    reader._end_index()
    return "".join(reader.chunks).strip(), tuple(reader.pictures)
