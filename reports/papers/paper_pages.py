"""The two pages of a paper: `paper.html` to print, `sitting.html` to sit offline with a timer.

Both are one file each. The sitting's script is locked by its hash in the Content-Security-Policy, no request can leave
the page, and what the candidate writes goes into a file that the page saves; until then the browser keeps it.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from markupsafe import Markup

from exams.files.atomic_write import write_text
from reports.pages.templating import asset, environment
from reports.papers.paper import Paper

SHEET = "examsim.sheet/1"  # schema of the file that the page saves
CONSENT = (
    "I agree that my answers are kept under the id above, to make statistics of the questions and of all who sat them. "
    "I can have them erased at any time by naming the id."
)


def write_paper_pages(paper: Paper, folder: Path) -> list[Path]:
    """`paper.html`, `sitting.html`, and `sheets.csv`, an empty table to type paper sheets into; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"paper.html": paper_page(paper), "sitting.html": sitting_page(paper), "sheets.csv": empty_sheets(paper)}
    for name, text in files.items():
        write_text(folder / name, text)
    return [folder / name for name in files]


def paper_page(paper: Paper) -> str:
    """The printable paper: a title, the sections, and an answer sheet on a page of its own."""
    css = asset("papers/paper.css")
    policy = f"default-src 'none'; img-src data:; style-src '{_hash(css)}'; base-uri 'none'; form-action 'none'"
    template = environment().get_template("paper.html.jinja")
    return template.render(paper=paper, css=Markup(css), policy=policy, consent=CONSENT)


def sitting_page(paper: Paper) -> str:
    """The page with the timer."""
    css, js = asset("pages/report.css") + asset("papers/sitting.css"), asset("papers/sitting.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(css)}'; script-src '{_hash(js)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    data = {
        "schema": SHEET,
        "form": paper.form,
        "form_hash": paper.form_hash,
        "consent": CONSENT,
        "sections": [{"id": s.id, "minutes": s.minutes} for s in paper.sections],
    }
    template = environment().get_template("sitting.html.jinja")
    return template.render(paper=paper, css=Markup(css), js=Markup(js), policy=policy, data=data, consent=CONSENT)


def empty_sheets(paper: Paper) -> str:
    """The head of a table with a column for each question; a row for each candidate goes below it."""
    return ",".join(("id", "consent", *(q.id for q in paper.questions))) + "\n"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
