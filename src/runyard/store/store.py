"""The one port to the database. `write` is a unit of work, `read` never waits for the writer, `put` is the journal's fast path;
which database stands behind it is decided once, by the address."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Engine

from runyard.kit.clock import Clock
from runyard.store.base import Base
from runyard.store.batch import Batch
from runyard.store.postgres import PostgresBackend
from runyard.store.sqlite import SqliteBackend
from runyard.store.statement import DialectName
from runyard.store.tx import Tx

T = TypeVar("T")
Listener = Callable[[str], None]


class Backend(Protocol):
    """What a database must do for the store."""

    dialect: DialectName

    def read(self, fn: Callable[[Tx], T]) -> Coroutine[Any, Any, T]: ...
    def read_now(self, fn: Callable[[Tx], T]) -> T: ...
    def write(self, fn: Callable[[Tx], T]) -> Coroutine[Any, Any, T]: ...
    def put(self, batch: Batch) -> asyncio.Future[None]: ...
    def share(self) -> None: ...
    def engine(self) -> Engine: ...
    def busy(self) -> int: ...
    async def close(self) -> None: ...


class Store:
    """Rows of the house, on SQLite or PostgreSQL."""

    def __init__(self, backend: Backend, clock: Clock, listeners: list[Listener]) -> None:
        self.dialect: DialectName = backend.dialect
        self.clock = clock
        self.put = backend.put  # bound directly: the hot path pays for no extra call
        self.read_now = backend.read_now
        self._backend = backend
        self._listeners = listeners

    @classmethod
    async def open(cls, url: str, clock: Clock) -> "Store":
        """Open `sqlite:///path` or `postgresql://...`; the tables must exist (see `migrate`)."""
        listeners: list[Listener] = []

        def heard(text: str) -> None:
            for listener in tuple(listeners):
                listener(text)

        backend = await asyncio.to_thread(_backend, url, clock, asyncio.get_running_loop(), heard)
        return cls(backend, clock, listeners)

    async def read(self, fn: Callable[[Tx], T]) -> T:
        """Run `fn` over a read-only session in a worker thread; it sees one moment of the database."""
        return await self._backend.read(fn)

    async def write(self, fn: Callable[[Tx], T]) -> T:
        """Run `fn` as one unit of work; returns after the commit, an error rolls it back."""
        return await self._backend.write(fn)

    def listen(self, listener: Listener) -> None:
        """Hear every `Tx.notify` and `Batch.notify` of the house, on the event loop, after its commit."""
        self._listeners.append(listener)

    def share(self) -> None:
        """Say that other processes use this database too, so notices travel between processes (PostgreSQL)."""
        self._backend.share()

    @property
    def busy(self) -> int:
        """Work handed over and not finished yet."""
        return self._backend.busy()

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine beneath, for schema work and tools."""
        return self._backend.engine()

    async def create_tables(self) -> None:
        """Make all tables of the models that are imported (tests and tools; servers migrate)."""
        await asyncio.to_thread(Base.metadata.create_all, self.engine)

    async def close(self) -> None:
        """Finish what was handed over, then close all connections."""
        await self._backend.close()


def _backend(url: str, clock: Clock, loop: asyncio.AbstractEventLoop, heard: Listener) -> Backend:
    if url.startswith("sqlite:///"):
        return SqliteBackend(Path(url.removeprefix("sqlite:///")), clock, loop, heard)
    if url.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        return PostgresBackend("postgresql+psycopg://" + url.split("://", 1)[1], clock, loop, heard)
    raise ValueError(f"the database address must begin with sqlite:/// or postgresql://, not {url.split(':', 1)[0]}:")
