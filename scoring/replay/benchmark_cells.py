"""Tables 2 and 11, Figure 5 and the right panel of Figure 8: what of the report's benchmarks arithmetic can say.

No answers of these runs are published, so nothing here goes through the scoring path; the cells are listed by
themselves and are in no count of the exams' replay.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.interval import clopper_pearson
from scoring.replay.cell import Cell, Verdict
from scoring.replay.published import Row, table
from scoring.replay.score_cells import at_precision

MODELS = (("GPT-4", "gpt4"), ("GPT-3.5", "gpt35"))
LANGUAGES = "GPT-4 3-shot, Azure Translate"
NO_COUNT = "no count of right answers gives it: a mean over samples, or rounded down"
PRINTED_ECE = "0.074"  # Figure 8, right panel, after RLHF


def benchmark_cells() -> list[Cell]:
    """All of them, in the report's order."""
    return [*table2_cells(), *figure5_cells(), *figure8_cells(), *table11_cells()]


def table2_cells() -> Iterator[Cell]:
    """The count nearest to each printed percent, put back into percent, where the number of questions is public."""
    for row in table("table2"):
        for name, column in MODELS:
            printed, n = row[column], row["n"]
            if not n or row["kind"] != "count":
                why = "a mean of F1, not a count" if n else "on a secret holdout: the number of questions is unknown"
                yield Cell("Table 2", row["benchmark"], name, printed, "", "not computable", why=why)
                continue
            count = round(float(printed) / 100 * int(n))
            told = at_precision(100 * count / int(n), printed)
            yield Cell(
                *("Table 2", row["benchmark"], name, printed, told, _verdict(told == printed)),
                how=f"{count:,} of {int(n):,}",
                why="" if told == printed else NO_COUNT,
                kind="round trip",
            )


def table11_cells() -> Iterator[Cell]:
    """The relative change out of the printed scores, and how far a share that 1,000 examples give can be trusted."""
    for row in table("table11"):
        if row["contaminated_percent"]:
            yield _share(row)
        if row["change"]:
            told = 100 * (float(row["clean"]) / float(row["compared_with"]) - 1)
            same = at_precision(told, "0.00") == at_precision(float(row["change"]), "0.00")
            yield Cell(
                *("Table 11", row["benchmark"], "change, percent", row["change"], f"{told:+.2f}", _verdict(same)),
                how=f"{row['clean']} / {row['compared_with']} - 1",
                why="" if same else "the report prints 0 where its own figures give a rise",
                kind="arithmetic",
            )


def figure5_cells() -> Iterator[Cell]:
    """Each language's place by its printed value, and how many stand above GPT-3.5 in English."""
    rows = table("figure5")
    own = [r for r in rows if r["kind"] == LANGUAGES]
    line = next(float(r["percent"]) for r in rows if r["bar"] == "GPT-3.5-English")
    ranked = sorted(own, key=lambda r: -float(r["percent"]))
    for place, row in enumerate(own, 1):
        found = 1 + ranked.index(row)
        yield Cell(
            *("Figure 5", row["bar"], "place", str(place), str(found), _verdict(place == found)), kind="arithmetic"
        )
    above = f"{sum(float(r['percent']) > line for r in own)} of {len(own)}"
    yield Cell(
        *("Figure 5", f"above GPT-3.5 in English ({line:g})", "languages", "24 of 26", above),
        _verdict(above == "24 of 26"),
        how="3-shot translations against a 5-shot English value",
        kind="arithmetic",
    )


def figure8_cells() -> Iterator[Cell]:
    """The calibration error of a model that puts all its confidence on one of four options, right with probability a.

    Options: one at confidence 1 with accuracy a, three at 0 with accuracy (1 − a)/3: ECE = (1 − a)/4 + (1 − a)/4.
    """
    row = next(r for r in table("table2") if r["benchmark"] == "MMLU")
    right = float(row["gpt4"]) / 100
    told = at_precision((1 - right) / 2, PRINTED_ECE)
    yield Cell(
        *("Figure 8", "ECE over the options after RLHF", "(1 - a) / 2", PRINTED_ECE, told),
        _verdict(told == PRINTED_ECE),
        how=f"a = {right:g}, Table 2",
        why="a bound, not a replay: the subset and its accuracy are not published; the panel is near the worst case",
        kind="arithmetic",
    )


def _share(row: Row) -> Cell:
    n = int(row["sample"] or 164)
    printed = row["contaminated_percent"]
    count = round(float(printed) / 100 * n)
    told = at_precision(100 * count / n, printed)
    ends = clopper_pearson(count, n)
    how = f"{count} of {n:,}" + (f", 95 % {100 * ends.low:.1f}–{100 * ends.high:.1f}" if row["sample"] else ", all")
    same = _verdict(told == printed)
    return Cell("Table 11", row["benchmark"], "contaminated, percent", printed, told, same, how=how, kind="round trip")


def _verdict(same: bool) -> Verdict:
    return "match" if same else "no match"
