"""Hold a grader's file against the key and the rubrics, line by line."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from examsim.grading.packets.packet_key import Key, KeyPacket, Ticket
from examsim.grading.packets.read_packet_file import Line, PacketFile
from reports.packets.packet import PacketQuestion, Step

MOST = 1e9  # points: an integer beyond a float's range is none


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one row of a file."""

    row: int
    text: str


@dataclass
class ImportedGrade:
    """All that a file says about one answer."""

    packet: KeyPacket
    ticket: Ticket
    points: dict[str, float] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Checked:
    """`complete`: answers with points for every criterion. `missing`: what a file leaves open, in words."""

    complete: tuple[ImportedGrade, ...]
    faults: tuple[Fault, ...]
    missing: tuple[str, ...]


def check_file(file: PacketFile, key: Key, questions: Mapping[tuple[str, str], PacketQuestion]) -> Checked:
    """Check every line. `questions`: (run, question id) → the question with its rubric's steps."""
    found: dict[str, ImportedGrade] = {}
    faults: list[Fault] = []
    for line in file.lines:
        where = key.find(line.id)
        if where is None:
            faults.append(Fault(line.row, f"unknown id {_shown(line.id)}"))
            continue
        packet, ticket = where
        if file.packet and packet is not key.packets.get(file.packet):
            faults.append(Fault(line.row, f"id {line.id!r} belongs to the packet of {packet.grader}"))
            continue
        given = found.setdefault(line.id, ImportedGrade(packet, ticket))
        question = questions.get((ticket.run, ticket.question))
        if question is None:
            faults.append(Fault(line.row, f"the answer is of run {ticket.run}, which was not named"))
            continue
        faults += _take(line, given, {s.id: s for s in question.steps})
        if line.comment and line.comment not in given.comments:
            given.comments.append(line.comment)
    return Checked(*_complete(found, key, file, questions, faults))


def _take(line: Line, given: ImportedGrade, steps: Mapping[str, Step]) -> Iterator[Fault]:
    if line.points is None or (isinstance(line.points, str) and not line.points.strip()):
        return
    step = steps.get(line.criterion)
    if step is None:
        yield Fault(line.row, f"unknown criterion {_shown(line.criterion)}: this answer has {', '.join(steps)}")
        return
    points = _number(line.points)
    low, high = step.allowed[0], step.allowed[-1]
    if points is None:
        yield Fault(line.row, f"{line.criterion}: {_shown(line.points)} is not a number")
    elif not low <= points <= high:
        yield Fault(line.row, f"{line.criterion}: {points:g} is out of range, {low:g} to {high:g}")
    elif not any(abs(points - a) < 1e-9 for a in step.allowed):
        near = min(step.allowed, key=lambda a: abs(a - points))
        yield Fault(line.row, f"{line.criterion}: {points:g} is off the rubric's steps (nearest {near:g})")
    elif line.criterion in given.points:
        yield Fault(line.row, f"{line.criterion} of {line.id!r} has points twice")
    else:
        given.points[line.criterion] = points


def _complete(
    found: Mapping[str, ImportedGrade],
    key: Key,
    file: PacketFile,
    questions: Mapping[tuple[str, str], PacketQuestion],
    faults: list[Fault],
) -> tuple[tuple[ImportedGrade, ...], tuple[Fault, ...], tuple[str, ...]]:
    complete, missing = [], []
    for token, given in found.items():
        question = questions.get((given.ticket.run, given.ticket.question))
        steps = [] if question is None else [s.id for s in question.steps if s.id not in given.points]
        if question is not None and not steps:
            complete.append(given)
        elif question is not None:
            missing.append(
                f"{given.packet.grader}, {token} ({given.ticket.question}): no points for {', '.join(steps)}"
            )
    names = {id(g.packet): g.packet for g in found.values()}
    if file.packet in key.packets:
        names[id(key.packets[file.packet])] = key.packets[file.packet]
    for packet in names.values():
        absent = [f"{t} ({ticket.question})" for t, ticket in packet.tickets.items() if t not in found]
        if absent:
            missing.append(f"{packet.grader}: not graded: {', '.join(absent)}")
    return tuple(complete), tuple(faults), tuple(missing)


def _shown(value: object) -> str:
    """A value as it is in the file, cut: it may be a list without end."""
    return reprlib.repr(value)


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < MOST and math.isfinite(value) else None
    try:
        number = float(str(value).strip().replace(",", "."))
    except (ValueError, RecursionError):
        return None
    return number if math.isfinite(number) else None
