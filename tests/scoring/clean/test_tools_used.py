from typing import Any

from scoring.clean.tools_used import refuse_clean
from scoring.types import ExamScore, ScoreSet


def made(clean: float | None) -> ExamScore:
    full = ScoreSet(which="full", questions=10, value=70, text="70 %", sections=())
    low = None if clean is None else ScoreSet(which="clean", questions=8, value=clean, text=f"{clean} %", sections=())
    fields: dict[str, Any] = {"full": full, "clean": low, "reported": "clean", "reported_note": "", "notes": ()}
    return ExamScore.model_construct(**fields)


def test_a_model_that_searched_has_no_clean_score() -> None:
    score = refuse_clean(made(60), 2, 10)
    assert score.clean is not None
    assert (score.clean.value, score.clean.text, score.reported) == (None, "n/a", "full")
    assert "2 of 10 answers" in score.clean.note
    assert "2 of 10 answers" in score.notes[0].text and score.notes[0].level == "warning"


def test_without_an_audit_the_warning_still_stands() -> None:
    score = refuse_clean(made(None), 1, 10)
    assert score.clean is None and "refused" in score.notes[0].text


def test_without_tools_nothing_changes() -> None:
    score = made(60)
    assert refuse_clean(score, 0, 10) is score
