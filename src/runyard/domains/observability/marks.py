"""What people took out of sight: records are readings of the journal, so deleting them leaves a mark and the journal alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from runyard.access import Actor
from runyard.store import Base, Tx, UtcTime


class Mark(Base):
    """Records of this kind (builds, traces, trace) about this subject do not show up to this moment."""

    __tablename__ = "record_mark"

    owner_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject: Mapped[str] = mapped_column(String(36), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)


def hide(tx: Tx, actor: Actor, kind: str, subject: str) -> None:
    """Let the caller's records of this kind about the subject end here."""
    tx.session.merge(Mark(owner_id=actor.user_id, kind=kind, subject=subject, tenant_id=actor.tenant_id, at=tx.now))


def hidden_until(tx: Tx, actor: Actor, kind: str, subject: str) -> datetime | None:
    """Up to when the caller's records are out of sight."""
    return tx.session.scalar(
        select(Mark.at).where(Mark.owner_id == actor.user_id, Mark.kind == kind, Mark.subject == subject)
    )


def sweep(tx: Tx, before: datetime) -> None:
    """Drop marks whose records are gone by retention."""
    tx.session.execute(delete(Mark).where(Mark.at < before))
