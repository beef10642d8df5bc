"""The GPT-4 report's tables through the ordinary scoring path."""

from __future__ import annotations

from collections import Counter

import pytest
from click.testing import CliRunner

from exams.suites.suite import load_suite
from examsim.cli.replay_report import command
from scoring.replay.ap_sets import ap_grades
from scoring.replay.cell import Cell, tally
from scoring.replay.items import Block, sitting_of
from scoring.replay.published import table
from scoring.replay.replay import replay
from scoring.replay.sittings import exam_of, vision
from scoring.replay.table8_cells import pooled

FORMULA = ("gre-quantitative", "gre-verbal", "gre-writing", "amc-10", "amc-12", "usnco-local", "mksap")
OTHERS = ("sommelier-introductory", "sommelier-certified", "sommelier-advanced", "sat-math", "sat-reading-writing")
CODE = ("leetcode-easy", "leetcode-medium", "leetcode-hard")


@pytest.fixture(scope="module")
def cells() -> list[Cell]:
    return replay()


def test_every_table_10_cell_matches_but_for_the_rows_the_paper_prints_inconsistently(cells: list[Cell]) -> None:
    odd = {(c.row, c.column) for c in cells if c.table == "Table 10" and c.verdict != "match"}
    usabo, ube = "USA Biolympiad Semifinal Exam 2020", "Uniform Bar Exam (MBE+MEE+MPT)"
    columns = ("contaminated_percent", "clean_percent", "contaminated_only_percent", "degradation_percent")
    expected = {(usabo, column) for column in columns}
    expected |= {(ube, c) for c in ("overall_percent", "clean_percent", "degradation_percent")}
    expected |= {(f"Leetcode ({level})", "degradation_percent") for level in ("easy", "medium", "hard")}
    assert odd == expected


def test_every_formula_exam_of_table_1_is_exact_with_its_default_scale(cells: list[Cell]) -> None:
    names = {row["exam"]: row["name"] for row in table("table1")}
    found = {c.row: c for c in cells if c.table == "Table 1"}
    for exam in (*FORMULA, *OTHERS, *CODE):
        assert (found[names[exam]].verdict, found[names[exam]].how) == ("match", "default scales"), exam


def test_table_9_contamination_matches_wherever_flags_are_known(cells: list[Cell]) -> None:
    shares = [c for c in cells if c.table == "Table 9" and c.column == "contamination"]
    assert len(shares) == 34
    assert Counter(c.verdict for c in shares) == {"match": 32, "not computable": 2}


def test_clean_scores_are_not_defined_where_the_paper_prints_na(cells: list[Cell]) -> None:
    printed = {c.row for c in cells if c.table == "Table 9" and c.printed == "N/A"}
    assert printed == {"GRE Writing", "AP Eng. Lang. and Comp.", "AP Eng. Lit. and Comp."}
    assert all(c.verdict == "match" for c in cells if c.table == "Table 9" and c.row in printed and c.printed == "N/A")


def test_table_8_averages_are_means_of_rows_and_pooling_turns_the_sign_round(cells: list[Cell]) -> None:
    averages = {c.column: c for c in cells if c.table == "Table 8" and c.row == "Average"}
    assert [averages["base"].computed, averages["RLHF"].computed] == ["73.7", "74.0"]
    assert pooled()["base"] > pooled()["RLHF"]
    assert round(pooled()["base"], 2) == 78.01


def test_percentiles_quoted_from_the_report_do_not_count_as_reproduced(cells: list[Cell]) -> None:
    from_report = [c for c in cells if c.table == "Percentiles" and c.how in ("gpt-4-report", "2022-recalled")]
    assert from_report and all(c.verdict == "own figure" for c in from_report)


def test_fourteen_or_more_ap_ranges_come_from_a_2022_table_that_was_seen(cells: list[Cell]) -> None:
    ranges = [c for c in cells if c.table == "Percentiles" and c.row.startswith("AP") and c.verdict == "match"]
    assert len({(c.row, c.column) for c in ranges}) >= 15
    assert all(c.how.startswith("2022") for c in ranges)


def test_every_difference_has_its_reason(cells: list[Cell]) -> None:
    bare = [(c.table, c.row, c.column) for c in cells if c.verdict in ("no match", "not computable") and not c.why]
    assert bare == []


def test_no_reason_is_kept_for_a_cell_that_matches(cells: list[Cell]) -> None:
    matching = {(c.table, c.row, c.column) for c in cells if c.verdict == "match"}
    for row in table("reasons"):
        assert (row["table"], row["row"], row["column"]) not in matching


def test_the_ap_grades_under_both_sets_are_those_of_the_alternatives() -> None:
    grades = {g.name: g for g in ap_grades()}
    assert len(grades) == 15
    assert grades["AP Statistics"].by_set == (4.0, 5.0) and grades["AP Statistics"].agrees == (False, True)


def test_table_1_rows_are_those_of_the_suite() -> None:
    assert [row["exam"] for row in table("table1")] == [e.id for e in load_suite("gpt4-report").exam]


def test_reported_scores_are_the_lower_of_full_and_clean() -> None:
    for score in vision().values():
        if score.clean is not None and None not in (score.full.value, score.clean.value):
            assert score.reported_set.value == min(score.full.value or 0, score.clean.value or 0)


def test_items_have_the_totals_they_are_built_from() -> None:
    block = Block("mcq", 60, 34.5, 60, 20, 12.25, 20)
    sitting = sitting_of(exam_of("ap-biology"), [block])
    flagged = sitting.audit.flagged
    clean = sum(g.points or 0 for g in sitting.grades if g.question not in flagged)
    seen = sum(g.points or 0 for g in sitting.grades if g.question in flagged)
    assert (clean, seen, len(flagged)) == (34.5, 12.25, 20)


def test_the_command_prints_the_count(cells: list[Cell]) -> None:
    result = CliRunner().invoke(command, ["gpt-4-report", "--differences"])
    assert result.exit_code == 0
    assert f"{tally(cells)['match']} of {len(cells)} cells reproduced" in result.output
