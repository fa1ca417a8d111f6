"""Stores for tests: one suite runs over both databases, and time moves only when a test says so."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable

import psycopg
from psycopg import sql

from runyard.kit.clock import VirtualClock
from runyard.store import Base

_QUIET_TURNS = 12


class SettledClock(VirtualClock):
    """A virtual clock that lets every thread finish before it moves on. `busy` tells whether somebody still works."""

    def __init__(self, **arguments: object) -> None:
        super().__init__(**arguments)  # type: ignore[arg-type]
        self.busy: list[Callable[[], bool]] = []

    async def settle(self) -> None:
        """Until nobody works."""
        quiet = 0
        while quiet < _QUIET_TURNS:
            working = any(busy() for busy in self.busy)
            quiet = 0 if working else quiet + 1
            await asyncio.sleep(0.0002 if working else 0)

    async def advance(self, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        target = self._elapsed + seconds + 60 * minutes + 3600 * hours + 86400 * days
        await self.settle()
        while self._sleepers and self._sleepers[0][0] <= target:
            due = self._sleepers[0][0]
            self._elapsed = max(self._elapsed, due)
            while self._sleepers and self._sleepers[0][0] <= due:
                woken = heapq.heappop(self._sleepers)[2]
                if not woken.done():
                    woken.set_result(None)
            await self.settle()
        self._elapsed = target
        await self.settle()


def empty(url: str) -> None:
    """No rows in any table of the models, and no jobs in the queue."""
    names = [*Base.metadata.tables, "procrastinate_jobs"]
    with psycopg.connect(url, autocommit=True) as connection:
        found = {row[0] for row in connection.execute("select tablename from pg_tables where schemaname = 'public'")}
        for name in names:
            if name in found:
                connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(name)))
