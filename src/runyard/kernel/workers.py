"""Which processes drive runs, when they last said so, and what the ones that are gone have left behind."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from runyard.kernel import runs
from runyard.kernel.engines import Engine
from runyard.kernel.tables import WorkerRow
from runyard.store import Store, Tx

BEAT = timedelta(seconds=0.7)
GONE_AFTER = timedelta(seconds=3)
_FORGOTTEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class WorkerBeat:
    """A process that drives runs and the last sign of its life."""

    id: str
    beat: datetime
    started_at: datetime
    lanes: Any


class Workers:
    """Signs of life of this process, and recovery of what others left."""

    def __init__(self, worker: str, store: Store, engine: Engine) -> None:
        self._worker, self._store, self._engine = worker, store, engine

    def alive(self, tx: Tx) -> set[str] | None:
        """Workers that are alive at this moment, also those that have only just begun; None where this process is the only one."""
        if not self._engine.shared:
            return None
        return set(tx.session.scalars(select(WorkerRow.id).where(WorkerRow.beat > tx.now - GONE_AFTER)))

    async def beat(self) -> datetime | None:
        """Say that this process is here and take over what is left behind; returns when to say so again."""
        return await self._store.write(self._look_after)

    async def close(self) -> None:
        """Say that this process is gone, so nobody waits for it."""
        await self._store.write(lambda tx: tx.session.execute(delete(WorkerRow).where(WorkerRow.id == self._worker)))

    def _look_after(self, tx: Tx) -> datetime | None:
        row = tx.session.get(WorkerRow, self._worker)
        if row is None:
            tx.session.add(WorkerRow(id=self._worker, beat=tx.now, started_at=tx.now, lanes=[]))
        else:
            row.beat = tx.now
        alive = self.alive(tx)
        tx.session.execute(delete(WorkerRow).where(WorkerRow.beat < tx.now - _FORGOTTEN_AFTER))
        for due in runs.abandoned(tx, self._worker, alive):
            self._engine.submit(tx, due)
        return tx.now + BEAT if self._engine.shared else None


def beats(tx: Tx) -> list[WorkerBeat]:
    """All workers, the freshest first."""
    rows = tx.session.scalars(select(WorkerRow).order_by(WorkerRow.beat.desc()))
    return [WorkerBeat(row.id, row.beat, row.started_at, row.lanes) for row in rows]
