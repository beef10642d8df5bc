import pytest

from scoring.reading.extract import read_choice
from scoring.reading.extract_number import read_number
from scoring.reading.refusal import reads_as_refusal

OPTIONS = {
    "A": "A duty of reasonable care",
    "B": "Strict liability",
    "C": "No duty, because the plaintiff trespassed",
    "D": "None of the above",
}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("(B)", "B"),
        ("**B**", "B"),
        ("$B$", "B"),
        ("B", "B"),
        ("B.", "B"),
        ("[C].", "C"),
        ("ANSWER: b.", "B"),
        ("Answer - (d)", "D"),
        ("The answer is therefore [B]", "B"),
        ("The answer is therefore [B", "B"),
        ("The correct answer is **C**.", "C"),
        ("The best option would be (A).", "A"),
        ("The answer is A because the defendant owed a duty.", "A"),
        ("The answer is A.", "A"),
        ("Final answer: \\boxed{D}", "D"),
        ("$$\\boxed{\\text{C}}$$", "C"),
        ("\\(\\boxed{\\textbf{(B)}}\\)", "B"),
        ("Option C is correct.", "C"),
        ("Therefore (C) is the correct choice, since the plaintiff trespassed.", "C"),
        ("I would choose B, as the activity is abnormally dangerous.", "B"),
        ("I'll go with D.", "D"),
        ("At first A looks right, and B is tempting, but the answer is C.", "C"),
        ("The answer is B. Wait, actually the answer is C.", "C"),
        ("Answer: A\n\nOn reflection, the trespass matters.\n\nAnswer: C", "C"),
        ("A is wrong since no duty is owed. B is wrong too. That leaves (D).", "D"),
        ("B) Strict liability applies to blasting.", "B"),
        ("The answer is: Strict liability", "B"),
        ("The answer is none of the above.", "D"),
        ("Strict liability applies.\n\n**Answer: B) Strict liability**", "B"),
        ("### Answer\nThe answer is:\n**C**", "C"),
        ("Answer: Option (C)", "C"),
        ("The correct answer choice is letter B.", "B"),
        ("<answer>C</answer>\n\nC", "C"),
        ("The answer is not A. The answer is B.", "B"),
        ("the answer is d", "D"),
    ],
)
def test_reads_the_letter_that_is_meant(said: str, meant: str) -> None:
    assert read_choice(said, OPTIONS).choice == (meant,)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Actually, this depends on the jurisdiction.",
        "A duty of care is owed by a landowner to a licensee.",
        "The answer is A duty that nobody can define.",
        "I don't know.",
        "The answer is unclear.",
        "The answer is A or B.",
        "Both (A) and (C) could be right.",
        "The answer is not B.",
        "We can eliminate (B).",
        "E",
        "The answer is E.",
        "I think a court would decide for the defendant.",
        "Plaintiff B sues defendant C.",
    ],
)
def test_what_names_no_one_letter_is_unparsed(said: str) -> None:
    assert read_choice(said, OPTIONS).choice == ()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ANSWER: A, C", ("A", "C")),
        ("The answers are A and C.", ("A", "C")),
        ("ANSWER: C; A", ("A", "C")),
        ("ANSWER: B", ("B",)),
        ("The correct options are (A), (B) and (D).", ("A", "B", "D")),
        ("A, D", ("A", "D")),
    ],
)
def test_several_letters_count_where_several_may_be_right(said: str, meant: tuple[str, ...]) -> None:
    assert read_choice(said, OPTIONS, several=True).choice == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ANSWER: 42", "42"),
        ("The answer is 3,600 metres.", "3600"),
        ("so x = 5.\n#### 72", "72"),
        ("\\boxed{\\frac{3}{4}}", "3/4"),
        ("The answer is -0.5", "-0.5"),
        ("The answer is $1,234.50.", "1234.50"),
        ("Hence:\n7/8", "7/8"),
        ("The answer is 15%.", "15"),
        ("first 12, then 13; the answer is 14, not 15", "14"),
    ],
)
def test_reads_the_number_that_is_meant(said: str, meant: str) -> None:
    assert read_number(said).choice == (meant,)


@pytest.mark.parametrize("said", ["", "It depends on 3 things and 4 people who know.", "no idea"])
def test_a_number_in_passing_is_no_answer(said: str) -> None:
    assert read_number(said).choice == ()


@pytest.mark.parametrize(
    ("said", "refuses"),
    [
        ("I'm sorry, but I can't help with that.", True),
        ("I cannot assist with exam questions.", True),
        ("As an AI language model I cannot provide legal advice.", True),
        ("The defendant cannot assist the plaintiff.", False),
        ("I'm sorry for the delay; the rule is settled.", False),
    ],
)
def test_a_refusal_is_told_from_a_muddle(said: str, refuses: bool) -> None:
    assert reads_as_refusal(said) is refuses
