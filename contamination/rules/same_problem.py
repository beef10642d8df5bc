"""Is it this question that is there, or another one like it?

A scan finds text that a question and a document have in common. Most of what two contest problems or two items of one
school subject have in common is a template, so what tells a question from its sisters must be in its place:
numbers, formulas, names, negations, rare words, and the options if the document has any. The thresholds were set on
public sets read by hand and on injected copies (`benchmarks/contamination/natural.py`, `inject.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from contamination.rules.matched_part import ASKED_WITHIN, DISTINCTIVE, Kind, MatchedPart, asks
from contamination.rules.word_comparison import PRESENT, WordComparison

STEM_NOISY = 0.5  # the same in a misprinted text
STEM = 0.58  # share of the stem, by weight: with half of its words replaced by synonyms a copy has 0.6, a sister less
STEM_ALONE = 0.85  # the same where no options stand by it
VERBATIM, VERBATIM_WORDS = 0.97, 12  # share of a stem that stands word by word, and its least words of content
OPTIONS, OPTIONS_BY_STEM = 0.55, 0.4  # share of the options, by weight; of a stem that stands there nearly word by word
# Of stem and options together: in a record like the question, and on a page, where a sister seldom stands.
LEAST_WHOLE, LEAST_WHOLE_ON_A_PAGE, OPTIONS_ON_A_PAGE = 0.66, 0.55, 0.46
SURE_WHOLE, SURE_OPTIONS = 0.75, 0.7  # of both, from which a number in words may be missing
WHOLE, WHOLE_NOISY, LEAST_STEM = 0.8, 0.7, 0.4  # of stem and options together, and of the stem then
LOST, MOST_LOST = 0.4, 0.25  # a sentence with less of it is lost; share of the stem that may be

DISTINCTIVE_NOISY = 6
DISTINCTIVE_WHOLE = 4  # the same of a stem that stands there word by word
MANY_NUMBERS = 4  # numbers in their place with which another name is another spelling
REWORDED_SURE = 16  # words, names and numbers in their place that make a reworded question without numbers this one
SAME_WORDS = 0.85  # share of the words with which a question with other numbers is a variant, not a sister


@dataclass(frozen=True, slots=True)
class Reading:
    """What is there. `share`: of the question with its options, by weight, 0 to 1.

    differing: what tells the question apart and is something else there, (question, document); "" for nothing
    misprints: words of the question that are there misprinted
    words: numbers of the words that are there in their place
    """

    kind: Kind
    share: float
    differing: tuple[tuple[str, str], ...] = ()
    misprints: int = 0
    words: tuple[int, ...] = ()


def read(compared: WordComparison, answer_near: bool | None = None) -> Reading:
    """Tell copies from variants, sisters and parts. `answer_near`: whether the answer is beside the match."""
    reader = _Reader(compared, answer_near)
    return replace(reader.reading(), misprints=reader.misprints(), words=reader.words_there())


class _Reader(MatchedPart):
    def __init__(self, compared: WordComparison, answer_near: bool | None) -> None:
        super().__init__(compared)
        self._answer_near = answer_near

    def reading(self) -> Reading:
        stem, options = self._share(self._present, self._stem), self._options_share()
        raw_stem = sum(self._weight(s) * s.share for s in self._stem) / max(1e-9, sum(map(self._weight, self._stem)))
        everything = [*self._stem, *self._options]
        whole = sum(self._weight(s) * s.share for s in everything) / max(1e-9, sum(map(self._weight, everything)))
        noisy = self._noisy()
        part = self._part()
        if part == "copy":
            return Reading(part, whole, self._differing())
        lost = sum(self._weight(s) for s in self._stem if s.share < LOST)
        whole_there = lost <= MOST_LOST * sum(map(self._weight, self._stem)) and (
            stem >= (STEM_NOISY if noisy else STEM)
            or (options is not None and raw_stem >= LEAST_STEM and whole >= (WHOLE_NOISY if noisy else WHOLE))
        )
        if whole_there:
            return Reading(self._of_whole(stem, options, whole, noisy), whole, self._differing())
        if part is not None:
            return Reading(part, whole, self._differing())
        return Reading("sister" if raw_stem >= 0.45 and self._distinctive(self._present) >= 4 else "weak", whole)

    def _of_whole(self, stem: float, options: float | None, whole: float, noisy: bool) -> Kind:
        if self._only_quoted():
            return "passage"
        record = self._other_record()
        confirmed = options is not None and whole >= SURE_WHOLE and options >= SURE_OPTIONS
        if not (self._numbers_stand(noisy, confirmed) and self._formulas_stand(noisy)):
            return "variant" if self._words() >= SAME_WORDS else "sister"
        if not noisy and (self._negations_differ() or self._replaced()):
            return "sister"
        lenient = noisy or not record
        if options is not None and options >= (
            OPTIONS_BY_STEM if stem >= STEM_ALONE else OPTIONS_ON_A_PAGE if lenient else OPTIONS
        ):
            return "copy" if whole >= (LEAST_WHOLE_ON_A_PAGE if lenient else LEAST_WHOLE) else "sister"
        words = self._count("word", "name")
        if options is None:
            same = self._count("number").equal
            sure = same >= 2 or stem >= 0.75 or (self._reworded() and self._distinctive(self._present) >= REWORDED_SURE)
            names = self._count("name")
            strange = names.replaced * 3 > max(1, names.all) and not noisy and same < MANY_NUMBERS
            if self._distinctive(self._present) < (
                DISTINCTIVE_WHOLE if stem >= 0.95 else DISTINCTIVE_NOISY if noisy else DISTINCTIVE
            ):
                return "copy" if self._answer_near and stem >= 0.9 else "weak"
            return "copy" if sure and not strange else "sister"
        clean = words.replaced + words.missing <= (1 if words.all >= 20 else 0)
        # a long stem word by word is this question's, whatever a forum goes on to ask
        verbatim = words.all == words.equal >= VERBATIM_WORDS and stem >= VERBATIM
        after = self._after(max(self._used(), default=-1) + 1)
        if self._other_record() and not self._answer_near:
            return "sister"  # a record that goes on with options of its own
        if (asks(after[:ASKED_WITHIN]) and not verbatim) or self._stem[-1].share < PRESENT:
            return "sister"
        if stem >= (0.7 if noisy else STEM_ALONE) and (clean or noisy):
            if self._distinctive(self._present) >= DISTINCTIVE or self._answer_near:
                return "copy"
            return "weak"
        return "sister"
