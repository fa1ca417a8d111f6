"""Waiting without holding a worker: for a moment, for a person, for another run. While everything a run does is waiting its
state is `waiting`; after a while even its memory is given back, and it is driven again when the wait is over."""

import asyncio
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from runyard.kernel import gates
from runyard.kernel.errors import GateExpired
from runyard.kernel.journal import RunJournal
from runyard.kernel.runs import Order
from runyard.kernel.states import RunState
from runyard.kernel.steps import Steps, enclosing
from runyard.kernel.timers import Timers
from runyard.kernel.values import Json, Run
from runyard.kit.clock import Clock
from runyard.kit.json import dumps_text
from runyard.store import Store

PARK_SECONDS = 60.0


class Holder(Protocol):
    """Who drives the run and can do without it for a while."""

    worker: str
    store: Store
    clock: Clock
    timers: Timers

    def waiting(self, run_id: str) -> None: ...
    def park(self, run_id: str) -> None: ...
    def spawn_child(self, kind: str, input: Json, options: dict[str, Any]) -> Awaitable[str]: ...
    def outcome(self, run_id: str) -> Awaitable[Run]: ...


@dataclass(frozen=True, slots=True, eq=False)
class _Wait:
    reason: str
    wake_at: datetime | None
    inside: frozenset[str]
    gate: str | None = None


class Waits:
    """The waits of one attempt."""

    def __init__(self, order: Order, attempt: int, journal: RunJournal, steps: Steps, holder: Holder) -> None:
        self._order, self._attempt, self._journal, self._steps, self._holder = order, attempt, journal, steps, holder
        self._held: list[_Wait] = []
        self._is_waiting = False
        self.frozen = False  # the attempt is being stopped or put aside; whoever does that decides the state
        self._nudges: set[asyncio.Future[None]] = set()
        self._nudge_count = 0
        self._counts: dict[str, int] = {}

    async def sleep_until(self, when: datetime, key: str) -> None:
        """See `RunContext.sleep_until`."""
        name = key or self._numbered("sleep")
        kept = self._steps.kept.get(name)
        due = datetime.fromisoformat(kept) if kept is not None else when
        if kept is None:
            self._keep(name, when.isoformat())
        clock = self._holder.clock
        if due > clock.now():
            with self._holding(_Wait("sleep", due, frozenset(enclosing()))):
                while (rest := (due - clock.now()).total_seconds()) > 0:
                    await clock.sleep(rest)

    async def gate(self, name: str, payload: Json, timeout: timedelta | None) -> Json:
        """See `RunContext.gate`."""
        await self._steps.checkpoint()
        order, clock = self._order, self._holder.clock
        expires = None if timeout is None else clock.now() + timeout
        seen = self._nudge_count
        gate = await self._holder.store.write(lambda tx: gates.ask(tx, order.id, order.tenant, name, payload, expires))
        with self._holding(_Wait("gate", gate.expires_at, frozenset(enclosing()), name)):
            while not gate.is_answered:
                if gate.is_expired(clock.now()):
                    raise GateExpired
                await self._nudged(seen, gate.expires_at)
                seen = self._nudge_count
                gate = await self._holder.store.read(partial(gates.find, gate_id=gate.id))
        return gate.answer

    async def child(self, kind: str, input: Json, options: dict[str, Any]) -> Run:
        """See `RunContext.child`."""
        await self._steps.checkpoint()
        key = options.pop("key", "") or self._numbered("child")
        order = self._order
        options = {"owner": order.owner, "tenant": order.tenant, "session": order.session, **options}
        child = await self._holder.spawn_child(
            kind, input, {**options, "parent": order.id, "once": f"{order.id}:{key}"}
        )
        with self._holding(_Wait("child", None, frozenset(enclosing()))):
            return await self._holder.outcome(child)

    def nudge(self) -> None:
        """Something this run may be waiting for has happened."""
        self._nudge_count += 1
        for future in self._nudges:
            if not future.done():
                future.set_result(None)

    @property
    def wake_at(self) -> datetime | None:
        """When the first of the waits is over by itself."""
        return min((wait.wake_at for wait in self._held if wait.wake_at is not None), default=None)

    @property
    def gates(self) -> list[str]:
        """Names of the gates that are waited for."""
        return [wait.gate for wait in self._held if wait.gate is not None]

    @property
    def can_park(self) -> bool:
        """Whether nothing is lost but memory when the attempt is put aside: no step is half done."""
        return self._is_waiting and not self._steps.begun and all(wait.reason != "child" for wait in self._held)

    def _numbered(self, what: str) -> str:
        self._counts[what] = self._counts.get(what, 0) + 1
        return f"{what}:{self._counts[what]}"

    def _keep(self, key: str, value: str) -> None:
        self._journal.keep(key, self._attempt, self._journal.now(), dumps_text(value))
        self._steps.kept[key] = value

    @contextmanager
    def _holding(self, wait: _Wait) -> Iterator[None]:
        self._held.append(wait)
        self._steps.changed = self._look
        self._look()
        parking = self._holder.timers.after(PARK_SECONDS, self._try_park)
        try:
            yield
        finally:
            parking.cancel()
            if not self.frozen:
                self._held.remove(wait)
                self._look()

    def _look(self) -> None:
        asleep = frozenset[str]().union(*(wait.inside for wait in self._held))
        idle = bool(self._held) and self._steps.begun <= asleep
        if idle and not self._is_waiting:
            self._is_waiting = True
            self._move(RunState.WAITING, self._held[-1].reason)
            self._holder.waiting(self._order.id)
        elif self._is_waiting and not idle:
            self._is_waiting = False
            self._move(RunState.RUNNING, None)

    def _move(self, state: RunState, reason: str | None) -> None:
        wake_at = self.wake_at if state is RunState.WAITING else None
        stored = None if wake_at is None else wake_at.timestamp()
        if state is RunState.WAITING:
            data = {"reason": reason, "until": None if wake_at is None else wake_at.isoformat(), "gates": self.gates}
            self._journal.emit("run.waiting", data)
        else:
            self._journal.emit("run.started", {"attempt": self._attempt, "after": "waiting"})
        self._journal.hold(state, reason, self._holder.worker, stored)

    def _try_park(self) -> None:
        if self.can_park:
            self._holder.park(self._order.id)

    async def _nudged(self, seen: int, until: datetime | None) -> None:
        if seen != self._nudge_count:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._nudges.add(future)
        timer = None
        if until is not None:
            rest = (until - self._holder.clock.now()).total_seconds()
            timer = self._holder.timers.after(rest, self.nudge)
        try:
            await future
        finally:
            self._nudges.discard(future)
            if timer is not None:
                timer.cancel()
