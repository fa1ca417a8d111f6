"""The append-only journal. Each driven run gathers its events, kept steps and changes here and hands them to the store as
one fenced batch: at once when someone waits, otherwise after a moment, so short runs cost one commit."""

import asyncio
from collections.abc import Callable
from typing import Any

from sqlalchemy import ClauseElement

from runyard.kernel.deltas import Deltas
from runyard.kernel.sql import END_RUN, HOLD_RUN, INSERT_EVENT, INSERT_RUN, INSERT_STEP, SPEND
from runyard.kernel.states import RunState
from runyard.kernel.stream import Channel, StoredEvent
from runyard.kernel.timers import Timers
from runyard.kernel.values import RUN_COLUMNS
from runyard.kit.clock import Clock
from runyard.kit.json import dumps_text
from runyard.store import Batch, Fence, Fenced, Statement, Store
from runyard.store.statement import Row

_MOMENT = 0.02
_AT = {name: index for index, name in enumerate(RUN_COLUMNS)}
_END_COLUMNS = ("state", "reason", "worker", "spent", "output", "error", "wake_at", "finished_at", "updated_at")
_END_AT = tuple(_AT[name] for name in _END_COLUMNS)


class Journal:
    """Where the runs of this process write."""

    def __init__(self, store: Store, clock: Clock, timers: Timers) -> None:
        self.store, self.clock, self.timers = store, clock, timers
        self.announce = False
        self._soon: list[RunJournal] = []

    def later(self, journal: "RunJournal") -> None:
        """Flush this one in a moment, together with others."""
        if not self._soon:
            asyncio.get_running_loop().call_later(_MOMENT, self._flush)
        self._soon.append(journal)

    @property
    def waiting(self) -> bool:
        """Whether a batch is to be handed over in a moment."""
        return bool(self._soon)

    def _flush(self) -> None:
        journals, self._soon = self._soon, []
        for journal in journals:
            journal.due = False
            if journal.has_news:
                journal.flush()


class RunJournal:
    """What one driven run has to write. Numbers events without holes; nothing of it is written once the fence has fallen."""

    def __init__(
        self,
        journal: Journal,
        run_id: str,
        epoch: int,
        seq: int,
        channel: Channel,
        broken: Callable[[BaseException], None],
    ) -> None:
        self.run_id, self.seq, self.channel = run_id, seq, channel
        self.due = False
        self.failure: BaseException | None = None
        self._journal, self._broken = journal, broken
        self._fence = Fence(run_id, epoch)
        self._accept: list[Any] | None = None
        self._events: list[StoredEvent] = []
        self._steps: list[Row] = []
        self._changes: list[tuple[Statement, Row]] = []
        self._also: list[tuple[Statement | ClauseElement, list[Row]]] = []
        self._last: asyncio.Future[None] | None = None
        self._deltas = Deltas(self, journal.timers, channel)

    def now(self) -> float:
        """The clock, in the stored form."""
        return self._journal.clock.seconds()

    def accept(self, row: list[Any]) -> None:
        """The run itself is to be created by the next batch."""
        self._accept = row
        self._touch()

    def emit(self, kind: str, data: Any, at: float | None = None) -> int:
        """Append an event; closes token text that is still growing."""
        self._deltas.close()
        return self.append(kind, data, self.now() if at is None else at)

    def append(self, kind: str, data: Any, at: float, seq: int = 0) -> int:
        """Append an event under the next number, or under one that was taken before."""
        number = seq or self.take_number()
        self._events.append((self.run_id, number, at, kind, None if data is None else dumps_text(data)))
        self._touch()
        return number

    def take_number(self) -> int:
        """The next event number."""
        self.seq += 1
        return self.seq

    def delta(self, stream: str, text: str) -> None:
        """Token text: followers get it at once, the journal in coalesced events."""
        if text:
            self._deltas.add(stream, text)

    def keep(self, key: str, attempt: int, started: float, output: str) -> None:
        """A finished step."""
        self._steps.append((self.run_id, key, attempt, started, self.now(), output))
        self._touch()

    def also(self, statement: Statement | ClauseElement, rows: list[Row]) -> None:
        """Rows of another room that belong to the next batch."""
        self._also.append((statement, rows))
        self._touch()

    def spend(self, spent: dict[str, float]) -> None:
        """What the run has used up so far."""
        self._changes.append((SPEND, (dumps_text(spent), self.now(), self.run_id)))
        self._touch()

    def hold(self, state: RunState, reason: str | None, worker: str | None, wake_at: float | None) -> None:
        """The run waits, or goes on after waiting."""
        self._changes.append((HOLD_RUN, (state.value, reason, worker, wake_at, self.now(), self.run_id)))
        self._touch()

    def end(
        self, state: RunState, reason: str | None, spent: str | None, output: str | None, error: str | None
    ) -> float:
        """The run's last state, in the row that is about to be created if it is not written yet. Returns the moment."""
        at = self.now()
        values = (state.value, reason, None, spent, output, error, None, at, at)
        if self._accept is not None:
            for index, value in zip(_END_AT, values, strict=True):
                self._accept[index] = value
        else:
            self._changes.append((END_RUN, (*values, self.run_id)))
        return at

    @property
    def has_news(self) -> bool:
        """Whether something waits to be handed over."""
        return bool(self._events or self._steps or self._changes or self._also or self._accept)

    def close_deltas(self) -> None:
        """No token text stays open."""
        self._deltas.close()

    def flush(self) -> "asyncio.Future[None]":
        """Hand everything over; the future is done when it is committed. Fails with Fenced when the run has a new owner."""
        if self.failure is not None:
            raise self.failure
        if not self.has_news and self._last is not None:
            return self._last
        batch, events = self._batch()
        last = self._last = self._journal.store.put(batch)
        last.add_done_callback(lambda done: self._done(done, events))
        return last

    def _batch(self) -> tuple[Batch, list[StoredEvent]]:
        batch, events = Batch(fence=self._fence), self._events
        statements = batch.statements
        if self._accept is not None:
            statements.append((INSERT_RUN, [tuple(self._accept)]))
            batch.fence, batch.accepts, self._accept = None, self.run_id, None
        if events:
            statements.append((INSERT_EVENT, events))  # type: ignore[arg-type]
            self._events = []
        if self._steps:
            statements.append((INSERT_STEP, self._steps))
            self._steps = []
        if self._also or self._changes:
            for statement, rows in self._also:
                batch.add(statement, rows)
            statements.extend((statement, [row]) for statement, row in self._changes)
            self._also, self._changes = [], []
        if self._journal.announce:
            batch.notify = f"bell {self.run_id}"
        return batch, events

    def _done(self, done: "asyncio.Future[None]", events: list[StoredEvent]) -> None:
        error = done.exception()
        if error is None:
            self.channel.committed(events)
        elif self.failure is None:
            self.failure = error if isinstance(error, Fenced) else JournalBroken(error)
            self._broken(error)

    def _touch(self) -> None:
        if not self.due:
            self.due = True
            if self.channel.followed:
                asyncio.get_running_loop().call_soon(self._flush_now)
            else:
                self._journal.later(self)

    def _flush_now(self) -> None:
        self.due = False
        if self.failure is None and self.has_news:
            self.flush()


class JournalBroken(Fenced):
    """A batch of this run could not be written; nothing after it is."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(f"The journal of this run could not be written: {cause}")
        self.cause = cause
