"""The fast path through JSON Lines gives what a full parser gives, and hands over what it does not understand."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contamination.corpora import open_corpus
from contamination.corpora.fields import Fields
from contamination.corpora.json_lines import jsonl
from contamination.corpora.read_part import read_part
from contamination.corpora.read_stats import ReadStats
from contamination.corpora.shards import parts_of


@pytest.fixture(params=["fast", "slow"])
def path_taken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(jsonl, "_read_slowly", jsonl.PATIENCE if request.param == "fast" else -(1 << 40))
    return str(request.param)


def read(path: Path, **options: object) -> list[tuple[str, int, int | None, str | None]]:
    documents = [(d.text, d.record, d.offset, d.id) for d in open_corpus([path], **options)]  # type: ignore[arg-type]
    return sorted(documents, key=lambda d: d[1])


def by_full_parser(data: bytes) -> list[tuple[str, int, int | None, str | None]]:
    found: list[tuple[str, int, int | None, str | None]] = []
    offset = 0
    for number, line in enumerate(data.split(b"\n")):
        if line.strip():
            record = json.loads(line)
            found.append((record["text"], number, offset, record.get("id")))
        offset += len(line) + 1
    return found


plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain, inner, max_size=3),
    max_leaves=8,
)
others = st.dictionaries(plain.filter(lambda k: k not in ("text", "id")), values, max_size=4)


@st.composite
def records(draw: st.DrawFn) -> bytes:
    before, after = draw(others), draw(others)
    record = {**before, "text": draw(plain), **({"id": draw(plain)} if draw(st.booleans()) else {}), **after}
    style = draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,\t", "\t:  ")]))
    return json.dumps(record, ensure_ascii=draw(st.booleans()), separators=style).encode()


@settings(max_examples=120, deadline=None)
@given(lines=st.lists(records(), max_size=12), feed=st.sampled_from([b"\n", b"\r\n"]), last=st.booleans())
def test_every_record_reads_as_by_a_full_parser(
    lines: list[bytes], feed: bytes, last: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("jsonl") / "some.jsonl"
    data = b'{"id": "first", "text": "first"}' + feed + feed.join(lines) + (feed if last else b"")
    path.write_bytes(data)
    jsonl._read_slowly = jsonl.PATIENCE
    fast = read(path, text_field="text", id_field="id")
    jsonl._read_slowly = -(1 << 40)
    assert fast == read(path, text_field="text", id_field="id") == by_full_parser(data)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (rb'{"text": "\ud83d\ude00 \u00e9\u4e2d"}', "😀 é中"),
        (rb'{"te\u0078t": "escaped key"}', "escaped key"),
        (rb'{"text": "old", "text": "new"}', "old\n\nnew"),
        (rb'{"text": "half \ud83d pair"}', "half � pair"),
        (rb'{"meta": {"text": "inner"}, "text": "outer"}', "inner\n\nouter"),
        (rb'{"a": "{\"text\": \"also\"}", "text": "yes"}', "also\n\nyes"),
        (rb'{"a": "{\"text\": no}", "text": "yes"}', '{"text": no}\n\nyes'),
        (rb'{"a": "ends with \\", "text": "yes"}', "ends with \\\n\nyes"),
        (rb'{"a": NaN, "text": "not strict"}', "not strict"),
        (b'{"text": "raw\ttab"}', "raw\ttab"),
        (b'{"text": "bad \xff\xfe byte"}', "bad �� byte"),
        (b'{"text": "overlong \xc0\xaf"}', "overlong ��"),
        (b'{"text": ""}', ""),
        (b'  {"text":"spaces around"}  ', "spaces around"),
        (b'{"n":123456789012345678901234567890,"text":"big number"}', "big number"),
    ],
)
def test_unusual_lines_keep_their_text(line: bytes, text: str, tmp_path: Path, path_taken: str) -> None:
    path = tmp_path / "one.jsonl"
    path.write_bytes(b'{"text": "before"}\n' + line + b'\n{"text": "after"}\n')
    assert [d[0] for d in read(path)] == ["before", text, "after"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "no end', "not JSON"),
        (b'{"text": "abc"} tail', "not JSON"),
        (b"not json at all", "not JSON"),
        (b'{"text": null}', "no text field"),
        (b'{"other": [1, {"x": null}]}', "no text field"),
        (b"[1, 2]", "no text field"),
        (b'{"text": "bad escape \\q"}', "not JSON"),
    ],
)
def test_what_has_no_text_is_counted_with_its_line(line: bytes, reason: str, tmp_path: Path, path_taken: str) -> None:
    path = tmp_path / "one.jsonl"
    path.write_bytes(b'{"text": "before"}\n\n' + line + b'\n{"text": "after"}\n')
    corpus = open_corpus([path])
    assert sorted(d.text for d in corpus) == ["after", "before"]
    assert corpus.stats.skipped == {reason: 1}
    assert corpus.stats.problems[0].startswith(f"{path}:2: {reason}")
    assert corpus.stats.documents == 2


def test_lines_across_chunk_ends_are_whole(tmp_path: Path, path_taken: str) -> None:
    rng = random.Random(5)
    texts = ["x" * rng.randrange(0, 3000) + "é\n" * rng.randrange(3) for _ in range(400)]
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps({"text": t, "id": i}) + "\n" for i, t in enumerate(texts)))
    corpus = open_corpus([path])
    found = [batch.document(i) for batch in corpus.batches(target_bytes=4096) for i in range(len(batch))]
    assert [d.text for d in found] == texts
    assert [d.id for d in found] == [str(i) for i in range(400)]
    assert corpus.stats.bytes == path.stat().st_size


@pytest.mark.parametrize("shard_bytes", [20, 100, 1000, 5000])
def test_parts_of_a_file_give_each_line_once(shard_bytes: int, tmp_path: Path, path_taken: str) -> None:
    rng = random.Random(6)
    texts = [f"{i} " + "y" * rng.randrange(0, 200) for i in range(100)]
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(json.dumps({"text": t}) for t in texts))
    parts = parts_of(str(path), shard_bytes)
    assert len(parts) > 1
    found, offsets, whole = [], [], ReadStats()
    for part in parts:
        read_stats = ReadStats()
        for batch in read_part(part, Fields(), read_stats, 512):
            found += [batch.text(i) for i in range(len(batch))]
            offsets += batch.record_offsets.tolist()
        whole.add(read_stats, {})
    assert whole.bytes == path.stat().st_size and whole.files == 1 and whole.documents == 100
    assert found == texts
    data = path.read_bytes()
    assert all(data[o : o + 9] == b'{"text": ' for o in offsets) and len(set(offsets)) == 100
