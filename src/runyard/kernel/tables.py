"""Rows of the kernel. Journal tables carry no foreign keys: the kernel is their only author, and on PostgreSQL a key made
inserts several times slower."""

from datetime import datetime
from typing import Any

from sqlalchemy import Float, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from runyard.store import Base, Json, UtcTime

_RARE = text("state <> 'succeeded'")  # most runs succeed, and pay nothing for the index of the others
_OPEN = text("state in ('queued', 'running', 'waiting')")


class RunRow(Base):
    """One run."""

    __tablename__ = "run"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(36))
    owner_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(80))
    tool: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    subject_name: Mapped[str] = mapped_column(Text)
    session_id: Mapped[str] = mapped_column(Text)
    lane: Mapped[str] = mapped_column(String(16))
    priority: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    epoch: Mapped[int]
    worker: Mapped[str | None] = mapped_column(String(36))
    parent_id: Mapped[str | None] = mapped_column(String(36))
    once_key: Mapped[str | None] = mapped_column(Text)
    attempt: Mapped[int]
    max_attempts: Mapped[int]
    timeout: Mapped[float | None] = mapped_column(Float(53))
    budget: Mapped[Any | None] = mapped_column(Json)
    spent: Mapped[Any | None] = mapped_column(Json)
    input: Mapped[Any | None] = mapped_column(Json)
    output: Mapped[Any | None] = mapped_column(Json)
    error: Mapped[Any | None] = mapped_column(Json)
    cancel_requested: Mapped[str | None] = mapped_column(Text)
    wake_at: Mapped[datetime | None] = mapped_column(UtcTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    deadline: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)

    __table_args__ = (
        Index("ix_run_owner", "tenant_id", "owner_id", text("created_at desc"), text("id desc")),
        Index("ix_run_subject", "subject", text("created_at desc")),
        Index("ix_run_created", "tenant_id", text("created_at desc"), text("id desc")),
        Index("ix_run_open", "state", "wake_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "ix_run_state",
            "state",
            "tenant_id",
            text("created_at desc"),
            text("id desc"),
            sqlite_where=_RARE,
            postgresql_where=_RARE,
        ),
        Index(
            "ix_run_parent",
            "parent_id",
            sqlite_where=text("parent_id is not null"),
            postgresql_where=text("parent_id is not null"),
        ),
        Index(
            "ix_run_finished",
            "finished_at",
            sqlite_where=text("finished_at is not null"),
            postgresql_where=text("finished_at is not null"),
        ),
        Index(
            "uq_run_once",
            "tenant_id",
            "once_key",
            unique=True,
            sqlite_where=text("once_key is not null"),
            postgresql_where=text("once_key is not null"),
        ),
    )


class EventRow(Base):
    """One line of a run's journal."""

    __tablename__ = "event"

    run_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    type: Mapped[str] = mapped_column(String(80))
    data: Mapped[Any | None] = mapped_column(Json)

    __table_args__ = {"sqlite_with_rowid": False}


class StepRow(Base):
    """The kept output of a finished step."""

    __tablename__ = "step"

    run_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    attempt: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    finished_at: Mapped[datetime] = mapped_column(UtcTime)
    output: Mapped[Any | None] = mapped_column(Json)

    __table_args__ = {"sqlite_with_rowid": False}


class GateRow(Base):
    """A question a run waits with."""

    __tablename__ = "gate"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(36))
    run_id: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(300))
    payload: Mapped[Any | None] = mapped_column(Json)
    answer: Mapped[Any | None] = mapped_column(Json)
    answered_by: Mapped[str | None] = mapped_column(String(36))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    __table_args__ = (
        Index("uq_gate_run_id_name", "run_id", "name", unique=True),
        Index(
            "ix_gate_open",
            "tenant_id",
            "created_at",
            sqlite_where=text("answered_at is null"),
            postgresql_where=text("answered_at is null"),
        ),
    )


class LeaseRow(Base):
    """A named lock that runs out by itself."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(300), primary_key=True)
    holder: Mapped[str] = mapped_column(Text)
    token: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class ScheduleRow(Base):
    """When to start runs, and which."""

    __tablename__ = "schedule"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(36))
    owner_id: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(Text)
    rule: Mapped[Any] = mapped_column(Json)
    misfire: Mapped[str] = mapped_column(String(8))
    cap: Mapped[int]
    kind: Mapped[str] = mapped_column(String(80))
    input: Mapped[Any | None] = mapped_column(Json)
    options: Mapped[Any] = mapped_column(Json)
    next_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_at: Mapped[datetime | None] = mapped_column(UtcTime)
    paused: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)

    __table_args__ = (
        Index(
            "ix_schedule_due",
            "next_at",
            sqlite_where=text("next_at is not null"),
            postgresql_where=text("next_at is not null"),
        ),
        Index("ix_schedule_owner", "tenant_id", "owner_id", "created_at"),
    )


class FiringRow(Base):
    """A due time that was served; the key makes it happen once, whoever is awake."""

    __tablename__ = "firing"

    schedule_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    due: Mapped[datetime] = mapped_column(UtcTime, primary_key=True)
    fired_at: Mapped[datetime] = mapped_column(UtcTime)
    run_id: Mapped[str | None] = mapped_column(String(36))
    outcome: Mapped[str] = mapped_column(String(8))


class WorkerRow(Base):
    """A process that drives runs, and when it last said so."""

    __tablename__ = "worker"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    beat: Mapped[datetime] = mapped_column(UtcTime)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    lanes: Mapped[Any] = mapped_column(Json)
