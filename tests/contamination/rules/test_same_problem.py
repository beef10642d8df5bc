import pytest
from hypothesis import given
from hypothesis import strategies as st

from contamination.rules.judge import is_sign
from contamination.rules.matched_part import Kind
from contamination.rules.misprints import misprinted
from contamination.rules.same_problem import read
from contamination.rules.tokens import question_tokens
from contamination.rules.word_comparison import FormWords, compare_words, split
from contamination.search.item_texts import item_texts
from contamination.text.formula import plain_formulas
from contamination.text.normalise import normalise
from contamination.text.normaliser import Normaliser
from contamination.text.opposites import opposite
from contamination.text.plain import visible
from contamination.types import Item

TANGENT = Item("tan", r"Find the integer $n,$ $-90 < n < 90,$ such that $\tan n^\circ = \tan 252^\circ.$", (), "72")
GLASS = Item(
    "glass",
    "If you place a thermometer into a glass of ice water, what temperature should the thermometer read?",
    ("-10°C", "0°C", "32°C", "100°C"),
)
SHOP = Item(
    "shop", "Samwell owns a shop. One-fourth of the 40 sets sold are small, one-eighth are large. How many are left?"
)
LEMONADE = Item(
    "lemonade",
    "Students made lemonade from 100 grams of lemon juice and 1,000 grams of water. They poured it into a plastic tray "
    "and put the tray in a freezer over night. Which statement best explains why the lemonade became a solid?",
    ("It was cooled below its freezing point.", "It was heated above its boiling point.", "It lost its sugar."),
)
HOST = "The harbour was built in the year of the flood. Ships from the north brought timber, and the town grew slowly. "


def kind(item: Item, text: str, *, closed: bool = True) -> Kind:
    words = FormWords([item])
    return read(compare_words(words.question(item), text, words.known, closed=closed)).kind


def record(item: Item) -> str:
    return "\n".join((item.question, *item.options))


@pytest.mark.parametrize("item", [TANGENT, GLASS, SHOP, LEMONADE], ids=lambda i: i.id)
def test_a_question_as_it_stands_is_a_copy(item: Item) -> None:
    assert kind(item, record(item)) == "copy"
    assert kind(item, f"{HOST}{record(item)}\n{HOST * 3}", closed=False) == "copy"


def test_other_numbers_in_the_same_words_are_a_variant() -> None:
    assert kind(TANGENT, TANGENT.question.replace("252", "312")) == "variant"


def test_another_number_at_the_very_end_is_a_variant_whatever_the_options() -> None:
    item = Item("order", "Find the maximum possible order for an element of S_n for n = 10.", ("6", "12", "30", "105"))
    assert kind(item, record(item)) == "copy"
    assert kind(item, record(item).replace("n = 10", "n = 7")) == "variant"
    vitamin = Item("b6", "Which of the following is a function of vitamin B6?", ("Synthesis of TMP", "Decarboxylation"))
    assert kind(vitamin, record(vitamin).replace("B6", "B12")) == "variant"


def test_another_thing_in_its_place_with_other_options_is_a_sister() -> None:
    boiling = GLASS.question.replace("ice", "boiling") + "\n32°C\n100°C\n200°C\n212°C"
    assert kind(GLASS, boiling) == "sister"


def test_another_question_on_the_same_story_is_a_sister() -> None:
    story = LEMONADE.question.rpartition(". ")[0]
    asked = f"{story}. What is the mass of the frozen lemonade? (A) 100 grams (B) 200 grams (C) 1,100 grams"
    assert kind(LEMONADE, asked) == "sister"


