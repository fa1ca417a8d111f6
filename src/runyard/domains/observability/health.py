"""Is the house ready? Red when the database does not answer, or when due work waits and nothing moves."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, literal, or_, select
from sqlalchemy.exc import SQLAlchemyError

from runyard.kernel.tables import RunRow
from runyard.store import Store, Tx

PATIENCE = timedelta(seconds=30)
ANSWER_WITHIN = 5.0


@dataclass(frozen=True)
class Readiness:
    """How the parts are, each 'ok' or a sentence."""

    database: str
    queue: str

    @property
    def ok(self) -> bool:
        """Whether the house can take work."""
        return self.database == self.queue == "ok"


async def ready(store: Store) -> Readiness:
    """Ask the database, and look at its queue."""
    try:
        stuck = await asyncio.wait_for(store.read(is_stuck), ANSWER_WITHIN)
    except (SQLAlchemyError, OSError, TimeoutError):
        return Readiness("the database does not answer", "unknown")
    return Readiness(
        "ok", f"no run has started or ended for {PATIENCE.seconds} seconds while work is due" if stuck else "ok"
    )


def is_stuck(tx: Tx) -> bool:
    """Whether a run has been due for too long while no other started or ended."""
    long_ago = tx.now - PATIENCE
    due = (
        RunRow.state == "queued",
        RunRow.created_at < long_ago,
        or_(RunRow.wake_at.is_(None), RunRow.wake_at < long_ago),
    )
    started = RunRow.state == "running", RunRow.started_at >= long_ago
    return _any(tx, *due) and not _any(tx, *started) and not _any(tx, _ended_since(long_ago))


def _ended_since(moment: datetime) -> ColumnElement[bool]:
    return RunRow.finished_at >= moment


def _any(tx: Tx, *wanted: ColumnElement[bool]) -> bool:
    return tx.session.scalar(select(literal(1)).select_from(RunRow).where(*wanted).limit(1)) is not None
