"""A packet as one HTML page that works without a network: answers, rubric, points, comment, a file to send back.

The page keeps every change in the browser's own memory at once, so that a closed tab loses nothing. Its script makes
the page from data with `textContent` alone: no answer is ever read as HTML. Rendered texts (`reports.rich_text`) lie in
`template` elements and are copied as nodes.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from markupsafe import Markup

from exams.files.atomic_write import write_text
from reports.escaping import sanitize
from reports.packets.packet import Packet, PacketQuestion
from reports.pages.templating import asset, environment
from reports.rich_text.markdown import rich_html


def write_packet_page(path: Path, packet: Packet) -> Path:
    """Write one packet; returns its path."""
    write_text(path, packet_page(packet))
    return path


def packet_page(packet: Packet) -> str:
    """The whole page as text. Its size is that of the answers, each question once, and pictures."""
    css, js = asset("pages/report.css") + asset("packets/packet.css"), asset("packets/packet.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(css)}'; script-src '{_hash(js)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    template = environment().get_template("grading_packet.html.jinja")
    return template.render(
        css=Markup(css),
        js=Markup(js),
        policy=policy,
        packet=packet,
        data=packet_data(packet),
        drawn=drawn_texts(packet),
    )


def packet_data(packet: Packet) -> dict[str, Any]:
    """What the page's script works on."""
    return {
        "id": packet.id,
        "grader": packet.grader,
        "adjudication": packet.adjudication,
        "questions": [_question(q) for q in packet.questions],
        "answers": [
            {
                "id": a.id,
                "question": a.question,
                "text": sanitize(a.text),
                "earlier": [
                    {"who": e.who, "points": e.points, "criteria": e.criteria, "comment": sanitize(e.comment)}
                    for e in a.earlier
                ],
            }
            for a in packet.answers
        ],
    }


def drawn_texts(packet: Packet) -> dict[str, Markup]:
    """Texts that have markup, rendered: place ('q0-stem', 'a3-text', 'q0-step-1') → HTML. The page's script copies
    them from where they stand inert; without an entry it shows the text alone."""
    found: dict[str, Markup] = {}
    for number, question in enumerate(packet.questions):
        own = {
            "stem": question.stem,
            "passage": question.passage,
            "model": question.model_answer,
            "anchors": question.examples,
        }
        own |= {"notes": question.guidance}
        own |= {f"level-{n}": level.text for n, level in enumerate(question.rubric.levels)}
        own |= {f"step-{n}": step.text for n, step in enumerate(question.steps)}
        found |= {f"q{number}-{place}": html for place, text in own.items() if (html := rich_html(text)) is not None}
    for number, answer in enumerate(packet.answers):
        if (html := rich_html(answer.text)) is not None:
            found[f"a{number}-text"] = html
    return found


def _question(question: PacketQuestion) -> dict[str, Any]:
    rubric = question.rubric
    return {
        "label": sanitize(question.label),
        "stem": sanitize(question.stem),
        "passage": sanitize(question.passage),
        "pictures": [{"uri": p.uri, "text": sanitize(p.text or p.name)} for p in question.pictures],
        "model_answer": sanitize(question.model_answer),
        "max": rubric.max_points,
        "anchors": sanitize(question.examples),
        "notes": sanitize(question.guidance),
        "caps": rubric.caps,
        "levels": [{"points": level.points, "text": sanitize(level.text)} for level in rubric.levels],
        "steps": [
            {"id": s.id, "text": sanitize(s.text), "allowed": s.allowed, "group": s.group, "requires": s.requires}
            for s in question.steps
        ],
    }


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
