import csv
import io
import json
from pathlib import Path

import made_runs
import pytest
from page_reader import Page

from contamination.types import Audit
from exams.errors import InputError
from reports.pages.audit_page import to_csv, write_audit_difference, write_audit_report
from reports.run_folder import Run, read_audit, read_run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return read_run(made_runs.run(tmp_path_factory.mktemp("audit") / "run"))


def audit_of(run: Run) -> Audit:
    assert run.audit is not None
    return run.audit


def with_first_item(audit: Audit, **changes: object) -> Audit:
    return audit.model_copy(update={"items": (audit.items[0].model_copy(update=changes), *audit.items[1:])})


def test_the_page_tells_how_many_are_flagged_by_which_rule_and_shows_the_evidence(run: Run, tmp_path: Path) -> None:
    page = Page(write_audit_report(audit_of(run), tmp_path, run.form)[0])
    assert page.unclosed == []
    assert "found in the corpus, by the rule gpt4" in page.text
    assert f"{len(audit_of(run).flagged)} of 31" in page.text
    assert page.source.count('<figure class="hit">') == sum(len(i.evidence) for i in audit_of(run).items)
    assert "41,220 documents" in page.text


def test_without_the_form_the_audit_still_has_a_page(run: Run, tmp_path: Path) -> None:
    page = Page(write_audit_report(audit_of(run), tmp_path)[0])
    assert page.unclosed == []
    assert "Substrings looked for" in page.text


def test_csv_has_a_line_for_each_hit_and_jsonl_the_whole_record(run: Run, tmp_path: Path) -> None:
    audit = audit_of(run)
    _, table, lines = write_audit_report(audit, tmp_path, run.form)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(max(1, len(i.evidence)) for i in audit.items)
    flagged = [r for r in rows if r["flagged_by"] == "gpt4"]
    assert {r["question"] for r in flagged} == audit.flagged
    assert all(r["record"] and r["offset"] and r["snippet"] for r in flagged)
    items = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert items == [i.model_dump(mode="json") for i in audit.items]


def test_a_snippet_with_a_formula_is_none_in_the_csv(run: Run) -> None:
    audit = audit_of(run)
    hit = next(i for i in audit.items if i.evidence)
    evil = hit.evidence[0].model_copy(update={"snippet": "=cmd|' /C calc'!A0", "document": "@SUM(1)"})
    changed = audit.model_copy(update={"items": (hit.model_copy(update={"evidence": (evil,)}),)})
    row = next(csv.DictReader(io.StringIO(to_csv(changed))))
    assert row["snippet"].startswith("'=")
    assert row["document"].startswith("'@")


def test_the_difference_names_what_is_newly_flagged_and_what_no_longer_is(run: Run, tmp_path: Path) -> None:
    old = audit_of(run)
    lost = next(i for i in old.items if i.flagged_by)
    new = with_first_item(old, verdict="contaminated", flagged_by=("gpt4",))
    cleared = lost.model_copy(update={"verdict": "clean", "flagged_by": (), "evidence": ()})
    new = new.model_copy(update={"items": tuple(cleared if i is lost else i for i in new.items)})
    page = Page(write_audit_difference(old, new, tmp_path / "difference.html", run.form))
    tags = {str(a["id"]): str(a["data-tags"]) for a in page.all("article")}
    assert "newly_20_flagged" in tags[f"q-{old.items[0].question}"]
    assert "no_20_longer_20_flagged" in tags[f"q-{lost.question}"]
    assert sum("changed" in t for t in tags.values()) == 2
    assert "Found by the old audit only:" in page.text


def test_audits_of_two_forms_are_not_compared(run: Run, tmp_path: Path) -> None:
    other = audit_of(run).model_copy(update={"form_hash": "0" * 64})
    with pytest.raises(InputError, match="the audits are of two forms"):
        write_audit_difference(audit_of(run), other, tmp_path / "x.html")


def test_an_audit_is_read_from_its_file_or_from_its_run(run: Run) -> None:
    assert read_audit(run.folder) == read_audit(run.folder / "audit.json") == run.audit