def test_a_beginning_that_the_page_breaks_off_is_a_copy() -> None:
    half = LEMONADE.question[: len(LEMONADE.question) * 3 // 4]
    assert kind(LEMONADE, f"{HOST}\n{half}\n\n{HOST * 4}", closed=False) == "copy"


def test_a_quotation_without_the_question_about_it_is_its_passage() -> None:
    item = Item(
        "quote",
        '"We hold these truths to be self-evident, that all men are created equal." Who shaped these lines?',
        ("Hobbes", "Machiavelli", "Edwards", "Locke"),
    )
    page = f"{HOST} We hold these truths to be self-evident, that all men are created equal. {HOST}"
    assert kind(item, page, closed=False) in ("passage", "weak")


def test_sentences_in_another_order_are_still_a_copy() -> None:
    sentences = LEMONADE.question.split(". ")
    assert kind(LEMONADE, " ".join([*sentences[1:], f"{sentences[0]}.", *LEMONADE.options])) == "copy"


def test_a_negation_makes_another_question() -> None:
    item = Item(
        "not", "Which of these countries did the treaty of the northern league bind to pay for the fleet?", ("A", "B")
    )
    assert kind(item, item.question.replace("did the", "did not the").replace("the the", "the") + "\nA\nB") == "sister"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"$\frac{22}{7}$", "22/7"),
        (r"$\dfrac 12$", r"\frac{1}{2}"),
        (r"${{a}\over{b}}$", "a/b"),
        (r"$x^{2}$", "x²"),
        (r"$0 \le x \leq 1$", "0 ≤ x <= 1"),
        (r"$\overline{AB} = \text{length}$", "AB = length"),
        (r"$a_1, \ldots, a_n$", "a_1, …, a_n"),
        (r"$\triangle ABC$", "△ABC"),
        (r"$30^\circ$", "30°"),
        (r"$\left( x - 1 \right)$", "(x−1)"),
    ],
)
def test_a_formula_has_one_row_of_tokens_however_it_is_spelled(one: str, other: str) -> None:
    spelled = [t.text for t in question_tokens(one) if t.text != "^" or "°" not in other]
    assert spelled == [t.text for t in question_tokens(other)]


def test_different_formulas_stay_different() -> None:
    texts = [r"$\frac{1}{2}$", r"$\frac{2}{1}$", "$x^2$", "$x_2$", "$x < 1$", "$x > 1$", "$x + 1$", "$x - 1$"]
    rows = [tuple(t.text for t in question_tokens(text)) for text in texts]
    assert len({*rows}) == len(rows)


def test_numbers_in_words_are_numbers() -> None:
    assert [t.kind for t in question_tokens("four horses, half of them")] == [
        "number", "word", "number", "common", "common",
    ]  # fmt: skip
    assert {t.text for t in question_tokens("four 4")} == {"4"}


def test_markup_and_line_ends_are_read_through() -> None:
    assert visible("<b>con</b>tract &amp; la\u00adw, con-\ntract, *so* [it](https://e.org/x) is").split() == [
        "contract", "&", "law,", "contract,", "so", "[it", "is",
    ]  # fmt: skip


@given(st.text(max_size=300))
def test_any_text_has_tokens_and_can_be_compared(text: str) -> None:
    plain_formulas(visible(text))
    question = split(Item("q", text, (text[:20],)))
    assert read(compare_words(question, text)).share <= 1 + 1e-9


def test_opposites_go_both_ways() -> None:
    assert opposite("supply", "demand") and opposite("demand", "supply") and not opposite("supply", "supply")


GROWTH = Item(
    "growth",
    "Controlling for inflation, about how much did income per head increase from 1950 to 2016 in China?",
    ("by 4 fold", "by 8 fold", "by 16 fold", "by 32 fold"),
)
LOGIC = Item(
    "array",
    "A combinational device with a fixed input array and a programmable output array is called a",
    ("decoder", "register", "multiplexer", "memory"),
)
INFER = Item(
    "infer",
    "This question refers to the following information. The mistress of the house is like the head of an army: her "
    "spirit will be seen through the whole establishment. From the passage, one may infer that the author held that",
    ("women ruled at home", "women ruled in public", "men ruled at home", "nobody ruled"),
)


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize(
    ("item", "sister"),
    [
        (GROWTH, record(GROWTH).replace("China", "India")),
        (
            LOGIC,
            record(LOGIC).replace("fixed", "@").replace("programmable", "fixed").replace("@", "programmable"),
        ),
    ],
    ids=["another country", "two words change places"],
)
def test_a_name_or_two_words_in_each_others_place_make_a_sister(item: Item, sister: str, *, closed: bool) -> None:
    text = sister if closed else f"{HOST}\n\n{sister}\n\n{HOST * 5}"
    assert kind(item, text, closed=closed) == "sister"
    assert kind(item, text.replace(sister, record(item)), closed=closed) == "copy"


def test_many_words_replaced_one_for_one_are_another_wording_of_it() -> None:
    story = LEMONADE.question
    for word, other in (("made", "prepared"), ("poured", "put"), ("tray", "pan"), ("best", "properly"), ("into", "in")):
        story = story.replace(word, other)
    copy = "\n".join((story.replace("solid", "block"), *LEMONADE.options))
    assert kind(LEMONADE, f"{HOST}\n\n{copy}\n\n{HOST * 5}", closed=False) == "copy"


