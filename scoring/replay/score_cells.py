"""Scores and shares of Tables 1, 9 and 10 beside the computed ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scoring.replay.cell import Cell, Kind, Verdict
from scoring.replay.published import NA, Row, table, table10
from scoring.replay.sittings import DEFAULT, Computed, exam_of, no_vision, readings, vision
from scoring.scales.rounding import half_even
from scoring.types import ExamScore, SectionContamination

NO_COUNTS = "no counts of right answers are published"
FITTED_WHY = "points fitted to the report's own 58.17 %"
PICKED_WHY = "the chart was picked because it gives the report's scores"
NO_FLAGS = "which questions are contaminated cannot be made out"
WITHOUT_FLAGS = ("usabo-semifinal",)
# its points are fitted to the printed 58.17 %, and that the score is a share of 150 is read off the report too
FITTED = ("usabo-semifinal",)
ROUND_TRIPS = ("overall_percent", "clean_percent", "contaminated_only_percent")


def table1_cells() -> Iterator[Cell]:
    """The score column of GPT-4 in Table 1: the lower of full and clean."""
    for row in table("table1"):
        place = Place("Table 1", row["name"], "GPT-4", row["exam"])
        yield score_cell(place, row["gpt4_score"], vision().get(row["exam"]), "reported")


def table9_cells() -> Iterator[Cell]:
    """Contamination, full and clean score of the run with vision, full score of the run without."""
    for row in table("table9"):
        score = vision().get(row["exam"])
        yield _share(row, score)
        yield score_cell(Place("Table 9", row["name"], "GPT-4", row["exam"]), row["gpt4_score"], score, "full")
        if row["exam"] in WITHOUT_FLAGS:
            clean = row["gpt4_clean_score"]
            place = Place("Table 9", row["name"], "GPT-4 clean", row["exam"])
            yield place.cell(clean, "", "not computable", why=NO_FLAGS)
        else:
            place = Place("Table 9", row["name"], "GPT-4 clean", row["exam"])
            yield score_cell(place, row["gpt4_clean_score"], score, "clean")
        blind = no_vision().get(row["exam"])
        if blind is not None:
            yield score_cell(
                Place("Table 9", row["name"], "no vision", row["exam"]), row["novision_score"], blind, "full"
            )


@dataclass(frozen=True)
class Place:
    """Where a printed score stands, and which exam it is of."""

    table: str
    row: str
    column: str
    exam: str

    def cell(self, printed: str, computed: str, verdict: Verdict, how: str = "", why: str = "") -> Cell:
        """A cell of this place."""
        kind: Kind = "empty" if printed == NA else "table" if exam_of(self.exam).scale else "arithmetic"
        own_run = verdict in ("match", "leaning") and how == DEFAULT
        return Cell(self.table, self.row, self.column, printed, computed, verdict, how, why, kind, own_run)


def score_cell(place: Place, printed: str, score: ExamScore | None, which: str) -> Cell:
    """Compare one printed score with every published reading: default scales first, anchored ones last."""
    if score is None:
        return place.cell(printed, "", "not computable", why=NO_COUNTS)
    found = best_reading(score, which, printed)
    if found is not None:
        told = NA if found.value is None else at_precision(found.value, printed)
        if place.exam in FITTED:
            return place.cell(printed, told, "leaning", found.how, FITTED_WHY)
        if found.own and found.how == DEFAULT:
            return place.cell(printed, told, "leaning", found.how, PICKED_WHY)
        return place.cell(printed, told, "own figure" if found.own else "match", found.how)
    every = readings(score, which)
    told = NA if every[0].value is None else f"{every[0].value:g}"
    return place.cell(printed, told, "no match", why=_others(every))


def best_reading(score: ExamScore, which: str, printed: str) -> Computed | None:
    """A reading that gives the printed score: default scales, then the most trusted, anchored ones last; or None."""
    every = readings(score, which)
    for reading in (every[0], *sorted(every[1:], key=lambda c: (c.own, c.doubt))):
        if printed == (NA if reading.value is None else at_precision(reading.value, printed)):
            return reading
    return None


def table10_cells() -> Iterator[Cell]:
    """Five cells a row, from the section's place in the ordinary contamination summary."""
    for row in table10():
        yield from _composite_row(row.printed) if row.block is None else _section_row(row.printed)


