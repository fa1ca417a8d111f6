"""Questions to people. A gate belongs to a run and has a name there; it is asked once and answered once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from runyard.kernel.errors import GateIsClosed, NoSuchGate
from runyard.kernel.runs import wake
from runyard.kernel.tables import GateRow
from runyard.kit.ids import new_id
from runyard.store import Tx


@dataclass(frozen=True, slots=True)
class Gate:
    """A question and, once there is one, its answer."""

    id: str
    tenant_id: str
    run_id: str
    name: str
    payload: Any
    answer: Any
    answered_by: str | None
    answered_at: datetime | None
    expires_at: datetime | None
    created_at: datetime

    @property
    def is_answered(self) -> bool:
        """Whether somebody has answered."""
        return self.answered_at is not None

    def is_expired(self, now: datetime) -> bool:
        """Whether it is too late to answer."""
        return not self.is_answered and self.expires_at is not None and self.expires_at <= now


def ask(tx: Tx, run_id: str, tenant: str, name: str, payload: Any, expires_at: datetime | None) -> Gate:
    """The run's gate of this name, made at the first call; later calls keep its first expiry."""
    row = tx.session.scalar(select(GateRow).where(GateRow.run_id == run_id, GateRow.name == name))
    if row is None:
        row = GateRow(
            id=new_id(),
            tenant_id=tenant,
            run_id=run_id,
            name=name,
            payload=payload,
            expires_at=expires_at,
            created_at=tx.now,
        )
        tx.session.add(row)
    return _gate(row)


def answer(tx: Tx, gate_id: str, answer: Any, by: str) -> Gate:
    """Answer a gate; its run goes on. Raises GateIsClosed when it was answered before or is too late."""
    row = tx.session.get(GateRow, gate_id, with_for_update=True)
    if row is None:
        raise NoSuchGate
    if row.answered_at is not None or _gate(row).is_expired(tx.now):
        raise GateIsClosed
    row.answer, row.answered_by, row.answered_at = answer, by, tx.now
    wake(tx, row.run_id)
    return _gate(row)


def find(tx: Tx, gate_id: str) -> Gate:
    """The gate, or NoSuchGate."""
    row = tx.session.get(GateRow, gate_id)
    if row is None:
        raise NoSuchGate
    return _gate(row)


def unanswered(tx: Tx, run_id: str) -> list[Gate]:
    """What a run is waiting to be told, oldest first."""
    query = select(GateRow).where(GateRow.run_id == run_id, GateRow.answered_at.is_(None)).order_by(GateRow.created_at)
    return [_gate(row) for row in tx.session.scalars(query)]


def wake_if_answered(tx: Tx, run_id: str, names: list[str]) -> None:
    """An answer may have come while the run was being put aside; then it is due at once."""
    query = select(GateRow.id).where(
        GateRow.run_id == run_id, GateRow.name.in_(names), GateRow.answered_at.is_not(None)
    )
    if tx.session.scalar(query.limit(1)) is not None:
        wake(tx, run_id)


def _gate(row: GateRow) -> Gate:
    return Gate(
        row.id, row.tenant_id, row.run_id, row.name, row.payload, row.answer, row.answered_by, row.answered_at,
        row.expires_at, row.created_at,
    )  # fmt: skip
