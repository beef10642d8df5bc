"""`key.json`: which token stands for which answer. It stays with whoever organises the grading."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from exams.errors import InputError
from exams.files.json_records import write_json
from exams.files.regular_file import read_json
from exams.files.toml_records import first_fault


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Ticket(_Record):
    """One answer in one packet. `known` are the points of a calibration answer."""

    run: str
    question: str
    answer_hash: str
    known: float | None = None


class KeyPacket(_Record):
    """One grader's packet."""

    grader: str
    role: Literal["", "adjudicator"] = ""
    tickets: dict[str, Ticket]


class Key(_Record):
    """All packets of one export."""

    schema_: Literal["examsim.packets/1"] = Field("examsim.packets/1", alias="schema")
    seed: int
    packets: dict[str, KeyPacket]

    def find(self, token: str) -> tuple[KeyPacket, Ticket] | None:
        """The packet and answer that a token stands for."""
        for packet in self.packets.values():
            if token in packet.tickets:
                return packet, packet.tickets[token]
        return None


def token_of(seed: int, packet: str, ticket: Ticket) -> str:
    """Twelve hexadecimal digits that look random; without the seed and the answer nobody can tell what they name."""
    named = f"{seed}\x00{packet}\x00{ticket.run}\x00{ticket.question}\x00{ticket.answer_hash}\x00{ticket.known}"
    return hashlib.sha256(named.encode()).hexdigest()[:12]


def read_key(path: Path) -> Key:
    """Read `key.json`."""
    try:
        return Key.model_validate_json(read_json(path))
    except OSError:
        raise InputError("there is no key", where=path, hint="name the key.json of the export with --key") from None
    except ValidationError as error:
        raise InputError(first_fault(error), where=path, hint="it was not written by --export") from None


def write_key(path: Path, key: Key) -> None:
    """Write `key.json`."""
    write_json(path, key.model_dump(mode="json", by_alias=True))
