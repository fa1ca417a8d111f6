"""A loop that works when something is due: it sleeps until the moment its work names, or until it is told of an earlier one."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from runyard.kernel.timers import Timer, Timers
from runyard.kit.clock import Clock

_log = logging.getLogger(__name__)
_AFTER_TROUBLE_SECONDS = 1.0


class Pacer:
    """Calls `work` at once and whenever it is due; `work` returns when it wants to be called next. `at_most` bounds the
    sleep where other processes may make something due."""

    def __init__(
        self,
        name: str,
        work: Callable[[], Awaitable[datetime | None]],
        clock: Clock,
        timers: Timers,
        at_most: float | None,
    ) -> None:
        self._name, self._work, self._clock, self._timers, self._at_most = name, work, clock, timers, at_most
        self._due = asyncio.Event()
        self._timer: Timer | None = None
        self._armed = float("inf")
        self._task: asyncio.Task[None] | None = None
        self.resting = False

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """End; work in progress is finished first."""
        task, self._task = self._task, None
        if task is not None:
            self._due.set()
            await task
        if self._timer is not None:
            self._timer.cancel()
        self.resting = True

    def at(self, when: datetime) -> None:
        """Work no later than at this moment."""
        self._arm((when - self._clock.now()).total_seconds())

    def now(self) -> None:
        """Work at once."""
        if self._task is not None:
            self.resting = False
            self._due.set()

    async def _run(self) -> None:
        while self._task is not None:
            self._due.clear()
            self._armed = float("inf")
            try:
                following = await self._work()
            except (SQLAlchemyError, OSError):
                _log.exception("%s: the database did not answer; trying again", self._name)
                self._arm(_AFTER_TROUBLE_SECONDS)
            else:
                if following is not None:
                    self.at(following)
            if self._at_most is not None:
                self._arm(self._at_most)
            self.resting = not self._due.is_set()
            await self._due.wait()

    def _arm(self, seconds: float) -> None:
        if seconds <= 0:
            self.now()
            return
        at = self._clock.monotonic() + seconds
        if self._task is not None and at < self._armed:
            if self._timer is not None:
                self._timer.cancel()
            self._armed = at
            self._timer = self._timers.after(seconds, self.now)
