"""Item statistics against hand-made tables, and Mantel–Haenszel against statsmodels."""

from pathlib import Path

import numpy as np
import pytest

from exams.form import Form, FormHead
from exams.question import Option, Question
from scoring.items.differential import differential_items, mantel_haenszel
from scoring.items.item_statistics import ItemAnalysis, analyse_items, cronbach_alpha
from scoring.items.sitting import Sitting, family_of, rest_shares


def form_of(count: int) -> Form:
    questions = tuple(
        Question(
            id=f"q{n}", section="mc", kind="multiple_choice", stem="?", key=("A",),
            options=tuple(Option(label=x) for x in "ABCD"),
        )
        for n in range(count)
    )  # fmt: skip
    return Form(head=FormHead(id="f", title="f"), questions=questions, passages={}, folder=Path())


def sitting(person: str, letters: str, family: str = "x", draw: int = 0) -> Sitting:
    """One sitting from a line of letters, key A, '-' for none."""
    chosen = {f"q{n}": () if c == "-" else (c,) for n, c in enumerate(letters)}
    return Sitting(person, family, {q: float(c == ("A",)) for q, c in chosen.items()}, chosen, draw)


def analysed(*lines: str) -> ItemAnalysis:
    return analyse_items(form_of(len(lines[0])), [sitting(f"m{n}", line) for n, line in enumerate(lines)])


def test_share_right_distractors_and_discrimination_are_those_of_the_table() -> None:
    lines = ("AAAAB", "AAABB", "AABBB", "ABBBB", "BCD-A")
    found = analysed(*lines)
    first, last = found.items[0], found.items[-1]
    assert first.difficulty == pytest.approx(0.8) and first.choices == {"A": 0.8, "B": 0.2, "C": 0.0, "D": 0.0}
    assert found.items[3].choices[""] == pytest.approx(0.2)
    rest = [3 / 4, 2 / 4, 1 / 4, 0, 1 / 4]
    assert first.discrimination == pytest.approx(np.corrcoef([1, 1, 1, 1, 0], rest)[0, 1])
    assert last.discrimination is not None and last.discrimination < 0
    assert "B is chosen more often than the key" in last.flags


def test_a_key_that_all_strong_candidates_miss_is_flagged_with_what_chance_would_make() -> None:
    strong, weak = "AAAAAAAAAC", "BBABBBABBA"
    found = analysed(strong, strong, strong, weak, weak, weak)
    assert found.items[-1].flags[0].startswith("all strong candidates miss it")
    assert found.missed == 1 and set(found.strong) == {"m0", "m1", "m2"}
    assert found.items[-1].missed_by_chance == 0.0  # they miss nothing else


def test_of_weak_candidates_no_key_is_called_doubtful_and_that_is_said() -> None:
    found = analysed(*["BBBBBBBA" + "B" * 4] * 5)
    assert not found.missed and not found.strong
    assert any("no key is checked by strong candidates" in c for c in found.cautions)


def test_too_few_candidates_are_said_and_nothing_is_correlated() -> None:
    found = analysed("AAB", "ABB", "BBB")
    assert all(i.discrimination is None for i in found.items) and found.alpha is None
    assert "3 candidates are too few" in found.cautions[0]


def test_several_sittings_of_one_candidate_count_once() -> None:
    one = [sitting("m0", line, draw=n) for n, line in enumerate(("AA", "AB", "AB", "BB"))]
    found = analyse_items(form_of(2), [*one, sitting("m1", "BB")])
    assert found.persons == 2 and found.sittings == 5
    assert found.items[0].difficulty == pytest.approx((0.75 + 0) / 2)


def test_alpha_of_a_known_table() -> None:
    shares = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]], float)
    assert cronbach_alpha(shares) == pytest.approx(3 / 2 * (1 - (0.25 + 1 / 3 + 0.25) / (5 / 3)))


def test_the_rest_leaves_the_item_and_what_was_not_asked_out() -> None:
    rest = rest_shares(np.array([[1.0, 0.0, np.nan], [1.0, np.nan, np.nan]]))
    assert rest[0].tolist() == [0.0, 1.0, 0.5] and np.isnan(rest[1, 0]) and rest[1, 1] == 1.0


def test_mantel_haenszel_is_that_of_statsmodels() -> None:
    contingency = pytest.importorskip("statsmodels.stats.contingency_tables")
    tables = np.random.default_rng(3).integers(1, 20, (5, 2, 2)).astype(float)
    found = mantel_haenszel(tables)
    other = contingency.StratifiedTable(list(tables))
    assert found is not None
    assert found[0] == pytest.approx(other.logodds_pooled) and found[1] == pytest.approx(other.logodds_pooled_se)


def test_an_item_that_is_harder_for_one_family_is_found_and_others_are_not() -> None:
    rng = np.random.default_rng(1)
    sittings = []
    for n in range(240):
        family, ability = ("a" if n % 2 else "b"), rng.normal()
        p = 1 / (1 + np.exp(-(ability - np.linspace(-1, 1, 20))))
        if family == "a":
            p[7] = p[7] / 6
        letters = "".join("A" if x else "B" for x in rng.random(20) < p)
        sittings.append(sitting(f"m{n}", letters, family))
    found = differential_items(sittings, [f"q{n}" for n in range(20)])
    own = [i for i in found.items if i.family == "a" and (i.adjusted_p or 1) < 0.05]
    assert [i.question for i in own] == ["q7"] and own[0].level == "C" and (own[0].delta or 0) < -1.5
    assert own[0].interval is not None and own[0].interval[1] < 0


def test_a_family_of_two_is_not_compared() -> None:
    sittings = [sitting(f"m{n}", "AB", "small" if n < 2 else "big") for n in range(9)]
    found = differential_items(sittings, ["q0", "q1"])
    assert found.too_few == {"small": 2, "big": 7} and not found.items


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("meta-llama/Llama-3.2-1B", "llama"),
        ("gpt-4o", "gpt"),
        ("o3-mini", "gpt"),
        ("Qwen2.5-7B", "qwen"),
        ("mixtral-8x7b", "mistral"),
        ("replay:gemma3-270m.answers.jsonl", "gemma"),
        ("7", "7"),
    ],
)
def test_the_family_is_read_from_the_name(model: str, family: str) -> None:
    assert family_of(model) == family
