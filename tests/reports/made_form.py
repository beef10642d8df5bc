"""A made-up form of the bar exam: every seventh question has a picture, every ninth leans on a passage."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from exams.files.form_folder import write_form
from exams.form import Form, FormHead
from exams.question import Image, Option, Passage, Question
from exams.rubric import Criterion, Rubric

LABELS = ("A", "B", "C", "D")
STEMS = (
    (
        "Contracts",
        "A farmer wrote to a mill offering 40 tons of wheat at a stated price, 'this offer good for ten days'. On the "
        "third day the farmer sold the wheat to another and the mill, unaware, wired its acceptance on the sixth day. "
        "Was there a contract between the farmer and the mill?",
    ),
    (
        "Torts",
        "A cyclist swerved to avoid a dog that had slipped its leash and struck a parked car. The owner of the car "
        "sued the owner of the dog for negligence. Which further fact would help the owner of the dog most?",
    ),
    (
        "Evidence",
        "At a trial for burglary the prosecution offers the testimony of a neighbour who heard a voice shout 'They "
        "are in the kitchen!' while glass was breaking. On what ground is the testimony most likely admitted?",
    ),
    (
        "Real property",
        "An owner conveyed land 'to my sister for life, then to her children'. The sister has one child living. Ten "
        "years later a second child is born. What interest do the two children hold?",
    ),
    (
        "Criminal law",
        "Intending only to frighten, a man fired a pistol over the head of a rival; the bullet ricocheted and killed "
        "a bystander. Of what is he most probably guilty at common law?",
    ),
    (
        "Civil procedure",
        "A resident of one state sued a company incorporated in a second state, with its head office in a third, for "
        "$80,000 in federal court. The company moves to dismiss for want of jurisdiction. How should it rule?",
    ),
    (
        "Constitutional law",
        "A city forbids any sign larger than a door on houses, except signs that name a candidate for office. A "
        "resident whose sign quotes a poem is fined. On what ground is the rule most open to attack?",
    ),
)
TEXTS = (
    "Yes, since a promise to keep an offer open binds a merchant",
    "Yes, since the acceptance was sent within the ten days",
    "No, unless the mill had paid for the promise",
    "No, since the offer had lapsed by then",
)
ESSAY = "Explain whether the lease was terminated, and what the tenant owes for the months after she left."
RUBRIC = Rubric(
    kind="analytic",
    max_points=6,
    criteria=(
        Criterion(id="term", text="Says which kind of tenancy this was", points=2),
        Criterion(id="notice", text="Applies the notice that such a tenancy needs", points=2),
        Criterion(id="mitigation", text="Weighs the landlord's duty to let the rooms again", points=2),
    ),
)


def make_form(folder: Path, questions: int = 28, essays: int = 3, hostile: str = "") -> Form:
    """Write and return a form; `hostile` is put into every text of it."""
    lease = Passage(id="lease", title="The lease", text="The tenant shall give notice a month before.\n" + hostile)
    made = [_multiple_choice(n, hostile) for n in range(questions)]
    made += [_essay(n, "mpt" if n == essays - 1 else "mee", hostile) for n in range(essays)]
    head = FormHead(
        schema=1,
        id="practice",
        exam="ube",
        title="UBE practice form" + hostile,
        role="practice",
        licence="Apache-2.0",
        source="written for the tests",
    )
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "images" / "plan.png").write_bytes(plan_of_two_lots())
    result = Form(head=head, questions=tuple(made), passages={"lease": lease}, folder=folder)
    write_form(result, folder)
    return result


def _multiple_choice(n: int, hostile: str) -> Question:
    topic, stem = STEMS[n % len(STEMS)]
    return Question(
        id=f"mbe-{n + 1:02}",
        section="mbe",
        kind="multiple_choice",
        stem=f"{stem} (Case {n + 1}.)" + hostile,
        options=tuple(Option(label=label, text=text + hostile) for label, text in zip(LABELS, TEXTS, strict=True)),
        key=(LABELS[n * 3 % 4],),
        topic=topic,
        passage="lease" if n % 9 == 8 else None,
        images=(Image(file="plan.png", transcription="A plan of two lots." + hostile),) if n % 7 == 3 else (),
        explanation="The rule of the majority of states decides it." + hostile,
        difficulty=("easy", "medium", "hard")[n % 3],
    )


def _essay(n: int, section: str, hostile: str) -> Question:
    return Question(
        id=f"{section}-{n + 1}",
        section=section,
        kind="free_response",
        stem=f"{ESSAY} (Task {n + 1}.)" + hostile,
        points=6,
        rubric=RUBRIC,
        model_answer="A month's notice was due; the landlord must mitigate." + hostile,
        topic="Real property",
        explanation="The rubric follows the majority rule." + hostile,
    )


def plan_of_two_lots(width: int = 240, height: int = 120) -> bytes:
    """A small greyscale PNG: two rectangles with a line between them."""

    def shade(x: int, y: int) -> int:
        upright = x in (10, 120, width - 10) and 10 <= y <= height - 10
        level = y in (10, height - 10) and 10 <= x <= width - 10
        return 40 if upright or level else 220 if x < 120 else 245

    rows = b"".join(b"\0" + bytes(shade(x, y) for x in range(width)) for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
