"""Tables found later: whole, in range, and with the figures their sources print."""

from __future__ import annotations

import csv

import pytest

from exams.files.exam_folder import load_exam
from scoring.check_exam import check_exam
from scoring.scales.percentile import norm_tables
from scoring.scales.standing import standing

NEW = ("aime", "imo", "usmle-step-3", "leet", "gaokao-hubei", "hkdse")


@pytest.mark.parametrize("exam_id", NEW)
def test_a_new_exam_is_a_folder_that_holds_together(exam_id: str) -> None:
    exam = load_exam(exam_id)
    assert check_exam(exam) == []
    assert exam.norm and not list(exam.folder.glob("**/*.py"))


def test_aime_2025_i_13_of_15_is_the_98_3rd_to_99_5th_among_qualifiers() -> None:
    first = standing(load_exam("aime"), 13)[0]
    assert (first.norm, round(first.low or 0, 1), round(first.high or 0, 1)) == ("2025-i", 98.3, 99.5)
    assert "qualifiers" in first.words


def test_imo_35_of_42_in_2025_and_bounds_elsewhere() -> None:
    at, above, below = (standing(load_exam("imo"), score)[0] for score in (35, 36, 34))
    assert (round(at.low or 0, 1), round(at.high or 0, 1)) == (88.6, 95.9)
    assert (above.text, below.text) == ("at least 96th", "at most 89th")


def test_gaokao_counts_everybody() -> None:
    for table in norm_tables(load_exam("gaokao-hubei")):
        assert table.rows[0].low == 0 and table.rows[-1].high == 100
    assert standing(load_exam("gaokao-hubei"), 683)[0].words.startswith("above the 99th percentile of Hubei candidates")


def test_leet_goes_from_raw_to_standard_score_to_percentile() -> None:
    from scoring.conversions import convert, read_raw

    exam = load_exam("leet")
    with (exam.folder / "norms" / "verbal-2024.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        found = convert(exam, read_raw(exam, [f"{row['raw']}/30"], "verbal")).rows[0]
        assert found.value == pytest.approx(float(row["score"]), abs=0.11)
    assert not {"verbal-2016", "reasoning-2013"} & {n.id for n in exam.norm}  # not monotone as typed


def test_codeforces_by_date_agrees_with_the_four_checkpoints_of_its_author() -> None:
    exam = load_exam("codeforces")
    for rating, percent in ((1143, 50), (1900, 94), (2400, 99.2), (3000, 99.93)):
        found = {p.norm: p.low for p in standing(exam, rating)}["active-2024"]
        assert found == pytest.approx(percent, abs=0.6)
    assert standing(exam, 1900)[0].norm == "all-2025"
    assert standing(exam, 1900, as_of="2025")[0].norm == "active-2024"


def test_hkdse_bands_bound_every_score() -> None:
    found = {score: standing(load_exam("hkdse"), score)[0] for score in (30, 31, 32, 35)}
    assert len({found[score].text for score in (30, 31, 32)}) == 1 and found[35].high == 100
