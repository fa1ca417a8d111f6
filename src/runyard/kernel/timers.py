"""Many timers on one clock with one sleeping task, so time in tests is moved by hand."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from typing import Any

from runyard.kit.clock import Clock


class Timer:
    """A call that is due once; `cancel` forgets it."""

    __slots__ = ("fn",)

    def __init__(self, fn: Callable[[], None]) -> None:
        self.fn: Callable[[], None] | None = fn

    def cancel(self) -> None:
        """The call will not happen."""
        self.fn = None


class Timers:
    """Calls functions when the clock gets there."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._order = itertools.count()
        self._due: list[tuple[float, int, Timer]] = []
        self._task: asyncio.Task[None] | None = None
        self._until = float("inf")

    def after(self, seconds: float, fn: Callable[[], None]) -> Timer:
        """Call `fn` on the event loop after so many seconds."""
        timer = Timer(fn)
        at = self._clock.monotonic() + max(0.0, seconds)
        heapq.heappush(self._due, (at, next(self._order), timer))
        if at < self._until:
            self._sleep()
        return timer

    async def settled(self, future: "asyncio.Future[Any]", seconds: float | None) -> bool:
        """Wait until the future is done, or for so many seconds; whether it is done."""
        if seconds is None or future.done():
            await asyncio.wait({future})
            return True
        expiry: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        timer = self.after(seconds, lambda: None if expiry.done() else expiry.set_result(None))
        try:
            await asyncio.wait({future, expiry}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
            expiry.cancel()
        return future.done()

    def stop(self) -> None:
        """Forget all timers."""
        self._due.clear()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _sleep(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._until = self._due[0][0]
        self._task = asyncio.get_running_loop().create_task(self._run(self._until))

    async def _run(self, until: float) -> None:
        await self._clock.sleep(until - self._clock.monotonic())
        self._task = None
        self._until = float("inf")
        now = self._clock.monotonic()
        while self._due and self._due[0][0] <= now:
            fn = heapq.heappop(self._due)[2].fn
            if fn is not None:
                fn()
        while self._due and self._due[0][2].fn is None:
            heapq.heappop(self._due)
        if self._due and self._task is None:
            self._sleep()
