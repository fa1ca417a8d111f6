"""SQLite behind the store: one thread owns the only writing connection and commits whatever waits as one transaction,
each unit of work in a SAVEPOINT of its own. Readers have connections of their own and never wait (write-ahead log)."""

import asyncio
import itertools
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from runyard.kit.clock import Clock
from runyard.store.batch import Batch, Fenced
from runyard.store.statement import DialectName, Row, Statement
from runyard.store.tx import Tx
from runyard.store.unit import FENCE_ONE, Caught, Ended, Heard, StoreClosed, run_verb, tell

T = TypeVar("T")
_READERS = 4
_MOST_ITEMS_A_COMMIT = 512
_PRAGMAS = (
    "pragma page_size=8192",  # counts for a new file only; a node's output fits a page: half the file, a third less work
    "pragma auto_vacuum=incremental",  # must come before the first table: lets the file shrink while the server runs
    "pragma journal_mode=wal",
    "pragma synchronous=full",
    "pragma busy_timeout=10000",
    "pragma foreign_keys=on",
    "pragma journal_size_limit=67108864",
)


class _Held(sqlite3.Connection):
    """The writing connection: transactions are ended by the writer thread in plain SQL, not by a session that closes."""

    def commit(self) -> None:
        """Left to the writer thread."""

    def rollback(self) -> None:
        """Left to the writer thread."""


class _Work:
    """A verb waiting for the writer."""

    __slots__ = ("fn", "future")

    def __init__(self, fn: Callable[[Tx], Any], future: "asyncio.Future[Any]") -> None:
        self.fn = fn
        self.future = future


class _Put:
    """A journal batch waiting for the writer."""

    __slots__ = ("batch", "future")

    def __init__(self, batch: Batch, future: "asyncio.Future[None]") -> None:
        self.batch = batch
        self.future = future

    @property
    def notices(self) -> list[str] | None:
        """What leaves after the commit."""
        return None if self.batch.notify is None else [self.batch.notify]


