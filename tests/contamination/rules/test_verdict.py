from random import Random

import numpy as np
import pytest

from contamination.corpora.batch import Batch
from contamination.plan import RULE_NAMES, AuditConfig, RuleName
from contamination.scan.engine import Engine
from contamination.self_test.changes import changes, other_numbers, written_out
from contamination.types import Item, ItemResult

LAW = Item(
    "law",
    "A homeowner hired a painter to paint the outside of a house eggshell white for $4,000 before the first of June. "
    "The painter bought 12 cans of a different shade and finished on June 9. Is the homeowner in breach if she pays "
    "only $3,500?",
    (
        "Yes, because the painter substantially performed the contract.",
        "No, because the delay was a material breach of the contract.",
        "No, because the shade was an express condition of payment.",
        "Yes, because the homeowner accepted the benefit of the work.",
    ),
    "No, because the delay was a material breach of the contract.",
)
STEM = "The following facts apply to the next questions. A tenant rented a shop on the harbour for five years. "
SISTERS = [
    Item(f"sister{i}", STEM + own, ("Yes.", "No."))
    for i, own in enumerate(
        [
            "In the third year the roof began to leak over the counter. Must the landlord repair it?",
            "The tenant then sublet half of the cellar to a cobbler. May the landlord evict the cobbler?",
            "A storm destroyed the only road that leads to the harbour. Does the rent fall due in May?",
        ]
    )
]
PASSAGE = "The heron stood so long in the reeds that the children took it for a post. " * 4
READING = Item(
    "reading", "Why did the children not notice the bird at first sight?", ("It slept.", "It stood."), "", PASSAGE
)
SUMS = Item("sums", "A farmer keeps 37 hens in 5 sheds and each hen lays 4 eggs in 9 days. How many eggs in 45 days?")
TINY = Item("tiny", "What is 2 + 2?", ("3", "4"))
BLANK = Item("blank", "???")
ITEMS = [LAW, *SISTERS, READING, SUMS, TINY, BLANK]
SYNONYMS = {"painter": ["decorator"], "house": ["home"], "delay": ["lateness"], "homeowner": ["householder"]}
FILLER = "Herons and gulls share this coast with seals, and nobody has counted them since the survey of the bay. "


def results(
    *texts: str, items: list[Item] = ITEMS, rules: tuple[RuleName, ...] = ("examsim",)
) -> dict[str, ItemResult]:
    data = [t.encode() for t in texts]
    n = len(texts)
    offsets = np.cumsum([0, *map(len, data)], dtype=np.int64)
    raw = np.frombuffer(b"".join(data), np.uint8)
    batch = Batch(
        "f", raw, offsets, np.arange(n), np.full(n, -1), [f"d{i}" for i in range(n)], np.zeros(n, np.int64), 0
    )
    engine = Engine(items, AuditConfig(rules=rules))
    scan_state = engine.new_state()
    engine.scan(batch, scan_state)
    return {r.question: r for r in engine.results(scan_state)}


def called(found: dict[str, ItemResult]) -> set[str]:
    return {q for q, r in found.items() if r.verdict == "contaminated"}


@pytest.mark.parametrize("kind", sorted(changes(SYNONYMS).keys() - {"rewritten"}))
def test_changed_copies_are_found_and_nothing_else_is(kind: str) -> None:
    for seed in range(8):
        copy = changes(SYNONYMS, 1.0)[kind](LAW, Random(seed))
        assert copy is not None
        found = results(FILLER * 9, f"{FILLER * 5}\n{copy}\n{FILLER * 7}")
        assert called(found) == {"law"}, (kind, seed)
        assert found["law"].evidence[0].document == "d1"


def test_text_without_questions_is_clean() -> None:
    assert {r.verdict for r in results(FILLER * 50).values()} == {"clean", "unchecked"}


def test_a_shared_stem_names_none_of_the_sisters() -> None:
    assert called(results(FILLER + STEM + FILLER)) == set()


def test_a_copied_question_does_not_name_its_sisters() -> None:
    for sister in SISTERS:
        assert called(results(FILLER + written_out(sister, Random(1)) + FILLER)) == {sister.id}


def test_two_sisters_on_one_page_are_both_found() -> None:
    page = "\n".join(written_out(s, Random(1)) for s in SISTERS[:2])
    assert called(results(FILLER + page + FILLER)) == {"sister0", "sister1"}


def test_a_passage_alone_is_passage_seen() -> None:
    reading = results(FILLER + PASSAGE + FILLER)["reading"]
    assert reading.verdict == "passage_seen" and not reading.flagged_by
    assert reading.evidence[0].matched == "passage"


