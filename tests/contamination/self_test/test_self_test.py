import json
import re
from functools import partial
from pathlib import Path
from random import Random

import pytest

from contamination.audit import Subject, audit_all
from contamination.corpora.fields import Fields
from contamination.corpora.shards import Shard, shards_of
from contamination.plan import AuditConfig
from contamination.scan.engine import Engine
from contamination.self_test.changes import changes, self_test_changes
from contamination.self_test.common_synonyms import common_synonyms
from contamination.self_test.on_shipped_questions import with_shipped_questions
from contamination.self_test.self_test import draw_hosts, rate, self_test, worth
from contamination.self_test.shipped_questions import shipped_questions
from contamination.types import Item, SelfTest

ROOT = Path(__file__).parents[3]

NOUNS = ("harbour", "orchard", "foundry", "chapel", "railway", "library", "glacier", "vineyard", "quarry", "tunnel")
VERBS = ("closed", "sold", "flooded", "painted", "rented", "burned", "guarded", "measured", "mapped", "insured")


def question(number: int) -> Item:
    rng = Random(number)
    told = " ".join(
        f"The {rng.choice(NOUNS)} was {rng.choice(VERBS)} in {rng.randrange(1500, 2000)}." for _ in range(6)
    )
    options = tuple(f"The {rng.choice(NOUNS)} of {rng.randrange(1500, 2000)}." for _ in range(4))
    return Item(id=f"q{number}", question=f"{told} Who pays?", options=options)


ITEMS = tuple(question(number) for number in range(10))
ENGINE = Engine(ITEMS, AuditConfig())


@pytest.fixture
def shards(tmp_path: Path) -> list[Shard]:
    rng = Random(4)
    words = ["rain", "over", "the", "hills", "and", "a", "long", "road", "home.", "with", "seven", "geese"]
    with (tmp_path / "a.jsonl").open("w") as file:
        for n in range(300):
            text = " ".join(rng.choices(words, k=200)) + (ITEMS[0].question if n % 2 else "")
            file.write(json.dumps({"text": text}) + "\n")
    return list(shards_of([str(tmp_path / "a.jsonl")], 20_000))


def outcome(shards: list[Shard], kinds: object = None, seed: int = 0) -> SelfTest:
    chosen = kinds or changes(common_synonyms())
    (result,) = self_test(ENGINE, shards, Fields(), chosen, corpus=["c"], seed=seed, each=30)  # type: ignore[arg-type]
    return result


def test_verbatim_copies_are_seen_and_unlike_ones_less(shards: list[Shard]) -> None:
    result = outcome(shards)
    assert result.recall["verbatim"].share == 1.0 and result.recall["verbatim"].tried == 30
    assert (result.recall["edits 5%"].share or 0) < (result.recall["edits 1%"].share or 0)
    assert len(result.recall) == 12 and result.false_positives.found == 0
    assert result.false_positives.tried > 100


def test_the_same_seed_gives_the_same(shards: list[Shard]) -> None:
    assert outcome(shards) == outcome(shards) != outcome(shards, seed=1)


def test_what_is_not_there_is_not_found(shards: list[Shard]) -> None:
    assert outcome(shards, {"nothing": lambda item, random: "some words"}).recall["nothing"].found == 0


def test_a_question_named_by_a_copy_of_another_is_a_false_positive(shards: list[Shard]) -> None:
    result = outcome(shards, {"sister": lambda item, random: ITEMS[(int(item.id[1:]) + 1) % 10].question})
    assert result.false_positives.found > 0
    assert result.recall["sister"].found < result.recall["sister"].tried


def test_a_question_in_the_corpus_already_proves_nothing(shards: list[Shard]) -> None:
    planted: list[str] = []
    outcome(shards, {"watched": lambda item, random: planted.append(item.id)})
    assert set(planted) == {item.id for item in ITEMS[1:]}


def test_hosts_come_from_all_over_the_corpus(shards: list[Shard]) -> None:
    assert len(shards) > 10
    hosts = draw_hosts(shards, Fields(), Random(1))
    assert len(hosts) > 250 and len(set(hosts)) == len(hosts)


@pytest.mark.parametrize(
    ("found", "tried", "low", "high"), [(95, 100, 0.888, 0.978), (0, 100, 0.0, 0.037), (100, 100, 0.963, 1.0)]
)
def test_intervals_are_wilsons(found: int, tried: int, low: float, high: float) -> None:
    # low and high as statsmodels' proportion_confint(method="wilson") gives them
    result = rate(found, tried)
    assert (round(result.low, 3), round(result.high, 3)) == (low, high)


def test_paraphrases_are_of_two_hundred_shipped_questions_and_in_other_words() -> None:
    shipped = shipped_questions()
    assert len(shipped) == len({s.rewritten for s in shipped}) == len({s.item.question for s in shipped}) == 200
    for s in shipped:
        exam, form, number = s.item.id.split("/")
        lines = (ROOT / f"exams/catalogue/{exam}/forms/{form}/questions.jsonl").read_text("utf-8").splitlines()
        (found,) = [q for q in map(json.loads, lines) if q["id"] == number]
        assert found["stem"] == s.item.question
        assert tuple(o["text"] for o in found.get("options") or ()) == s.item.options
        ours, theirs = (re.findall(r"\w+", text.lower()) for text in (s.item.question, s.rewritten))
        runs = {tuple(ours[k : k + 6]) for k in range(len(ours) - 5)}
        assert not any(tuple(theirs[k : k + 6]) in runs for k in range(len(theirs) - 5)), s.rewritten


def test_halves_count_the_short_ones() -> None:
    short = Item("s", "Who wrote the longest of these odes?", ("Keats", "Gray"))
    assert changes({})["half"](short, Random(1)) is None
    assert self_test_changes({})["half"](short, Random(1))
    assert "rewritten" not in self_test_changes({})


def test_the_rows_of_shipped_questions(tmp_path: Path, shards: list[Shard]) -> None:
    engine = Engine(ITEMS[:1], AuditConfig(rules=("examsim",)))
    told = SelfTest(rule="examsim", corpus=("c",), hosts=1, seed=0, recall={}, false_positives=rate(9, 9))
    (test,) = with_shipped_questions([told], engine, shards, [tmp_path / "a.jsonl"], Fields(), None)
    assert test.recall["rewritten"].tried == 200 and test.recall["rewritten"].found < 20
    assert test.sisters is not None and test.sisters.tried == 100 and test.sisters.found <= 2
    assert test.false_positives.tried == 200 and test.false_positives.found == 0


@pytest.mark.slow
def test_an_audit_says_what_its_result_is_worth(
    tmp_path: Path, shards: list[Shard], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contamination.self_test.self_test.self_test", partial(self_test, each=40))
    (audit,) = audit_all(
        [Subject("f", "h", ITEMS)], [tmp_path / "a.jsonl"], AuditConfig(rules=("gpt4", "examsim")), test=True
    )
    assert worth(audit).startswith("1 found; we would have seen at least (95% confidence) 91% of verbatim")
    (bare,) = audit_all([Subject("f", "h", ITEMS)], [tmp_path / "a.jsonl"], AuditConfig())
    assert worth(bare) == ""
