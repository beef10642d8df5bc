"""A participant's rating from the standings of a contest."""

from functools import cache
from pathlib import Path

import pytest

from exams.errors import InputError
from scoring.ratings.standings import Participant, performance, rating_changes, read_standings


def standings_file(folder: Path, *rows: str) -> Path:
    path = folder / "standings.csv"
    path.write_text("\n".join(["handle,rating,points,penalty", *rows]), encoding="utf-8")
    return path


def test_a_draw_between_two_is_worth_the_others_rating(tmp_path: Path) -> None:
    """Second of three between one above and one below: seed(r) = 2 where both win chances sum to 1, at the mean."""
    path = standings_file(tmp_path, "a,1700,300,0", "me,1500,200,0", "b,1300,100,0")
    found = performance(read_standings(path), "me")
    assert found.place == 2 and found.expected == pytest.approx(2.0)
    assert found.rating == pytest.approx(1500, abs=0.01)


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


# Codeforces Round 641 (Div. 1), contest 1349, 12 May 2020: place -> rating before, published change. The ratings of
# all 1,248 participants stand in round_1349_ratings.txt in order of the standings, "=" between those who tie
# (source: test data of github meooow25/carrot, from the public Codeforces API; names left out).
PUBLISHED = {
    1: (3434, 110), 2: (3353, 78), 3: (2845, 180), 5: (2984, 112), 8: (2505, 213), 24: (1911, 341), 25: (2930, 27),
    26: (3541, -132), 43: (3029, -33), 48: (3109, -59), 120: (3105, -115), 1248: (2132, -103),
}  # fmt: skip


@cache
def round_1349() -> tuple[Participant, ...]:
    text = (Path(__file__).parent / "round_1349_ratings.txt").read_text(encoding="utf-8")
    groups = [[float(r) for r in group.split("=")] for group in text.split()]
    numbered = ((number, rating) for number, group in enumerate(groups) for rating in group)
    return tuple(Participant(f"p{i}", rating, -number, 0) for i, (number, rating) in enumerate(numbered, 1))


@cache
def changes_of_round_1349() -> tuple[float, ...]:
    return tuple(rating_changes(round_1349()).tolist())


@pytest.mark.parametrize("place", PUBLISHED)
def test_the_published_rating_changes_of_a_real_contest_come_out(place: int) -> None:
    standings = round_1349()
    rating, change = PUBLISHED[place]
    assert len(standings) == 1248 and standings[place - 1].rating == rating
    assert changes_of_round_1349()[place - 1] == pytest.approx(change, abs=1.5)  # the site rounds at each step


@pytest.mark.slow
def test_where_a_performance_equals_the_rating_the_place_is_the_expected_one() -> None:
    found = performance(round_1349(), "p25")
    assert found.place == 25 and found.rating > 2930
    others = [p for p in round_1349() if p.handle != "p25"]
    again = performance((*others, Participant("p25", found.rating, -24.0, 0)), "p25")
    assert again.expected == pytest.approx(25, abs=0.01)
