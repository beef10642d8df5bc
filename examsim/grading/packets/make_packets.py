"""Give answers to people: shuffled, under tokens, as a page, a workbook and a CSV file for each grader."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exams.errors import InputError
from exams.question import Question
from examsim.grading.calibration import Known
from examsim.grading.candidate_text import candidate_text, gradable
from examsim.grading.packets.packet_key import Key, KeyPacket, Ticket, read_key, token_of, write_key
from examsim.results.present_grades import answer_hash
from reports.packets.grading_packet import write_packet_page
from reports.packets.packet import EarlierGrade, Packet, PacketAnswer, PacketQuestion, packet_questions
from reports.packets.packet_sheets import write_packet_csv, write_packet_workbook
from reports.run_folder import Run


@dataclass(frozen=True)
class Item:
    """One answer to be graded. `earlier`: what others gave it, for an adjudicator."""

    run: Run
    question: Question
    text: str
    ticket: Ticket
    earlier: tuple[EarlierGrade, ...] = field(default=())


@dataclass(frozen=True)
class PacketOptions:
    """How to share the answers out. `overlap`: share of the answers that every grader gets, 0–1."""

    graders: int = 2
    overlap: float = 1.0
    seed: int = 0


def export_packets(
    runs: Sequence[Run], folder: Path, options: PacketOptions, known: Sequence[tuple[Run, Known]] = ()
) -> list[Path]:
    """Write a packet for each grader and `key.json` into `folder`; the files."""
    items = answers_to_grade(runs)
    if not items:
        raise InputError(
            "no free response to grade",
            where=runs[0].folder,
            hint="only answers that were given can be graded by people",
        )
    key_file = folder / "key.json"
    calibration = [calibration_item(run, answer) for run, answer in known]
    packets: dict[str, KeyPacket] = {}
    files: list[Path] = []
    made: list[tuple[str, Packet]] = []
    for number, own in enumerate(shares(items, options), 1):
        packet, part = make_packet([*own, *calibration], f"grader-{number}", runs, options.seed)
        packets[packet.id] = part
        made.append((f"grader-{number}", packet))
    key = Key(schema="examsim.packets/1", seed=options.seed, packets={**_packets_out(key_file, packets), **packets})
    for name, packet in made:
        files += write_packet(folder, name, packet)
    write_key(key_file, key)
    return [*files, key_file]


def answers_to_grade(runs: Sequence[Run]) -> list[Item]:
    """Every free response that was answered, in all runs."""
    items = []
    for run in runs:
        for question in run.form.questions if run.form else ():
            answer = run.answer_of.get(question.id)
            if question.kind == "free_response" and answer is not None and gradable(answer):
                ticket = Ticket(run=run.head.id, question=question.id, answer_hash=answer_hash(answer))
                items.append(Item(run, question, answer.text, ticket))
    return items


def calibration_item(run: Run, known: Known) -> Item:
    """A calibration answer among the others."""
    assert run.form is not None
    question = next(q for q in run.form.questions if q.id == known.question)
    digest = hashlib.sha256(known.text.encode("utf-8", "replace")).hexdigest()[:16]
    ticket = Ticket(run=run.head.id, question=question.id, answer_hash=digest, known=known.points)
    return Item(run, question, known.text, ticket)


def shares(items: Sequence[Item], options: PacketOptions) -> list[list[Item]]:
    """Which grader gets which answers: a seeded choice goes to all, the rest is dealt out one by one."""
    shuffled = list(items)
    random.Random(f"{options.seed} overlap").shuffle(shuffled)
    common = round(options.overlap * len(shuffled))
    return [[*shuffled[:common], *shuffled[common:][g :: options.graders]] for g in range(options.graders)]


def make_packet(
    items: Sequence[Item], grader: str, runs: Sequence[Run], seed: int, *, adjudication: bool = False
) -> tuple[Packet, KeyPacket]:
    """One grader's packet, in an order of its own, and its part of the key."""
    names = {run.head.model for run in runs}
    shuffled = list(items)
    random.Random(f"{seed} {grader}").shuffle(shuffled)
    tokens = {token_of(seed, grader, item.ticket): item for item in shuffled}
    if len(tokens) != len(shuffled):
        raise InputError("an answer occurs twice in a packet", hint="give each run and calibration answer once")
    places: dict[tuple[str, str], int] = {}
    for item in shuffled:
        places.setdefault(_place(item), len(places))
    identity = hashlib.sha256("".join(sorted(tokens)).encode()).hexdigest()[:8]
    packet = Packet(
        id=f"{grader}-{identity}",
        grader=grader,
        title=" and ".join(sorted({run.head.exam.short or run.head.exam.id for run in runs})),
        questions=_questions(places, shuffled),
        answers=tuple(
            PacketAnswer(token, places[_place(i)], candidate_text(i.text, names), i.earlier)
            for token, i in tokens.items()
        ),
        adjudication=adjudication,
    )
    key = KeyPacket(
        grader=grader,
        role="adjudicator" if adjudication else "",
        tickets={token: item.ticket for token, item in tokens.items()},
    )
    return packet, key


def write_packet(folder: Path, name: str, packet: Packet) -> list[Path]:
    """The packet in its three forms."""
    return [
        write_packet_page(folder / f"{name}.html", packet),
        write_packet_workbook(folder / f"{name}.xlsx", packet),
        write_packet_csv(folder / f"{name}.csv", packet),
    ]


def _place(item: Item) -> tuple[str, str]:
    """Runs of one form share its questions."""
    assert item.run.form is not None
    return item.run.form.content_hash, item.question.id


def _questions(places: Mapping[tuple[str, str], int], items: Sequence[Item]) -> tuple[PacketQuestion, ...]:
    runs = {_place(item)[0]: item.run for item in items}
    shown = {}
    for form_hash, run in runs.items():
        chosen = [q for q in run.form.questions if (form_hash, q.id) in places] if run.form else []
        shown.update({(form_hash, q.label): q for q in packet_questions(run, chosen)})
    return tuple(shown[place] for place in places)


def _packets_out(path: Path, packets: Mapping[str, KeyPacket]) -> dict[str, KeyPacket]:
    """The packets that the folder's key holds already. InputError if these are others: packets that are out with
    graders would be lost with their key."""
    if not path.is_file():
        return {}
    out = read_key(path).packets
    if any(out.get(name) != packet for name, packet in packets.items()):
        raise InputError("holds other packets already", where=path.parent, hint="export to a new folder")
    return out
