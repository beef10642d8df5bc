"""What is read in one step off a reply's end is what the readers of the whole reply say as well."""

import json
import random
from pathlib import Path

import pytest

from scoring.reading import extract, extract_number
from scoring.reading.at_once import letter_at_once, number_at_once

TABLES = Path(__file__).parent / "replies"
OPTIONS = json.loads((TABLES / "options.json").read_text(encoding="utf-8"))
BEFORE = "Option A goes too far and B ignores the facts. If it were so, the answer would be D. The answer is A.\n\n"
AFTER = [
    "",
    ".",
    "!",
    "?",
    " or B",
    " not",
    "\n",
    "\n\nB",
    " Or is it?",
    " ❌",
    "\n\nThe answer is A.",
    " (D)",
    "**",
    "+",
]


def _rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (TABLES / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("seed", range(4))
def test_a_letter_read_at_once_is_the_one_the_whole_reply_gives(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(seed)
    rows = [row for row in _rows("letters.jsonl") if not row.get("several")]
    at_once = []
    for row in rows:
        other = rng.choice(rows)["text"]
        text, options = row["text"], OPTIONS[row["options"]]
        made = rng.choice(
            [text, BEFORE + text, other + "\n" + text, text.lower(), text[: rng.randrange(len(text) + 1)]]
        )
        made += rng.choice(AFTER)
        if (found := letter_at_once(made, options)) is not None:
            at_once.append((made, options, found[0]))
    monkeypatch.setattr(extract, "letter_at_once", lambda *_: None)
    differing = [(text, letter) for text, o, letter in at_once if extract.read_choice(text, o).choice != (letter,)]
    assert len(at_once) > 100
    assert differing == []


def test_a_number_read_at_once_is_the_one_the_whole_reply_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        before + row["text"] + after for row in _rows("numbers.jsonl") for before in ("", BEFORE) for after in AFTER
    ]
    at_once = [(text, number) for text in texts if (number := number_at_once(text)) is not None and "#" not in text]
    monkeypatch.setattr(extract_number, "number_at_once", lambda _: None)
    differing = [(text, number) for text, number in at_once if extract_number.read_number(text).choice != (number,)]
    assert len(at_once) > 100
    assert differing == []


@pytest.mark.parametrize(
    "text",
    [
        *("The answer is C, not D.", "Some might say the answer is C", "Were it not so, the answer would be C"),
        *("The other answer is C", "Is the answer C?", "The answer is A or C", "Nothing is right. So C, or maybe D"),
        *("A. void\nB. voidable\nC", "Question 2: …\nThe answer is C", '{"a": "b"}\nThe answer is C'),
    ],
)
def test_what_is_not_plain_is_left_to_the_whole_reply(text: str) -> None:
    assert letter_at_once(text, {"A": "void", "B": "voidable", "C": "enforceable", "D": "in need of writing"}) is None
