"""Every compiled pattern of the packages, fed the worst that can be made of it: time is linear in the text."""

import importlib
import importlib.util
import inspect
import pkgutil
import random
import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import time
from collections.abc import Iterator
from typing import Any

import pytest

from scoring.reading.at_once import _steps
from scoring.reading.language import languages

PACKAGES = ("exams", "contamination", "scoring", "reports", "examsim")
# modules that can't be imported without a package that not every environment has
WITHOUT = () if importlib.util.find_spec("inspect_ai") else (".inspect_tasks.tasks",)
SIZE = 8_000  # characters
MOST = 0.03  # seconds of CPU time for one text, three times in a row: most linear searches take a tenth of it
CATEGORIES = {"DIGIT": "1", "NOT_DIGIT": "x", "SPACE": " \n", "NOT_SPACE": "x", "WORD": "a1", "NOT_WORD": " -"}
SEARCHES = re.compile(r"(\w+)\.(?:search|finditer|sub|subn|findall|split)\(")
Pump = tuple[str, str]  # what stands once, and what is repeated after it


def one_of(members: Any, rng: random.Random) -> str:
    """A character of a set, or one outside of it where it is a set of those that do not match."""
    given: list[str] = []
    for kind, value in members:
        if kind is op.LITERAL:
            given.append(chr(value))
        elif kind is op.RANGE:
            given += [chr(value[0]), chr(value[1])]
        elif kind is op.CATEGORY:
            given += CATEGORIES[str(value).removeprefix("CATEGORY_")]
    if members[0][0] is op.NEGATE:
        return next((c for c in "ax 1-({\n\"'<" if c not in given), "a")
    return rng.choice(given)


def sample(tree: Any, rng: random.Random) -> tuple[str, list[Pump]]:
    """A text that (nearly) matches, and its repeated parts with what stands before them."""
    text, pumps = "", []
    for kind, value in tree:
        more: tuple[str, list[Pump]] = ("", [])
        if kind in (op.LITERAL, op.NOT_LITERAL, op.ANY):
            more = (chr(value) if kind is op.LITERAL else "x", [])
        elif kind is op.IN:
            more = (one_of(value, rng), [])
        elif kind is op.BRANCH:
            more = sample(rng.choice(value[1]), rng)
        elif kind is op.SUBPATTERN:
            more = sample(value[3], rng)
        elif kind is op.ATOMIC_GROUP:
            more = sample(value, rng)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            least, most, inner = value
            one, inside = sample(inner, rng)
            if one and most > 8:
                pumps.append((text, one))
            more = (one * min(int(most), max(int(least), rng.choice((0, 1, 2)))), inside)
        text += more[0]
        pumps += more[1]
    return text, pumps


def worst(pattern: re.Pattern[Any]) -> list[Pump]:
    rng, found = random.Random(16), set[Pump]()
    tree = parser.parse(pattern.pattern, pattern.flags)
    for _ in range(6):
        text, pumps = sample(tree, rng)
        found |= {("", piece) for piece in (text, text[:-1], text[: len(text) // 2], f"{text}!") if piece}
        found |= {(before, one) for before, one in pumps} | {("", before + one) for before, one in pumps}
    return sorted(found, key=lambda pump: (len(pump[1]), pump))[:12]


def in_values(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, dict | list | tuple | set | frozenset) and len(value) < 2000:
        for one in value.values() if isinstance(value, dict) else value:
            yield from in_values(one, depth + 1)


def all_patterns() -> list[tuple[str, re.Pattern[Any], bool]]:
    """Name, pattern, and whether it is searched for at every place of a text; others are matched at one place."""
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any], bool]] = {}

    def add(name: str, value: Any, searched: bool) -> None:
        for pattern in in_values(value):
            key = (pattern.pattern, pattern.flags)
            found[key] = (name, pattern, searched or (key in found and found[key][2]))

    modules = [
        (info.name, importlib.import_module(info.name))
        for package in map(importlib.import_module, PACKAGES)
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
        if "catalogue" not in info.name and not info.name.endswith(("__main__", *WITHOUT))
    ]
    sources = {name: inspect.getsource(module) for name, module in modules}
    everywhere = {name for source in sources.values() for name in SEARCHES.findall(source)}
    for module_name, module in modules:
        here = set(SEARCHES.findall(sources[module_name]))
        for name, value in dict(vars(module)).items():
            searched = name in (here if name.startswith("_") else everywhere)
            add(f"{module_name}.{name}", value, searched or not isinstance(value, re.Pattern))
    for language in languages():
        add(language.code, language.pattern, True)
        add(language.code, _steps(language.code), False)
    return list(found.values())


def takes_too_long(pattern: re.Pattern[Any], searched: bool) -> str:
    for before, piece in worst(pattern):
        for end in ("", "\x00!"):
            text: Any = (before + piece * (SIZE // len(piece) + 1))[:SIZE] + end
            text = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
            quarter = text[: SIZE // 4] + text[SIZE:]
            if all(_grows(pattern, text, quarter, searched) for _ in range(3)):
                return f"{before!r} and {piece!r} again and again"
    return ""


def _grows(pattern: re.Pattern[Any], text: Any, quarter: Any, searched: bool) -> bool:
    """Whether a text takes long, and more than seven times as long as a quarter of it: linear searches take four."""
    seconds = _seconds(pattern, text, searched)
    return seconds > MOST and seconds > 7 * _seconds(pattern, quarter, searched)


def _seconds(pattern: re.Pattern[Any], text: Any, searched: bool) -> float:
    started = time.process_time()
    if searched:
        for _ in pattern.finditer(text):
            pass
    else:
        pattern.fullmatch(text)
    return time.process_time() - started


@pytest.mark.parametrize("bad", [r"[ \t]+$", r"<!--.*?-->", r"a[^b]*c"])
def test_a_pattern_that_is_not_linear_is_found(bad: str) -> None:
    assert takes_too_long(re.compile(bad), searched=True)


@pytest.mark.slow
def test_no_pattern_takes_more_than_linear_time() -> None:
    found = all_patterns()
    assert len(found) > 500
    slow = {name: why for name, pattern, searched in found if (why := takes_too_long(pattern, searched))}
    assert not slow
