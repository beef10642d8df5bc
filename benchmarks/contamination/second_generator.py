"""A second hand's copies: other templates than `contamination/self_test/changes.py`, to hold its figures against.

    python second_generator.py QUESTIONS BACKGROUND [--questions 1500] [--each 200] [--seed 1]

Draws questions and documents, runs the self-test as `examsim audit --self-test` does on them, and the same with the
copies made here. Prints recall of examsim's rule by kind for both and the difference in points. Kinds of one name do
the same to a question in another way; `light` (a light rewording) only this hand has. Nothing here shares code with
`changes.py`, and neither knows how questions are found.
"""

from __future__ import annotations

import argparse
import html
import re
import textwrap
from pathlib import Path
from random import Random

from question_sets import questions

from contamination.corpora.fields import Fields
from contamination.corpora.shards import shards_of
from contamination.plan import AuditConfig
from contamination.scan.engine import Engine
from contamination.self_test.changes import Change, self_test_changes
from contamination.self_test.common_synonyms import common_synonyms
from contamination.self_test.self_test import self_test
from contamination.types import Item, SelfTest

SYNONYMS = common_synonyms()
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Frames of questions and stock phrases, as another editor would put them.
LIGHT = (
    ("which of the following", "which one of these"), ("which of these", "which one of the following"),
    ("what is", "what's"), ("what are", "name"), ("how many", "what number of"), ("how much", "what amount of"),
    ("find the", "determine the"), ("calculate", "work out"), ("compute", "find"), ("if ", "given that "),
    ("suppose", "assume"), ("in order to", "to"), ("is called", "is known as"), ("most likely", "probably"),
    ("because", "since"), ("a number of", "several"), ("for example", "e.g."), ("approximately", "about"),
    ("according to", "by"), ("each", "every"), ("has", "possesses"), ("also", "too"), ("large", "big"),
    ("begin", "start"), ("buys", "purchases"), ("gives", "hands"), ("total", "overall"), ("does not", "doesn't"),
    ("is not", "isn't"), ("do not", "don't"), ("show", "demonstrate"), ("best describes", "describes best"),
)  # fmt: skip


def listed(item: Item, random: Random) -> str:
    """The question as an exam's page has it."""
    style = random.choice(("{}.", "({})", "{}:", "[{}]", "Option {} -"))
    names = random.choice(("ABCDEFGHIJ", "abcdefghij", "1234567890"))
    head = random.choice(("Question: ", "Q. ", f"{random.randrange(1, 90)}) ", ""))
    return head + "\n".join(
        [item.question, *(f"{style.format(n)} {o}" for n, o in zip(names, item.options, strict=False))]
    )


def cased(item: Item, random: Random) -> str:
    """Capitals at sentence starts only, or all small with dashes for stops, or shouted."""
    text = listed(item, random)
    choice = random.randrange(3)
    if choice == 0:
        return text.upper().replace(",", " -")
    if choice == 1:
        return text.lower().replace(". ", " – ").replace("'", "`")
    return ". ".join(s.capitalize() for s in text.split(". ")).replace('"', "«")


def table_row(item: Item, random: Random) -> str:
    """A table of HTML with nested fonts, entities for quotes and hard spaces."""
    words = [
        f"<font color='#{random.randrange(999):03}'>{w}</font>" if random.random() < 0.15 else w
        for w in html.escape(item.question).split(" ")
    ]
    body = "&nbsp;".join(words[:3]) + " " + " ".join(words[3:])
    cells = "".join(f"<tr><td>{html.escape(o)}<br/></td></tr>" for o in item.options)
    return f"<table class='exam'><caption><b>{body}</b></caption>{cells}</table>"


def wiki(item: Item, random: Random) -> str:
    """A block quotation with bold runs and numbered options."""
    words = item.question.split(" ")
    for k in range(len(words)):
        if random.random() < 0.1:
            words[k] = f"__{words[k]}__"
    lines = ["> " + " ".join(words), ">", *(f"> {n}. *{o}*" for n, o in enumerate(item.options, 1))]
    return "\n".join(lines)


