"""Claims as a page and as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from exams.errors import InputError
from exams.files.atomic_write import atomic_write
from examsim.results.print_claims import claimed, format_scale, format_standing, scales_line
from scoring.claims.check_claim import CheckedClaim

COLUMNS = (
    *("claim", "by", "said", "model", "name", "exam", "score", "claimed_percentile", "passed"),
    *("source", "evidence", "kind", "checked_in", "word", "value", "percentile_low", "percentile_high", "told"),
    *("percentile_definition", "status", "table_source"),
)
STYLE = (
    ":root{color-scheme:light dark}body{font:15px/1.45 system-ui,sans-serif;max-width:84rem;margin:2rem auto;"
    "padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;"
    "padding:.4rem .7rem;border-bottom:1px solid #8884;overflow-wrap:anywhere}ul{margin:0;padding-left:1.1rem}"
    "@media(max-width:50rem){table,tbody,tr,td,th{display:block}thead{display:none}}"
)
SHOWN = 3  # populations and scales that stand open; the rest folds


def write_claims(checked: Sequence[CheckedClaim], path: Path) -> list[Path]:
    """FILE.html and FILE.csv, or the table alone where the name ends in .csv. InputError for another kind of name."""
    if path.suffix not in (".html", ".csv"):
        raise InputError(
            f"a page of claims is no {path.suffix or 'file without an ending'}",
            where=path,
            hint="-o claims.html or -o claims.csv",
        )
    files = {path.with_suffix(".csv"): claims_csv(checked)}
    if path.suffix == ".html":
        files = {path: _page(checked), **files}
    for file, text in files.items():
        with atomic_write(file) as out:
            out.write(text.encode())
    return list(files)


def claims_csv(checked: Iterable[CheckedClaim]) -> str:
    """One row for each population, scale and pass mark that a claim was held against, and for what is missing."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for one in checked:
        claim = one.claim
        head = {
            "claim": claim.id, "by": claim.by, "said": claim.said, "model": claim.model, "name": claim.name,
            "exam": claim.exam, "score": claim.score, "claimed_percentile": claim.percentile, "passed": claim.passed,
            "source": claim.source, "evidence": claim.evidence,
        }  # fmt: skip
        writer.writerows({**head, **row} for row in _rows(one))
    return out.getvalue()


def _rows(one: CheckedClaim) -> Iterator[dict[str, object]]:
    for standing in one.standings:
        p = standing.population
        yield {
            "kind": "population", "checked_in": p.population, "word": standing.word if one.claim.percentile else "",
            "percentile_low": p.low, "percentile_high": p.high, "told": p.words,
            "percentile_definition": p.percentile_definition, "status": p.status, "table_source": p.source,
        }  # fmt: skip
    for row in one.by_scale:
        yield {"kind": "scale", "checked_in": row.scale, "value": row.value, "told": row.percentile}
    for line in one.passes:
        yield {"kind": "pass mark", "told": line}
    for line in one.missing:
        yield {"kind": "missing", "told": line}


def _page(checked: Sequence[CheckedClaim]) -> str:
    """One table, claim by claim, in a page that needs nothing else and runs nothing."""
    body = "\n".join(_row(one) for one in checked)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>Claims about exam scores</title>"
        f"<style>{STYLE}</style></head><body><main><h1>Claims about exam scores</h1>"
        f"<p>{len(checked)} claims: who said what of which score, and what it is in each population that is known and "
        "by each published scale. A claim is no population.</p><table><thead><tr><th>Claim</th><th>By</th>"
        "<th>In each population</th><th>By each scale</th><th>Pass marks</th><th>Missing to check it</th>"
        f"</tr></thead><tbody>\n{body}\n</tbody></table></main></body></html>\n"
    )


def _row(one: CheckedClaim) -> str:
    claim = one.claim
    by = f"{escape(claim.by)}, {escape(claim.said)}<br><small>{escape(claim.source)} ({escape(claim.evidence)})</small>"
    scales = [scales_line(one), *map(format_scale, one.by_scale)] if one.by_scale else []
    cells = (
        by,
        _list([format_standing(claim, s) for s in one.standings]) or "no population known here",
        _list(scales) or "not recomputable",
        _list(one.passes),
        _list(one.missing),
    )
    return f"<tr><th scope='row'>{escape(claimed(claim))}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _list(lines: Sequence[str]) -> str:
    items = [f"<li>{escape(line)}</li>" for line in lines]
    if not items:
        return ""
    shown, folded = items[:SHOWN], items[SHOWN:]
    more = f"<details><summary>{len(folded)} more</summary><ul>{''.join(folded)}</ul></details>" if folded else ""
    return f"<ul>{''.join(shown)}</ul>{more}"
