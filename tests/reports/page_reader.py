"""Reads a page as a browser would, as far as the tests need it: elements with their attributes, and text."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

VOID = {"wbr", "meta", "img", "input", "source", "br", "hr", "link"}


class Page(HTMLParser):
    """Elements in order, scripts and styles with their content, and all other text.

    A block of data (JSON-LD) is no script, as no browser runs it: its element is called `data block` here.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.source = path.read_text(encoding="utf-8")
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.data: list[str] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.unclosed: list[str] = []
        self.feed(self.source)
        self.close()
        self.unclosed += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        block = tag == "script" and dict(attrs) == {"type": "application/ld+json"}
        self.elements.append(("data block" if block else tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unclosed.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            (self.data if self.elements[-1][0] == "data block" else self.scripts).append(data)
        elif not self.open or self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def ids(self) -> list[str]:
        return [str(a["id"]) for _, a in self.elements if a.get("id")]
