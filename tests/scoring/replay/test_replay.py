"""The GPT-4 report's tables through the ordinary scoring path."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from exams.suites.suite import load_suite
from examsim.cli.replay_report import command
from scoring.replay.ap_sets import ap_grades
from scoring.replay.cell import Cell
from scoring.replay.figure4_cells import figure4_bars
from scoring.replay.left_out import left_out_cells
from scoring.replay.published import table
from scoring.replay.replay import replay
from scoring.replay.sittings import exam_of, vision
from scoring.replay.split import split_of
from scoring.replay.table8_cells import pooled
from scoring.scales.percentile import norm_tables
from scoring.sittings import Block, sitting_of

FORMULA = ("gre-quantitative", "gre-verbal", "gre-writing", "amc-10", "amc-12", "usnco-local", "mksap")
OTHERS = ("sommelier-introductory", "sommelier-certified", "sommelier-advanced", "sat-math", "sat-reading-writing")
CODE = ("leetcode-easy", "leetcode-medium", "leetcode-hard")


@pytest.fixture(scope="module")
def cells() -> list[Cell]:
    return replay()


def test_every_table_10_cell_matches_but_for_the_rows_the_paper_prints_inconsistently(cells: list[Cell]) -> None:
    odd = {(c.row, c.column) for c in cells if c.table == "Table 10" and not c.agrees}
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
        verdict = "leaning" if exam.startswith("sat-") else "match"
        assert (found[names[exam]].verdict, found[names[exam]].how) == (verdict, "default scales"), exam


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
    assert not [c for c in cells if c.table == "Percentiles" and c.verdict == "own figure"]
    assert not [c for c in cells if c.table == "Percentiles" and "gpt-4-report" in c.how]


def test_exactly_twelve_cells_lean_on_the_report(cells: list[Cell]) -> None:
    leaning = Counter(c.row.split(" ")[0] for c in cells if c.verdict == "leaning")
    assert leaning == {"Uniform": 1, "SAT": 8, "USABO": 2, "USA": 1}


def test_the_split_says_what_the_agreements_show(cells: list[Cell]) -> None:
    split = split_of(cells)
    assert (split.round_trips, split.empty, split.arithmetic) == (186, 22, 169)
    assert split.agree == split.round_trips + split.empty + split.arithmetic + split.table
    # 111 and 89 before the LSAT tables of 2006 to 2011 came in, which give two more of the report's five pairs
    assert (split.table, split.needing, split.needing_agree, split.own_run) == (113, 160, 91, 67)


def test_the_cells_left_out_are_listed_with_their_reason() -> None:
    left = left_out_cells()
    assert Counter(c.table for c in left) == {"Table 1": 68, "Table 9": 41}
    assert all(c.verdict == "not computable" and c.why for c in left)


def test_the_lsat_window_of_2007_to_2010_gives_all_five_pairs_of_the_report() -> None:
    rows = {
        row.score: row.low for row in next(t for t in norm_tables(exam_of("lsat")) if t.norm.id == "2007-2010").rows
    }
    assert {score: round(rows[score] or 0) for score in (163, 161, 149, 167, 169)} == {
        163: 88, 161: 83, 149: 40, 167: 95, 169: 97,
    }  # fmt: skip
    pairs = [c for c in replay() if c.table == "Percentiles" and c.row == "LSAT"]
    assert [c.verdict for c in pairs] == ["match"] * 5


def test_fourteen_or_more_ap_ranges_come_from_a_2022_table_that_was_seen(cells: list[Cell]) -> None:
    ranges = [c for c in cells if c.table == "Percentiles" and c.row.startswith("AP") and c.verdict == "match"]
    assert len({(c.row, c.column) for c in ranges}) >= 15
    assert all(c.how.startswith("2022") for c in ranges)


def test_the_json_holds_every_cell_and_the_split(cells: list[Cell]) -> None:
    result = CliRunner().invoke(command, ["gpt-4-report", "--json"])
    body = json.loads(result.output)
    assert (len(body["cells"]), len(body["left_out"])) == (len(cells), 109)
    assert body["split"]["needing"] == 160


@pytest.mark.slow
def test_figure_4_is_drawn_computed_beside_printed(cells: list[Cell], tmp_path: Path) -> None:
    bars = figure4_bars(cells)
    assert len(bars) == 26 and bars[0].label == "AP Calculus BC" and (bars[0].printed, bars[0].computed) == (43, 44)
    result = CliRunner().invoke(command, ["gpt-4-report", "--differences", "--figure-4", str(tmp_path / "figure-4")])
    assert result.exit_code == 0
    assert (tmp_path / "figure-4.png").stat().st_size > 10_000 and (tmp_path / "figure-4.svg").is_file()


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
    split = split_of(cells)
    assert f"{split.agree} of {len(cells)} cells agree with the print" in result.output
    assert "Not computable, and in no count below: 109 cells" in result.output
