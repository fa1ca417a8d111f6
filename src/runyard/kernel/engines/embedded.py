"""The default engine: tasks in this process. The run table is the queue of record, so nothing is lost with the memory."""

import asyncio
import heapq
import itertools
from collections.abc import Mapping
from datetime import timedelta

from runyard.kernel.engines import Drive
from runyard.kernel.runs import Due
from runyard.store import Store, Tx

_PLACES: dict[str, int] = {"work": 16, "bulk": 4, "heavy": 1}


class EmbeddedEngine:
    """Lanes with a number of places each (`places` changes the built-in numbers); the live lane has no limit, so nobody waits behind a batch."""

    shared = False

    def __init__(self, places: Mapping[str, int] | None = None) -> None:
        self._free = {**_PLACES, **(places or {})}
        self._queues: dict[str, list[tuple[int, int, str]]] = {lane: [] for lane in self._free}
        self._order = itertools.count()
        self._known: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._drive: Drive | None = None

    async def start(self, store: Store, drive: Drive) -> None:
        self._drive = drive

    def submit(self, tx: Tx, due: Due) -> None:
        tx.after_commit(lambda: self._take(due))

    async def stop(self, drain: timedelta) -> None:
        self._drive = None
        for queue in self._queues.values():
            queue.clear()

    def _take(self, due: Due) -> None:
        if due.id in self._known or self._drive is None:
            return
        self._known.add(due.id)
        if due.lane not in self._queues:
            self._begin(due.id, None)
        else:
            heapq.heappush(self._queues[due.lane], (-due.priority, next(self._order), due.id))
            self._fill(due.lane)

    def _fill(self, lane: str) -> None:
        while self._free[lane] and self._queues[lane]:
            self._free[lane] -= 1
            self._begin(heapq.heappop(self._queues[lane])[2], lane)

    def _begin(self, run_id: str, lane: str | None) -> None:
        self._known.discard(run_id)
        if self._drive is not None:
            task: asyncio.Task[None] = asyncio.get_running_loop().create_task(self._drive(run_id))
            self._tasks.add(task)
            task.add_done_callback(lambda done: self._done(done, lane))

    def _done(self, task: asyncio.Task[None], lane: str | None) -> None:
        self._tasks.discard(task)
        if lane is not None:
            self._free[lane] += 1
            self._fill(lane)
