"""Followers of runs. Each pulls from its own cursor: from memory while the run is driven here, from the journal otherwise,
so a slow follower costs nothing but its own time. A bell says that there is news."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from sqlalchemy import select

from runyard.kernel.errors import NoSuchRun
from runyard.kernel.states import FINAL, FINAL_EVENTS
from runyard.kernel.tables import EventRow, RunRow
from runyard.kernel.timers import Timers
from runyard.kernel.values import Cursor, Event
from runyard.kit.clock import Clock
from runyard.kit.json import loads
from runyard.store import Store, Tx
from runyard.store.types import from_seconds

_KEPT_IN_MEMORY = 512
_PAGE = 500
_LOOK_AGAIN_SECONDS = 2.0  # a bell from another process may be lost with its connection

StoredEvent = tuple[str, int, float, str, str | None]


@dataclass(slots=True)
class OpenDelta:
    """A token event that still grows: it has its number already, its text is not in the journal yet."""

    seq: int
    stream: str
    at: float
    text: str


class Channel:
    """News of one run. `live` while it is driven in this process; then its latest events are at hand."""

    def __init__(self, run_id: str) -> None:
        self.run_id = run_id
        self.live = False
        self.ended = False
        self.users = 0
        self.version = 0
        self.open: OpenDelta | None = None
        self._base = 1
        self._recent: list[StoredEvent | Event] = []
        self._waiting: set[asyncio.Future[None]] = set()

    def start(self, seq: int) -> None:
        """The run is driven here from now on; `seq` is its last committed event."""
        self.live, self.ended, self.open = True, False, None
        self._base, self._recent = seq + 1, []

    def committed(self, events: list[StoredEvent]) -> None:
        """These events are in the journal now."""
        self._recent.extend(events)
        if len(self._recent) > 2 * _KEPT_IN_MEMORY:
            extra = len(self._recent) - _KEPT_IN_MEMORY
            del self._recent[:extra]
            self._base += extra
        self.ring()

    def stop(self, ended: bool) -> None:
        """The run is no longer driven here: its end is committed, or it has gone elsewhere."""
        self.live, self.ended, self.open = False, ended, None
        if not ended:
            self._recent = []
        self.ring()

    def ring(self) -> None:
        """Wake everyone who waits for news."""
        self.version += 1
        if self._waiting:
            for future in self._waiting:
                if not future.done():
                    future.set_result(None)
            self._waiting.clear()

    @property
    def followed(self) -> bool:
        """Whether somebody listens."""
        return self.users > 0

    def since(self, cursor: Cursor) -> list[Event] | None:
        """What is at hand after the cursor; None when the journal must be read."""
        first = cursor.seq + (0 if cursor.offset else 1)
        if first < self._base or not (self.live or self.ended):
            return None
        end = self._base + len(self._recent)
        found = [event for seq in range(first, end) if (event := rest_of(self._event(seq), cursor)) is not None]
        grown = self._growing(cursor, end)
        return [*found, grown] if grown is not None else found

    async def news(self, seen: int) -> None:
        """Wait until something happened after version `seen`."""
        if self.version != seen:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    def _event(self, seq: int) -> Event:
        kept = self._recent[seq - self._base]
        if not isinstance(kept, Event):
            kept = event_of(kept)
            self._recent[seq - self._base] = kept
        return kept

    def _growing(self, cursor: Cursor, end: int) -> Event | None:
        delta = self.open
        if delta is None or delta.seq != end:  # its forerunners are not committed yet; they ring when they are
            return None
        start = cursor.offset if cursor.seq == delta.seq else 0
        if len(delta.text) <= start:
            return None
        data = {"stream": delta.stream, "text": delta.text[start:]}
        return Event(self.run_id, delta.seq, from_seconds(delta.at), "token", data, len(delta.text))


def event_of(stored: StoredEvent) -> Event:
    """The event of a stored row."""
    run_id, seq, at, kind, data = stored
    return Event(run_id, seq, from_seconds(at), kind, None if data is None else loads(data))


def rest_of(event: Event, cursor: Cursor) -> Event | None:
    """What of the event lies after the cursor; only token text is ever sent in parts."""
    if event.seq != cursor.seq or event.type != "token":
        return event
    text = event.data["text"][cursor.offset :]
    return replace(event, data={**event.data, "text": text}) if text else None


def read_events(tx: Tx, run_id: str, cursor: Cursor, limit: int) -> list[Event]:
    """Events of a run's journal after the cursor, oldest first."""
    first = cursor.seq if cursor.offset else cursor.seq + 1
    query = select(EventRow).where(EventRow.run_id == run_id, EventRow.seq >= first).order_by(EventRow.seq).limit(limit)
    events = (Event(run_id, row.seq, row.at, row.type, row.data) for row in tx.session.scalars(query))
    return [rest for event in events if (rest := rest_of(event, cursor)) is not None]


