"""A named step runs once: its output is kept, and later attempts get the kept output instead of a second execution."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from runyard.kernel.errors import GiveUp, StepTimedOut, TryLater
from runyard.kernel.journal import RunJournal
from runyard.kernel.kinds import Retry
from runyard.kernel.timers import Timers
from runyard.kernel.values import Json
from runyard.kit.clock import Clock
from runyard.kit.errors import RunyardError
from runyard.kit.json import dumps_text

Do = Callable[[], Awaitable[Json]]


_inside: ContextVar[tuple[str, ...]] = ContextVar("runyard_step", default=())


def enclosing() -> tuple[str, ...]:
    """The steps the present code runs inside of, outermost first."""
    return _inside.get()


class Steps:
    """The steps of one attempt. `changed` is called when one begins or ends."""

    def __init__(self, journal: RunJournal, attempt: int, kept: dict[str, Json], clock: Clock, timers: Timers) -> None:
        self.kept = kept
        self._journal, self._attempt, self._clock, self._timers = journal, attempt, clock, timers
        self._begun: dict[str, asyncio.Future[None]] = {}
        self._certain = False
        self.changed: Callable[[], None] | None = None

    async def run(self, key: str, fn: Do, cheap: bool, retry: Retry | None, timeout: timedelta | None) -> Json:
        """See `RunContext.step`."""
        if key in self.kept:
            return self.kept[key]
        if key in self._begun:
            await asyncio.shield(self._begun[key])
            return await self.run(key, fn, cheap, retry, timeout)
        if not cheap and not self._certain:
            await self.checkpoint()  # the run exists, durably, before anything that is more than pure begins
        begun = self._begun[key] = asyncio.get_running_loop().create_future()
        inside = _inside.set((*_inside.get(), key))
        try:
            if self.changed is not None:
                self.changed()
            return await self._run(key, fn, cheap, retry, timeout)
        finally:
            _inside.reset(inside)
            del self._begun[key]
            begun.set_result(None)
            if self.changed is not None:
                self.changed()

    @property
    def begun(self) -> set[str]:
        """Steps that are being carried out now."""
        return set(self._begun)

    async def checkpoint(self) -> None:
        """Wait until everything so far is committed."""
        self._journal.close_deltas()
        await asyncio.shield(self._journal.flush())
        self._certain = True

    async def _run(self, key: str, fn: Do, cheap: bool, retry: Retry | None, timeout: timedelta | None) -> Json:
        started = self._journal.now()
        output = await (fn() if retry is None and timeout is None else self._insist(fn, retry or Retry.never, timeout))
        self._journal.keep(key, self._attempt, started, dumps_text(output))
        self.kept[key] = output
        if not cheap:
            await self.checkpoint()
        return output

    async def _insist(self, fn: Do, retry: Retry, timeout: timedelta | None) -> Json:
        attempt = 1
        while True:
            try:
                return await self._within(fn, timeout)
            except GiveUp:
                raise
            except Exception as error:  # an attempt at a step is an attempt of the worker
                if not retry.allows(attempt) or refused(error):
                    raise
                delay = error.after if isinstance(error, TryLater) else retry.delay(attempt)
            await self._clock.sleep(delay.total_seconds())
            attempt += 1

    async def _within(self, fn: Do, timeout: timedelta | None) -> Json:
        if timeout is None:
            return await fn()
        task: asyncio.Future[Any] = asyncio.ensure_future(fn())
        late = False

        def stop() -> None:
            nonlocal late
            late = True
            task.cancel()

        timer = self._timers.after(timeout.total_seconds(), stop)
        try:
            return await task
        except asyncio.CancelledError:
            if late:
                raise StepTimedOut(f"A step took longer than {timeout.total_seconds():g} s.") from None
            task.cancel()
            raise
        finally:
            timer.cancel()


def refused(error: BaseException) -> bool:
    """Whether trying again is pointless: the input itself was refused."""
    return isinstance(error, RunyardError) and 400 <= error.status < 500 and error.status != 429
