"""A number and its noun agree, one above all."""

import pytest

from exams.counted import agree, counted


@pytest.mark.parametrize(
    ("number", "one", "many", "told"),
    [
        (1, "question", "", "1 question"),
        (0, "question", "", "0 questions"),
        (14_042, "question", "", "14,042 questions"),
        (1, "reply was", "replies were", "1 reply was"),
        (2, "reply was", "replies were", "2 replies were"),
        (1.5, "point", "", "1.5 points"),
        (1.0, "point", "", "1 point"),
    ],
)
def test_number_and_noun(number: float, one: str, many: str, told: str) -> None:
    assert counted(number, one, many) == told
    assert told.endswith(agree(number, one, many))
