"""The page that says what may stand in a file says what the types say."""

from pathlib import Path

from reports.data_reference import FILES, reference

DOCS = Path(__file__).parents[2] / "docs" / "reference.md"


def test_the_reference_in_the_docs_is_the_one_that_the_types_give() -> None:
    assert DOCS.read_text(encoding="utf-8") == reference()  # else: python -m reports.data_reference > docs/reference.md


def test_every_field_that_a_person_writes_is_explained() -> None:
    written = {"exam.toml", "form.toml", "questions.jsonl", "passages.jsonl"}
    for name, _, model in FILES:
        if name in written:
            for field, info in model.model_fields.items():
                assert info.description, f"{name}: {field}"
