"""The GPT-4 rule against a brute-force oracle: the windows of a question, `in` the normalised document."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contamination.corpora.batch import Batch
from contamination.plan import AuditConfig
from contamination.scan.engine import Engine
from contamination.search.substring_search import steps
from contamination.text.normalise import normalise
from contamination.types import Item

WORDS = (
    *("tort", "lease", "café", "negligent", "12", "37", "ﬁrm", "契約", "अनुबंध", "عقد", "painter", "of", "the"),
    *("and", "is", "<b>deed</b>", "&eacute;t", "owner's"),
)


def batch_of(texts: list[str]) -> Batch:
    data = [t.encode() for t in texts]
    n = len(texts)
    return Batch(
        file="f",
        data=np.frombuffer(b"".join(data), np.uint8),
        offsets=np.cumsum([0, *map(len, data)], dtype=np.int64),
        records=np.arange(n),
        record_offsets=np.full(n, -1),
        ids=[None] * n,
        starts=np.zeros(n, np.int64),
        read=0,
    )


def found(engine: Engine, texts: list[str]) -> set[tuple[str, int]]:
    scan_state = engine.new_state()
    engine.scan(batch_of(texts), scan_state)
    results = engine.results(scan_state)
    assert all(r.hits == len(r.evidence) for r in results)
    return {(r.question, e.record) for r in results for e in r.evidence}


def oracle(engine: Engine, texts: list[str]) -> set[tuple[str, int]]:
    documents = [normalise(t, engine.plan.case).text for t in texts]
    windows = {r.question: r.windows for r in engine.results(engine.new_state())}
    return {(q, i) for q, ws in windows.items() for i, d in enumerate(documents) if any(w in d for w in ws)}


def sentence(random: Random, words: int) -> str:
    return " ".join(random.choice(WORDS) for _ in range(words))


@pytest.mark.parametrize("all_windows", [False, True])
@pytest.mark.parametrize("case", ["fold", "keep"])
def test_hits_equal_the_oracle(case: str, all_windows: bool) -> None:
    random = Random(11)
    items = [Item(f"q{i}", sentence(random, random.choice([0, 1, 2, 3, 5, 9, 30]))) for i in range(300)]
    texts = []
    for i in range(200):
        copied = random.choice(items).question
        cut = random.randrange(len(copied) + 1) if i % 3 == 0 else 0
        texts.append(
            f"{sentence(random, 20)} {copied[cut:].upper() if i % 5 == 0 else copied[cut:]} {sentence(random, 9)}"
        )
    engine = Engine(items, AuditConfig(case=case, all_windows=all_windows, keep=1000, seed=5))  # type: ignore[arg-type]
    expected = oracle(engine, texts)
    assert len(expected) > 500
    assert found(engine, texts) == expected


@given(length=st.integers(1, 130), before=st.integers(0, 80), after=st.integers(0, 40), seed=st.integers(0, 10**6))
@settings(max_examples=80, deadline=None)
def test_no_alignment_or_length_hides_a_copy(length: int, before: int, after: int, seed: int) -> None:
    random = Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz0123456789é漢"
    item = Item("q", "".join(random.choices(letters, k=length)))
    text = "".join(random.choices(letters, k=before)) + item.question + "".join(random.choices(letters, k=after))
    engine = Engine([item], AuditConfig())
    assert found(engine, ["x" * 7, text, text[1:]]) == oracle(engine, ["x" * 7, text, text[1:]]) >= {("q", 1)}


def test_windows_depend_on_nothing_but_seed_and_question() -> None:
    items = [Item(f"q{i}", sentence(Random(i), 40)) for i in range(5)]
    together = Engine(items, AuditConfig(seed=1))
    alone = Engine(items[3:4], AuditConfig(seed=1))
    other = Engine(items[3:4], AuditConfig(seed=2))
    windows = together.results(together.new_state())[3].windows
    assert len(windows) == 3 and all(len(w) == 50 for w in windows)
    assert windows == alone.results(alone.new_state())[0].windows != other.results(other.new_state())[0].windows


MOTOR = Item(
    "q",
    "Primary motor cortex activity results in",
    (
        "bilateral contraction of antigravity limb muscles.",
        "bilateral contraction of limb musculature.",
        "contraction of ipsilateral limb musculature.",
    ),
)


def test_windows_of_a_short_stem_lie_within_an_option() -> None:
    engine = Engine([MOTOR], AuditConfig())
    (window,) = engine.results(engine.new_state())[0].windows
    assert window == "bilateralcontractionofantigravitylimbmuscles"


def test_labels_hide_a_copy_from_the_joined_drawing_only() -> None:
    copy = "\n".join([MOTOR.question, *(f"{label}. {o}" for label, o in zip("ABC", MOTOR.options, strict=True))])
    for seed in range(10):
        assert found(Engine([MOTOR], AuditConfig(seed=seed)), [copy])
        assert not found(Engine([MOTOR], AuditConfig(("gpt4-joined",), seed=seed)), [copy])
        bare = "\n".join([MOTOR.question, *MOTOR.options])
        assert found(Engine([MOTOR], AuditConfig(("gpt4-joined",), seed=seed)), [bare])


def test_a_question_shorter_than_any_part_is_looked_for_whole() -> None:
    item = Item("q", "Which is true?", ("The lease is void", "The lease ends"))
    engine = Engine([item], AuditConfig())
    assert engine.results(engine.new_state())[0].windows == ("whichistruetheleaseisvoidtheleaseends",)


@given(st.integers(1, 60), st.integers(1, 10**6))
def test_the_stride_never_steps_over_a_string(shortest: int, strings: int) -> None:
    ngram, stride = steps(shortest, strings)
    assert 1 <= ngram <= 16 and 1 <= stride <= 64 and ngram + stride - 1 <= shortest
