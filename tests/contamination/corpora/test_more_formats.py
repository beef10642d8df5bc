"""XML dumps, mail, archives, EPUB, PDF, saved Arrow data sets, and WARC files with damage in the middle."""

import base64
import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from contamination.corpora import open_corpus

QUESTION = "How far, in kilometres, will the barge be from the quay at Santarém by noon?"
ASCII = QUESTION.replace("é", "e")


def texts(path: Path) -> list[str]:
    return [d.text for d in open_corpus([path])]


def pdf_of(*pages: str) -> bytes:
    """A PDF made by hand: one font, one line of text a page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for page in pages:
        stream = b"BT /F1 12 Tf 40 700 Td (" + page.encode("latin-1") + b") Tj ET"
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        number = len(objects)
        font = b"<</Font<</F1 3 0 R>>>>"
        objects.append(b"<</Type/Page/Parent 2 0 R/Resources%s/Contents %d 0 R>>" % (font, number))
        kids.append(b"%d 0 R" % (number + 1))
    objects[1] = b"<</Type/Pages/Count %d/MediaBox[0 0 600 800]/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(out),
    )


def tar_of(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return sink.getvalue()


def test_a_stackexchange_dump_is_read_by_its_attributes(tmp_path: Path) -> None:
    rows = f'<row Id="1" Body="&lt;p&gt;{QUESTION}&lt;/p&gt;" Title="t &#x1; u" /><row Id="2" Text="42" />'
    (tmp_path / "Posts.xml").write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<posts>\n  {rows}\n</posts>\n')
    corpus = open_corpus([tmp_path])
    first, second = corpus
    assert f"<p>{QUESTION}</p>" in first.text and "u" in first.text and (first.id, second.id) == ("1", "2")
    assert second.text == "42" and corpus.stats.fields["Body"] == len(QUESTION) + 7 and not corpus.stats.skipped


def test_a_wikipedia_dump_is_read_page_by_page(tmp_path: Path) -> None:
    page = "<page><title>{0}</title><id>{1}</id><revision><text>{2} &lt;ref&gt;x&lt;/ref&gt;</text></revision></page>"
    pages = page.format("Barges", 7, QUESTION) + page.format("Quays", 8, "nothing")
    (tmp_path / "wiki.xml").write_text(f'<mediawiki xmlns="u">{pages}</mediawiki>')
    documents = list(open_corpus([tmp_path]))
    assert [d.id for d in documents] == ["7", "8"] and QUESTION in documents[0].text
    assert documents[0].text.startswith("Barges")


def test_xml_that_breaks_off_is_read_on_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(f"<?xml version='1.0'?><a><b>one</b><b>two</c> {QUESTION}</a>")
    corpus = open_corpus([tmp_path])
    assert QUESTION in "".join(d.text for d in corpus)
    assert corpus.stats.skipped == {"not XML from here on: read as text": 1}


def test_entities_of_an_xml_file_are_not_unfolded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
    (tmp_path / "a.xml").write_text(f"<?xml version='1.0'?>{bomb}<a><x>{'&c;' * 1000}</x></a>")
    assert sum(map(len, texts(tmp_path))) < 10_000


@pytest.mark.parametrize("mbox", [True, False])
def test_parts_of_mail_are_decoded_as_their_headers_say(mbox: bool, tmp_path: Path) -> None:
    quoted = "=?utf-8?q?A_r=C3=A9sum=C3=A9?="
    mail = (
        f"From: a@b.example\nTo: c@d.example\nSubject: {quoted}\nMessage-ID: <1@x>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n'
        f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(QUESTION.encode()).decode()}\n"
        "--b\nContent-Type: text/plain; charset=latin-1\nContent-Transfer-Encoding: quoted-printable\n\n"
        "a long line that is =\nfolded, caf=E9\n--b\nContent-Type: image/png\n\nx\n--b--\n"
    )
    envelope = "From a@b.example Mon Jan  1 00:00:00 2030\n"
    (tmp_path / "list").write_text(f"{envelope}{mail}\n{envelope}Subject: two\n\nplain\n" if mbox else mail)
    corpus = open_corpus([tmp_path])
    documents = list(corpus)
    assert len(documents) == 1 + mbox and documents[0].id == "<1@x>"
    assert documents[0].text.startswith("A résumé") and QUESTION in documents[0].text
    assert "that is folded, café" in documents[0].text
    assert corpus.stats.skipped == {"attachment is no text": 1} and corpus.stats.complete


def test_a_message_of_headers_is_not_seen_in_ordinary_prose(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Note: this is no mail.\nFrom: where we stood\n\nwe saw it.\n")
    assert texts(tmp_path) == ["Note: this is no mail.\nFrom: where we stood\n\nwe saw it.\n"]


def test_a_tar_of_latex_is_read_file_by_file(tmp_path: Path) -> None:
    paper = {"p/main.tex": f"\\section{{One}}\n{QUESTION}".encode(), "p/fig.png": b"\x89PNG\r\n\x1a\n\0\0"}
    inner = gzip.compress(tar_of(paper))
    (tmp_path / "arxiv.tar").write_bytes(tar_of({"1201.0001.gz": inner, "1201.0002.gz": gzip.compress(b"\\title{x}")}))
    corpus = open_corpus([tmp_path])
    documents = list(corpus)
    assert [d.text for d in documents] == [f"\\section{{One}}\n{QUESTION}", "\\title{x}"]
    assert documents[0].file.endswith("arxiv.tar!/1201.0001.gz!/p/main.tex")
    assert corpus.stats.skipped == {"not a corpus file": 1} and corpus.stats.complete


def test_an_epub_is_read_page_by_page(tmp_path: Path) -> None:
    page = f'<?xml version="1.0"?><!DOCTYPE html><html><body><p>{QUESTION}</p></body></html>'
    with zipfile.ZipFile(tmp_path / "book.epub", "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("OEBPS/one.xhtml", page)
        archive.writestr("OEBPS/rows.jsonl", json.dumps({"a": "in a zip"}) + "\n")
    found = texts(tmp_path)
    assert page in found and "in a zip" in found


def test_a_pdf_is_read_and_a_scan_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_of("The barge leaves", ASCII))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("in.pdf", pdf_of("in an archive"))
    (tmp_path / "c.pdf").write_bytes(pdf_of(""))
    corpus = open_corpus([tmp_path])
    found = [d.text for d in corpus]
    assert "The barge leaves" in found[0] and ASCII in found[0] and found[1].strip() == "in an archive"
    assert corpus.stats.skipped == {"PDF without text": 1} and not corpus.stats.complete


def test_a_folder_that_datasets_saved_is_read(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    rows = {"messages": [[{"role": "user", "content": QUESTION}]], "n": [1]}
    datasets.Dataset.from_dict(rows).save_to_disk(tmp_path / "set")
    assert f"{QUESTION}\n\nuser" in texts(tmp_path / "set") or f"user\n\n{QUESTION}" in texts(tmp_path / "set")


def record(number: int, body: bytes, size: int | None = None) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: u{number}\r\nWARC-Record-ID: <{number}>\r\n"
    return f"{head}Content-Length: {len(body) if size is None else size}\r\n\r\n".encode() + body + b"\r\n\r\n"


@pytest.mark.parametrize("size", [1, 17, 5_000, 10**9])
def test_a_warc_goes_on_after_a_wrong_length(size: int, tmp_path: Path) -> None:
    bodies = [f"page {n} of the crawl".encode() for n in range(6)]
    data = b"".join(record(n, body, size if n == 2 else None) for n, body in enumerate(bodies))
    (tmp_path / "a.warc").write_bytes(data)
    corpus = open_corpus([tmp_path])
    documents = list(corpus)
    assert [d.id for d in documents] == [f"u{n}" for n in range(6)]
    assert all(bodies[n].decode() in d.text for n, d in enumerate(documents))
    assert all(data[d.offset :].startswith(b"WARC/1.0") for d in documents if d.offset is not None)
    assert sum(corpus.stats.skipped.values()) >= 1


def test_a_warc_goes_on_after_garbage_and_after_a_torn_member(tmp_path: Path) -> None:
    members = [gzip.compress(record(n, f"page {n} of the crawl".encode() * 200)) for n in range(6)]
    members[2] = members[2][:30] + b"\xff" * 20 + members[2][50:]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(members))
    (tmp_path / "b.warc").write_bytes(record(7, b"seven") + b"garbage\r\n" * 9 + record(8, b"eight"))
    corpus = open_corpus([tmp_path])
    found = {d.id for d in corpus}
    assert {"u0", "u1", "u3", "u4", "u5", "u7", "u8"} <= found
    assert corpus.stats.skipped["damaged or truncated file"] == 1 and corpus.stats.skipped["damaged record"] >= 1
