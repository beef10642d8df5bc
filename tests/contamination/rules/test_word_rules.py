"""The rules that count in words, against slow and plain definitions of them."""

from random import Random

import numpy as np
import pytest

from contamination.corpora.batch import Batch
from contamination.plan import AuditConfig, RuleName
from contamination.scan.engine import Engine
from contamination.text.normalise import normalise
from contamination.types import Item

RULES: tuple[RuleName, ...] = ("gpt3", "palm", "llama2", "llama3", "longest")
VOCABULARY = [f"{a}{b}" for a in ("ka", "lo", "mi", "nu", "pe") for b in ("", "r", "st", "tion", "ing", "ed")]


def batch_of(texts: list[str], file: str = "f") -> Batch:
    data = [t.encode() for t in texts]
    n = len(texts)
    offsets = np.cumsum([0, *map(len, data)], dtype=np.int64)
    places = np.arange(n), np.full(n, -1)
    return Batch(file, np.frombuffer(b"".join(data), np.uint8), offsets, *places, [None] * n, np.zeros(n, np.int64), 0)


def words_of(text: str) -> list[str]:
    plain = normalise(text)
    ends = [*plain.words[1:], len(plain.text)]
    return [plain.text[a:b] for a, b in zip(plain.words, ends, strict=True)]


def ngrams(words: list[str], n: int) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]


def longest_run(question: list[str], document: list[str]) -> int:
    best, row = 0, [0] * (len(document) + 1)
    for word in question:
        row = [0] + [row[j] + 1 if word == other else 0 for j, other in enumerate(document)]
        best = max(best, *row)
    return best if best >= 8 else 0


def expected(question: str, texts: list[str], number: int) -> dict[str, float]:
    words = words_of(question)
    documents = [words_of(t) for t in texts]
    seen8 = {g for d in documents for g in ngrams(d, 8)}
    seen = [g in seen8 for g in ngrams(words, 8)]
    covered = [any(seen[max(0, i - 7) : i + 1]) for i in range(len(words))]
    counts = [sum(g in set(ngrams(d, number)) for d in documents) for g in ngrams(words, number)]
    return {
        "gpt3": float(any(0 < c <= 10 for c in counts)),
        "palm": sum(seen) / len(seen) if seen else 0.0,
        "llama3": sum(covered) / len(words),
        "longest": max(longest_run(words, d) for d in documents) / len(words),
    }


def scores(items: list[Item], texts: list[str]) -> tuple[list[dict[str, float]], int]:
    engine = Engine(items, AuditConfig(rules=RULES))
    scan_state = engine.new_state()
    engine.scan(batch_of(texts[:3]), scan_state)
    engine.scan(batch_of(texts[3:], "g"), scan_state)
    assert engine._matcher.words is not None
    return [r.scores for r in engine.results(scan_state)], engine._matcher.words.number


@pytest.mark.parametrize("seed", range(6))
def test_scores_equal_their_definitions(seed: int) -> None:
    random = Random(seed)
    items = [Item(f"q{i}", " ".join(random.choices(VOCABULARY, k=random.choice([9, 14, 30, 60])))) for i in range(40)]
    texts = []
    for _ in range(30):
        copied = random.choice(items).question.split()
        start = random.randrange(len(copied))
        part = copied[start : start + random.choice([8, 13, 40])]
        if random.random() < 0.5:
            part[random.randrange(len(part))] = "other"
        filler = random.choices(VOCABULARY, k=20)
        texts.append(" ".join(filler[:10] + part + filler[10:]) + ".")
    found, number = scores(items, texts)
    assert 8 <= number <= 13
    for item, score in zip(items, found, strict=True):
        for rule, value in expected(item.question, texts, number).items():
            assert score[rule] == pytest.approx(value, abs=1e-4), (item.id, rule)
    assert any(score["gpt3"] for score in found) and any(0 < score["palm"] < 1 for score in found)


@pytest.mark.parametrize(
    "tokens", ["a b c d 1 2 x y", "ab 1 of x 22 in to q", "naïve 契約 é ß 1 7 w 漢", "lengthy wording " * 4]
)
def test_eight_words_of_any_length_are_found_wherever_they_stand(tokens: str) -> None:
    """Words too short, together, for the 16 bytes by which others are found."""
    eight = tokens.split()
    items = [Item("q", " ".join(["start", *eight, "end"]))] + [Item(f"o{i}", f"other {i} " * 9) for i in range(3)]
    texts = [f"{'filler ' * k}{' '.join(eight)} {'more ' * 3}" for k in (0, 1, 7, 600)]
    texts += [" ".join([*eight[:-1], "changed"])]
    found, number = scores(items, texts)
    for item, score in zip(items, found, strict=True):
        for rule, value in expected(item.question, texts, number).items():
            assert score[rule] == pytest.approx(value, abs=1e-4), (item.id, rule)
    assert found[0]["palm"] > 0


LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"


@pytest.mark.parametrize(
    ("copy", "words"),
    [
        (LONG, 17),
        ("one two three four five six seven eight nine ten", 0),  # not longer than ten
        ("one two three four five six seven eight nine ten X twelve", 12),
        ("one two three four five six seven eight nine X eleven twelve", 0),  # the first ten are not exact
        (LONG.replace("eleven", "X").replace("thirteen", "X").replace("fifteen", "X").replace("sixteen", "X"), 17),
        ("one two three four five six seven eight nine ten eleven X X X X X seventeen", 11),
    ],
)
def test_llama2_lets_four_words_differ_after_ten(copy: str, words: int) -> None:
    (score,), _ = scores([Item("q", LONG)], ["nothing", copy, "nothing", "nothing"])
    assert score["llama2"] == pytest.approx(words / 17, abs=1e-4)


def test_gpt3_ignores_what_stands_in_more_than_ten_documents() -> None:
    assert scores([Item("q", LONG)], [LONG] * 10)[0][0]["gpt3"] == 1
    assert scores([Item("q", LONG)], [LONG] * 11)[0][0]["gpt3"] == 0


def test_a_document_in_pieces_counts_once() -> None:
    engine = Engine([Item("q", LONG)], AuditConfig(rules=("gpt3",)))
    scan_state = engine.new_state()
    for _ in range(11):
        engine.scan(batch_of([LONG]), scan_state)  # eleven pieces of record 0 of one file
    assert engine.results(scan_state)[0].scores["gpt3"] == 1


def test_options_are_part_of_the_question() -> None:
    options = ("alpha beta gamma delta", "epsilon zeta eta theta iota kappa")
    (score,), _ = scores([Item("q", "Which is it?", options)], ["x", "which is it " + " ".join(options), "x", "x"])
    assert score["palm"] == 1
