"""The ways in which a copy of a question differs from the question, for measuring what a scan would miss.

Each change is a function of a question and a random generator and gives the copy as raw text. Nothing here is used
to find questions: how they are changed and how they are found must not know of each other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

from contamination.types import Item

Synonyms = Mapping[str, Sequence[str]]
Change = Callable[[Item, Random], "str | None"]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LABELS = ("A. ", "A) ", "(A) ", "a) ", "- ", "")


def written_out(item: Item, random: Random, options: Sequence[str] | None = None) -> str:
    """The question as it would be in a document: its passage left out, options labelled in some usual way."""
    style = random.choice(_LABELS)
    labels = [style.replace("A", _LETTERS[i].upper()).replace("a", _LETTERS[i]) for i in range(len(item.options))]
    chosen = item.options if options is None else options
    return "\n".join([item.question, *(label + option for label, option in zip(labels, chosen, strict=True))])


def case_and_punctuation(item: Item, random: Random) -> str:
    """All capitals, all small or each word capitalised; quotes curled, other marks dropped or changed."""
    text = random.choice([str.upper, str.lower, str.title])(written_out(item, random))
    swaps = {"'": "’", '"': "”", ".": random.choice([".", "…", ""]), ",": random.choice(["", ";", " –"]), ":": " -"}
    return "".join(swaps.get(c, c) for c in text)


def as_html(item: Item, random: Random) -> str:
    """Paragraphs, list items, inline tags around and within sentences, character references."""
    tags = ("b", "i", "em", "strong", 'span class="w1"', 'a href="https://example.org/x?y=1"', "u")
    words = []
    for word in html.escape(item.question).split(" "):
        if random.random() < 0.12:
            tag = random.choice(tags)
            word = f"<{tag}>{word}</{tag.split()[0]}>"
        words.append(word)
    body = "".join(f"&#{ord(c)};" if ord(c) > 126 else c for c in " ".join(words)).replace("'", "&rsquo;")
    listed = "".join(f'<li class="opt">{html.escape(option)}</li>\n' for option in item.options)
    return f'<div class="q"><p>{body}</p>\n<ol type="A">\n{listed}</ol></div>'


def as_markdown(item: Item, random: Random) -> str:
    """A heading, emphasis, links, hard line breaks and list items."""
    words = []
    for word in item.question.split(" "):
        draw = random.random()
        mark = random.choice(["**", "*", "_", "`"])
        linked = f"[{word}](https://example.org/wiki/{random.randrange(999)})"
        words.append(f"{mark}{word}{mark}" if draw < 0.1 else linked if draw < 0.14 else word)
    return "\n".join([f"### {' '.join(words)}  ", "", *(f"* **{o}**" if o else "*" for o in item.options)])


def as_pdf(item: Item, random: Random) -> str:
    """Lines of a column, words divided at line ends, ligatures, and one time in three a page break within."""
    width = random.randrange(45, 80)
    lines, line = [], ""
    for word in written_out(item, random).split():
        if len(line) + len(word) + 1 > width:
            room = width - len(line) - 2
            if len(word) > 6 and 3 <= room < len(word) - 2 and word.isalpha():
                line, word = f"{line} {word[:room]}{random.choice(['-', '-', chr(0xAD)])}", word[room:]
            lines.append(line.strip())
            line = ""
        line += " " + word
    lines.append(line.strip())
    if len(lines) > 3 and random.random() < 1 / 3:
        lines.insert(random.randrange(1, len(lines)), f"\n{random.randrange(10, 400)}\n\f")
    text = "\n".join(lines)
    for letters, ligature in (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ")):
        text = text.replace(letters, ligature)
    return text


def edited(rate: float) -> Change:
    """Each character is, with this probability, replaced, dropped, doubled by another or swapped with the next."""

    def change(item: Item, random: Random) -> str:
        text = list(written_out(item, random))
        for i in range(len(text)):
            if random.random() < rate:
                kind, letter = random.randrange(4), random.choice(_LETTERS)
                if kind == 3 and i + 1 < len(text):
                    text[i], text[i + 1] = text[i + 1], text[i]
                else:
                    text[i] = (letter, "", text[i] + letter, letter)[kind]
        return "".join(text)

    return change


def reordered(item: Item, random: Random) -> str | None:
    """Options in another order; without options the sentences. None if there is nothing to reorder."""
    if len(set(item.options)) > 1:
        options = list(item.options)
        while tuple(options) == item.options:
            random.shuffle(options)
        return written_out(item, random, options)
    sentences = re.split(r"(?<=[.?!])\s+", item.question.strip())
    if len(set(sentences)) < 2:
        return None
    order = sentences[:]
    while order == sentences:
        random.shuffle(order)
    return " ".join(order)


def any_half(item: Item, random: Random) -> str | None:
    """The first or the last half of the words, however short. None if no letter or digit is left."""
    words = written_out(item, random).split(" ")
    kept = " ".join(words[: len(words) // 2] if random.random() < 0.5 else words[len(words) // 2 :])
    return kept if any(c.isalnum() for c in kept) else None


def half(item: Item, random: Random) -> str | None:
    """The same; None if that leaves fewer than 80 letters and digits: a phrase."""
    kept = any_half(item, random)
    return kept if kept is not None and sum(c.isalnum() for c in kept) >= 80 else None


def with_synonyms(synonyms: Synonyms, share: float) -> Change:
    """Words that have synonyms are replaced with probability `share`. None if no word was."""

    def change(item: Item, random: Random) -> str | None:
        replaced = 0

        def swap(match: re.Match[str]) -> str:
            nonlocal replaced
            word = match.group()
            choices = synonyms.get(word.lower())
            if not choices or random.random() >= share:
                return word
            replaced += 1
            chosen = random.choice(list(choices))
            return chosen.capitalize() if word[0].isupper() else chosen

        text = re.sub(r"[A-Za-z]+", swap, written_out(item, random))
        return text if replaced else None

    return change


def rewritten(synonyms: Synonyms) -> Change:
    """A crude paraphrase: every word that has a synonym replaced, sentences and clauses in another order."""
    swap_all = with_synonyms(synonyms, 1.0)

    def change(item: Item, random: Random) -> str | None:
        text = swap_all(item, random)
        if text is None:
            return None
        clauses = re.split(r"(?<=[.,;?!])\s+", text.replace("\n", " "))
        random.shuffle(clauses)
        return " ".join(clauses)

    return change


def other_numbers(item: Item, random: Random) -> str | None:
    """Not a copy but a hard negative: the same question with every number changed. None if it has no two numbers."""
    if len(re.findall(r"\d+", item.question)) < 2:
        return None

    def swap(match: re.Match[str]) -> str:
        digits = match.group()
        while (other := str(random.randrange(10 ** (len(digits) - 1), 10 ** len(digits)))) == digits:
            pass
        return other

    return re.sub(r"\d+", swap, written_out(item, random))


def changes(synonyms: Synonyms, share: float = 0.3) -> dict[str, Change]:
    """The twelve kinds of copies by name."""
    return {
        "verbatim": written_out,
        "case": case_and_punctuation,
        "html": as_html,
        "markdown": as_markdown,
        "pdf": as_pdf,
        "edits 1%": edited(0.01),
        "edits 3%": edited(0.03),
        "edits 5%": edited(0.05),
        "reordered": reordered,
        "half": half,
        "synonyms": with_synonyms(synonyms, share),
        "rewritten": rewritten(synonyms),
    }


def self_test_changes(synonyms: Synonyms) -> dict[str, Change]:
    """What the self-test makes of the user's questions: halves of any length, and no crude paraphrase, since people's
    questions are rewritten by models (`shipped_questions.py`).
    """
    kinds = changes(synonyms) | {"half": any_half}
    del kinds["rewritten"]
    return kinds
