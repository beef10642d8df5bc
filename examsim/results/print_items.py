"""What `examsim items` prints and writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from exams.files.atomic_write import atomic_write
from exams.files.json_records import write_json
from examsim.results.item_table import FormItems
from examsim.screen import say, say_json
from reports.escaping import one_line, spreadsheet
from reports.score_text import p_text
from scoring.items.differential import FEWEST, DifferentialItem
from scoring.items.item_statistics import ItemStatistics

SCHEMA = "examsim.items/1"
SHOWN = 60  # questions on the screen; of a larger form those with a flag come first
NAMED = 12  # candidates and differing questions that are named


def print_items(found: FormItems, out: Path | None, *, as_json: bool) -> None:
    """The table on the screen or as JSON; with `out` also as files."""
    record = _record(found)
    if as_json:
        say_json(record)
    else:
        say("\n".join(item_lines(found, written=out is not None)))
    if out is not None:
        for path in write_items(found, out):
            say(f"  {path}", err=as_json)


def item_lines(found: FormItems, *, families: bool = True, written: bool = False) -> Iterator[str]:
    """Cautions, one line for each question, the keys that are doubtful, the families. `written`: items.csv is too."""
    analysis = found.analysis
    alpha = "" if analysis.alpha is None else f", alpha {analysis.alpha:.2f}"
    yield f"{one_line(found.form.id)}: {len(analysis.items)} questions, {analysis.persons} candidates{alpha}"
    for caution in analysis.cautions:
        yield f"! {caution}"
    yield ""
    flagged = [i for i in analysis.items if i.flags]
    shown = list(analysis.items)
    if len(shown) > SHOWN:
        shown = (sorted(flagged, key=_weight) + [i for i in analysis.items if not i.flags])[:SHOWN]
    width = min(28, max(8, *(len(i.question) for i in shown)))
    yield f"{'question':{width}}  right  item–rest (95 %)        options chosen, * = key"
    for item in shown:
        yield _row(item, width)
    if len(analysis.items) > len(shown):
        yield f"… {len(analysis.items) - len(shown)} more: items.csv has them all{'' if written else ' (-o FOLDER)'}"
    yield ""
    yield from _strong_lines(found)
    if families:
        yield from _family_lines(found)


def _weight(item: ItemStatistics) -> int:
    """0 for what may be wrong with a question, 1 for what only tells little."""
    return int(all(flag.startswith("nobody") for flag in item.flags))


def _row(item: ItemStatistics, width: int) -> str:
    right = "    –" if item.difficulty is None else f"{100 * item.difficulty:3.0f} %"
    if item.discrimination is None or item.interval is None:
        told = "–"
    else:
        told = f"{item.discrimination:+.2f} ({item.interval[0]:+.2f} to {item.interval[1]:+.2f})"
    chosen = " ".join(
        f"{one_line(label, 12) or 'none'}{'*' if label in item.key else ''} {100 * share:.0f}"
        for label, share in item.choices.items()
    )
    flags = f"  ! {'; '.join(item.flags)}" if item.flags else ""
    return f"{one_line(item.question, width):{width}}  {right}  {told:22}  {chosen}{flags}".rstrip()


def _strong_lines(found: FormItems) -> Iterator[str]:
    analysis = found.analysis
    if not analysis.strong:
        return
    names = ", ".join(one_line(n, 40) for n in analysis.strong[:NAMED])
    expected = "" if analysis.missed_expected is None else f"; {analysis.missed_expected:.1f} expected by chance"
    yield f"{analysis.missed} keys are missed by all strong candidates ({names}){expected}"


def _family_lines(found: FormItems) -> Iterator[str]:
    where = "as given and from the models' names" if found.given else "from the models' names"
    told = ", ".join(f"{one_line(name, 30)} ({len(persons)})" for name, persons in list(found.families.items())[:NAMED])
    more = f" and {len(found.families) - NAMED} more" if len(found.families) > NAMED else ""
    yield f"families, {where}: {told}{more}"
    differential = found.differential
    if differential.too_few:
        few = ", ".join(f"{one_line(n, 30)} {c}" for n, c in list(differential.too_few.items())[:NAMED])
        yield f"not compared, with fewer than {FEWEST} candidates or fewer than {FEWEST} others: {few}"
    for family in dict.fromkeys(i.family for i in differential.items):
        own = [i for i in differential.items if i.family == family]
        tested = [i for i in own if i.adjusted_p is not None]
        differ = sorted((i for i in tested if (i.adjusted_p or 0) < 0.05), key=lambda i: i.adjusted_p or 0)
        yield (
            f"{one_line(family, 30)} against all others: {len(tested)} of {len(own)} questions can be tested "
            f"(right and wrong on both sides, scored alike); {len(differ)} differ (Mantel–Haenszel, Holm, 5 %)"
        )
        yield from (_differing(i) for i in differ[:NAMED])


def _differing(item: DifferentialItem) -> str:
    low, high = item.interval or (0.0, 0.0)
    side = "easier" if (item.delta or 0) > 0 else "harder"
    return (
        f"  {one_line(item.question, 40)}: {side} for {one_line(item.family, 30)}, delta {item.delta:+.2f} "
        f"({low:+.2f} to {high:+.2f}), class {item.level}, p {p_text(item.adjusted_p or 0)}"
    )


def _record(found: FormItems) -> dict[str, Any]:
    analysis = asdict(found.analysis)
    return {
        "schema": SCHEMA,
        "form": found.form.id,
        "form_hash": found.form.content_hash,
        "families": found.families,
        "families_given": list(found.given),
        **analysis,
        "differential": [asdict(i) for i in found.differential.items],
        "families_too_few": found.differential.too_few,
    }


def write_items(found: FormItems, out: Path) -> list[Path]:
    """`items.json`, `items.csv`, `families.csv`; their paths."""
    out.mkdir(parents=True, exist_ok=True)
    write_json(out / "items.json", _record(found))
    labels = list(dict.fromkeys(label for i in found.analysis.items for label in i.choices))
    head = ["question", "section", "key", "persons", "sittings", "difficulty", "discrimination", "low", "high"]
    rows: list[Sequence[object]] = [[*head, *(f"chose_{n or 'none'}" for n in labels), "missed_by_strong", "flags"]]
    for i in found.analysis.items:
        ends = i.interval or (None, None)
        rows.append(
            [i.question, i.section, " ".join(i.key), i.persons, i.sittings, i.difficulty, i.discrimination, *ends]
            + [i.choices.get(n) for n in labels]
            + [i.missed_by_strong, "; ".join(i.flags)]
        )
    families: list[Sequence[object]] = [
        ["question", "family", "focal", "reference", "odds_ratio", "delta", "low", "high", "p", "adjusted_p", "class"]
    ]
    for d in found.differential.items:
        ends = d.interval or (None, None)
        families.append(
            [d.question, d.family, d.focal, d.reference, d.odds_ratio, d.delta, *ends, d.p_value, d.adjusted_p, d.level]
        )
    written = [out / "items.json"]
    for name, table in (("items.csv", rows), ("families.csv", families)):
        with atomic_write(out / name) as file:
            file.write(_csv(table).encode())
        written.append(out / name)
    return written


def _csv(rows: Sequence[Sequence[object]]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows([_field(value) for value in row] for row in rows)
    return held.getvalue()


def _field(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.6g}"
    return "" if value is None else spreadsheet(one_line(value, 2_000)) if isinstance(value, str) else value