def test_a_record_with_the_stem_and_options_of_its_own_is_a_sister() -> None:
    assert kind(INFER, record(INFER)) == "copy"
    other = (
        "the wife should study law\nthe army needed reform\nservants were idle everywhere\nhouses were too large then"
    )
    assert kind(INFER, f"{INFER.question}\n{other}") == "sister"


def test_numbers_in_another_order_are_a_variant() -> None:
    item = Item("pairs", "Order the following pairs of risk and return from worst to best: (2,2), (2,3) and (4,2).")
    assert kind(item, item.question.replace("(2,3) and (4,2)", "(3,2) and (3,4)")) == "variant"


def test_misprints_are_single_letters_and_not_other_words() -> None:
    text = item_texts([LEMONADE], Normaliser("fold"))[0][0]

    def plain(raw: str) -> bytes:
        return normalise(f"{HOST}{raw}{HOST}").text.encode()

    noisy = record(LEMONADE).replace("juice", "jiuce").replace("poured", "pouxed").replace("freezer", "freezr")
    assert misprinted(text, plain(noisy), 3)
    assert misprinted(text, plain(noisy.replace("100", "1o0")))  # a letter within a number is misprint enough
    assert not misprinted(text, plain(noisy))  # three other words as far as anybody has told
    assert not misprinted(text, plain(noisy.replace("lemonade became", "water became")), 3)
    assert not misprinted(text, plain(record(LEMONADE).replace("100", "200")), 1)


def test_a_capital_makes_no_proper_name_of_a_word_that_the_form_has_in_small_letters() -> None:
    moon = Item("moon", "What keeps the Moon in its orbit around the green planet, and why?", ("speed", "its gravity"))
    other = Item("other", "Why does the moon look larger near the horizon?", ("haze", "an illusion"))
    copy = record(moon).replace("Moon", "Satellite")
    text = f"{HOST}\n\n{copy}\n\n{HOST * 5}"

    def said(items: list[Item]) -> Kind:
        words = FormWords(items)
        return read(compare_words(words.question(moon), text, words.known, closed=False)).kind

    assert said([moon]) == "sister"  # Tom and Jane: another name makes another problem
    assert said([moon, other]) == "copy"


def test_a_short_sentence_with_a_number_may_stand_elsewhere() -> None:
    item = Item(
        "tax",
        "Jackie may hire an accountant. If she does the taxes herself, she loses 3 hours of work at $35 an hour. The "
        "accountant charges $90. How much more money will she have if she hires the accountant?",
    )
    sentences = item.question.split(". ")
    moved = ". ".join((sentences[0], sentences[1], sentences[3].rstrip("?") + "?", sentences[2] + "."))
    assert kind(item, moved) == "copy"
    assert kind(item, moved.replace("$90", "$60")) == "variant"


def test_a_negation_run_together_with_its_neighbour_still_stands() -> None:
    question = "The estimates of the coefficients are not optimal when the assumptions of the model are violated"
    item = Item("ols", f"{question}. Which of the consequences follow from it?", ("the first", "the second one"))
    assert kind(item, record(item).replace("are not", "arenot")) == "copy"
    assert kind(item, record(item).replace("are not", "are")) == "sister"


@pytest.mark.parametrize(
    ("raw", "signs"),
    [
        ("Scenario 1 | I and/or he paid 24% of the whole bill! Who did wrong here?", False),
        ("For every x of the set, |x - 3| is less than one half of the other number", True),
        ("Write 14/3 of the number that the teacher has shown as a mixed number", True),
    ],
)
def test_strokes_and_bars_between_words_are_no_formula(raw: str, signs: bool) -> None:
    tokens = question_tokens(raw)
    assert any(is_sign(tokens, k) for k in range(len(tokens))) is signs


def test_nitrate_denies_nothing() -> None:
    assert [t.kind for t in question_tokens("the ion NO3 has NO charge")][2] == "symbol"
    assert "negation" in [t.kind for t in question_tokens("the ion has NO charge")]


def test_commands_in_capitals_are_the_same_formula() -> None:
    assert plain_formulas(r"$\Frac{1}{K} \Le N$") == plain_formulas(r"$\frac{1}{K} \le N$")
    assert plain_formulas(r"$\Delta$") == " Delta ".join("  ")