def at_precision(value: float, printed: str) -> str:
    """`value` rounded half to even to as many decimals as are printed."""
    digits = len(printed.partition(".")[2])
    rounded = half_even(value, digits)
    return f"{rounded + 0.0:.{digits}f}"


def _section_row(printed: Row) -> Iterator[Cell]:
    score = vision()[printed["exam"]]
    assert score.contamination is not None
    section = next(s for s in score.contamination.sections if s.section == printed["section"])
    for column, value in _columns(section).items():
        yield _percent_cell(printed, column, value)


def _columns(section: SectionContamination) -> Mapping[str, float | None]:
    return {
        "contaminated_percent": section.share,
        "overall_percent": section.full,
        "clean_percent": section.clean,
        "contaminated_only_percent": section.contaminated,
        "degradation_percent": section.relative_change,
    }


def _composite_row(printed: Row) -> Iterator[Cell]:
    """Rows that are a total (UBE, USABO): their percentages are of the maximum score."""
    score = vision()[printed["exam"]]
    top = score.score_max or 1.0
    if printed["flagged"] == "":
        # USABO: points are known, questions and flags are not
        yield _percent_cell(printed, "overall_percent", score.full.percent and score.full.percent / 100)
        for column in ("contaminated_percent", "clean_percent", "contaminated_only_percent", "degradation_percent"):
            basis, name = printed["basis"], printed["name"]
            yield Cell("Table 10", name, column, printed[column], "", "not computable", why=basis, kind="arithmetic")
        return
    shares = score.contamination.share if score.contamination else None
    values = {
        "contaminated_percent": shares,
        "overall_percent": None if score.full.value is None else score.full.value / top,
        "clean_percent": None if score.clean is None or score.clean.value is None else score.clean.value / top,
        "contaminated_only_percent": None,
        "degradation_percent": score.contamination.relative_change if score.contamination else None,
    }
    for column, value in values.items():
        yield _percent_cell(printed, column, value)


def _percent_cell(printed: Row, column: str, value: float | None) -> Cell:
    told = NA if value is None else at_precision(100 * value, printed[column] if printed[column] != NA else "0.00")
    same = told == printed[column]
    verdict: Verdict = "match" if same else "no match"
    why = ""
    if same and printed["exam"] in FITTED:
        verdict, why = "leaning", FITTED_WHY
    kind: Kind = "round trip" if column in ROUND_TRIPS else "arithmetic"
    kind = "empty" if printed[column] == NA else kind
    return Cell("Table 10", printed["name"], column, printed[column], told, verdict, why=why, kind=kind)


def _share(row: Row, score: ExamScore | None) -> Cell:
    printed = row["contaminated_percent"]
    if (
        row["exam"] in WITHOUT_FLAGS
        or score is None
        or score.contamination is None
        or score.contamination.share is None
    ):
        why = NO_FLAGS if row["exam"] in WITHOUT_FLAGS else NO_COUNTS
        return Cell("Table 9", row["name"], "contamination", printed, "", "not computable", why=why, kind="arithmetic")
    told = at_precision(100 * score.contamination.share, printed)
    verdict: Verdict = "match" if told == printed else "no match"
    # no flags of single bar questions are published: the 0 is built in
    kind: Kind = "empty" if row["exam"] == "ube" else "arithmetic"
    return Cell("Table 9", row["name"], "contamination", printed, told, verdict, kind=kind)


def _others(found: list[Computed]) -> str:
    others = sorted({c.value for c in found if c.value is not None})
    return f"all published scales give {', '.join(f'{v:g}' for v in others)}" if len(others) > 1 else ""
