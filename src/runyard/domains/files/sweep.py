"""Removes the bytes of deleted files, once no other file has the same content.

The check and the removal happen in one unit of work, so on the one writer path no upload can come between.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial

from runyard.domains.files import queries
from runyard.store import Blobs, Store, Tx

NOTICE = "file.unused:"
_AT_ONCE = 500


class Sweeper:
    """One per process; hears of blobs that lost a row, after the commit."""

    def __init__(self, store: Store, blobs: Blobs) -> None:
        self._store = store
        self._blobs = blobs
        self._offered: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        store.listen(self._heard)

    async def idle(self) -> None:
        """Wait until everything heard of so far is looked at."""
        if self._task is not None:
            await self._task

    def _heard(self, notice: str) -> None:
        if notice.startswith(NOTICE):
            self._offered.add(notice.removeprefix(NOTICE))
            if self._task is None or self._task.done():
                self._task = asyncio.get_running_loop().create_task(self._work())

    async def _work(self) -> None:
        while self._offered:
            keys = {self._offered.pop() for _ in range(min(_AT_ONCE, len(self._offered)))}
            await self._store.write(partial(self._sweep, keys=keys))

    def _sweep(self, tx: Tx, keys: set[str]) -> None:
        for key in keys - queries.still_used(tx, list(keys)):
            self._blobs.path(key).unlink(missing_ok=True)


def unused_after(tx: Tx, keys: Iterable[str]) -> None:
    """Have these blobs looked at once the unit of work is committed."""
    for key in set(keys):
        tx.notify(NOTICE + key)
