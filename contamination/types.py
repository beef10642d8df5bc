"""What an audit reads and what it says. `audit.json` holds one `Audit`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from contamination.audit_sample import AuditSample


@dataclass(frozen=True, slots=True)
class Item:
    """A question as the audit sees it: plain text, no form or model around it."""

    id: str
    question: str
    options: tuple[str, ...] = ()
    answer: str = ""
    passage: str = ""
    passage_id: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a corpus. `offset` is the byte at which its record starts in the (decompressed) file.

    A very long document comes in overlapping pieces of the same record; `start` is then the character of the
    document at which `text` begins.
    """

    text: str
    file: str
    record: int
    offset: int | None = None
    id: str | None = None
    start: int = 0


Verdict = Literal[
    "clean",  # nothing of it was found
    "contaminated",  # the question is in the corpus
    "variant",  # the question is there with other numbers
    "part",  # a small part of it is there, the rest is not
    "sister",  # another problem of the same template is there
    "passage_seen",  # its passage was seen, the question itself was not
    "weak",  # only a short or boilerplate text was found
    "unchecked",  # it has no text that could be looked for
    "incomplete",  # nothing of it was found, but part of the corpus could not be read or asked
]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Evidence(_Record):
    """Proof of one hit: where it is in the corpus, and how it compares with the question."""

    question: str
    file: str
    record: int
    offset: int | None = Field(None, description="byte offset of the record in the decompressed file")
    document: str | None = Field(None, description="document id or URL")
    field: str | None = Field(None, description="path of the record's field in which the span begins")
    start: int = Field(description="first character of the matched span in the document's raw text")
    end: int
    snippet: str = Field(description="raw text of the span and of what was compared, 200 characters more on each side")
    snippet_start: int = Field(0, description="character offset of the snippet in the document")
    matched: str = Field("", description="what of the question was found: 'question', 'options', 'answer', 'passage'")
    share: float | None = Field(None, description="share of the question that is there, 0–1")
    longest: int | None = Field(None, description="longest common run, normalised characters")
    edit_rate: float | None = None
    answer_near: bool | None = None
    numbers_differ: bool | None = None
    kind: str = Field(
        "", description="what examsim's rule makes of this place: copy, part, variant, sister, passage, weak"
    )
    differing: tuple[tuple[str, str], ...] = Field(
        (), description="what tells the question apart and is not there: (question, document), '' for nothing"
    )
    rules: tuple[str, ...] = ()
    diff: tuple[tuple[str, str, str], ...] = Field((), description="(operation, question text, document text)")


class Semantic(_Record):
    """The passage of the corpus nearest in meaning, by a sentence embedding model: a reason to look, not a proof."""

    similarity: float = Field(description="cosine of question and passage, -1 to 1")
    near: bool = Field(description="whether the similarity reaches the tier's threshold, and it is no sister")
    sister: bool = Field(False, description="as near, but with other numbers: another problem of the template")
    answer_near: bool | None = Field(None, description="whether the answer stands by it; None if that tells nothing")
    file: str
    record: int
    offset: int | None = Field(None, description="byte offset of the record in the decompressed file")
    document: str | None = Field(None, description="document id or URL")
    start: int = Field(description="first character of the passage in the document's raw text")
    end: int
    snippet: str = Field(description="raw text of the passage, from its start")


class SemanticTier(_Record):
    """How the semantic column of an audit came about."""

    model: str
    threshold: float = Field(description="similarity from which a passage is called near")
    candidates: int = Field(description="passages embedded for each question: those that share most of its words")
    passages: int = Field(description="passages of the corpus that were looked at")


class Wording(_Record):
    """A question as it was written when it was looked for, so that evidence can be shown beside it."""

    question: str
    options: tuple[str, ...] = ()
    passage: str = ""


class ItemResult(_Record):
    """Verdict on one question, by rule and altogether."""

    question: str
    verdict: Verdict
    flagged_by: tuple[str, ...] = ()
    windows: tuple[str, ...] = Field((), description="the substrings looked for, normalised (GPT-4 rule)")
    scores: dict[str, float] = Field(default_factory=dict, description="value of each rule that has one")
    evidence: tuple[Evidence, ...] = ()
    hits: int = Field(0, description="documents in which it was found, evidence kept or not")
    note: str = ""
    semantic: Semantic | None = Field(None, description="nearest passage in meaning; no part of verdict and flags")
    wording: Wording | None = Field(None, description="the question as written; None without evidence, and before 0.2")


UNREAD_SHARE = 0.01  # of a corpus that may be left unread in a complete audit


class CorpusStats(_Record):
    """What was read, and what could not be."""

    files: int = 0
    documents: int = 0
    bytes: int = Field(0, description="raw (decompressed) bytes read")
    characters: int = 0
    skipped: dict[str, int] = Field(default_factory=dict, description="reason → count")
    problems: tuple[str, ...] = Field((), description="first problems met, 'file:record: reason'")
    fields: dict[str, int] = Field(default_factory=dict, description="field of a record → characters read of it")
    left_out: dict[str, int] = Field(
        default_factory=dict, description="field → characters not read since other fields were named"
    )
    unread: int = Field(0, description="bytes that may hold text and could not be read, as far as known")
    unopened: int = Field(0, description="files that could not be opened and whose size is not known")

    @property
    def unread_share(self) -> float:
        """Share of the corpus that could not be read, 0 to 1: of its bytes, or of its files where that is more.

        What was left out because fields were named is not counted: that was asked for.
        """
        by_bytes = self.unread / max(1, self.bytes + self.unread)
        return max(by_bytes, self.unopened / max(1, self.files + self.unopened))

    @property
    def complete(self) -> bool:
        """Whether enough was read to call a question clean."""
        return self.unread_share <= UNREAD_SHARE


