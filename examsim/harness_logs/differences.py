"""Where the harness' own score of a reply and ours are not the same: an audit of its reading, or of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict

from examsim.harness_logs.logged_sample import LoggedSample
from scoring.types import Answer, Grade


class Difference(BaseModel):
    """One line of `log_differences.jsonl`."""

    model_config = ConfigDict(frozen=True)

    question: str
    log_score: float
    own_score: float
    log_read: str = ""
    own_read: str = ""
    key: str = ""
    reply: str = ""


def differences(
    samples: Mapping[str, LoggedSample],
    answers: Iterable[Answer],
    grades: Mapping[str, Grade],
    keys: Mapping[str, tuple[str, ...]],
) -> tuple[list[Difference], int]:
    """The differences, and how many replies could be compared: both scores known, ours by a key."""
    found, compared = [], 0
    for answer in answers:
        sample, grade = samples.get(answer.question), grades.get(answer.question)
        if sample is None or sample.score is None or grade is None or grade.grader_kind not in ("key", "tests"):
            continue
        if grade.points is None or not grade.max_points:
            continue
        compared += 1
        own = grade.points / grade.max_points
        if abs(own - sample.score) > 1e-6:
            found.append(
                Difference(
                    question=answer.question,
                    log_score=sample.score,
                    own_score=own,
                    log_read=sample.read[:200],
                    own_read=", ".join(answer.choice) or answer.status,
                    key=", ".join(keys.get(answer.question, ())),
                    reply=sample.reply[-300:],
                )
            )
    return found, compared
