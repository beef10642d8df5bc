"""Base64 and quoted-printable text in JSON records, where the record says so, on both paths."""

from base64 import b64encode, urlsafe_b64encode
from pathlib import Path
from quopri import encodestring
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contamination.corpora import open_corpus
from contamination.corpora.encoded_parts import decoded, message_text
from contamination.corpora.fields import Fields, found_in, text_of
from contamination.corpora.json_lines import jsonl

TEXT = "Wie viele Nägel braucht ein Schmied für drei Pferde, wenn er je Huf acht einschlägt?"
B64, QP = b64encode(TEXT.encode()).decode(), encodestring(TEXT.encode()).decode()
HEAD = "Message-ID: <1@x>\nSubject: Frage\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"
MESSAGE = f"{HEAD}\n\n{B64}\n"
RECORDS: dict[str, Any] = {
    "github": {"path": "q.txt", "encoding": "base64", "content": B64},
    "nested": {"file": {"contentEncoding": "BASE64", "parts": [{"data": B64}]}},
    "headers": {"headers": {"Content-Transfer-Encoding": "quoted-printable"}, "body": QP},
    "mail api": {"headers": [{"name": "Content-Transfer-Encoding", "value": "base64"}], "body": {"data": B64}},
    "url-safe": {"encoding": "base64", "content": urlsafe_b64encode(TEXT.encode()).decode().rstrip("=")},
    "message": {"file": "inbox/1", "message": MESSAGE},
}


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("fast", [False, True])
def test_what_a_record_says_is_encoded_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, fast: bool
) -> None:
    monkeypatch.setattr(jsonl, "PATIENCE", 0 if fast else 1 << 30)
    monkeypatch.setattr(jsonl, "_read_slowly", 0)
    path = tmp_path / "c.jsonl"
    path.write_bytes(orjson.dumps({"text": "From here on: nothing."}) + b"\n" + orjson.dumps(RECORDS[name]) + b"\n")
    texts = [batch.text(i) for batch in open_corpus([path]).batches() for i in range(len(batch))]
    assert len(texts) == 2 and sum(TEXT in text for text in texts) == 1
    assert "From here on: nothing." in texts


@pytest.mark.parametrize(
    "record",
    [
        {"content": B64},  # nobody says so
        {"encoding": "utf-8", "content": B64},
        {"encoding": "base64", "content": b64encode(bytes(range(256))).decode()},  # no text
        {"encoding": "base64", "title": "words, not base64"},
        {"note": "Set Content-Transfer-Encoding: base64 in the header.", "content": B64},
    ],
)
def test_all_else_stays_as_it_is(record: dict[str, str]) -> None:
    assert {f.text for f in found_in(record, Fields())} == set(record.values())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=6, max_size=80))
def test_what_was_encoded_comes_back(text: str) -> None:
    assert decoded(b64encode(text.encode()).decode(), "base64") == text
    assert decoded(encodestring(text.encode()).decode(), "quoted-printable") == text


def test_a_message_keeps_its_headers() -> None:
    told = message_text(MESSAGE)
    assert told is not None and "Subject: Frage" in told and TEXT in told
    assert message_text(MESSAGE.replace("base64", "7bit")) is None


def test_the_text_of_a_record_holds_the_decoded_part() -> None:
    assert TEXT in (text_of(found_in(RECORDS["nested"], Fields())) or "")