class AskedIndex(_Record):
    """An index that was asked in the place of files: which, how large, when, and what stays open."""

    index: str = Field(description="as it was named")
    server: str = Field("", description="address of its web interface, without credentials; '' on this machine")
    described: str = Field("", description="what its project's page says of it, with page and day")
    tokens: str = Field("", description="whose tokens a text is cut into; '' where every letter counts")
    size: int | None = Field(None, description="tokens or bytes, as the index itself answers")
    unit: str = "bytes"
    first_answer: str = Field("", description="when the oldest answer was given that was used")
    last_answer: str = ""
    requests: int = Field(0, description="answers that were used, kept ones among them")
    excerpts: int = Field(0, description="excerpts of documents that were judged")
    unanswered: tuple[str, ...] = Field((), description="questions of which an answer is missing")
    too_common: tuple[str, ...] = Field(
        (), description="questions whose text stands in more places than were looked at"
    )
    left_out: int = Field(0, description="spellings that this index cannot be asked for")
    problem: str = Field("", description="why the first answer is missing")
    limits: str = Field("", description="what cannot be seen this way, with measured recall")

    @property
    def open_questions(self) -> frozenset[str]:
        """Questions that are not clean because nothing of them was found."""
        return frozenset((*self.unanswered, *self.too_common))

    @property
    def lines(self) -> tuple[str, ...]:
        """What a reader should know of it."""
        size = "" if self.size is None else f"; it answers: {self.size:,} {self.unit}"
        when = f", answers of {self.first_answer[:10]}" if self.first_answer else ""
        when += f" to {self.last_answer[:10]}" if self.last_answer[:10] != self.first_answer[:10] else ""
        where = f" at {self.server}" if self.server else ""
        lines = [
            f"index {self.index}{where}{': ' if self.described else ''}{self.described}{size}",
            f"{self.requests:,} requests{when}; {self.excerpts:,} excerpts judged by the rules as files are; "
            "hits are the documents that were looked at",
        ]
        if self.tokens:
            lines.append(
                f"the index is cut into tokens of {self.tokens}, and so is what it is asked for: where a copy's tokens "
                "are cut otherwise, at the beginning of a line for instance, that window is not found"
            )
        lines += [self.limits] if self.limits else []
        if self.unanswered:
            lines.append(f"! {len(self.unanswered)} questions were not answered in full: {self.problem}")
        if self.too_common:
            lines.append(f"! {len(self.too_common)} questions: their text stands in more places than were looked at")
        if self.left_out:
            lines.append(
                f"{self.left_out:,} spellings were not asked for: the index would take them for logic (AND, OR)"
            )
        return tuple(lines)


class Rate(_Record):
    """`found` of `tried`, with a 95% interval (Wilson 1927); `share` is None where nothing was tried."""

    found: int
    tried: int
    share: float | None
    low: float
    high: float


class SelfTest(_Record):
    """What a rule finds of copies injected into documents of the corpus, by kind of copy, and what it names wrongly."""

    rule: str
    corpus: tuple[str, ...]
    hosts: int = Field(description="documents of the corpus into which copies were put")
    seed: int
    recall: dict[str, Rate]
    false_positives: Rate = Field(
        description="held-out questions, of examsim's own exams, that were named somewhere in the whole corpus"
    )
    sisters: Rate | None = Field(
        None, description="questions that were named though only others of their exam were there; None before 0.2"
    )


class Audit(_Record):
    """A contamination audit of one form against one corpus (or several, merged)."""

    schema_: Literal["examsim.audit/1"] = Field("examsim.audit/1", alias="schema")
    form: str
    form_hash: str
    corpus: tuple[str, ...]
    rule: str = Field("gpt4", description="the rule whose flags the clean/contaminated split uses")
    rules: tuple[str, ...] = ("gpt4",)
    rule_version: str = Field("", description="version of examsim's own rule, its thresholds included")
    rule_papers: dict[str, str] = Field(default_factory=dict, description="what each rule counts, and who published it")
    seed: int = 0
    normalisation: str = ""
    case: Literal["fold", "keep"] = "fold"
    items: tuple[ItemResult, ...]
    stats: CorpusStats = CorpusStats()
    self_test: tuple[SelfTest, ...] = Field((), description="measured recall, one for each rule, if it was asked for")
    version: str = ""
    note: str = ""
    indexes: tuple[AskedIndex, ...] = Field((), description="indexes that were asked in the place of files")
    semantic: SemanticTier | None = Field(None, description="the semantic tier, if it was asked for")
    sample: AuditSample | None = Field(None, description="the sample, where not all questions were looked for")

    @property
    def flagged(self) -> frozenset[str]:
        """Ids of the questions left out of the clean set under `rule`."""
        return frozenset(i.question for i in self.items if self.rule in i.flagged_by)

    @property
    def open_questions(self) -> frozenset[str]:
        """Questions that an index left open: where nothing of them was found they are incomplete, not clean."""
        return frozenset().union(*(index.open_questions for index in self.indexes))