class SqliteBackend:
    """One file, one writer thread, a few readers."""

    dialect: DialectName = "sqlite"

    def __init__(self, path: Path, clock: Clock, loop: asyncio.AbstractEventLoop, heard: Heard) -> None:
        self._path, self._clock, self._loop, self._heard = path, clock, loop, heard
        self._queue: queue.SimpleQueue[_Work | _Put | None] = queue.SimpleQueue()
        self._waiting = 0
        self._closed = False
        path.parent.mkdir(parents=True, exist_ok=True)
        self._raw = self._connect(_Held)
        self._engine = create_engine("sqlite://", creator=lambda: self._raw, poolclass=QueuePool, pool_size=1)
        self._writing: Connection = self._engine.connect()
        self._readers = _reader_engine(self._connect)
        self._inline = self._readers.connect()
        self._threads = ThreadPoolExecutor(_READERS, "store-read")
        self._thread = threading.Thread(target=self._main, name="store-write", daemon=True)
        self._thread.start()

    async def read(self, fn: Callable[[Tx], T]) -> T:
        return await self._loop.run_in_executor(self._threads, self._read, fn)

    def read_now(self, fn: Callable[[Tx], T]) -> T:
        result, _ = run_verb(self._inline, fn, self._clock.now())
        return result

    async def write(self, fn: Callable[[Tx], T]) -> T:
        future: asyncio.Future[T] = self._loop.create_future()
        self._hand_over(_Work(fn, future))
        return await future

    def put(self, batch: Batch) -> "asyncio.Future[None]":
        future: asyncio.Future[None] = self._loop.create_future()
        self._hand_over(_Put(batch, future))
        return future

    def share(self) -> None:
        """One process owns the file; there is nobody else to tell."""

    def engine(self) -> Engine:
        return self._readers

    def busy(self) -> int:
        return self._waiting

    async def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)
            await asyncio.to_thread(self._threads.shutdown)
            self._inline.close()
            self._readers.dispose()
            self._writing.close()
            self._raw.close()

    def _hand_over(self, item: _Work | _Put) -> None:
        if self._closed:
            raise StoreClosed
        self._waiting += 1
        self._queue.put(item)

    def _connect(self, factory: type[sqlite3.Connection] = sqlite3.Connection) -> sqlite3.Connection:
        raw = sqlite3.connect(
            self._path, check_same_thread=False, isolation_level=None, factory=factory, cached_statements=256
        )
        for pragma in _PRAGMAS:
            raw.execute(pragma)
        return raw

    def _read(self, fn: Callable[[Tx], T]) -> T:
        with self._readers.connect() as connection:
            result, _ = run_verb(connection, fn, self._clock.now())
        return result

    # the writer thread from here on

    def _main(self) -> None:
        while (first := self._queue.get()) is not None:
            items = [first]
            last = False
            while len(items) < _MOST_ITEMS_A_COMMIT and not self._queue.empty():
                item = self._queue.get()
                if item is None:
                    last = True
                    break
                items.append(item)
            ended = self._commit(items)
            self._loop.call_soon_threadsafe(self._tell, ended)
            if last:
                return

    def _commit(self, items: list[_Work | _Put]) -> list[Ended]:
        raw = self._raw
        ended: list[Ended] = []
        with Caught() as caught:
            raw.execute("begin immediate")
            now = self._clock.now()
            for is_put, group in itertools.groupby(items, lambda item: isinstance(item, _Put)):
                together: list[Any] = list(group)
                ended += self._puts(together) if is_put else [self._work(item, now) for item in together]
            raw.execute("commit")
        if caught.error is None:
            return ended
        if raw.in_transaction:
            raw.execute("rollback")
        return [Ended(item.future, error=caught.error) for item in items]

    def _work(self, item: _Work, now: datetime) -> Ended:
        ended = Ended(item.future)
        self._raw.execute("savepoint unit")
        with Caught() as caught:
            ended.result, tx = run_verb(self._writing, item.fn, now)
            ended.after, ended.notices = tx.left
        return self._release(ended, caught)

    def _puts(self, items: list[_Put]) -> list[Ended]:
        """Batches in a row share one SAVEPOINT, which halves their cost; only when one fails does each get its own."""
        self._raw.execute("savepoint puts")
        with Caught() as caught:
            ended = self._write_all(items)
        if caught.error is not None:
            self._raw.execute("rollback to puts")
            ended = [self._put(item) for item in items]
        self._raw.execute("release puts")
        return ended

    def _write_all(self, items: list[_Put]) -> list[Ended]:
        """As if batches that only add rows were one batch, up to the next that does more."""
        ended: list[Ended] = []
        rows: dict[Statement, list[Row]] = {}
        for item in items:
            if item.batch.only_adds:
                for statement, more in item.batch.statements:
                    rows.setdefault(statement, []).extend(more)
                ended.append(Ended(item.future, notices=item.notices))
            else:
                self._add(rows)
                rows = {}
                ended.append(self._write(item))
        self._add(rows)
        return ended

    def _add(self, rows: dict[Statement, list[Row]]) -> None:
        for statement, added in rows.items():
            for text, values in statement.on("sqlite").packed(added):
                self._raw.execute(text, values)

    def _put(self, item: _Put) -> Ended:
        ended = Ended(item.future)
        self._raw.execute("savepoint unit")
        with Caught() as caught:
            ended = self._write(item)
        return self._release(ended, caught)

    def _write(self, item: _Put) -> Ended:
        fence = item.batch.fence
        if fence is not None:
            row = self._raw.execute(FENCE_ONE, (fence.run_id,)).fetchone()
            if row is None or row[0] != fence.epoch:
                return Ended(item.future, error=Fenced())
        for statement, rows in item.batch.statements:
            compiled = statement.on("sqlite")
            self._raw.executemany(compiled.text, map(compiled.values, rows))
        return Ended(item.future, notices=item.notices)

    def _release(self, ended: Ended, caught: Caught) -> Ended:
        if caught.error is not None:
            self._raw.execute("rollback to unit")
            ended.error = caught.error
        self._raw.execute("release unit")
        return ended

    def _tell(self, ended: list[Ended]) -> None:
        self._waiting -= len(ended)
        tell(ended, self._loop, self._heard)


def _reader_engine(connect: Callable[[], sqlite3.Connection]) -> Engine:
    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=_READERS + 1, max_overflow=2)
    event.listen(
        engine, "begin", lambda connection: connection.exec_driver_sql("begin")
    )  # one moment for all reads of a verb
    return engine
