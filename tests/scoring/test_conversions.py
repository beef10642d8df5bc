"""Raw to scaled to percentile without a run folder."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from exams.errors import InputError
from exams.files.exam_folder import load_exam
from examsim.cli.convert import command
from scoring.conversions import convert, read_raw


def test_an_lsat_76_of_100_is_159_161_or_163() -> None:
    exam = load_exam("lsat")
    rows = convert(exam, read_raw(exam, ["76/100"], None)).rows
    assert [row.value for row in rows] == [159, 161, 163]
    assert rows[0].default and rows[0].percentile == "about the 68th percentile of LSAT takers, 2023–26"


def test_a_section_alone_is_converted_by_its_scales_and_the_rest_is_named_as_missing() -> None:
    exam = load_exam("ube")
    found = convert(exam, read_raw(exam, ["151/200"], "mbe"))
    assert [round(row.value) for row in found.rows] == [151, 162]
    assert found.notes == ("no score of the whole exam without mee, mpt",)


def test_all_sections_give_the_score_of_the_whole_exam_as_of_a_year() -> None:
    exam = load_exam("ap-us-government")
    raw = read_raw(exam, ["mcq=45/55", "frq=13/17"], None)
    assert convert(exam, raw).rows[0].percentile.endswith("2025")
    assert convert(exam, raw, "2023").rows[0].percentile.endswith("2022")


@pytest.mark.parametrize(
    ("texts", "of", "fault"),
    [
        (["76"], None, "is not RIGHT/OF"),
        (["101/100"], None, "more than the 100 there are"),
        (["1/0"], None, "more than the 0 there are"),
        (["76/100"], "mbe", "lsat has no section 'mbe'"),
        (["76/100", "77/100"], None, "is given twice"),
    ],
)
def test_raw_points_that_cannot_be_are_refused(texts: list[str], of: str | None, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        read_raw(load_exam("lsat"), texts, of)


def test_the_command_prints_json() -> None:
    body = json.loads(CliRunner().invoke(command, ["lsat", "76/100", "--json"]).output)
    assert body["schema"] == "examsim.convert/1" and [row["value"] for row in body["rows"]] == [159, 161, 163]
