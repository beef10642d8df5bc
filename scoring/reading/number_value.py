"""Numbers as people and models write them, by value: fractions, powers, thousands, LaTeX, other locales' commas."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

_FRACTION = re.compile(r"\\[dtc]?frac\s{0,3}(?:\{([^{}]{1,40})\}|(\d))\s{0,3}(?:\{([^{}]{1,40})\}|(\d))")
_LATEX = (
    (re.compile(r"(?<=\d)(?:\\,|\\!|\\;|\\ |\{,\}|~)(?=\d{3})"), ""),
    (re.compile(r"\\(?:times|cdot|ast)(?![a-zA-Z])"), "×"),
    (re.compile(r"\^\{(-?\d{1,4})\}"), r"^\1"),
    (re.compile(r"\^\{?\\circ\}?|\\degree|°"), " "),
    (re.compile(r"\\(?:approx|simeq)(?![a-zA-Z])|≈|≃"), "= "),
    (re.compile(r"\\(?:left|right|,|;|!|:|quad|qquad)(?![a-zA-Z])"), " "),
    (re.compile(r"\\([%$€#&])"), r"\1"),
)
_SIGNS = ("minus ", "negative ", "moins ", "menos ", "meno ", "минус ", "мінус ")
# "Answer: minus 3"; not "5 minus 3", "x minus 3"
_SIGN_WORDS = re.compile(rf"(?<=[:=(*] )(?:{'|'.join(_SIGNS)})(?=[$€£]?\d)|(?<= is )(?:minus |negative )(?=[$€£]?\d)")
_VULGAR = {"¼": "1/4", "½": "1/2", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5"}
_VULGAR |= {"⅙": "1/6", "⅚": "5/6", "⅐": "1/7", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8", "⅑": "1/9", "⅒": "1/10"}
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = re.compile(r"(?<=\d)([⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})")
_DASHES = re.compile(r"[−–‒﹣－](?=\s?[$€£₹]?\.?\d)")
_PLAIN = (
    r"(?:\d{1,3}(?:[,  \u2009\u202f_'’]\d{2,3}){0,9}[,  \u2009\u202f_'’]\d{3}(?![\d])(?:\.\d{1,60})?"
    r"|\d{1,3}(?:\.\d{3}){2,9}(?:,\d{1,60})?|\d{1,3}(?:\.\d{3}){1,9},\d{1,60}|\d{1,400}(?:[.,]\d{1,400})?|\.\d{1,400})"
)
_NUMBER = re.compile(
    rf"(?<![\w.])(?P<sign>[-+])?\s?(?:[$€£₹¥]|US\$|Rs\.?|RMB|USD|EUR)?\s?(?P<sign2>-)?(?P<whole>{_PLAIN})"
    r"(?:\s?\^\s?\(?(?P<power>-?\d{1,3})\)?"
    r"|(?:[eE](?P<exp>[-+]?\d{1,4}))?(?:\s?[×x*·]\s?10\s?\^\s?\(?(?P<ten>[-+]?\d{1,4})\)?)?)?"
    rf"(?:(?P<mixed>\s)(?P<num>\d{{1,9}})/(?P<den>\d{{1,9}})|\s?/\s?(?P<below>-?{_PLAIN}))?(?P<percent>\s?%)?"
)
_DIGIT = re.compile(r"\d")
_BEFORE_DIGITS = 10  # characters: more than a sign, a currency and a point in _NUMBER
_THOUSANDS = re.compile(r"[  \u2009\u202f_'’]")
_SHORT_DECIMALS = re.compile(r"[.,]\d{0,2}$")
_NO_NOUGHTS = frozenset("123456789")
_MARKS = re.compile(r"[.,]")
MOST_DIGITS = 400


class Value(NamedTuple):
    """A number in a text: how it is reported, and where it stands."""

    text: str
    start: int
    end: int


def spell(text: str) -> str:
    """LaTeX and typography as plain arithmetic: \\frac{3}{4} → 3/4, 2½ → 2 1/2, 10⁶ → 10^6, –2 → -2."""
    if "\\" in text or "^" in text or "{" in text:
        if "frac" in text:
            text = _FRACTION.sub(lambda m: f" {(m[1] or m[2]).strip()}/{(m[3] or m[4]).strip()} ", text)
        text = re.sub(r"(?<=[-–−(])\s(?=\d{1,40}/)", "", text)
    if "\\" in text or "{" in text or (not text.isascii() and any(sign in text for sign in "~°≈≃")):
        for pattern, by in _LATEX:
            text = pattern.sub(by, text)
    if "*" in text:
        text = re.sub(r"(?<=\d)(\s?)\*(\s?)(?=\d)", r"\1×\2", re.sub(r"(?<=\d)\*\*(?=\d)", "^", text))
    if any(word in text for word in _SIGNS):
        text = _SIGN_WORDS.sub("-", text)
    if text.isascii():
        return text
    text = _RAISED.sub(lambda m: "^" + m[1].translate(_SUPERSCRIPT), text)
    for sign in _VULGAR.keys() & set(text):
        words = _VULGAR[sign]
        text = re.sub(rf"(?<=\d){sign}", f" {words}", text).replace(sign, words)
    return _DASHES.sub("-", text).replace("⁄", "/")


def values_in(text: str, most: int = 50) -> list[Value]:
    """The numbers of a spelled text from left to right, at most so many."""
    found: list[Value] = []
    digit = _DIGIT.search(text)
    if digit is None:
        return found
    for match in _NUMBER.finditer(text, max(0, digit.start() - _BEFORE_DIGITS)):
        if number := _reported(match):
            found.append(Value(number, match.start(), match.end()))
            if len(found) == most:
                break
    return found


def _reported(match: re.Match[str]) -> str:
    """The digits as they were written where they were plain, else the value; '' for what has none.

    Most numbers are plain, so fractions are not reckoned with where the digits will do.
    """
    sign, sign2, whole, power, exp, ten, mixed, _, _, below, _ = match.groups()
    if exp or ten or power or mixed:
        value = _value(match)
        return "" if value is None else _in_full(value, bool(mixed))
    negative = "-" in (sign, sign2)
    if below:
        under = below.lstrip("-")
        if _is_zero(under):
            return ""
        negative ^= under != below
    minus = "-" if negative and not _is_zero(whole) else ""
    return minus + _decimal(whole) + (f"/{_decimal(under)}" if below else "")


def _value(match: re.Match[str]) -> Fraction | None:
    base = plain_number(match["whole"])
    for exponent in (match["exp"], match["ten"]):
        if exponent is not None:
            if abs(int(exponent)) > MOST_DIGITS:
                return None
            base *= Fraction(10) ** int(exponent)
    if match["power"] is not None:
        power = int(match["power"])
        if (base == 0 and power < 0) or abs(power) * len(match["whole"]) > MOST_DIGITS:
            return None
        base = base**power
    if match["mixed"]:
        if int(match["den"]) == 0:
            return None
        base += Fraction(int(match["num"]), int(match["den"]))
    if match["below"]:
        below = plain_number(match["below"].lstrip("-"))
        if not below:
            return None
        base /= -below if match["below"].startswith("-") else below
    return -base if "-" in (match["sign"], match["sign2"]) else base


def _in_full(value: Fraction, mixed: bool) -> str:
    """A value as an integer, a decimal or a fraction."""
    if value.denominator == 1:
        return str(value.numerator)
    shrunk = value.denominator
    for prime in (2, 5):
        while shrunk % prime == 0:
            shrunk //= prime
    if shrunk > 1 or mixed or value.denominator > 10**15:
        return str(value)
    places = next(n for n in range(1, 60) if 10**n % value.denominator == 0)
    scaled = str(abs(value.numerator) * 10**places // value.denominator).zfill(places + 1)
    return f"{'-' if value < 0 else ''}{scaled[:-places]}.{scaled[-places:]}"


def plain_number(text: str) -> Fraction:
    """'1,234.5', '1 234,5', '1.234,5', '3,5', '1,00,000' and '42' by value."""
    return Fraction(_pointed(_THOUSANDS.sub("", text)))


def _pointed(digits: str) -> str:
    """Digits with at most one mark, the decimal point."""
    if "," in digits and "." in digits:
        decimal = max(digits.rfind(","), digits.rfind("."))
        return digits[:decimal].replace(",", "").replace(".", "") + "." + digits[decimal + 1 :]
    if digits.count(",") == 1 and (len(digits) - digits.index(",") != 4 or digits.startswith("0")):
        return digits.replace(",", ".")
    if digits.count(".") > 1:
        return digits.replace(".", "")
    return digits.replace(",", "")


def _is_zero(text: str) -> bool:
    """Whether a number has no digit but noughts, of any script."""
    return _NO_NOUGHTS.isdisjoint(text) and (text.isascii() or plain_number(text) == 0)


def _decimal(text: str) -> str:
    if text.isdigit() and text.isascii():
        return str(int(text))
    digits = _THOUSANDS.sub("", text)
    whole, _, rest = _pointed(digits).partition(".")
    if not _SHORT_DECIMALS.search(digits) and not any(map(int, rest)):
        return str(int(whole or "0"))
    decimal = max(digits.rfind(","), digits.rfind("."))
    return _MARKS.sub("", digits[:decimal]) + "." + digits[decimal + 1 :] if decimal >= 0 else digits
