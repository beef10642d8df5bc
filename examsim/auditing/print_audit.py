"""An audit and a comparison of two as text for the terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from contamination.audits.diff import Difference
from contamination.self_test.self_test import worth
from contamination.types import Audit, ItemResult, Rate, SelfTest, SemanticTier
from exams.counted import agree, counted
from examsim.auditing.print_reading import lines_about_reading
from examsim.screen import safe_console
from reports.escaping import one_line

ROWS = 50
SNIPPET = 70
NAMED = 2  # rules; more are counted, and named in the file and on the page


def print_audit(audit: Audit) -> None:
    """Questions that were found, then what was read, then what could not be."""
    console = safe_console()
    flagged = audit.flagged
    found = [
        item
        for item in audit.items
        if item.verdict not in ("clean", "incomplete") or item.question in flagged or _near(item)
    ]
    if found:
        console.print(_table(found[:ROWS], audit))
    if len(found) > ROWS:
        _line(console, f"… and {len(found) - ROWS} more; all of them are in the file")
    _line(console, _summary(audit))
    if audit.sample is not None:
        _line(console, audit.sample.text)
    if audit.semantic is not None:
        _line(console, _summary_in_meaning(audit, audit.semantic))
    unchecked = sum(item.verdict == "unchecked" for item in audit.items)
    if unchecked:
        _line(console, f"! {counted(unchecked, 'question holds', 'questions hold')} no text that could be looked for")
    for test in audit.self_test:
        if test.rule == audit.rule:
            console.print(_test_table(test))
    others = [test for test in audit.self_test if test.rule != audit.rule]
    if others:
        console.print(_other_tests(others))
    if audit.self_test:
        console.print(worth(audit), markup=False, highlight=False)
    for index in audit.indexes:
        for line in index.lines:
            _line(console, line)
    for line in lines_about_reading(audit.stats):
        _line(console, line)
    if audit.note:
        _line(console, f"! {audit.note}")


def print_difference(difference: Difference) -> None:
    """Settings and questions that differ."""
    console = safe_console()
    for name, before, after in difference.settings:
        _line(console, f"{name}: {before} → {after}")
    if difference.changes:
        table = Table("question", "change", "verdict", "hits", box=box.SIMPLE_HEAD, pad_edge=False)
        for change in difference.changes:
            verdict = change.before if change.before == change.after else f"{change.before} → {change.after}"
            hits = f"{change.hits_before:,} → {change.hits_after:,}"
            table.add_row(Text(one_line(change.question)), change.kind, verdict, hits)
        console.print(table)
    _line(console, f"{len(difference.changes)} questions differ, {difference.unchanged} do not")


def _table(items: list[ItemResult], audit: Audit) -> Table:
    flagged, in_meaning = audit.flagged, audit.semantic is not None
    table = Table("question", "verdict", "rules", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("hits", justify="right")
    if in_meaning:
        table.add_column("meaning", justify="right")
    table.add_column("first evidence", overflow="fold")
    for item in items:
        mark = "*" if item.question in flagged else ""
        count = len(item.flagged_by)
        rules = ", ".join(item.flagged_by) if count <= NAMED else f"{count} of {len(audit.rules)}"
        meaning = [_similarity(item)] if in_meaning else []
        name = Text(one_line(item.question) + mark)
        table.add_row(name, item.verdict, rules, f"{item.hits:,}", *meaning, Text(_where(item)))
    return table


def _near(item: ItemResult) -> bool:
    return item.semantic is not None and item.semantic.near


def _similarity(item: ItemResult) -> str:
    return "n/a" if item.semantic is None else f"{item.semantic.similarity:.2f}{'~' if item.semantic.near else ''}"


def _summary_in_meaning(audit: Audit, tier: SemanticTier) -> str:
    near = sum(_near(item) for item in audit.items)
    return (
        f"in meaning: {near} questions have a near passage (~, similarity {tier.threshold:.2f} or more): "
        f"a reason to look, no proof and no part of the verdict; model {tier.model}"
    )


def _test_table(test: SelfTest) -> Table:
    where = f"injected into {test.hosts:,} documents" if test.hosts else "asked for as an index is asked"
    title = f"self-test of {test.rule}: copies {where}, seed {test.seed}"
    table = Table("copies", title=title, box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    for name in ("injected", "found", "recall", "95% interval"):
        table.add_column(name, justify="right")
    rows = [*test.recall.items(), *_wrongly_named(test).items()]
    for kind, rate in rows:
        share = "n/a" if rate.share is None else f"{rate.share:.1%}"
        table.add_row(kind, f"{rate.tried:,}", f"{rate.found:,}", share, f"{rate.low:.1%}–{rate.high:.1%}")
    return table


def _wrongly_named(test: SelfTest) -> dict[str, Rate]:
    sisters = {} if test.sisters is None else {"sisters, named wrongly": test.sisters}
    return sisters | {"whole corpus, named wrongly": test.false_positives}


def _other_tests(tests: list[SelfTest]) -> Table:
    """Recall of the rules that do not decide, side by side."""
    table = Table("recall", title="the other rules", box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    for test in tests:
        table.add_column(test.rule, justify="right")
    rows = [test.recall | _wrongly_named(test) for test in tests]
    for kind in rows[0]:
        shares = [row[kind].share if kind in row else None for row in rows]
        table.add_row(kind, *("n/a" if share is None else f"{share:.0%}" for share in shares))
    return table


def _where(item: ItemResult) -> str:
    if not item.evidence and item.semantic is not None and item.semantic.near:
        place = item.semantic.document or f"{item.semantic.file}:{item.semantic.record}"
        return f"~ {one_line(place)}: “{one_line(item.semantic.snippet[:SNIPPET])}…”"
    if not item.evidence:
        return one_line(item.note)
    first = item.evidence[0]
    at = first.start - first.snippet_start
    quoted = one_line(first.snippet[max(0, at) : max(0, at) + SNIPPET])
    place = first.document or f"{first.file}:{first.record}"
    return f"{one_line(place)}: “{quoted}…”"


def _summary(audit: Audit) -> str:
    stats = audit.stats
    case = "kept" if audit.case == "keep" else "folded"
    return (
        f"{len(audit.flagged)} of {counted(len(audit.items), 'question')} of {one_line(audit.form)} "
        f"{agree(len(audit.flagged), 'is', 'are')} flagged (*) "
        f"by rule {audit.rule}, case {case}; "
        f"read {counted(stats.documents, 'document')}, {counted(stats.files, 'file')}, "
        f"{stats.bytes / 1e6:,.1f} MB{', asked ' if audit.indexes else ''}"
        + ", ".join(index.index for index in audit.indexes)
    )


def _line(console: Console, text: str) -> None:
    console.print(one_line(text), markup=False, highlight=False, soft_wrap=True)
