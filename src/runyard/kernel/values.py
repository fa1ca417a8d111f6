"""What travels out of the kernel: runs, events and cursors, frozen; rows stay inside."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final, NamedTuple

from runyard.kernel.kinds import Lane
from runyard.kernel.states import RunState
from runyard.kernel.tables import RunRow
from runyard.kit.errors import Invalid

Json = Any


class Missing(Enum):
    """The type of MISSING: tells a kept `None` from nothing kept."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING


class BadCursor(Invalid):
    """The cursor is not one of ours; start without one or take the id of the last event."""


class Cursor(NamedTuple):
    """A place in a run's journal: after event `seq`, or within it after `offset` characters of its text."""

    seq: int = 0
    offset: int = 0

    @classmethod
    def parse(cls, text: "Cursor | str | int") -> "Cursor":
        """Read `seq` or `seq.offset`."""
        if isinstance(text, Cursor):
            return text
        seq, _, offset = str(text).strip().partition(".")
        if not (seq.isdecimal() and (offset.isdecimal() or not offset) and len(seq) < 12 and len(offset) < 12):
            raise BadCursor
        return cls(int(seq), int(offset or 0))

    def __str__(self) -> str:
        return f"{self.seq}.{self.offset}" if self.offset else str(self.seq)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in a run. `offset` is set while a token event is still growing: characters sent so far."""

    run: str
    seq: int
    at: datetime
    type: str
    data: Json = None
    offset: int = 0

    @property
    def cursor(self) -> Cursor:
        """Where to go on after this event."""
        return Cursor(self.seq, self.offset)


@dataclass(frozen=True, slots=True)
class Run:
    """A run as others see it."""

    id: str
    tenant_id: str
    owner_id: str
    kind: str
    tool: str
    subject: str
    subject_name: str
    session_id: str
    lane: Lane
    priority: int
    state: RunState
    reason: str | None
    epoch: int
    worker: str | None
    parent_id: str | None
    once_key: str | None
    attempt: int
    max_attempts: int
    timeout: float | None
    budget: Json
    spent: Json
    input: Json
    output: Json
    error: Json
    cancel_requested: str | None
    wake_at: datetime | None
    asked_at: datetime | None
    deadline: datetime | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    updated_at: datetime

    @classmethod
    def of(cls, row: RunRow) -> "Run":
        """The value of a row."""
        return cls(*_fields(row))

    @property
    def is_final(self) -> bool:
        """Whether it has ended."""
        return self.state.is_final

    @property
    def owner(self) -> str:
        """Who it belongs to."""
        return self.owner_id

    @property
    def tenant(self) -> str:
        """Whose house it is in."""
        return self.tenant_id


RUN_COLUMNS: Final = tuple(column.name for column in RunRow.__table__.columns)


def _fields(row: RunRow) -> list[Any]:
    return [RunState(row.state) if name == "state" else getattr(row, name) for name in RUN_COLUMNS]