def test_a_passage_with_its_question_is_contaminated() -> None:
    found = results(f"{FILLER}{PASSAGE}\n{written_out(READING, Random(0))}")["reading"]
    assert found.verdict == "contaminated"
    assert found.evidence[0].matched.startswith("question")


def test_other_numbers_make_a_variant() -> None:
    for seed in range(5):
        copy = other_numbers(SUMS, Random(seed))
        assert copy is not None
        sums = results(FILLER + copy)["sums"]
        assert sums.verdict == "variant" and not sums.flagged_by and sums.evidence[0].numbers_differ


def test_one_misprinted_number_is_still_a_copy() -> None:
    assert results(FILLER + SUMS.question.replace("37", "87"))["sums"].verdict == "contaminated"


def test_a_tiny_question_proves_nothing_and_says_so() -> None:
    found = results("What is 2 + 2? A) 3 B) 4")["tiny"]
    assert found.verdict in ("clean", "weak") and found.note
    assert results("x")["blank"].verdict == "unchecked"


def test_evidence_shows_the_raw_place_and_the_differences() -> None:
    copy = LAW.question.replace("painter bought", "decorator bought").replace(
        "homeowner hired", "<b>homeowner</b> hired"
    )
    text = f"{FILLER}<p>{copy}</p>\nAnswer: B. {FILLER}"
    (evidence,) = results(text)["law"].evidence
    assert text[evidence.start : evidence.end].startswith("A <b>homeowner</b> hired a painter")
    assert text[evidence.start : evidence.end].endswith("$3,500")
    assert text[evidence.snippet_start :].startswith(evidence.snippet)
    assert ("replace", "paint", "decorato") in evidence.diff or any(
        op != "equal" and "p" in before for op, before, _ in evidence.diff
    )
    assert 0 < (evidence.edit_rate or 0) < 0.1 and (evidence.share or 0) > 0.4
    assert evidence.answer_near is True and "options" not in evidence.matched


def test_only_a_part_of_the_question_gives_its_share() -> None:
    (evidence,) = results(FILLER + LAW.question[:150] + " " + FILLER)["law"].evidence
    assert 0.2 < (evidence.share or 0) < 0.5


def test_questions_in_other_scripts_are_found() -> None:
    items = [
        Item(
            "zh",
            "甲公司与乙公司签订买卖合同,约定甲公司在三月一日之前交付一百台机器,乙公司收货后十日内付款。下列说法正确的是?",
        ),
        Item("ar", "أي من الأنهار التالية يعبر خط الاستواء مرتين في طريقه إلى البحر ويصب في المحيط الأطلسي؟"),
        Item("hi", "निम्नलिखित में से कौन सी नदी अपने मार्ग में भूमध्य रेखा को दो बार पार करती है और समुद्र में गिरती है?"),
        Item(
            "fr",
            "Lequel de ces fleuves traverse deux fois l'équateur avant de se jeter dans l'océan près de la forêt ?",
        ),
    ]
    for item in items:
        found = results(FILLER + "<p>" + item.question.replace(" ", "\n", 2).upper() + "</p>" + FILLER, items=items)
        assert called(found) == {item.id}


def test_equal_questions_are_called_together() -> None:
    twin = Item("twin", LAW.question, LAW.options, LAW.answer)
    assert called(results(FILLER + written_out(LAW, Random(0)), items=[*ITEMS, twin])) == {"law", "twin"}


def test_the_order_of_documents_changes_nothing() -> None:
    texts = [FILLER + written_out(LAW, Random(0)), FILLER, LAW.question, FILLER + str(other_numbers(SUMS, Random(1)))]
    there, back = results(*texts), results(*texts[::-1])
    for question, result in there.items():
        assert (result.verdict, result.hits, result.scores) == (
            back[question].verdict,
            back[question].hits,
            back[question].scores,
        )


EQUATION = Item("equation", "If $g(t)=\\frac{t^{2}-9 t+4}{t-2}$, what is $g(-3)$ ?", ("-7", "-8", "8", "7"), "-8")


@pytest.mark.slow
def test_the_verdict_is_the_same_whatever_other_rules_are_applied() -> None:
    page = f"{EQUATION.question}\n(A) -7\n(B) -8\n(C) 8\n(D) 7\n{FILLER}"
    texts = [page, written_out(LAW, Random(1)), SISTERS[0].question]
    alone, together = (
        [r.verdict for r in results(*texts, items=[EQUATION, LAW, *SISTERS], rules=rules).values()]
        for rules in (("examsim",), RULE_NAMES)
    )
    assert alone == together
    assert alone[0] == "contaminated"
