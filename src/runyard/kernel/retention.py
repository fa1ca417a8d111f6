"""Old runs go in small batches, so nobody waits for the broom; long journals of ended runs are shortened; on SQLite the freed
pages go back to the disk while the server runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete, func, select, text

from runyard.kernel.tables import EventRow, FiringRow, GateRow, RunRow, StepRow
from runyard.kit.clock import Clock
from runyard.store import Store, Tx

Sweep = Callable[[Tx, datetime], None]

_RUNS_A_BATCH = 200
_EVENTS_A_BATCH = 2000
_PAGES_A_BATCH = 2000
_FINAL = ("succeeded", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Keep:
    """What is kept: ended runs for so many days, and of each journal so many events (the first half and the last)."""

    days: float | None = 90
    events_a_run: int | None = 20_000


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep has removed."""

    runs: int
    events: int


class Retention:
    """The broom."""

    def __init__(self, store: Store, clock: Clock, keep: Keep | None = None) -> None:
        self._store, self._clock, self.keep = store, clock, keep or Keep()
        self._others: list[Sweep] = []

    def also(self, sweep: Sweep) -> None:
        """Let `sweep(tx, before)` remove what only runs needed that ended before then."""
        self._others.append(sweep)

    async def sweep(self) -> Swept:
        """Remove everything that is too old or too long, and shrink the file."""
        runs, events = 0, 0
        if self.keep.days is not None:
            before = self._clock.now() - timedelta(days=self.keep.days)
            while removed := await self._store.write(lambda tx: _remove_runs(tx, before)):
                runs += removed
            await self._store.write(lambda tx: tx.session.execute(delete(FiringRow).where(FiringRow.due < before)))
            for other in self._others:
                await self._store.write(partial(_call, other, before))
        if self.keep.events_a_run is not None:
            events = await self._shorten(self.keep.events_a_run)
        if self._store.dialect == "sqlite":
            while await self._store.write(_shrink):
                pass  # others write between two batches
        return Swept(runs, events)

    async def _shorten(self, most: int) -> int:
        removed = 0
        for run_id, last in await self._store.read(lambda tx: _too_long(tx, most)):
            cut = partial(_cut, run_id=run_id, first=most // 2 + 1, end=last - most // 2)
            while gone := await self._store.write(cut):
                removed += gone
        return removed


def _call(sweep: Sweep, before: datetime, tx: Tx) -> None:
    sweep(tx, before)


def _remove_runs(tx: Tx, before: datetime) -> int:
    old = select(RunRow.id).where(RunRow.finished_at < before, RunRow.state.in_(_FINAL)).limit(_RUNS_A_BATCH)
    ids = list(tx.session.scalars(old))
    if ids:
        for model in (EventRow, StepRow, GateRow):
            tx.session.execute(delete(model).where(model.run_id.in_(ids)))
        tx.session.execute(delete(RunRow).where(RunRow.id.in_(ids)))
    return len(ids)


def _too_long(tx: Tx, most: int) -> list[tuple[str, int]]:
    size = func.count(EventRow.seq)
    query = (
        select(EventRow.run_id, func.max(EventRow.seq))
        .join(RunRow, RunRow.id == EventRow.run_id)
        .where(RunRow.state.in_(_FINAL))
        .group_by(EventRow.run_id)
        .having(size > most)
    )
    return [(run_id, last) for run_id, last in tx.session.execute(query)]


def _cut(tx: Tx, run_id: str, first: int, end: int) -> int:
    """Remove a batch of the middle; its first place says what is missing."""
    middle = select(EventRow.seq).where(EventRow.run_id == run_id, EventRow.seq > first, EventRow.seq <= end)
    numbers = list(tx.session.scalars(middle.order_by(EventRow.seq).limit(_EVENTS_A_BATCH)))
    if numbers:
        mark = tx.session.get(EventRow, (run_id, first))
        if mark is not None:
            mark.type, mark.data = "journal.shortened", {"from": first, "to": end}
        tx.session.execute(
            delete(EventRow).where(EventRow.run_id == run_id, EventRow.seq >= numbers[0], EventRow.seq <= numbers[-1])
        )
    return len(numbers)


def _shrink(tx: Tx) -> int:
    """Give a batch of free pages back; returns how many are left to give."""
    driver: Any = tx.session.connection().connection.driver_connection
    driver.execute(
        f"pragma incremental_vacuum({_PAGES_A_BATCH})"
    ).fetchall()  # one page a row: without fetching, one page in all
    return int(tx.session.scalar(text("pragma freelist_count")) or 0)
