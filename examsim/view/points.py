"""Points that a person gives in the page: held against the rubric as packets are, and kept where those are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from exams.errors import InputError
from examsim.grading.agree_runs import agree_runs, score_again
from examsim.grading.check_grades import check_file
from examsim.grading.packets.import_grades import imported_grade, keep_human_grades
from examsim.grading.packets.packet_key import Key, KeyPacket, Ticket
from examsim.grading.packets.read_packet_file import Line, PacketFile
from examsim.results.present_grades import answer_hash
from reports.packets.packet import PacketQuestion, rubric_of
from reports.run_folder import read_run
from scoring.types import Grade

LONGEST_NAME, LONGEST_COMMENT = 60, 4_000
_TOKEN = "answer"  # the one ticket of the one packet that a page's points are
_writing = Lock()  # grades are read, added to and written: one at a time


def give_points(
    folder: Path, question_id: str, grader: str, points: Mapping[str, object], comment: str, seen: str
) -> Grade:
    """Check, keep and count one answer's points; the run is scored again.

    `seen`: hash of the answer that the grader had before them. InputError says what is wrong, and nothing is kept.
    """
    grader = grader.strip()
    if not grader or len(grader) > LONGEST_NAME or not grader.isprintable():
        raise InputError("no name of a grader", hint=f"give one, of at most {LONGEST_NAME} characters")
    if len(comment) > LONGEST_COMMENT:
        raise InputError("the comment is too long", hint=f"at most {LONGEST_COMMENT} characters")
    with _writing:
        run = read_run(folder)
        free = {q.id: q for q in run.form.questions if q.kind == "free_response"} if run.form else {}
        question, answer = free.get(question_id), run.answer_of.get(question_id)
        if question is None or answer is None:
            raise InputError(
                "this run holds no answer to be graded by a rubric under that name", hint="reload the page"
            )
        if seen != answer_hash(answer):
            raise InputError("the answer has changed since the page was drawn", hint="reload, and read it again")
        shown = PacketQuestion(question.id, question.stem, "", (), rubric_of(question), "")
        ticket = Ticket(run=run.head.id, question=question.id, answer_hash=seen)
        key = Key(seed=0, packets={"page": KeyPacket(grader=grader, tickets={_TOKEN: ticket})})
        lines = tuple(Line(n, _TOKEN, str(c), p, comment.strip()) for n, (c, p) in enumerate(points.items(), 1))
        checked = check_file(PacketFile(folder, "page", lines), key, {(run.head.id, question.id): shown})
        if checked.faults:
            raise InputError("; ".join(f.text for f in checked.faults), hint="correct it; nothing was kept")
        if not checked.complete:
            left = [s.id for s in shown.steps if s.id not in points or points[s.id] in (None, "")]
            raise InputError(f"no points for {', '.join(left)}", hint="give each criterion its points")
        grade = imported_grade(run, checked.complete[0], question)
        keep_human_grades(run, [grade])
        agree_runs([folder])
        score_again([folder])
    return grade
