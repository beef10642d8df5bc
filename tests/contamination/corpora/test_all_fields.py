"""Every string of a record is text, whatever its field and however it is read; what is not read is told."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contamination.corpora import open_corpus
from contamination.corpora.json_lines import jsonl

RECORDS: list[dict[str, Any]] = [
    {"id": "a/1", "messages": [{"role": "user", "content": "how many?"}, {"role": "bot", "content": "three"}]},
    {"id": "a/2", "instruction": "say it", "input": "", "output": "it"},
    {"id": "a/3", "article": "long tale", "question": "who?", "options": ["he", "she"], "answer": "A"},
    {"id": "a/4", "title": "a title", "body": "and a body", "meta": {"by": {"name": "someone"}}},
    {"id": "a/5", "text": "sum a list", "code": "sum(x)", "test_list": ["assert f([1]) == 1"]},
    {"id": "text with a space", "text": "its id is text as well"},
]
TEXTS = [
    "user\n\nhow many?\n\nbot\n\nthree",
    "say it\n\nit",
    "long tale\n\nwho?\n\nhe\n\nshe\n\nA",
    "a title\n\nand a body\n\nsomeone",
    "sum a list\n\nsum(x)\n\nassert f([1]) == 1",
    "text with a space\n\nits id is text as well",
]


def use_path(fast: bool) -> None:
    jsonl._read_slowly = jsonl.PATIENCE if fast else -(1 << 40)


@pytest.fixture(params=[True, False], ids=["fast", "slow"])
def either_path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "_read_slowly", jsonl.PATIENCE if request.param else -(1 << 40))


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_records_of_many_shapes_in_one_file_are_read_whole(form: str, tmp_path: Path, either_path: None) -> None:
    data = "\n".join(map(json.dumps, RECORDS)) if form == "jsonl" else json.dumps(RECORDS, indent=1)
    (tmp_path / f"mix.{form}").write_text(data)
    corpus = open_corpus([tmp_path])
    documents = sorted(corpus, key=lambda d: d.record)
    assert [d.text for d in documents] == TEXTS
    assert [d.id for d in documents] == [r["id"] for r in RECORDS]
    assert corpus.stats.fields["messages.content"] == len("how many?three")
    assert corpus.stats.fields["meta.by.name"] == len("someone")
    assert not corpus.stats.left_out and not corpus.stats.skipped and corpus.stats.complete


@pytest.mark.parametrize("dictionary", [True, False])
@pytest.mark.parametrize("number", range(len(RECORDS)))
def test_parquet_columns_of_every_nesting_are_read_whole(number: int, dictionary: bool, tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pylist([RECORDS[number]] * 3), tmp_path / "a.parquet", use_dictionary=dictionary)
    corpus = open_corpus([tmp_path])
    pieces = [sorted(d.text.split("\n\n")) for d in corpus]  # older versions of pyarrow sort a record's fields by name
    assert pieces == [sorted(TEXTS[number].split("\n\n"))] * 3
    assert sum(corpus.stats.fields.values()) == 3 * len(TEXTS[number].replace("\n\n", ""))


def test_the_field_of_a_place_is_known(tmp_path: Path, either_path: None) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(RECORDS[2]) + "\n")
    (batch,) = [b for b in open_corpus([tmp_path]).batches() if len(b)]
    text = batch.text(0)
    fields = [batch.field(0, text.index(part)) for part in ("long", "who", "he\n", "she", "A")]
    assert fields == ["article", "question", "options", "options", "answer"]


def test_the_field_of_a_place_is_known_in_a_table(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pylist([RECORDS[2]]), tmp_path / "a.parquet")
    (batch,) = [b for b in open_corpus([tmp_path]).batches() if len(b)]
    assert batch.field(0, batch.text(0).index("she")) == "options"


def test_named_fields_leave_the_others_out_and_tell_it(tmp_path: Path, either_path: None) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, RECORDS)))
    corpus = open_corpus([tmp_path], text_field=["messages.content", "meta"])
    assert sorted(d.text for d in corpus) == ["how many?\n\nthree", "someone"]
    assert corpus.stats.fields == {"messages.content": 14, "meta.by.name": 7}
    assert corpus.stats.left_out["article"] == len("long tale")
    assert sum(corpus.stats.left_out.values()) > 100


def test_keys_that_are_sentences_and_json_in_strings_are_text(tmp_path: Path, either_path: None) -> None:
    inner = json.dumps({"question": "naïve\nand plain", "n": [1, {"deep": "yes"}]})
    lines = [{"Who crossed the strait by night?": "Nobody."}, {"blob": inner}, {"blob": json.dumps([inner])}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    texts = [d.text for d in sorted(open_corpus([tmp_path]), key=lambda d: d.record)]
    assert texts == ["Who crossed the strait by night?\n\nNobody.", *["naïve\nand plain\n\nyes"] * 2]


plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    ["{}", '{"a": "b"}', '["x"]', "[[1", "two words", "a/b", "\\", '{"', "x" * 40, "a sentence that is long enough"]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain, inner, max_size=3),
    max_leaves=10,
)
records = st.dictionaries(plain | st.sampled_from(["id", "text", "title"]), values, max_size=5)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(st.tuples(records, st.booleans()), max_size=8),
    wanted=st.sampled_from([None, "text", ["id", "title"]]),
)
def test_the_compiled_reader_equals_the_patient_one(
    lines: list[tuple[dict[str, object], bool]], wanted: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("jsonl") / "some.jsonl"
    told = [json.dumps(record, ensure_ascii=ascii_only) for record, ascii_only in lines]
    path.write_text("\n".join(['{"id": "first", "text": "first"}', *told]))
    found = []
    for fast in (True, False):
        use_path(fast)
        corpus = open_corpus([path], text_field=wanted)  # type: ignore[arg-type]
        documents = sorted(
            (b.record_offsets[i], b.text(i), b.ids[i], b.parts[i] if b.parts else ())
            for b in corpus.batches()
            for i in range(len(b))
        )
        found.append((documents, corpus.stats))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("first", "texts"),
    [
        ("What is one?,one,two,A", ["What is one?\n\none\n\ntwo\n\nA", "Why not?\n\nx\n\ny\n\nB"]),
        ("Gold,Au,Ag,B", ["Gold\n\nAu\n\nAg\n\nB", "Why not?\n\nx\n\ny\n\nB"]),
        ("Gold,Au,Ag,Pb", ["Gold\n\nAu\n\nAg\n\nPb", "Why not?\n\nx\n\ny\n\nB"]),
        ("question,A,B,answer", ["Why not?\n\nx\n\ny\n\nB"]),
    ],
)
def test_a_csv_loses_no_row(first: str, texts: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(first + "\nWhy not?,x,y,B\n")
    assert [d.text for d in open_corpus([tmp_path])] == texts


def test_a_null_is_counted_once_where_the_short_way_gives_up(tmp_path: Path) -> None:
    table = pa.table({"text": pa.array(["x" * 10_000_000, None, "short"], pa.large_string())})
    pq.write_table(table, tmp_path / "a.parquet", use_dictionary=False)
    corpus = open_corpus([tmp_path])
    assert len({d.record for d in corpus}) == 2
    assert corpus.stats.skipped == {"no text field": 1} and corpus.stats.documents == 2
