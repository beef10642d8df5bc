from pathlib import Path

import orjson
import pytest

from contamination.audit import audit
from contamination.audits.diff import diff_audits
from contamination.audits.merge import merge_audits
from contamination.types import Audit, Item
from exams.errors import InputError

ITEMS = [
    Item(
        id="bridge",
        question="A carter drove his laden wagon on to a bridge that the county had declared unsafe.",
    ),
    Item(id="tower", question="The keeper of a lighthouse sold the oil that the board had bought for the lamp."),
    Item(
        id="orchard",
        question="Two brothers inherited an orchard and could not agree who should pick the pears.",
    ),
]


def corpus(folder: Path, name: str, *questions: int) -> Path:
    path = folder / f"{name}.jsonl"
    texts = ["Nothing to see.", *(f"Quiz: {ITEMS[q].question}" for q in questions)]
    path.write_bytes(b"".join(orjson.dumps({"text": t}) + b"\n" for t in texts))
    return path


def audited(*paths: Path, form_hash: str = "h", seed: int = 0) -> Audit:
    return audit(ITEMS, list(paths), form="f", form_hash=form_hash, seed=seed)


def test_merging_two_audits_equals_auditing_both_corpora(tmp_path: Path) -> None:
    first, second = corpus(tmp_path, "a", 0, 0), corpus(tmp_path, "b", 0, 1)
    assert merge_audits(audited(first), audited(second)) == audited(first, second)


def test_a_hit_of_the_old_audit_stays(tmp_path: Path) -> None:
    merged = merge_audits(audited(corpus(tmp_path, "a", 2)), audited(corpus(tmp_path, "b")))
    assert merged.flagged == {"orchard"}
    assert merged.stats.documents == 3


@pytest.mark.parametrize(("other", "words"), [({"form_hash": "x"}, "form hash"), ({"seed": 5}, "seed")])
def test_audits_that_cannot_be_added_are_refused(other: dict[str, object], words: str, tmp_path: Path) -> None:
    first, second = corpus(tmp_path, "a"), corpus(tmp_path, "b")
    with pytest.raises(InputError, match=words):
        merge_audits(audited(first), audited(second, **other))  # type: ignore[arg-type]


def test_one_corpus_is_not_counted_twice(tmp_path: Path) -> None:
    path = corpus(tmp_path, "a", 0)
    with pytest.raises(InputError, match="both audits have read"):
        merge_audits(audited(path), audited(path))


def test_a_difference_names_what_changed_and_how(tmp_path: Path) -> None:
    before, after = audited(corpus(tmp_path, "a", 0, 1, 1)), audited(corpus(tmp_path, "b", 1, 2))
    difference = diff_audits(before, after)
    assert [(c.question, c.kind) for c in difference.changes] == [
        ("bridge", "no longer flagged"),
        ("tower", "hits"),
        ("orchard", "newly flagged"),
    ]
    assert [name for name, _, _ in difference.settings] == ["corpus"]
    assert not diff_audits(after, after).changes


def test_audits_of_different_forms_are_not_compared(tmp_path: Path) -> None:
    path = corpus(tmp_path, "a")
    with pytest.raises(InputError, match="different forms"):
        diff_audits(audited(path), audited(path, form_hash="other"))


def test_an_audit_of_an_older_rule_opens_and_is_told_apart(tmp_path: Path) -> None:
    new = audited(corpus(tmp_path, "a", 0))
    old = orjson.loads(new.model_dump_json(by_alias=True))
    for name in ("rule_version", "rule_papers"):
        del old[name]
    for item in old["items"]:
        for evidence in item["evidence"]:
            del evidence["kind"], evidence["differing"]
    opened = Audit.model_validate(old)
    assert ("rule_version", "", new.rule_version) in diff_audits(opened, new).settings
    with pytest.raises(InputError, match="rule version"):
        merge_audits(opened, new)
