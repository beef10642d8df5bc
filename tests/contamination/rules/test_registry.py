from typing import get_args

import pytest

from contamination.plan import RULE_NAMES, RuleName
from contamination.rules.levels import CONTAMINATED, VARIANT
from contamination.rules.minhash_rule import THRESHOLD
from contamination.rules.registry import RULES, WORD_RULES, ItemFindings


def test_every_name_has_a_rule_and_every_rule_a_name_in_one_order() -> None:
    assert tuple(RULES) == RULE_NAMES == get_args(RuleName)


def test_a_question_of_which_nothing_was_found_is_named_by_no_rule() -> None:
    for rule in RULES.values():
        assert rule.score(ItemFindings()) == 0 and not rule.flags(ItemFindings()) and rule.paper


def test_only_a_copy_is_named_by_examsims_rule_whatever_its_share() -> None:
    own = RULES["examsim"]
    assert not own.flags(ItemFindings(level=VARIANT, share=1.0))
    assert own.flags(ItemFindings(level=CONTAMINATED, share=0.3))


@pytest.mark.parametrize(("name", "field"), [("gpt4", "strings"), ("minhash", "minhash")])
def test_rules_without_words_name_from_their_threshold_on(name: RuleName, field: str) -> None:
    threshold = RULES[name].threshold
    assert threshold is not None
    assert RULES[name].flags(ItemFindings(**{field: threshold}))  # type: ignore[arg-type]  # both fields are floats
    assert not RULES[name].flags(ItemFindings(**{field: threshold - 0.01}))  # type: ignore[arg-type]


def test_minhash_has_the_threshold_of_its_search() -> None:
    assert RULES["minhash"].threshold == THRESHOLD


def test_the_rules_that_count_words_say_so() -> None:
    assert {"gpt3", "palm", "llama2", "llama3", "longest"} == WORD_RULES
