import json
from pathlib import Path
from random import Random

import pytest

from contamination.audit import Subject, audit_all
from contamination.corpora.fields import Fields
from contamination.corpora.shards import Shard, shards_of
from contamination.plan import AuditConfig
from contamination.scan.engine import Engine
from contamination.self_test.changes import changes
from contamination.self_test.common_synonyms import common_synonyms
from contamination.self_test.self_test import draw_hosts, rate, self_test, worth
from contamination.types import Item, SelfTest

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


def test_an_audit_says_what_its_result_is_worth(tmp_path: Path, shards: list[Shard]) -> None:
    (audit,) = audit_all([Subject("f", "h", ITEMS)], [tmp_path / "a.jsonl"], AuditConfig(), test=True)
    assert worth(audit).startswith("1 found; we would have seen at least (95% confidence) 98% of verbatim")
    (bare,) = audit_all([Subject("f", "h", ITEMS)], [tmp_path / "a.jsonl"], AuditConfig())
    assert worth(bare) == ""
