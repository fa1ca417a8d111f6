"""PostgreSQL behind the store: verbs run in pool threads, each in its own transaction; the journal has one thread whose
batches travel as one pipelined transaction, fenced by a shared lock on the runs they belong to."""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine

from runyard.kit.clock import Clock
from runyard.kit.ids import new_id
from runyard.store.batch import Batch, Fenced
from runyard.store.statement import DialectName
from runyard.store.tx import Tx
from runyard.store.unit import FENCE_MANY, Caught, Ended, Heard, StoreClosed, run_verb, tell

T = TypeVar("T")
_THREADS = 12
_MOST_ITEMS_A_COMMIT = 512
_CHANNEL = "runyard"
_NOTIFY = f"select pg_notify('{_CHANNEL}', t) from unnest(%s::text[]) as t"
_RECONNECT_SECONDS = 1.0
_Item = tuple[Batch, "asyncio.Future[None]"]


class PostgresBackend:
    """A pool for verbs, a thread for the journal, a thread that listens once the database is shared."""

    dialect: DialectName = "postgresql"

    def __init__(self, url: str, clock: Clock, loop: asyncio.AbstractEventLoop, heard: Heard) -> None:
        self._clock, self._loop, self._heard = clock, loop, heard
        self._origin = new_id()
        self._engine = create_engine(url, pool_size=_THREADS, max_overflow=2, pool_pre_ping=True)
        self._threads = ThreadPoolExecutor(_THREADS, "store")
        self._queue: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._waiting = 0
        self._closed = False
        self._listener: threading.Thread | None = None
        with self._engine.connect():  # a wrong address is told at start
            pass
        self._thread = threading.Thread(target=self._main, name="store-journal", daemon=True)
        self._thread.start()

    async def read(self, fn: Callable[[Tx], T]) -> T:
        done: T = await self._in_thread(self._read, fn)
        return done

    def read_now(self, fn: Callable[[Tx], T]) -> T:
        raise TypeError("read_now would block the event loop on PostgreSQL; use read")

    async def write(self, fn: Callable[[Tx], T]) -> T:
        result: T
        result, tx = await self._in_thread(self._write, fn)
        after, notices = tx.left
        for callback in after:
            self._loop.call_soon(callback)
        for text in notices:
            self._loop.call_soon(self._heard, text)
        if after or notices:
            await asyncio.sleep(0)  # they run before the caller goes on, as on SQLite
        return result

    def put(self, batch: Batch) -> "asyncio.Future[None]":
        if self._closed:
            raise StoreClosed
        future: asyncio.Future[None] = self._loop.create_future()
        self._waiting += 1
        self._queue.put((batch, future))
        return future

    def share(self) -> None:
        if self._listener is None:
            self._listener = threading.Thread(target=self._listen, name="store-listen", daemon=True)
            self._listener.start()

    def engine(self) -> Engine:
        return self._engine

    def busy(self) -> int:
        return self._waiting

    async def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)
            await asyncio.to_thread(self._threads.shutdown)
            self._engine.dispose()

    async def _in_thread(self, call: Callable[[Any], Any], fn: Any) -> Any:
        if self._closed:
            raise StoreClosed
        self._waiting += 1
        try:
            return await self._loop.run_in_executor(self._threads, call, fn)
        finally:
            self._waiting -= 1

    def _read(self, fn: Callable[[Tx], T]) -> T:
        with self._engine.connect() as connection:
            result, _ = run_verb(connection, fn, self._clock.now())
        return result

    def _write(self, fn: Callable[[Tx], T]) -> tuple[T, Tx]:
        with self._engine.connect() as connection, connection.begin():
            result, tx = run_verb(connection, fn, self._clock.now())
            notices = tx.left[1]
            if notices and self._listener is not None:
                connection.exec_driver_sql(_NOTIFY, (self._stamped(notices),))
        return result, tx

    def _stamped(self, notices: list[str]) -> list[str]:
        return [f"{self._origin} {text}" for text in notices]

    # the journal thread from here on

    def _main(self) -> None:
        last = False
        while not last:
            first = self._queue.get()
            if first is None:
                return
            items = [first]
            while len(items) < _MOST_ITEMS_A_COMMIT and not self._queue.empty():
                item = self._queue.get()
                if item is None:
                    last = True
                    break
                items.append(item)
            self._loop.call_soon_threadsafe(self._tell, self._commit(items))

    def _commit(self, items: list[_Item]) -> list[Ended]:
        with Caught() as caught:
            return self._transaction(items)
        if len(items) == 1:
            return [Ended(items[0][1], error=caught.error)]
        return [one for item in items for one in self._commit([item])]  # one bad batch must not take the others with it

    def _transaction(self, items: list[_Item]) -> list[Ended]:
        with self._driver() as driver:
            cursor = driver.cursor()
            stale = _stale(cursor, items)
            notices: list[str] = []
            with driver.pipeline():
                for batch, _ in items:
                    if id(batch) not in stale:
                        _write_batch(cursor, batch)
                        notices += [] if batch.notify is None else [batch.notify]
                if notices and self._listener is not None:
                    cursor.execute(_NOTIFY, (self._stamped(list(dict.fromkeys(notices))),))
                driver.commit()
        return [_ended(batch, future, id(batch) in stale) for batch, future in items]

    @contextmanager
    def _driver(self) -> Iterator[Any]:
        pooled = self._engine.raw_connection()
        driver: Any = pooled.driver_connection
        try:
            yield driver
        except BaseException:
            if not driver.closed:
                driver.rollback()
            raise
        finally:
            pooled.close()

    def _tell(self, ended: list[Ended]) -> None:
        self._waiting -= len(ended)
        tell(ended, self._loop, self._heard)

    # the listening thread

    def _listen(self) -> None:
        while not self._closed:
            with Caught():
                self._hear_until_closed()
            if not self._closed:
                time.sleep(_RECONNECT_SECONDS)

    def _hear_until_closed(self) -> None:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"listen {_CHANNEL}")
            driver: Any = connection.connection.driver_connection
            while not self._closed:
                for notice in driver.notifies(timeout=0.5):
                    origin, _, text = notice.payload.partition(" ")
                    if origin != self._origin:
                        self._loop.call_soon_threadsafe(self._heard, text)
            connection.exec_driver_sql(f"unlisten {_CHANNEL}")


def _stale(cursor: Any, items: list[_Item]) -> set[int]:
    fences = [(batch, batch.fence) for batch, _ in items if batch.fence is not None]
    if not fences:
        return set()
    cursor.execute(FENCE_MANY, (sorted({fence.run_id for _, fence in fences}),))
    epochs = dict(cursor.fetchall())
    # A run accepted by an earlier batch of this very transaction is not there yet to be locked, and cannot have moved.
    fresh = {batch.accepts for batch, _ in items if batch.accepts is not None}
    return {id(b) for b, f in fences if f.run_id not in fresh and epochs.get(f.run_id) != f.epoch}


def _write_batch(cursor: Any, batch: Batch) -> None:
    for statement, rows in batch.statements:
        compiled = statement.on("postgresql")
        cursor.executemany(compiled.text, [compiled.values(row) for row in rows])


def _ended(batch: Batch, future: "asyncio.Future[None]", stale: bool) -> Ended:
    if stale:
        return Ended(future, error=Fenced())
    return Ended(future, notices=None if batch.notify is None else [batch.notify])
