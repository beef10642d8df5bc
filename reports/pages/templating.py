"""Pages from templates: everything is escaped, made plain, and cut to a length that a browser can bear.

A page is one file, or one with its parts in a folder beside it. Its style and script are inlined and named by their
hashes in the Content-Security-Policy, so that nothing else can run in it, and no request can leave it.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from exams.counted import counted
from exams.files.atomic_write import write_text
from reports import score_text, words
from reports.escaping import SHOWN_AT_MOST, fragment, one_line, sanitize, soft_wrap
from reports.rich_text.markdown import rich_html
from reports.score_text import p_cell, p_text, signed

LAID_OUT_AT_ONCE = 150  # questions
_REPORTS = Path(str(files("reports")))


@cache
def environment() -> Environment:
    """The templates with autoescape on. Every string that is printed goes through `plain` first."""
    made = Environment(
        loader=FileSystemLoader([_REPORTS / wing / "templates" for wing in ("pages", "packets", "papers")]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        auto_reload=False,  # else each question's includes ask the disk whether they have changed
        lstrip_blocks=True,
    )
    made.filters |= {
        "line": _line,
        "flow": soft_wrap,
        "whole": lambda text: escape(sanitize(text)),  # of any length: for what is not laid out
        "rich": _rich,
        "label": words.label,
        "about": words.about,
        "close": words.close_percent,
        "signed": signed,
        "p_text": p_text,
        "pair": lambda text: (text, text),
        "moment": words.moment,
        "anchor": fragment,
        "told": lambda scores: words.close_percent(score_text.format_score(scores)),
        "explanation": score_text.explanation,
        "unanswered": lambda scores: words.close_percent(score_text.unanswered(scores)),
        "counted": counted,
        "capital": words.capital,
        "p_cell": p_cell,
        "number": lambda value, digits=1: score_text.with_minus(score_text.number(value, digits)),
        "percent": lambda share, digits=1: score_text.with_minus(score_text.percent(share, digits)),
        "figures": _figures,
        "lazily": _lazily,
        "interval": score_text.interval,
    }
    made.globals["rich"] = _both_ways
    return made


def render(template: str, /, *, script: bool = True, chart_css: str = "", served: bool = False, **values: Any) -> str:
    """One self-contained page: `template` with its style and script inlined and locked by their hashes.

    chart_css: rules for the charts inside the page, where it has any.
    served: by `examsim view`, so its own script is beside the page's, and may ask the page's own server.
    """
    css, js = asset("pages/report.css") + chart_css, asset("pages/report.js") if script else ""
    if script and values.get("parts") is not None:
        js += "\n" + asset("pages/parts.js")
    if served:
        js += "\n" + asset("pages/view.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_source_hash(css)}'; "
        f"script-src {chr(39) + _source_hash(js) + chr(39) if js else chr(39) + 'none' + chr(39)}; "
        + ("connect-src 'self'; " if served else "")
        + "base-uri 'none'; form-action 'none'"
    )
    values |= {"css": Markup(css), "js": Markup(js), "policy": policy, "served": served}
    return environment().get_template(template).render(**values)


def write_page(path: Path, template: str, /, **values: Any) -> Path:
    """Render and write one page; returns its path."""
    write_text(path, render(template, **values), durable=False)
    return path


@cache
def asset(name: str) -> str:
    """A style or script that ships, by `WING/assets/FILE`'s wing and file: "pages/report.css"."""
    # They are our own files, and none may hold what would end its element; a test looks.
    wing, _, file = name.partition("/")
    return (_REPORTS / wing / "assets" / file).read_text(encoding="utf-8")


@cache
def _source_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _lazily(questions: int) -> Markup:
    """Long lists are laid out as they are scrolled to; pictures of whole shorter pages are complete."""
    return Markup(' class="long"' if questions > LAID_OUT_AT_ONCE else "")


def _figures(value: float, digits: int = 4) -> str:
    """So many figures that count, with the minus sign that is one; for values of any size."""
    return score_text.with_minus(f"{value:.{digits}g}")


@lru_cache(maxsize=8192)  # labels, topics and ids stand on every page
def _line(text: str, limit: int = 200) -> Markup:
    return escape(one_line(text, limit))


def _rich(text: str, limit: int = SHOWN_AT_MOST) -> Markup | None:
    return rich_html(text if len(text) <= limit else sanitize(text, limit))


@lru_cache(maxsize=4096)  # a question stands in the page of every model that was asked it
def _both_ways(text: str, limit: int = SHOWN_AT_MOST, kind: str = "") -> Markup:
    """A text rendered and as it was written; the switch beside it, which style alone reads, chooses which is seen."""
    drawn, source = _rich(text, limit), soft_wrap(text, limit)
    if not drawn:
        return Markup('<div class="text {}" dir="auto">{}</div>').format(kind, source)
    blocks = '<div class="text md {}" dir="auto">{}</div><div class="text {} plain" dir="auto">{}</div>'
    return Markup(blocks).format(kind, drawn, kind, source)


def _shown(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return sanitize(value, SHOWN_AT_MOST)
    return value
