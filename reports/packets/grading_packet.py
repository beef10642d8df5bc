"""A packet as one HTML page that works without a network: answers, rubric, points, comment, a file to send back.

The page keeps every change in the browser's own memory at once, so that a closed tab loses nothing. Its script makes
the page from data with `textContent` alone: no answer is ever read as HTML.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Any

from markupsafe import Markup

from exams.files.atomic_write import write_text
from reports.escaping import plain
from reports.packets.packet import Packet, PacketQuestion
from reports.pages.templating import environment


def write_packet_page(path: Path, packet: Packet) -> Path:
    """Write one packet; returns its path."""
    write_text(path, packet_page(packet))
    return path


def packet_page(packet: Packet) -> str:
    """The whole page as text. Its size is that of the answers, each question once, and pictures."""
    css, js = _asset("report.css") + _asset("packet.css"), _asset("packet.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(css)}'; script-src '{_hash(js)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    template = environment().get_template("grading_packet.html.jinja")
    return template.render(css=Markup(css), js=Markup(js), policy=policy, packet=packet, data=packet_data(packet))


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
                "text": plain(a.text),
                "earlier": [
                    {"who": e.who, "points": e.points, "criteria": e.criteria, "comment": plain(e.comment)}
                    for e in a.earlier
                ],
            }
            for a in packet.answers
        ],
    }


def _question(question: PacketQuestion) -> dict[str, Any]:
    rubric = question.rubric
    return {
        "label": plain(question.label),
        "stem": plain(question.stem),
        "passage": plain(question.passage),
        "pictures": [{"uri": p.uri, "text": plain(p.text or p.name)} for p in question.pictures],
        "model_answer": plain(question.model_answer),
        "max": rubric.max_points,
        "notes": plain(rubric.notes),
        "caps": rubric.caps,
        "levels": [{"points": level.points, "text": plain(level.text)} for level in rubric.levels],
        "steps": [
            {"id": s.id, "text": plain(s.text), "allowed": s.allowed, "group": s.group, "requires": s.requires}
            for s in question.steps
        ],
    }


def _asset(name: str) -> str:
    return (Path(str(files("reports"))) / "packets" / "assets" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
