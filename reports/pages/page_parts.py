"""Long lists of questions in parts: pages of 500 in a folder beside the page that they belong to.

A browser takes ten seconds over one page of 14,000 questions, and one over a page of 500. So a page of more than 1,500
questions keeps the overview, a table of its parts and one line about each question, in which it searches; the questions
themselves are in `report-questions/001.html` and so on, pages that are whole without a script and without a server.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from exams.files.atomic_write import write_text
from reports.escaping import fragment, one_line
from reports.pages.templating import render, write_page

MOST_ON_ONE_PAGE = 1_500
IN_A_PART = 500
_LINE = 120  # characters of a question in the overview
_PART_FILE = re.compile(r"\d{3,}\.html")


class Listed(Protocol):
    """What a page must know of a question to list it."""

    @property
    def number(self) -> int:
        """Its place, from 1."""

    @property
    def id(self) -> str:
        """Its name in the form."""

    @property
    def anchor(self) -> str:
        """Its element's id on the page."""

    @property
    def preview(self) -> str:
        """Its beginning, on one line."""

    @property
    def section(self) -> str:
        """Its section's id, or ''."""

    @property
    def topic(self) -> str:
        """Its topic, or ''."""

    @property
    def tags(self) -> tuple[str, ...]:
        """What the list is filtered by."""


@dataclass(frozen=True)
class Part:
    """One page of questions: `first` to `last` by number; `counts` by tag; `sections` in order of appearance."""

    number: int
    first: int
    last: int
    items: tuple[Listed, ...]
    counts: Mapping[str, int]
    sections: tuple[str, ...]

    @property
    def file(self) -> str:
        """Its file in the folder of parts: "001.html"."""
        return f"{self.number:03}.html"


@dataclass(frozen=True)
class PartLayout:
    """How parts are drawn: `article` is the template of one question, `heading` names the page that they belong to.

    sorts: orders to choose from (name in the script, words). section_names: (id, name). download, columns: name of the
    table that can be saved, without its ending, and its head as JSON; '' where there is none.
    """

    article: str
    heading: str
    sorts: tuple[tuple[str, str], ...]
    section_names: tuple[tuple[str, str], ...] = ()
    lengths: bool = False
    download: str = ""
    columns: str = ""
    legend: str = ""  # a template with what the signs of the list mean


@dataclass(frozen=True)
class Parts:
    """All parts of one page. `folder` is relative to the page; `counts` are of the tags that any question has."""

    folder: str
    parts: tuple[Part, ...]
    counts: Mapping[str, int]
    questions: int
    layout: PartLayout

    def href(self, item: Listed) -> str:
        """The address of a question, relative to the page."""
        return f"{self.folder}/{self.parts[part_of(item.number) - 1].file}#{item.anchor}"

    @property
    def lines(self) -> str:
        """One line a question, in cells between tabs: number, anchor, tags, section, topic, id, its beginning."""
        return "\n".join("\t".join(_cells(item)) for part in self.parts for item in part.items)


def part_of(number: int) -> int:
    """The part, from 1, that holds the question of this number, from 1."""
    return (number - 1) // IN_A_PART + 1


def question_href(page: str, number: int, anchor: str, questions: int) -> str:
    """The address of a question of `page` (a file name), whether that page is in parts or not."""
    if questions <= MOST_ON_ONE_PAGE:
        return f"{page}#{anchor}"
    return f"{parts_folder(page)}/{part_of(number):03}.html#{anchor}"


def parts_folder(page: str) -> str:
    """The folder of a page's parts, beside it: "report-questions" for "report.html"."""
    return f"{page.removesuffix('.html')}-questions"


def in_parts(items: Sequence[Listed], tags: Sequence[str], page: str, layout: PartLayout) -> Parts | None:
    """Cut `page`'s list in the order given; None where all can stand on it. `tags` in the order to be counted in."""
    if len(items) <= MOST_ON_ONE_PAGE:
        return None
    pages = [tuple(items[start : start + IN_A_PART]) for start in range(0, len(items), IN_A_PART)]
    parts = tuple(_part(number, own, tags) for number, own in enumerate(pages, 1))
    return Parts(parts_folder(page), parts, _counts(items, tags), len(items), layout)


def write_with_parts(page: Path, template: str, parts: Parts | None, **values: Any) -> Path:
    """Write `page` and its parts, and take away parts of an earlier time. Returns the page."""
    for part in parts.parts if parts else ():
        write_text(
            page.parent / parts_folder(page.name) / part.file, part_page(parts, part, f"../{page.name}", **values)
        )
    remove_parts(page, keep={part.file for part in parts.parts} if parts else ())
    return write_page(page, template, parts=parts, home="", **values)


def part_page(parts: Parts | None, part: Part, home: str, **values: Any) -> str:
    """The page of one part; `home` is the address of the page that it belongs to."""
    return render("part.html.jinja", all_parts=parts, part=part, home=home, **values)


def remove_parts(page: Path, keep: Collection[str] = ()) -> None:
    """Take away the parts of `page` that are not to be kept, and their folder where nothing is left in it."""
    folder = page.parent / parts_folder(page.name)
    if folder.is_symlink() or not folder.is_dir():
        return
    for file in folder.iterdir():
        if _PART_FILE.fullmatch(file.name) and file.name not in keep:
            file.unlink(missing_ok=True)
    with suppress(OSError):  # something of the reader's own is in it
        folder.rmdir()


def _part(number: int, items: tuple[Listed, ...], tags: Sequence[str]) -> Part:
    return Part(
        number=number,
        first=items[0].number,
        last=items[-1].number,
        items=items,
        counts=_counts(items, tags),
        sections=tuple(dict.fromkeys(item.section for item in items if item.section)),
    )


def _counts(items: Sequence[Listed], tags: Sequence[str]) -> dict[str, int]:
    return {tag: count for tag in tags if (count := sum(tag in item.tags for item in items))}


def _cells(item: Listed) -> list[str]:
    tags = " ".join(map(fragment, item.tags))
    return [str(item.number), item.anchor, tags, *(one_line(t, 80) for t in (item.section, item.topic, item.id)),
            one_line(item.preview, _LINE)]  # fmt: skip
