"""The account of a whole file: for each field, where its texts ended, and how much of it is in no question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exams.loaders.accounting.draft_texts import DraftTexts
from exams.loaders.accounting.text_leaves import Leaf, text_leaves
from exams.loaders.accounting.unused_text import may_be_keys, suspicion
from exams.loaders.draft import Draft

_SAMPLES = 200
_ENOUGH = 500


@dataclass
class FieldAccount:
    """One field: rows that hold text in it, parts of the question where it ended, and what ended nowhere."""

    path: str
    rows: int = 0
    homes: Counter[str] = field(default_factory=Counter)
    unused: int = 0
    characters: int = 0
    samples: list[str | bytes] = field(default_factory=list)
    may_be_keys: bool = False

    @property
    def told(self) -> str:
        """'hint (1,569 rows, 210 characters a row)'."""
        rows = "1 row" if self.unused == 1 else f"{self.unused:,} rows"
        return f"{' '.join(self.path.split())} ({rows}, {round(self.characters / self.unused):,} characters a row)"

    @property
    def looks_like(self) -> str:
        """'passage', 'key' … where what is unused looks like a part of a question, else ''."""
        return suspicion(self.path, self.samples) or ("key" if self.may_be_keys else "")


@dataclass
class Ledger:
    """Records come in with the drafts they became; records of the same object one after the other are one record.
    `known` are fields whose meaning the format is known to take, with their parts."""

    known: Mapping[str, str] = field(default_factory=dict)
    fields: dict[str, FieldAccount] = field(default_factory=dict)
    _small: dict[str, list[object]] = field(default_factory=dict)
    _answered: bool = False
    _given: Mapping[str, Any] | None = None
    _drafts: list[Draft] = field(default_factory=list)

    def add(self, draft: Draft) -> None:
        """Account for a draft's record; drafts of one record must come one after the other."""
        if draft.given is None:
            return
        if self._given is not draft.given:
            self.close()
            self._given = draft.given
        self._drafts.append(draft)

    def close(self) -> None:
        """Account for the last record."""
        if self._given is not None:
            self._record(self._given, self._drafts)
        self._given, self._drafts = None, []

    def _record(self, given: Mapping[str, Any], drafts: Sequence[Draft]) -> None:
        self._answered = self._answered or any(map(_has_answer, drafts))
        texts = DraftTexts(drafts)
        meant = dict(self.known)
        for draft in drafts:
            meant |= draft.meant
        missed: dict[str, list[Leaf]] = {}
        seen: dict[str, str] = {}
        for leaf in text_leaves(given):
            home = "" if self._given_up(leaf.path) else _meant(leaf.path, meant) or texts.home(leaf)
            if home:
                seen[leaf.path] = home
            else:
                missed.setdefault(leaf.path, []).append(leaf)
        for path in {**seen, **missed}:
            account = self.fields.get(path)
            if account is None:
                account = self.fields[path] = FieldAccount(path)
            account.rows += 1
            if path in seen:
                account.homes[seen[path]] += 1
            if path in missed:
                account.unused += 1
                account.characters += sum(len(leaf.value) for leaf in missed[path])
                if len(account.samples) < _SAMPLES:
                    account.samples.extend(leaf.value for leaf in missed[path][:3])

        if not self._answered:
            self._keep_small(given, meant, seen)

    def _keep_small(self, given: Mapping[str, Any], meant: Mapping[str, str], seen: Mapping[str, str]) -> None:
        """Short values that no question took, numbers and truth values too: a key may be among them."""
        for name, value in given.items():
            if isinstance(value, (str, int)) and str(value).strip() and not (name in seen or _meant(name, meant)):
                kept = self._small.setdefault(name, [])
                if len(kept) < _SAMPLES:
                    kept.append(value)

    def _mark_keys(self) -> None:
        """In a file without a single answer, a field of letters, positions or truth words is taken for its key."""
        for name, values in self._small.items() if not self._answered else ():
            if may_be_keys(name, values):
                account = self.fields.setdefault(name, FieldAccount(name, rows=len(values)))
                if not account.homes:
                    account.unused = account.unused or len(values)
                    account.characters = account.characters or sum(len(str(v)) for v in values)
                    account.may_be_keys = True

    def _given_up(self, path: str) -> bool:
        """Whether a field was unused in so many rows, and used in none, that it is no longer searched for."""
        account = self.fields.get(path)
        return account is not None and account.unused >= _ENOUGH and not account.homes

    def finish(self) -> None:
        """Account for the last record, and for what the file has no answers for."""
        self.close()
        self._mark_keys()

    def unused(self, ignored: Iterable[str] = ()) -> list[FieldAccount]:
        """Fields with texts that are in no question, but for those that the user said to ignore."""
        names = set(ignored)
        return [a for a in self.fields.values() if a.unused and not _ignored(a.path, names)]

    def suspects(self, ignored: Iterable[str] = ()) -> list[FieldAccount]:
        """Those of them that look like part of a question: they stop an import."""
        return [a for a in self.unused(ignored) if a.looks_like]

    def evidence(self) -> list[str]:
        """What each field became: 'question → stem'."""
        told = {}
        for account in self.fields.values():
            for home, _ in account.homes.most_common(1):
                told[account.path] = f"{' '.join(account.path.split())} → {home}"
        return list(told.values())


def _has_answer(draft: Draft) -> bool:
    """Whether a draft can be graded by anything of its own: a key, a model answer, a rubric or tests."""
    return bool(draft.key or draft.model_answer or draft.kind == "code" or draft.more.get("rubric"))


def _meant(path: str, meant: Mapping[str, str]) -> str:
    """The part that a reader says it took a field's meaning for, though not its words ('true' → a key)."""
    if not meant:
        return ""
    if path in meant or "." not in path:
        return meant.get(path, "")
    return next((part for name, part in meant.items() if path.startswith(f"{name}.")), "")


def _ignored(path: str, names: set[str]) -> bool:
    return "*" in names or path in names or any(path.startswith(f"{name}.") for name in names)
