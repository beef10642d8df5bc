"""The shipped exams as data: every folder loads, every table is whole, and known facts stand where they should."""

from __future__ import annotations

import csv
import fnmatch
import re
from itertools import pairwise
from pathlib import Path

import pytest

from exams.exam import Exam, Norm, Provenance
from exams.files.exam_folder import load_exam, shipped_exams
from exams.suites.suite import load_suite
from scoring.scales.newest_norm import newest_norm

NEWER = {"digital-sat", "mcat", "usmle-step-2-ck", "gmat-focus"}
TABLE_1 = [e.id for e in load_suite("gpt4-report").exam]
APS = [e for e in TABLE_1 if e.startswith("ap-")]
HUMAN_GRADED = {
    "gre-writing",
    "gre-writing-2026",
    "ap-art-history",
    "ap-english-language",
    "ap-english-literature",
    "ap-us-government",
    "ap-us-history",
    "ap-world-history",
}
WITHOUT_PICTURES = {  # multiple choice; appendix A.4 of the report
    "sat-reading-writing",
    "mksap",
    "sommelier-introductory",
    "sommelier-certified",
    "sommelier-advanced",
    "ap-psychology",
    "ap-english-language",
    "ap-english-literature",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def percent(cell: str) -> tuple[float, float]:
    value = float(cell.strip("<>+-"))
    return (0.0 if cell[0] == "<" or cell[-1] == "-" else value, 100.0 if cell[-1] == "+" else value)


def bounds(row: dict[str, str]) -> tuple[float, float] | None:
    if "percentile" in row:
        return percent(row["percentile"]) if row["percentile"] else None
    return percent(row["low"])[0], percent(row["high"])[1]


def norm_of(exam_id: str, norm_id: str) -> dict[float, tuple[float, float] | None]:
    exam = load_exam(exam_id)
    norm = next(n for n in exam.norm if n.id == norm_id)
    return {float(r["score"]): bounds(r) for r in rows(exam.folder / norm.file)}


def default_norm(exam_id: str) -> Norm:
    found = newest_norm([n for n in load_exam(exam_id).norm if n.of == "score"])
    assert found is not None
    return found


def chart_of(exam_id: str, scale_id: str) -> dict[float, float]:
    exam = load_exam(exam_id)
    scale = next(s for s in exam.scale if s.id == scale_id)
    assert scale.file is not None
    low = "min" if scale.kind == "cut_points" else "raw"
    high = "score" if scale.kind == "cut_points" else "scaled"
    return {float(r[low]): float(r[high]) for r in rows(exam.folder / scale.file)}


def provenances(exam: Exam) -> list[Provenance]:
    own = [s.counts for s in exam.section if s.counts] + [exam.score.provenance]
    own += [scale.provenance for scale in exam.scale] + [norm.provenance for norm in exam.norm]
    return own + [mark.provenance for mark in exam.pass_mark]


def test_the_34_exams_of_table_1_and_four_newer_ones_ship() -> None:
    assert set(TABLE_1) | NEWER <= set(shipped_exams())
    assert len(TABLE_1) == len(set(TABLE_1)) == 34


def test_suite_names_are_those_of_the_exam_folders() -> None:
    for entry in load_suite("gpt4-report").exam:
        assert load_exam(entry.id).gpt4_report == entry.name


def test_suite_follows_the_order_of_table_1() -> None:
    assert TABLE_1[:12] == [
        "ube", "lsat", "sat-reading-writing", "sat-math", "gre-quantitative", "gre-verbal", "gre-writing",
        "usabo-semifinal", "usnco-local", "mksap", "codeforces", "ap-art-history",
    ]  # fmt: skip
    assert TABLE_1[25:] == [
        "ap-world-history", "amc-10", "amc-12", "sommelier-introductory", "sommelier-certified",
        "sommelier-advanced", "leetcode-easy", "leetcode-medium", "leetcode-hard",
    ]  # fmt: skip


@pytest.mark.parametrize("exam_id", shipped_exams())
class TestEveryFolder:
    def test_section_weights_sum_to_one_and_parts_to_their_section(self, exam_id: str) -> None:
        exam = load_exam(exam_id)
        assert sum(s.weight for s in exam.section) == pytest.approx(1)
        for section in exam.section:
            if section.parts:
                assert sum(p.questions for p in section.parts) == section.questions
                assert sum(p.points for p in section.parts) == pytest.approx(section.points)
                shares = [p.weight for p in section.parts if p.weight is not None]
                assert not shares or sum(shares) == pytest.approx(1)
                assert len(shares) in (0, len(section.parts))

    def test_every_table_names_source_and_status_and_how_it_was_seen(self, exam_id: str) -> None:
        exam = load_exam(exam_id)
        assert all(s.counts for s in exam.section)
        for provenance in provenances(exam):
            assert provenance.source and provenance.evidence

    def test_every_shipped_table_is_named_and_every_named_table_ships(self, exam_id: str) -> None:
        exam = load_exam(exam_id)
        named = {s.file for s in exam.scale if s.file} | {n.file for n in exam.norm}
        shipped = {f"{d}/{p.name}" for d in ("scales", "norms") for p in (exam.folder / d).glob("*")}
        assert named == shipped
        assert (exam.folder / "SOURCES.md").read_text(encoding="utf-8").startswith("# ")

    def test_norms_never_fall_and_stay_within_percent(self, exam_id: str) -> None:
        exam = load_exam(exam_id)
        for norm in exam.norm:
            table = rows(exam.folder / norm.file)
            scores = [float(r["score"]) for r in table]
            assert scores == sorted(set(scores)), norm.id
            found = [b for r in table if (b := bounds(r)) is not None]
            assert found, norm.id
            assert all(0 <= low <= high <= 100 for low, high in found), norm.id
            assert [b[0] for b in found] == sorted(b[0] for b in found), norm.id
            assert [b[1] for b in found] == sorted(b[1] for b in found), norm.id
            if norm.of == "score":
                assert exam.score.min <= scores[0] and (exam.score.max is None or scores[-1] <= exam.score.max)

    def test_charts_cover_every_raw_score_and_never_fall(self, exam_id: str) -> None:
        exam = load_exam(exam_id)
        for scale in (s for s in exam.scale if s.file):
            table = rows(exam.folder / str(scale.file))
            assert scale.out_of
            if scale.kind == "cut_points":
                least = [float(r["min"]) for r in table]
                assert least[0] == 0 and least == sorted(set(least)) and least[-1] <= scale.out_of
                assert [r["score"] for r in table] == ["1", "2", "3", "4", "5"]
                continue
            low = [int(r.get("raw_low", r.get("raw", ""))) for r in table]
            high = [int(r.get("raw_high", r.get("raw", ""))) for r in table]
            assert low[0] == 0 and high[-1] == scale.out_of
            assert all(b == a + 1 for a, b in zip(high, low[1:], strict=False))
            scaled = [float(r["scaled"]) for r in table]
            assert scaled == sorted(scaled)

    def test_one_default_for_each_thing_that_is_scaled_or_normed(self, exam_id: str) -> None:
        exam = load_exam(exam_id)
        for section in {s.section for s in exam.scale}:
            assert sum(s.default for s in exam.scale if s.section == section) == 1
        for of in {n.of for n in exam.norm}:
            assert newest_norm([n for n in exam.norm if n.of == of]) is not None
        assert len({n.id for n in exam.norm}) == len(exam.norm)
        assert len({s.id for s in exam.scale}) == len(exam.scale)

    def test_every_norm_names_who_when_and_where_its_period_ends(self, exam_id: str) -> None:
        for norm in load_exam(exam_id).norm:
            assert norm.group and norm.period_words, norm.id
            assert "tweet" not in norm.population and "report" not in norm.id, norm.id
            assert norm.ends_at or not norm.headline, norm.id

    def test_no_two_norms_of_an_exam_hold_the_same_figures_for_the_same_year(self, exam_id: str) -> None:
        exam = load_exam(exam_id)
        tables = [
            (n.of, n.group, n.provenance.year, (exam.folder / n.file).read_text(encoding="utf-8")) for n in exam.norm
        ]
        distinct = [t for t in tables if t[2] != "unknown"]
        twice = {t for t in distinct if distinct.count(t) > 1}
        assert not twice

    def test_formal_essays_wait_for_a_person(self, exam_id: str) -> None:
        human = [s for s in load_exam(exam_id).section if s.grading == "human"]
        assert bool(human) == (exam_id in HUMAN_GRADED)
        assert all(s.one_shot and s.kind == "free_response" for s in human)

    def test_sections_that_the_report_calls_pictureless_carry_none(self, exam_id: str) -> None:
        if exam_id in WITHOUT_PICTURES:
            assert not any(s.images for s in load_exam(exam_id).section if s.kind == "multiple_choice")


@pytest.mark.parametrize("exam_id", APS)
class TestAdvancedPlacement:
    def test_both_cut_point_sets_ship_and_set_a_is_the_default(self, exam_id: str) -> None:
        scales = {s.id: s for s in load_exam(exam_id).scale}
        assert {"set-a", "set-b"} <= set(scales)
        assert scales["set-a"].default

    def test_bins_of_a_distribution_touch_and_span_everybody(self, exam_id: str) -> None:
        for norm in load_exam(exam_id).norm:
            if norm.sparse:
                continue
            table = norm_of(exam_id, norm.id)
            assert list(table) == [1, 2, 3, 4, 5]
            bins = [b for b in table.values() if b]
            assert bins[0][0] == 0 and bins[-1][1] == 100
            assert all(a[1] == b[0] for a, b in pairwise(bins))

    def test_the_newest_distribution_is_told_first_and_that_of_2022_as_of_2023(self, exam_id: str) -> None:
        norms = load_exam(exam_id).norm
        usable = [n for n in norms if n.provenance.status != "unknown"]
        assert default_norm(exam_id).ends_at == max(n.ends_at for n in usable)
        then = newest_norm(norms, "2023")
        assert then is not None and then.provenance.year == "2022"
        if {"2025-final", "2025-june"} <= {n.id for n in norms}:
            assert default_norm(exam_id).id == "2025-final"


def test_art_history_grade_5_is_the_86th_to_100th_in_2022() -> None:
    bin_ = norm_of("ap-art-history", "2022-june")[5]
    assert bin_ and (round(bin_[0]), round(bin_[1])) == (86, 100)


def test_macroeconomics_final_2022_table_gives_both_published_ranges() -> None:
    table = norm_of("ap-macroeconomics", "2022-final")
    assert [tuple(round(x) for x in table[s] or ()) for s in (5, 2)] == [(84, 100), (33, 48)]


def test_chemistry_cut_for_a_5_differs_between_the_sets() -> None:
    assert max(chart_of("ap-chemistry", "set-a")) == 79
    assert max(chart_of("ap-chemistry", "set-b")) == 71.9


def test_history_essays_weigh_20_25_and_15_percent_of_the_exam() -> None:
    for exam_id in ("ap-us-history", "ap-world-history"):
        frq = load_exam(exam_id).section_named("frq")
        weights = {p.id: frq.weight * (p.weight or 0) for p in frq.parts}
        assert weights == pytest.approx({"saq": 0.20, "dbq": 0.25, "leq": 0.15})


def test_lsat_163_stood_7_points_higher_in_2016_to_2019_than_in_2023_to_2026() -> None:
    old, new = norm_of("lsat", "2016-2019")[163], norm_of("lsat", "2023-2026")[163]
    assert old == (87.1, 87.1)
    assert new and round(new[0]) == 80


def test_lsat_anchored_chart_passes_through_the_reports_two_points_and_is_not_the_default() -> None:
    chart = chart_of("lsat", "gpt-4-report")
    assert (chart[72], chart[76]) == (161, 163)
    assert not next(s for s in load_exam("lsat").scale if s.id == "gpt-4-report").default


def test_gre_formula_is_130_plus_40_times_accuracy() -> None:
    for exam_id in ("gre-quantitative", "gre-verbal"):
        score = load_exam(exam_id).score
        assert (score.rule, score.parameters) == ("formula", {"intercept": 130, "slope": 40})


def test_sat_may_2018_charts_give_both_710s_of_the_report() -> None:
    reading = chart_of("sat-reading-writing", "reading-may-2018")
    writing = chart_of("sat-reading-writing", "writing-may-2018")
    assert 10 * (reading[47] + writing[37]) == 710
    assert chart_of("sat-math", "may-2018")[51] == 710


def test_an_empty_amc_paper_beats_the_reports_30_points() -> None:
    parameters = load_exam("amc-10").score.parameters
    assert 25 * parameters["blank"] == 37.5 > 30


def test_ube_298_stands_at_the_68th_in_july_and_between_45_and_48_among_passers() -> None:
    assert norm_of("ube", "july")[298] == (68, 68)
    assert norm_of("ube", "first-timers")[298] == (62, 62)
    assert norm_of("ube", "passers")[298] == (45, 48)


def test_ube_pass_marks_run_from_260_to_270_and_name_each_jurisdiction_once() -> None:
    marks = load_exam("ube").pass_mark
    assert {m.cut_score for m in marks} == {260, 264, 266, 268, 270}
    places = [place for m in marks for place in m.where]
    assert len(places) == len(set(places)) == 42


def test_codeforces_392_is_below_the_5th_among_active_users_only() -> None:
    active, everybody = norm_of("codeforces", "active-2024"), norm_of("codeforces", "all-2025")
    assert (active[400] or (99,))[0] < 5 < (everybody[375] or (0,))[0]


def test_populations_known_at_single_points_are_marked_sparse() -> None:
    for exam_id in shipped_exams():
        exam = load_exam(exam_id)
        for norm in exam.norm:
            if len(rows(exam.folder / norm.file)) < 3:
                assert norm.sparse, (exam_id, norm.id)


def test_exams_without_a_public_conversion_say_so_instead_of_inventing_one() -> None:
    for exam_id in ("mcat", "gmat-focus"):
        exam = load_exam(exam_id)
        assert exam.score.rule == "unscaled" and not exam.scale
        assert exam.norm


@pytest.mark.parametrize("exam_id", sorted(shipped_exams()))
def test_the_notes_on_sources_name_no_table_that_is_gone(exam_id: str) -> None:
    exam = load_exam(exam_id)
    known = {n.id for n in exam.norm} | {s.id for s in exam.scale}
    first = {n.id for of in {n.of for n in exam.norm} if (n := newest_norm([m for m in exam.norm if m.of == of]))}
    lines = (exam.folder / "SOURCES.md").read_text("utf-8").splitlines()
    for cell in (line.split("|")[1] for line in lines if line.startswith("|") and line.count("|") > 2):
        for name in re.findall(r"`([^`]+)`", cell):
            assert fnmatch.filter(known, name), f"{exam_id}: {name}"
            assert "(told first" not in cell or name in first
            assert "(default)" not in cell or next(s for s in exam.scale if s.id == name).default


def test_no_figure_of_a_norm_or_pass_mark_is_from_memory() -> None:
    for exam_id in shipped_exams():
        exam = load_exam(exam_id)
        for provenance in (*(n.provenance for n in exam.norm), *(m.provenance for m in exam.pass_mark)):
            assert "memory" not in provenance.evidence, f"{exam_id}: {provenance.source}"
