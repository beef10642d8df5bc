"""Pairs of answers for people: the grading packets, with the sides drawn for each pair and undone on import."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from exams.errors import InputError
from exams.files.json_records import write_json
from exams.files.regular_file import read_json
from exams.files.toml_records import first_fault
from exams.rubric import Level, Rubric
from examsim.grading.candidate_text import candidate_text
from examsim.grading.check_grades import check_file
from examsim.grading.packets.make_packets import write_packet
from examsim.grading.packets.packet_key import Key, KeyPacket, Ticket, read_key, token_of, write_key
from examsim.grading.packets.read_packet_file import read_packet_file
from examsim.preferring.contestants import Contestant
from examsim.preferring.prompt_set import PromptSet
from reports.packets.packet import LEVEL, Packet, PacketAnswer, PacketQuestion
from scoring.types.preference import Verdict

RUBRIC = Rubric(
    kind="holistic",
    max_points=2,
    step=1,
    levels=(
        Level(points=0, text="Answer A is better"),
        Level(points=1, text="nothing to choose between them"),
        Level(points=2, text="Answer B is better"),
    ),
    notes="Which answer serves the person who asked better? 0 = A, 1 = neither, 2 = B. Length is no merit in itself.",
)


class Sides(BaseModel):
    """Who stood where in one pair; kept with whoever organises the comparison."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    prompt: str
    a: str
    b: str
    length_a: int
    length_b: int
    category: str = ""


class SidesFile(BaseModel):
    """Token → sides, of all packets of one export."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    schema_version: str = "examsim.sides/1"
    sides: dict[str, Sides]


def export_pairs(
    contestants: Sequence[Contestant], prompts: PromptSet, folder: Path, *, graders: int, overlap: float, seed: int
) -> list[Path]:
    """Write each person's packet, key.json and sides.json. Every rater gets an order and sides of their own.

    `overlap` is the share of pairs that all get; the rest is dealt out. InputError where the folder holds an export.
    """
    if (folder / "sides.json").exists():
        raise InputError("holds an export already", where=folder, hint="export to a new folder")
    names = [c.name for c in contestants]
    pairs = [
        (item, one, two)
        for one, two in combinations(contestants, 2)
        for item in prompts.prompts
        if item.id in one.answers and item.id in two.answers
    ]
    random.Random(f"{seed} overlap").shuffle(pairs)
    common = round(overlap * len(pairs))
    packets: dict[str, KeyPacket] = {}
    sides: dict[str, Sides] = {}
    files: list[Path] = []
    for number in range(graders):
        grader = f"rater-{number + 1}"
        own = [*pairs[:common], *pairs[common:][number::graders]]
        draw = random.Random(f"{seed} {grader}")
        draw.shuffle(own)
        questions, answers, tickets = [], [], {}
        for place, (item, one, two) in enumerate(own):
            first, second = (one, two) if draw.random() < 0.5 else (two, one)
            shown = [candidate_text(c.answers[item.id], names) for c in (first, second)]
            digest = hashlib.sha256("\0".join((first.name, second.name, *shown)).encode("utf-8", "replace"))
            ticket = Ticket(run="pair", question=item.id, answer_hash=digest.hexdigest()[:16])
            token = token_of(seed, grader, ticket)
            tickets[token] = ticket
            sides[token] = Sides(
                prompt=item.id,
                a=first.name,
                b=second.name,
                length_a=len(first.answers[item.id]),
                length_b=len(second.answers[item.id]),
                category=item.use,
            )
            questions.append(PacketQuestion(item.id, item.prompt, "", (), RUBRIC, ""))
            answers.append(PacketAnswer(token, place, f"ANSWER A\n\n{shown[0]}\n\n\nANSWER B\n\n{shown[1]}"))
        identity = hashlib.sha256("".join(sorted(tickets)).encode()).hexdigest()[:8]
        packet = Packet(f"{grader}-{identity}", grader, f"{prompts.title}: A or B?", tuple(questions), tuple(answers))
        packets[packet.id] = KeyPacket(grader=grader, tickets=tickets)
        files += write_packet(folder, grader, packet)
    write_key(folder / "key.json", Key(schema="examsim.packets/1", seed=seed, packets=packets))
    write_json(folder / "sides.json", SidesFile(sides=sides).model_dump(mode="json"))
    return [*files, folder / "key.json", folder / "sides.json"]


def import_pairs(files: Sequence[Path], key_file: Path | None) -> tuple[list[Verdict], list[str]]:
    """Verdicts from what came back, the sides undone, and notes on what is missing. InputError with row for a fault."""
    verdicts: list[Verdict] = []
    notes: list[str] = []
    for path in files:
        key_path = key_file or path.parent / "key.json"
        key, sides = read_key(key_path), _read_sides(key_path.parent / "sides.json")
        question = PacketQuestion("", "", "", (), RUBRIC, "")
        known = {("pair", s.prompt): question for s in sides.values()}
        checked = check_file(read_packet_file(path), key, known)
        if checked.faults:
            fault = checked.faults[0]
            raise InputError(fault.text, where=path, line=fault.row, hint="correct it; nothing was imported")
        notes += checked.missing
        tokens = {
            (p.grader, t.question, t.answer_hash): token for p in key.packets.values() for token, t in p.tickets.items()
        }
        for given in checked.complete:
            side = sides[tokens[given.packet.grader, given.ticket.question, given.ticket.answer_hash]]
            verdicts.append(
                Verdict(
                    prompt=side.prompt,
                    first=side.a,
                    second=side.b,
                    share=given.points[LEVEL] / 2,
                    rater=given.packet.grader,
                    rater_kind="person",
                    length_first=side.length_a,
                    length_second=side.length_b,
                    category=side.category,
                    note="; ".join(given.comments),
                )
            )
    return verdicts, notes


def _read_sides(path: Path) -> dict[str, Sides]:
    try:
        return SidesFile.model_validate_json(read_json(path)).sides
    except OSError:
        raise InputError("there is no file of the sides", where=path, hint="it is written beside key.json") from None
    except ValidationError as error:
        raise InputError(first_fault(error), where=path, hint="it was not written by --packets") from None
