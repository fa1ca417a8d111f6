"""Who brings runs to a worker. The kernel keeps the truth; an engine only says "drive this one", at least once."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Protocol

from runyard.kernel.runs import Due
from runyard.store import Store, Tx

Drive = Callable[[str], Coroutine[Any, Any, None]]


class Engine(Protocol):
    """The seam between the kernel and what dispatches its runs."""

    shared: bool
    """Whether other processes drive runs of the same database."""

    async def start(self, store: Store, drive: Drive) -> None:
        """Begin to call `drive`."""

    def submit(self, tx: Tx, due: Due) -> None:
        """Have the run driven once the transaction is committed; part of that transaction where the engine can."""

    async def stop(self, drain: timedelta) -> None:
        """Call `drive` no more."""
