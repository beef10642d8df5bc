"""The fingerprint of a set of questions: the same for the same questions in whatever file format.

Over stem, passage, options, key and tests of each question, in order within its section; white space and Unicode
composition do not count, so a CSV, a JSONL and a hub copy of one set agree. Sixteen hexadecimal digits of SHA-256.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

import orjson

from exams.form import Form


def fingerprint(form: Form) -> str:
    """Of a form's questions. Another order of the sections does not change it, another order within one does."""
    sections: dict[str, list[bytes]] = defaultdict(list)
    for question in form.questions:
        passage = form.passage_of(question)
        texts = [question.stem, passage.text if passage else "", *(o.text for o in question.options), *question.key]
        if question.program is not None:  # its tests are its key
            texts.append(orjson.dumps(question.program, option=orjson.OPT_SORT_KEYS).decode())
        sections[question.section].append(_digest(map(_normal, texts)))
    whole = (_digest([name, *(d.hex() for d in digests)]) for name, digests in sorted(sections.items()))
    return hashlib.sha256(b"".join(whole)).hexdigest()[:16]


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _digest(texts: Iterable[str]) -> bytes:
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "replace")).digest()