def columns(item: Item, random: Random) -> str:
    """Narrow columns, hyphens where words were divided, a running head in between one time in four."""
    lines = textwrap.wrap(listed(item, random).replace("\n", " "), random.randrange(38, 64), break_on_hyphens=False)
    out = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        first = after.split(" ")[0]
        if first.isalpha() and len(first) > 8 and random.random() < 0.5:
            out.append(f"{line} {first[:4]}-\n{first[4:]}")
        else:
            out.append(line)
    if len(out) > 4 and random.random() < 0.25:
        out.insert(len(out) // 2, f"EXAMINATION BOOKLET   {random.randrange(2, 60)}")
    text = "\n".join(out)
    return re.sub(r"-\n(\w+)\n\1", r"-\n\1", text)


def typed(rate: float) -> Change:
    """A hasty typist: neighbouring keys, letters left out, doubled or in the wrong order, at this rate a character."""

    def change(item: Item, random: Random) -> str:
        out: list[str] = []
        text = listed(item, random)
        k = 0
        while k < len(text):
            c = text[k]
            if random.random() >= rate:
                out.append(c)
            elif (kind := random.random()) < 0.4 and (row := next((r for r in KEYS if c.lower() in r), "")):
                at = row.index(c.lower())
                out.append(row[max(0, min(len(row) - 1, at + random.choice((-1, 1))))])
            elif kind < 0.6:
                pass
            elif kind < 0.8:
                out.append(c + c)
            elif k + 1 < len(text):
                out.append(text[k + 1] + c)
                k += 1
            k += 1
        return "".join(out)

    return change


def turned(item: Item, random: Random) -> str | None:
    """Options from last to first; without options the last sentence first."""
    if len(set(item.options)) > 1:
        return listed(Item(item.id, item.question, item.options[::-1]), random)
    sentences = re.split(r"(?<=[.?!])\s+", item.question.strip())
    return " ".join([sentences[-1], *sentences[:-1]]) if len(sentences) > 1 else None


def cut(item: Item, random: Random) -> str | None:
    """Cut at the middle character, to the next word's end: the part before it or behind it."""
    text = listed(item, random)
    middle = text.find(" ", len(text) // 2)
    return None if middle < 0 else text[:middle] if random.random() < 0.5 else text[middle:]


def other_words(item: Item, random: Random) -> str | None:
    """Every third word that has a common synonym, the first synonym taken."""
    count = 0

    def swap(match: re.Match[str]) -> str:
        nonlocal count
        choices = SYNONYMS.get(match.group().lower())
        if not choices:
            return match.group()
        count += 1
        return choices[0] if count % 3 == 1 else match.group()

    text = re.sub(r"[A-Za-z]+", swap, listed(item, random))
    return text if count else None


def light(item: Item, random: Random) -> str | None:
    """Up to three stock phrases put otherwise, and nothing else; None if the question has none."""
    text, done = listed(item, random), 0
    for phrase, other in random.sample(LIGHT, len(LIGHT)):
        new, n = re.subn(rf"\b{phrase}", other, text, count=1, flags=re.IGNORECASE)
        if n and done < 3:
            text, done = new, done + 1
    return text if done else None


SECOND: dict[str, Change] = {
    "verbatim": listed, "case": cased, "html": table_row, "markdown": wiki, "pdf": columns, "edits 1%": typed(0.01),
    "edits 3%": typed(0.03), "edits 5%": typed(0.05), "reordered": turned, "half": cut, "synonyms": other_words,
    "light": light,
}  # fmt: skip


def measured(engine: Engine, corpus: Path, changes: dict[str, Change], options: argparse.Namespace) -> SelfTest:
    shards = list(shards_of([str(p) for p in sorted(corpus.glob("*.jsonl"))]))
    return self_test(engine, shards, Fields(), changes, corpus=(), seed=options.seed, each=options.each)[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("background", type=Path)
    parser.add_argument("--questions", dest="count", type=int, default=1500)
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    items = Random(options.seed).sample(questions(options.questions), options.count)
    engine = Engine(items, AuditConfig(rules=("examsim",)))
    first = measured(engine, options.background, self_test_changes(SYNONYMS), options)
    second = measured(engine, options.background, SECOND, options)
    for kind, rate in second.recall.items():
        own = first.recall.get(kind)
        told = "      " if own is None or own.share is None else f"{100 * own.share:6.1f}"
        share = 100 * (rate.share or 0)
        gap = "" if own is None or own.share is None else f"{share - 100 * own.share:+6.1f}"
        print(f"{kind:12s} self-test {told}   second hand {share:6.1f} ({rate.found} of {rate.tried})  {gap}")
    print("false positives", first.false_positives.found, second.false_positives.found)


if __name__ == "__main__":
    main()
