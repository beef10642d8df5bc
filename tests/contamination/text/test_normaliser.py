import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numba import njit

from contamination.plan import Case
from contamination.text import normal_kernel
from contamination.text.normalise import normalise
from contamination.text.normaliser import NormalBatch, Normaliser

CONSTRUCTS = (
    *("<b>", "</td >", '<a href="x>', "<x y=1>", "<br/>", "<!--", "-->", "&amp;", "&NotEqualTilde;", "&#x41;", "&a;"),
    *("&frac12;", "](http://a.b)", "](x)", "-\n", "- \n ", "\u00ad\r\n", "ﷺ", "㍻", "漢字", "e\u0301", "한국"),
    *("\\u00e9", "\\ud83d\\ude00", "\\ud83d", "\\\\u0041", "%20", "%C3%A9", "%e6%bc%A2", "%41", "%C3", "%ED%A0%80"),
    *("&amp;eacute;", "&amp;amp;#65;", "&amp;amp;", "&amp;x", "ΝνΗСосна"),
)

# Plain ASCII in long runs for the wide path, constructs whole and broken, and anything in Unicode.
pieces = st.one_of(
    st.text("abcXYZ019 ,.", max_size=70),
    st.text("<>&]-()/=!#; \n\taxé\u00ad\u2010\\u%0c3", max_size=12),
    st.sampled_from(CONSTRUCTS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
raw_texts = st.lists(pieces, max_size=8).map("".join)
NORMALISERS: dict[Case, Normaliser] = {"fold": Normaliser("fold"), "keep": Normaliser("keep")}


def run(normaliser: Normaliser, texts: list[str]) -> NormalBatch:
    data = [t.encode() for t in texts]
    offsets = np.cumsum([0, *map(len, data)], dtype=np.int64)
    return normaliser.texts(np.frombuffer(b"".join(data), np.uint8), offsets)


def check(normaliser: Normaliser, texts: list[str], case: Case) -> None:
    batch = run(normaliser, texts)
    bits = np.unpackbits(batch.marks[: int(batch.offsets[-1]) // 8 + 1], bitorder="little")
    for i, raw in enumerate(texts):
        expected = normalise(raw, case)
        start, end = map(int, batch.offsets[i : i + 2])
        assert batch.text[start:end].tobytes().decode() == expected.text
        words = [len(expected.text[:w].encode()) for w in expected.words]
        assert np.flatnonzero(bits[start:end]).tolist() == words


@pytest.mark.parametrize("case", ["fold", "keep"])
@given(texts=st.lists(raw_texts, max_size=4))
@example(texts=["-", "\n<"])
@example(texts=["x" * 31 + "<b>" + "y" * 40 + "é-", "\nz"])
@settings(max_examples=300, deadline=None)
def test_the_kernel_equals_the_reference(case: Case, texts: list[str]) -> None:
    check(NORMALISERS[case], texts, case)


@pytest.mark.parametrize("case", ["fold", "keep"])
def test_the_kernel_equals_the_reference_on_every_character(case: Case) -> None:
    codes = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
    texts = ["".join(map(chr, codes[k : k + 4096])) for k in range(0, 0x34000, 4096)]
    check(NORMALISERS[case], [*texts, "".join(map(chr, range(0xE0000, 0xE1000)))], case)


@given(raw_texts)
@settings(deadline=None)
def test_the_map_back_equals_the_reference(raw: str) -> None:
    data = np.frombuffer(raw.encode(), np.uint8)
    text, begins, ends = NORMALISERS["fold"].mapped(data, 0, len(data))
    expected = normalise(raw)
    assert text.tobytes().decode() == expected.text
    places = [0, *np.cumsum([len(c.encode()) for c in raw]).tolist()]
    width = [len(c.encode()) for c in expected.text]
    assert begins.tolist() == np.repeat([places[s] for s in expected.starts], width).tolist()
    assert ends.tolist() == np.repeat([places[e] for e in expected.ends], width).tolist()


@pytest.mark.slow
def test_the_path_without_wide_instructions_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(normal_kernel, "_WIDE", False)
    narrow = Normaliser("fold")
    monkeypatch.setattr("contamination.text.normaliser.normalise_texts", njit(normal_kernel.normalise_texts.py_func))
    check(narrow, ["The <b>quick</b> brown-\nfox " * 5, "Ünïcode &amp; ½ 漢字 text, 123 and more of it"], "fold")
