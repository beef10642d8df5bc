from pathlib import Path

import orjson
import pytest

from contamination.audit import audit
from contamination.audits.audit_file import audit_bytes, read_audit, write_audit
from contamination.types import Item, Wording
from exams.errors import InputError

ROOT = Item(
    id="house",
    question="A homeowner hired a painter under a written contract that said the walls would be eggshell white.",
    options=("The painter wins.", "The homeowner wins."),
)
RIVER = Item(id="river", question="Which of the rivers named below crosses the equator twice on its way to the sea?")
EMPTY = Item(id="empty", question="?!")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    texts = ["Nothing of interest.", f"<p>Notes:</p> 1. {ROOT.question.upper()} A) wins", "The end."]
    path.write_bytes(b"".join(orjson.dumps({"id": f"d{i}", "text": t}) + b"\n" for i, t in enumerate(texts)))
    return path


def test_a_copied_question_is_flagged_with_its_place(corpus: Path) -> None:
    result = audit([ROOT, RIVER, EMPTY], [corpus], form="f", form_hash="h")
    house, river, empty = result.items
    assert [i.verdict for i in result.items] == ["contaminated", "clean", "unchecked"]
    assert result.flagged == {"house"}
    assert not river.hits and empty.note
    (evidence,) = house.evidence
    assert (evidence.document, evidence.record) == ("d1", 1)
    raw = orjson.loads(corpus.read_bytes().splitlines()[1])["text"]
    assert raw[evidence.start : evidence.end] in ROOT.question.upper()
    assert raw[evidence.snippet_start :].startswith(evidence.snippet)


def test_evidence_holds_200_raw_characters_around_and_the_question_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    before, after = "Réponses, notées à la main. " * 20, " Weiter geht es nächste Woche." * 20
    path.write_bytes(orjson.dumps({"text": before + ROOT.question + after}) + b"\n")
    found = audit([ROOT, RIVER], [path], form="f", form_hash="h")
    (evidence,) = found.items[0].evidence
    place = evidence.snippet.index(ROOT.question)
    assert place >= 200
    assert len(evidence.snippet) - place - len(ROOT.question) >= 200
    assert (before + ROOT.question + after)[evidence.snippet_start :].startswith(evidence.snippet)
    assert found.items[0].wording == Wording(question=ROOT.question, options=ROOT.options)
    assert found.items[1].wording is None


def test_an_audit_file_comes_back_as_it_was(corpus: Path, tmp_path: Path) -> None:
    result = audit([ROOT, RIVER], [corpus], form="f", form_hash="h")
    write_audit(result, tmp_path / "audit.json")
    assert audit_bytes(read_audit(tmp_path / "audit.json", "h")) == audit_bytes(result)


def test_an_audit_of_another_form_is_refused(corpus: Path, tmp_path: Path) -> None:
    write_audit(audit([ROOT], [corpus], form="f", form_hash="h"), tmp_path / "audit.json")
    with pytest.raises(InputError, match="another content"):
        read_audit(tmp_path / "audit.json", "other")


def test_the_deciding_rule_must_be_applied(corpus: Path) -> None:
    with pytest.raises(InputError, match="palm"):
        audit([ROOT], [corpus], form="f", form_hash="h", rules=("gpt4",), rule="palm")


def test_case_kept_is_the_letter_of_the_report(corpus: Path) -> None:
    assert not audit([ROOT], [corpus], form="f", form_hash="h", case="keep").flagged
