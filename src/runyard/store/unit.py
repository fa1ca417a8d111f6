"""Pieces both databases share: running a verb over a session, and telling the event loop how it ended."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from runyard.kit.errors import Unavailable
from runyard.store.batch import Fenced
from runyard.store.tx import Tx

T = TypeVar("T")
Heard = Callable[[str], None]

FENCE_ONE = "select epoch from run where id = ?"
FENCE_MANY = "select id, epoch from run where id = any(%s) order by id for share"


class StoreClosed(Unavailable):
    """The server is shutting down."""


class Caught:
    """A `with` block whose error is kept for the one who waits instead of ending the thread or hiding the outcome."""

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def __enter__(self) -> "Caught":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        return True


@dataclass(slots=True)
class Ended:
    """One finished item: who waits for it, with what, and what leaves now that it is committed."""

    future: "asyncio.Future[Any]"
    result: Any = None
    error: BaseException | None = None
    after: list[Callable[[], None]] | None = None
    notices: list[str] | None = None


def run_verb(connection: Connection, fn: Callable[[Tx], T], now: datetime) -> tuple[T, Tx]:
    """Call the verb over a fresh session; its rows are flushed, what it returns is detached and complete. A transaction
    the caller has begun on the connection is left for the caller to end."""
    with Session(bind=connection, expire_on_commit=False) as session:
        tx = Tx(session, now)
        result = fn(tx)
        session.flush()
        session.expunge_all()
    return result, tx


def tell(ended: list[Ended], loop: asyncio.AbstractEventLoop, heard: Heard) -> None:
    """On the event loop: callbacks first, then notices, then the waiting callers; a failing callback hurts nobody else."""
    for item in ended:
        if item.error is None:
            for fn in item.after or ():
                loop.call_soon(fn)
            for text in item.notices or ():
                loop.call_soon(heard, text)
    for item in ended:
        if item.future.done():
            continue
        if item.error is None:
            item.future.set_result(item.result)
        else:
            item.future.set_exception(item.error)
            if isinstance(item.error, Fenced):
                item.future.exception()  # a fenced batch nobody waits for is not worth a warning
