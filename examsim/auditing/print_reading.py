"""What an audit says about its reading: the fields that were read, what was left out and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from contamination.types import UNREAD_SHARE, CorpusStats

PROBLEMS = 5
FIELDS = 8


def lines_about_reading(stats: CorpusStats) -> Iterator[str]:
    """Lines for the terminal; the audit's file holds all of it."""
    if stats.fields:
        yield f"fields read: {_shares(stats.fields, stats.characters)}"
    left_out = sum(stats.left_out.values())
    if stats.fields or left_out:
        yield f"{left_out:,} characters left out" + (
            f", in fields that --text-field does not name: {_shares(stats.left_out, left_out)}" if left_out else ""
        )
    if stats.skipped:
        told = ", ".join(f"{reason} ({count:,})" for reason, count in stats.skipped.items())
        yield f"! not read or repaired: {told}"
        for problem in stats.problems[:PROBLEMS]:
            yield f"  {problem}"
        if len(stats.problems) > PROBLEMS:
            yield f"  … {len(stats.problems) - PROBLEMS} more are listed in the file"
    if stats.unread or stats.unopened:
        unknown = f" and {stats.unopened:,} files of unknown size" if stats.unopened else ""
        yield f"! {stats.unread:,} bytes{unknown} were not read, {stats.unread_share:.2%} of the corpus"
    if not stats.complete:
        yield f"! incomplete: more than {UNREAD_SHARE:.0%} was not read, so no question is called clean"


def _shares(fields: dict[str, int], whole: int) -> str:
    """The largest fields with their share."""
    named = sorted(fields, key=lambda name: -fields[name])
    told = [f"{name or '(no name)'} {fields[name] / max(1, whole):.1%}" for name in named[:FIELDS]]
    rest = len(named) - len(told)
    return ", ".join(told) + (f", {rest} more in the file" if rest else "")
