"""A participant's rating from the standings of a contest."""

from pathlib import Path

import pytest

from exams.errors import InputError
from scoring.standings import performance, read_standings


def standings_file(folder: Path, *rows: str) -> Path:
    path = folder / "standings.csv"
    path.write_text("\n".join(["handle,rating,points,penalty", *rows]), encoding="utf-8")
    return path


def test_a_draw_between_two_is_worth_the_others_rating(tmp_path: Path) -> None:
    """Second of three between one above and one below: seed(r) = 2 where both win chances sum to 1, at the mean."""
    path = standings_file(tmp_path, "a,1700,300,0", "me,1500,200,0", "b,1300,100,0")
    found = performance(read_standings(path), "me")
    assert found.place == 2 and found.expected == pytest.approx(2.0)
    assert found.rating == pytest.approx(1500, abs=0.01) and found.change == pytest.approx(0, abs=0.01)


def test_penalty_decides_between_equal_points_and_ties_share_the_last_place(tmp_path: Path) -> None:
    path = standings_file(tmp_path, "a,1700,300,10", "me,1500,300,20", "b,1300,300,20", "c,1300,300,21")
    assert performance(read_standings(path), "me").place == 3


@pytest.mark.parametrize("row", ["me,high,1,0", "me,1500,,0"])
def test_a_row_without_numbers_is_refused_with_its_line(tmp_path: Path, row: str) -> None:
    with pytest.raises(InputError, match=r"standings\.csv:2"):
        read_standings(standings_file(tmp_path, row))


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no participant 'you'"):
        performance(read_standings(standings_file(tmp_path, "me,1500,1,0")), "you")
