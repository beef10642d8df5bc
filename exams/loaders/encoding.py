"""Which encoding a text file is in that is not UTF-8: by what its characters would be. A guess, so it is reported."""

from __future__ import annotations

import re

# scripts that a right guess shows, and a wrong one would not
_CJK = re.compile(r"[\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_GREEK = re.compile(r"[\u0370-\u03ff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_HEBREW = re.compile(r"[\u05d0-\u05ea]")
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_COMMON_CHINESE = frozenset(
    "的一是了在不有人中大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里题下列哪个什么选项答案正确错误下面河城市首都"
)
_MULTIBYTE = (("shift_jis", _KANA), ("euc_jp", _KANA), ("cp949", _HANGUL), ("gb18030", _CJK), ("big5", _CJK))
_SINGLE = (("cp1251", _CYRILLIC), ("cp1253", _GREEK), ("cp1256", _ARABIC), ("cp1255", _HEBREW), ("cp874", _THAI))
_ENOUGH = 0.6
_SOME_KANA = 0.2
_SEEN = 256 * 1024


def guess_encoding(data: bytes) -> str | None:
    """Name of the encoding of text that is no UTF-8, or None if it is binary.

    Multi-byte encodings must decode without a fault and into their script; of the single-byte ones that of a script
    wins only if whole words are in it; else Windows-1252, what Excel writes in the West.
    """
    sample = data[:_SEEN]
    if b"\0" in sample:
        return None
    high = sum(byte >= 0x80 for byte in sample)
    if not high:
        return "utf-8"
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", sample)]
    if sum(runs) / len(runs) >= 2:
        found = _multibyte(sample) or _single_byte(sample)
        if found is not None:
            return found
    return "cp1252"


def _multibyte(sample: bytes) -> str | None:
    best: tuple[float, str] | None = None
    for name, script in _MULTIBYTE:
        try:
            text = sample[: len(sample) - 4].decode(name) if len(sample) == _SEEN else sample.decode(name)
        except UnicodeDecodeError:
            continue
        foreign = [c for c in text if ord(c) > 0x7F]
        share = sum(bool(script.match(c)) for c in foreign) / max(len(foreign), 1)
        common = sum(c in _COMMON_CHINESE for c in foreign) / max(len(foreign), 1)
        if script is _KANA:  # Japanese mixes both scripts
            both = sum(bool(script.match(c) or _CJK.match(c)) for c in foreign) / max(len(foreign), 1)
            share = both if share >= _SOME_KANA else 0.0
        if script is _CJK:
            share = min(share, 0.5 + 2 * common)
        if share >= _ENOUGH and (best is None or share > best[0]):
            best = (share, name)
    return None if best is None else best[1]


def _single_byte(sample: bytes) -> str | None:
    for name, script in _SINGLE:
        try:
            text = sample.decode(name)
        except UnicodeDecodeError:
            continue
        foreign = [c for c in text if ord(c) > 0x7F]
        words = re.findall(r"[^\W\d_]{3,}", text)
        whole = sum(all(script.match(c) for c in word) for word in words)
        mixed = sum(any(script.match(c) for c in w) and not all(script.match(c) for c in w) for w in words)
        if sum(bool(script.match(c)) for c in foreign) >= 0.8 * len(foreign) and whole > 3 * mixed and whole >= 2:
            return name
    return None
