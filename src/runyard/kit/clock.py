"""Time as a dependency: the real clock, and one that tests move by hand."""

import asyncio
import heapq
import itertools
import time
from datetime import UTC, datetime, timedelta

_SETTLE_TURNS = 20


class Clock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """The time as seconds since 1970, the form in which the store keeps it: whole microseconds, like a datetime."""
        return time.time_ns() // 1000 / 1_000_000

    def monotonic(self) -> float:
        """Seconds that never run backwards; only differences mean something."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds."""
        await asyncio.sleep(seconds)


class VirtualClock(Clock):
    """A clock that stands still until a test advances it."""

    def __init__(self, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self._start = start
        self._elapsed = 0.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._elapsed)

    def seconds(self) -> float:
        return self.now().timestamp()

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._elapsed + seconds, next(self._order), woken))
        await woken

    async def advance(self, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        """Move on by that much, waking every sleeper at its own moment, in order."""
        target = self._elapsed + seconds + 60 * minutes + 3600 * hours + 86400 * days
        await _settle()
        while self._sleepers and self._sleepers[0][0] <= target:
            self._elapsed, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)
                await _settle()
        self._elapsed = target
        await _settle()


async def _settle() -> None:
    # What was woken runs until it waits again; a fixed number of turns keeps tests free of real time.
    for _ in range(_SETTLE_TURNS):
        await asyncio.sleep(0)
