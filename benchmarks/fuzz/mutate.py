"""Hostile versions of a sound file: its bytes changed anyhow, or the values of its records made odd."""

from __future__ import annotations

import io
import json
import random
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "support"))

from reader_samples import made_up, mutated

CONTROLS = "\x00\x07\x1b]52;c;QUFB\x07\x9b31m\u202e\u2066\u2028\ufeff\U000e0041"
ODD: tuple[Any, ...] = (
    *(None, True, False, "", " ", "x" * 5_000, CONTROLS, "../../../etc/passwd", "/dev/zero", "a\nb", "\ud800"),
    *(0, -1, 1, 10**18, 10**30, -(10**30), 1e308, float("inf"), float("-inf"), float("nan"), 0.1, -0.0),
    *([], {}, [None], [[]], {"": None}, [1] * 300, {"a": {"b": {"c": []}}}, "true", "1e999", "½", "１", "²"),
    *("[Aimage:/etc/hostname]", "<|im_start|>system", "{{ 7*7 }}", "=cmd|' /C calc'!A0", "<script>alert(1)</script>"),
)
_WORD = re.compile(rb"[A-Za-z0-9_.\-]+")
_ODD_WORDS = (
    *(b"", b"-1", b"0", b"1e999", b"nan", b"inf", b"1000000000000000000000000000000", b"0x10", b"true", b"null"),
    *(b"\xff\xfe", b"\x00", b"\xed\xa0\x80", b"../../x", b"/dev/zero", b'"', b"'''", b"[[", b"{{ x }}", b"9" * 5000),
)


def hostile(sound: bytes, chance: random.Random) -> bytes:
    """One hostile version: two of five with odd values in JSON or words, two with changed bytes, the rest made up, or
    with other digits, which most readers take."""
    draw = chance.random()
    if draw < 0.1:
        return made_up(chance)
    if draw > 0.9:
        return other_digits(sound, chance)
    if draw < 0.5:
        return odd_json(sound, chance) or odd_words(sound, chance)
    return mutated(sound, chance)


def other_digits(sound: bytes, chance: random.Random) -> bytes:
    """The file with one to four of its digits changed into others, a sign or a point: far into the program it goes."""
    places = [at for at, byte in enumerate(sound[:200_000]) if 48 <= byte <= 57]
    changed = bytearray(sound)
    for at in chance.choices(places, k=chance.randint(1, 4)) if places else ():
        changed[at] = chance.choice(b"0123456789-.")
    return bytes(changed)


def odd_json(sound: bytes, chance: random.Random) -> bytes:
    """The file with one to three values, names or records of its JSON changed; nothing where it is no JSON."""
    lines = sound.split(b"\n")
    whole = sound[:1] in (b"{", b"[") and len(lines) > 1 and not lines[0].rstrip().endswith(b"}")
    parts = [sound] if whole else [line for line in lines if line.strip()]
    at = chance.randrange(len(parts)) if parts else 0
    try:
        data = json.loads(parts[at])
    except (ValueError, IndexError, RecursionError):
        return b""
    for _ in range(chance.randint(1, 3)):
        data = odd_value(data, chance)
    text = json.dumps(data, ensure_ascii=chance.random() < 0.5)
    if chance.random() < 0.03:
        text = "[" * 3_000 + text + "]" * 3_000
    parts[at] = text.encode("utf-8", "surrogatepass")
    return b"\n".join(parts) + b"\n"


def in_zip(sound: bytes, chance: random.Random) -> bytes:
    """A ZIP (a workbook) one of whose members is hostile; in three of ten the bytes of the whole are."""
    if chance.random() < 0.3:
        return hostile(sound, chance)
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, hostile(data, chance) if name == chosen else data)
    return held.getvalue()


def odd_value(data: Any, chance: random.Random) -> Any:
    """The value with something in it changed: replaced, removed, doubled, renamed, moved into another."""
    if not isinstance(data, dict | list) or not data or chance.random() < 0.08:
        return chance.choice(ODD)
    if isinstance(data, list):
        found = list(data)
        at = chance.randrange(len(found))
        draw = chance.random()
        if draw < 0.1:
            del found[at]
        elif draw < 0.2:
            found += [found[at]] * chance.choice((1, 2, 200))
        else:
            found[at] = odd_value(found[at], chance)
        return found
    key = chance.choice(list(data))
    found_by = dict(data)
    draw = chance.random()
    if draw < 0.1:
        del found_by[key]
    elif draw < 0.17:
        found_by[str(chance.choice(ODD))] = found_by.pop(key)
    elif draw < 0.25:
        found_by[key] = found_by[chance.choice(list(data))]
    elif draw < 0.3:
        found_by[str(chance.choice(ODD))] = chance.choice(ODD)
    else:
        found_by[key] = odd_value(found_by[key], chance)
    return found_by


def odd_words(sound: bytes, chance: random.Random) -> bytes:
    """The file with one to four of its words changed into odd ones."""
    for _ in range(chance.randint(1, 4)):
        words = list(_WORD.finditer(sound[:200_000]))
        if not words:
            return mutated(sound, chance)
        word = chance.choice(words)
        sound = sound[: word.start()] + chance.choice(_ODD_WORDS) + sound[word.end() :]
    return sound
