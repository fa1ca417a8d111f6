"""The kernel as the house sees it: spawn runs, follow them, wait for them, cancel them; everything else is behind this."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Unpack

from runyard.kernel import runs
from runyard.kernel.engines import Engine
from runyard.kernel.engines.embedded import EmbeddedEngine
from runyard.kernel.errors import NoSuchRun, RunHasEnded
from runyard.kernel.journal import Journal
from runyard.kernel.kinds import Kinds, RunKind
from runyard.kernel.orders import SpawnOptions, make_order
from runyard.kernel.pacer import Pacer
from runyard.kernel.retention import Keep, Retention
from runyard.kernel.runs import Due, Order
from runyard.kernel.schedules import Schedules
from runyard.kernel.states import RunState
from runyard.kernel.stream import Streams, read_events
from runyard.kernel.timers import Timers
from runyard.kernel.values import Cursor, Event, Json, Run
from runyard.kernel.worker import Worker
from runyard.kernel.workers import Workers
from runyard.kit.clock import Clock
from runyard.kit.ids import new_id
from runyard.store import Store, Tx

_CANCEL_SECONDS = 1.8
_SWEEP = timedelta(hours=3)


class Kernel:
    """Runs and their journal over a store. One per process; `open` recovers what an earlier process left behind."""

    def __init__(self, store: Store, clock: Clock, engine: Engine | None = None) -> None:
        self.store, self.clock = store, clock
        self.worker_id = new_id()
        self._closed = False
        self.kinds = Kinds()
        self.engine: Engine = engine or EmbeddedEngine()
        self.timers = Timers(clock)
        self.streams = Streams(store, clock, self.timers)
        self._journal = Journal(store, clock, self.timers)
        self._worker = Worker(self.worker_id, store, clock, self.timers, self.kinds, self._journal, self.streams)
        self._workers = Workers(self.worker_id, store, self.engine)
        self._worker.alive = self._workers.alive
        self._worker.spawn_child, self._worker.outcome = self._spawn_child, self.wait
        at_most = 1.0 if self.engine.shared else None
        self._due = Pacer("due runs", self._dispatch, clock, self.timers, at_most)
        self._worker.due_at = self._due.at
        self._clockwork = Pacer("schedules", self._fire, clock, self.timers, at_most)
        self.schedules = Schedules(self.accept, self._clockwork.at)
        self.retention = Retention(store, clock)
        self._broom: Pacer | None = None
        self._pulse = Pacer("worker's beat", self._workers.beat, clock, self.timers, None)

    def register(self, kind: RunKind) -> None:
        """Add a kind of run."""
        self.kinds.register(kind)

    async def open(self) -> None:
        """Begin to work; every open run of an earlier process is driven again with a higher epoch."""
        self.store.listen(self._heard)
        self._journal.announce = self.engine.shared
        if self.engine.shared:
            self.store.share()
        await self.engine.start(self.store, self._worker.drive)
        for pacer in (self._pulse, self._due, self._clockwork):
            pacer.start()

    async def close(self, drain: timedelta = timedelta(0)) -> None:
        """Stop working; runs get so much time to end, the rest goes on when the kernel is opened again."""
        if self._closed:
            return
        self._closed = True
        if self._broom is not None:
            await self._broom.stop()
        for pacer in (self._clockwork, self._due, self._pulse):
            await pacer.stop()
        await self.engine.stop(drain)
        await self._worker.leave(drain)
        await self._workers.close()
        self.timers.stop()

    async def spawn(self, kind: str, input: Json = None, **options: Unpack[SpawnOptions]) -> str:
        """Start a run and return its id. It is accepted durably before this returns, except in the lane "live": there it has
        begun already, and everything that is more than pure waits for its acceptance. The same `once` again answers the
        run there is."""
        order = self._order(kind, input, options)
        if order.lane == "live" and order.once is None and order.not_before is None:
            self._worker.begin(order, self.kinds.get(kind))
            return order.id
        return await self.store.write(lambda tx: self._accept(tx, order))

    def begin(self, kind: str, input: Json = None, **options: Unpack[SpawnOptions]) -> str:
        """Start a live run without waiting for anything; `once` and `not_before` need `spawn`."""
        order = self._order(kind, input, options)
        if order.once is not None or order.not_before is not None:
            raise ValueError("begin() cannot look up `once` or wait for `not_before`; use spawn()")
        self._worker.begin(order, self.kinds.get(kind))
        return order.id

    def accept(self, tx: Tx, kind: str, input: Json = None, **options: Unpack[SpawnOptions]) -> str:
        """Start a run as part of the caller's transaction; it is driven after the commit."""
        return self._accept(tx, self._order(kind, input, options))

    async def wait(self, run_id: str, timeout: float | None = None) -> Run:
        """The run once its end is committed, or as it stands when the time is up."""
        until = None if timeout is None else self.clock.monotonic() + timeout
        while True:
            active = self._worker.get(run_id)
            if active is not None:
                if active.ended is None:
                    active.ended = asyncio.get_running_loop().create_future()
                left = None if until is None else until - self.clock.monotonic()
                if await self.timers.settled(active.ended, left) and (run := active.ended.result()) is not None:
                    return run
            if (run := await self._look(run_id, until)) is not None:
                return run

    async def get(self, run_id: str) -> Run | None:
        """The run as it stands, or None."""
        active = self._worker.get(run_id)
        if active is not None and active.journal.failure is None:
            await asyncio.wait({active.journal.flush()})  # what has begun here exists for everyone who asks
        return await self.store.read(lambda tx: runs.load(tx, run_id))

    async def follow(
        self, run_id: str, after: Cursor | str | int = 0, *, heartbeat: float | None = 15.0
    ) -> AsyncIterator[Event]:
        """Events after the cursor and all that come, until the run has ended. Token text arrives in pieces that carry `offset`.
        After `heartbeat` seconds of silence an event of type "heartbeat" tells that the line is open."""
        async for event in self.streams.follow(run_id, Cursor.parse(after), heartbeat):
            yield event

    async def events(self, run_id: str, after: Cursor | str | int = 0, limit: int = 1000) -> list[Event]:
        """Committed events after the cursor."""
        cursor = Cursor.parse(after)
        return await self.store.read(lambda tx: read_events(tx, run_id, cursor, limit))

    async def cancel(self, run_id: str, why: str = "") -> Run:
        """Cancel a run and its children; final within 2 s. Raises RunHasEnded when it had ended before."""
        if self._worker.get(run_id) is not None:
            self._worker.cancel(run_id, why)
        else:
            await self.store.write(lambda tx: runs.request_cancel(tx, run_id, why))
        run = await self.wait(run_id, _CANCEL_SECONDS)
        if not run.is_final:
            reason = why or "cancelled"
            run = await self.store.write(
                lambda tx: runs.end_by_force(tx, run_id, None, RunState.CANCELLED, reason, None)
            )
        if run.state is not RunState.CANCELLED:
            raise RunHasEnded
        await self._cancel_children(run_id, why)
        return run

    async def resume(self, run_id: str) -> Run:
        """A failed or cancelled run goes on after its last finished step: same id, new attempt."""

        def reopen(tx: Tx) -> Run:
            run = runs.reopen(tx, run_id)
            self.engine.submit(tx, Due(run.id, run.lane, run.priority))
            return run

        return await self.store.write(reopen)

    async def replay(self, run_id: str, owner: str | None = None) -> str:
        """Start a new run of the same kind with the same input."""
        run = await self.get(run_id)
        if run is None:
            raise NoSuchRun
        return await self.spawn(
            run.kind, run.input, owner=owner or run.owner_id, tenant=run.tenant_id, tool=run.tool, subject=run.subject,
            subject_name=run.subject_name, session=run.session_id, lane=run.lane, timeout=run.timeout, budget=run.budget,
            priority=run.priority,
        )  # fmt: skip

    def keep(self, keep: Keep) -> None:
        """Sweep out old runs from now on, every few hours."""
        self.retention.keep = keep
        self._broom = Pacer("retention", self._sweep, self.clock, self.timers, None)
        self._broom.start()

    @property
    def driven(self) -> int:
        """How many runs are driven in this process now."""
        return self._worker.count

    @property
    def busy(self) -> bool:
        """Whether something is on its way to the store or due at this moment."""
        return self._journal.waiting or not all(pacer.resting for pacer in (self._pulse, self._due, self._clockwork))

    def _order(self, kind: str, input: Json, options: SpawnOptions) -> Order:
        return make_order(self.kinds.get(kind), input, self.clock, options)

    def _accept(self, tx: Tx, order: Order) -> str:
        run_id, is_new = runs.accept(tx, order)
        if is_new:
            for moment in (order.not_before, order.deadline):
                if moment is not None:
                    tx.after_commit(partial(self._due.at, moment))
            if order.not_before is None:
                self.engine.submit(tx, Due(run_id, order.lane, order.priority))
        return run_id

    async def _look(self, run_id: str, until: float | None) -> Run | None:
        """The run from the store if it has ended or time is up, otherwise None as soon as there is news of it."""
        channel = self.streams.enter(run_id)
        try:
            seen = channel.version
            run = await self.get(run_id)
            if run is None:
                raise NoSuchRun
            if run.is_final or (until is not None and self.clock.monotonic() >= until):
                return run
            await self.streams.news(channel, seen, until)
            return None
        finally:
            self.streams.leave(channel)

    async def _spawn_child(self, kind: str, input: Json, options: dict[str, Any]) -> str:
        return await self.spawn(kind, input, **options)

    async def _cancel_children(self, run_id: str, why: str) -> None:
        for child in await self.store.read(lambda tx: runs.open_children(tx, run_id)):
            try:
                await self.cancel(child, why)
            except RunHasEnded:
                continue

    async def _dispatch(self) -> datetime | None:
        def work(tx: Tx) -> datetime | None:
            runs.expire(tx)
            for due in runs.take_due(tx):
                self.engine.submit(tx, due)
            return runs.next_due(tx)

        return await self.store.write(work)

    async def _fire(self) -> datetime | None:
        return await self.store.write(self.schedules.fire_due)

    async def _sweep(self) -> datetime | None:
        await self.retention.sweep()
        return self.clock.now() + _SWEEP

    def _heard(self, text: str) -> None:
        what, _, run_id = text.partition(" ")
        if what == "bell":
            self.streams.ring(run_id)
        elif what == "wake":
            self._worker.nudge(run_id)
            self._due.now()
        elif what == "cancel":
            self._worker.cancel(run_id, "cancelled")
