"""What an import tells of the texts it read: what each field became, what is unused, and what has to be decided."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from exams.errors import InputError
from exams.loaders.accounting.ledger import FieldAccount, Ledger
from exams.loaders.source import Source

_MOST_NOTES = 40
_MAP_TO = {"question": "passage", "options": "options", "key": "key", "passage": "passage", "picture": "image"}


@dataclass
class Account:
    """`evidence`: 'question → stem' for each field; `unused` and `remarks` go into the form's head as `notes`; `stops`
    are unused texts that look like a part of a question, and have to be named or ignored."""

    evidence: list[str] = field(default_factory=list)
    unused: dict[str, FieldAccount] = field(default_factory=dict)
    remarks: Counter[str] = field(default_factory=Counter)
    stops: list[InputError] = field(default_factory=list)

    def add(self, ledger: Ledger, source: Source, ignore: tuple[str, ...], known: tuple[str, ...]) -> None:
        """Take in the ledger of one file. `ignore` is what the user said, `known` what is known of the format."""
        self.evidence.extend(line for line in ledger.evidence() if line not in self.evidence)
        for account in ledger.unused():
            if account.path in self.unused:
                self.unused[account.path].unused += account.unused
                self.unused[account.path].characters += account.characters
            else:
                self.unused[account.path] = account
        if source.encoding is not None:
            named = "" if source.named_encoding else ": a guess (--encoding NAME says another)"
            self.remarks[f"read as {source.encoding} text{named}"] += 1
        suspects = ledger.suspects((*ignore, *known))
        if suspects:
            self.stops.append(_stop(suspects, source))

    @property
    def notes(self) -> list[str]:
        """Sentences for the form's head and the screen."""
        accounts = list(self.unused.values())
        told = [f"unused: {account.told}" for account in accounts[:_MOST_NOTES]]
        if len(accounts) > _MOST_NOTES:
            told.append(f"unused too: {', '.join(a.path for a in accounts[_MOST_NOTES:])}")
        counted = [
            what if n == 1 or "guess" in what else f"{what} ({n:,} questions)" for what, n in self.remarks.items()
        ]
        return [*told, *counted]


def _stop(suspects: list[FieldAccount], source: Source) -> InputError:
    first = suspects[0]
    kind = first.looks_like
    told = "; ".join(f"{account.told} looks like a {account.looks_like}" for account in suspects[:6])
    more = f"; and {len(suspects) - 6} more" if len(suspects) > 6 else ""
    part = _MAP_TO.get(kind)
    named = (
        f"name it with --map {part}={first.path}, or leave it out" if part and "." not in first.path else "leave it out"
    )
    ignore = " ".join(f"--ignore {_quoted(account.path)}" for account in suspects[:6])
    return source.fault(f"unused text: {told}{more}", hint=f"{named} with {ignore} (of `examsim import`)")


def _quoted(path: str) -> str:
    return f"'{path}'" if any(not (c.isalnum() or c in "._-") for c in path) else path