class Streams:
    """The channels of this process, one a run, kept while the run is driven or followed here."""

    def __init__(self, store: Store, clock: Clock, timers: Timers) -> None:
        self._store, self._clock, self._timers = store, clock, timers
        self._channels: dict[str, Channel] = {}

    def enter(self, run_id: str) -> Channel:
        """The run's channel; pair with `leave`."""
        channel = self._channels.get(run_id)
        if channel is None:
            channel = self._channels[run_id] = Channel(run_id)
        channel.users += 1
        return channel

    def leave(self, channel: Channel) -> None:
        """Done with it."""
        channel.users -= 1
        self._drop(channel)

    def drive(self, run_id: str, seq: int) -> Channel:
        """The run is driven here from now on."""
        channel = self._channels.get(run_id)
        if channel is None:
            channel = self._channels[run_id] = Channel(run_id)
        channel.start(seq)
        return channel

    def undrive(self, channel: Channel, ended: bool) -> None:
        """The run has ended here, or has gone elsewhere."""
        channel.stop(ended)
        self._drop(channel)

    def ring(self, run_id: str) -> None:
        """There is news of a run, perhaps from another process."""
        channel = self._channels.get(run_id)
        if channel is not None:
            channel.ring()

    async def follow(self, run_id: str, after: Cursor, heartbeat: float | None) -> AsyncIterator[Event]:
        """Events after the cursor, then those to come; see `Kernel.follow`."""
        channel = self.enter(run_id)
        try:
            cursor, sent, ended = after, self._clock.monotonic(), False
            while not ended:
                seen = channel.version
                events = await self._after(channel, cursor)
                for event in events:
                    cursor, sent = event.cursor, self._clock.monotonic()
                    yield event
                if not events or events[-1].type in FINAL_EVENTS:
                    ended = await self._has_ended(channel, cursor)
                if events or ended:
                    continue
                await self.news(channel, seen, None if heartbeat is None else sent + heartbeat)
                if heartbeat is not None and channel.version == seen and self._clock.monotonic() >= sent + heartbeat:
                    sent = self._clock.monotonic()
                    yield Event(run_id, cursor.seq, self._clock.now(), "heartbeat", None, cursor.offset)
        finally:
            self.leave(channel)

    async def _after(self, channel: Channel, cursor: Cursor) -> list[Event]:
        at_hand = channel.since(cursor)
        if at_hand or (at_hand is not None and (channel.live or channel.ended)):
            return at_hand
        return await self._store.read(lambda tx: read_events(tx, channel.run_id, cursor, _PAGE))

    async def _has_ended(self, channel: Channel, cursor: Cursor) -> bool:
        if channel.live or channel.ended:
            return channel.ended and not channel.since(cursor)
        state, last = await self._store.read(lambda tx: _standing(tx, channel.run_id))
        return state in FINAL and cursor.seq >= last

    async def news(self, channel: Channel, seen: int, until: float | None) -> None:
        """Wait for news after version `seen`, at most until this moment of the clock; returns early where news may be lost."""
        limits = [] if until is None else [until - self._clock.monotonic()]
        if not channel.live and self._store.dialect == "postgresql":
            limits.append(_LOOK_AGAIN_SECONDS)
        if not limits:
            await channel.news(seen)
            return
        waiting = asyncio.ensure_future(channel.news(seen))
        try:
            await self._timers.settled(waiting, min(limits))
        finally:
            waiting.cancel()

    def _drop(self, channel: Channel) -> None:
        if not channel.users and not channel.live:
            self._channels.pop(channel.run_id, None)


def _standing(tx: Tx, run_id: str) -> tuple[str, int]:
    state = tx.session.scalar(select(RunRow.state).where(RunRow.id == run_id))
    if state is None:
        raise NoSuchRun
    return state, last_seq(tx, run_id)


def last_seq(tx: Tx, run_id: str) -> int:
    """The number of a run's last event, 0 when it has none."""
    query = select(EventRow.seq).where(EventRow.run_id == run_id).order_by(EventRow.seq.desc()).limit(1)
    return tx.session.scalar(query) or 0
