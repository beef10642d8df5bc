"""Tables 2 and 11, Figures 5 and 8 of the report: what its own figures give, and what they contradict."""

from __future__ import annotations

from collections import Counter

import pytest
from click.testing import CliRunner

from examsim.cli import cli
from scoring.replay.benchmark_cells import benchmark_cells
from scoring.replay.cell import Cell


def cell(table: str, row: str, column: str) -> Cell:
    return next(c for c in benchmark_cells() if (c.table, c.row, c.column) == (table, row, column))


def test_humaneval_falls_by_2_12_percent_and_drop_rises_where_0_is_printed() -> None:
    fall = cell("Table 11", "HumanEval", "change, percent")
    assert (fall.computed, fall.verdict) == ("-2.12", "match")
    rise = cell("Table 11", "DROP (F1)", "change, percent")
    assert (rise.printed, rise.computed, rise.verdict) == ("0", "+0.36", "no match") and rise.why


def test_no_single_run_of_164_problems_gives_the_humaneval_scores() -> None:
    for model, told in (("GPT-4", "67.1"), ("GPT-3.5", "48.2")):
        found = cell("Table 2", "HumanEval", model)
        assert (found.computed, found.verdict) == (told, "no match") and "no count" in found.why
    verdicts = Counter(c.verdict for c in benchmark_cells() if c.table == "Table 2")
    assert verdicts == {"match": 8, "no match": 2, "not computable": 4}


def test_shares_estimated_on_1000_have_their_interval() -> None:
    assert "6 of 1,000, 95 % 0.2–1.3" in cell("Table 11", "MMLU", "contaminated, percent").how
    assert "210 of 1,000, 95 % 18.5–23.7" in cell("Table 11", "DROP (F1)", "contaminated, percent").how
    assert cell("Table 11", "HumanEval", "contaminated, percent").how == "41 of 164, all"


def test_figure_5_has_its_26_languages_in_order_and_24_above_the_line() -> None:
    places = [c for c in benchmark_cells() if c.table == "Figure 5" and c.column == "place"]
    assert len(places) == 26 and {c.verdict for c in places} == {"match"}
    above = next(c for c in benchmark_cells() if c.table == "Figure 5" and c.column == "languages")
    assert (above.computed, above.verdict) == ("24 of 26", "match")


def test_figure_8_is_near_the_bound_of_a_model_that_is_always_sure() -> None:
    found = cell("Figure 8", "ECE over the options after RLHF", "(1 - a) / 2")
    assert (found.printed, found.computed, found.verdict) == ("0.074", "0.068", "no match")


@pytest.mark.slow
def test_the_command_prints_them_apart_from_the_exams_counts() -> None:
    told = CliRunner().invoke(cli, ["replay", "gpt-4-report"], catch_exceptions=False).output
    head, _, tail = told.partition("The report's benchmarks, from its printed figures alone; in no count above:")
    assert "Table 11" in tail and "Table 11" not in head.split("Not computable")[0] and "490 of 579" in head
