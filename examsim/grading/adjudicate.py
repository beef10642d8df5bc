"""Answers on which people disagree become a packet for an adjudicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from examsim.grading.packets.make_packets import Item, answers_to_grade, make_packet, write_packet
from examsim.grading.packets.packet_key import read_key, write_key
from examsim.results.present_grades import present_grades
from reports.packets.packet import EarlierGrade
from reports.run_folder import Run
from scoring.graders.resolve_grades import people_grades
from scoring.types import Grade

SHARE = 1 / 6  # of the maximum: more than one point of six
NAMES = ("first grader", "second grader", "third grader")


def disagreements(runs: Sequence[Run], threshold: float | None) -> list[Item]:
    """Answers whose human grades lie more than `threshold` points apart (None: a sixth of the maximum) and that nobody
    has adjudicated, with the grades in the order of their points' criteria."""
    found = []
    present = {id(run): present_grades(run) for run in runs}
    for item in answers_to_grade(runs):
        grades = present[id(item.run)].of_question.get(item.question.id, ())
        people = list(people_grades(grades).values())
        if len(people) < 2 or any(g.role == "adjudicator" for g in grades):
            continue
        points = [g.points or 0.0 for g in people]
        limit = item.question.points * SHARE if threshold is None else threshold
        if max(points) - min(points) > limit + 1e-9:
            found.append(replace(item, earlier=tuple(_earlier(n, g) for n, g in enumerate(people))))
    return found


def adjudication_packet(runs: Sequence[Run], items: Sequence[Item], key_file: Path) -> list[Path]:
    """Write the packet of the answers in dispute beside the key, and its tokens into the key."""
    key = read_key(key_file)
    packet, part = make_packet(items, "adjudicator", runs, key.seed, adjudication=True)
    write_key(key_file, key.model_copy(update={"packets": {**key.packets, packet.id: part}}))
    return write_packet(key_file.parent, "adjudicator", packet)


def _earlier(number: int, grade: Grade) -> EarlierGrade:
    who = NAMES[number] if number < len(NAMES) else f"grader {number + 1}"
    return EarlierGrade(who, grade.points or 0.0, {c.criterion: c.points for c in grade.criteria}, grade.note)
