"""Cyrillic and Greek letters that look like Latin ones, as one letter with them.

Source: Unicode Technical Standard #39, confusables.txt (Unicode licence), as packaged by `confusable_homoglyphs` 3.3.1
(MIT, 2024); of it the letters of these two scripts whose twin is one letter of ASCII and which NFKD leaves as they are.
Capital I, which the table takes for a small l, stays an i here; the soft sign, whose capital looks like b, is left out.
"""

from __future__ import annotations

PAIRS = """
αa аa ΑA АA ΒB ВB сc СC ԁd еe ҽe ΕE ЕE ϜF ԌG һh ΗH НH ιi іi ꙇi ӏi ϳj јj ͿJ ЈJ ΚK КK ΙI ІI ӀI ΜM ϺM МM ΝN οo σo
оo ΟO ОO ρp рp ΡP РP ԛq ᴦr гr ѕs ЅS ΤT ТT υu νv ѵv ѴV ѡw ԝw ԜW хx ΧX ХX γy уy үy ΥY УY ҮY ΖZ
"""
TWINS = {pair[0]: pair[1] for pair in PAIRS.split()}  # with the case kept
# Case folded: a small letter's own twin, else that of its capital, so that both cases of a letter stay one.
FOLDED = {letter.casefold(): twin.lower() for letter, twin in TWINS.items() if letter != letter.casefold()} | {
    letter: twin.lower() for letter, twin in TWINS.items() if letter == letter.casefold()
}
