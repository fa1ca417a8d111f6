"""One server a data folder: on SQLite two of them would drive the same runs."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runyard.kit.errors import Conflict

NAME = "server.lock"


class Occupied(Conflict):
    """Another Runyard server uses this data folder."""


@contextmanager
def sole_server(data: Path) -> Iterator[None]:
    """Hold the folder while the server runs; the system lets go of it whatever way the process ends."""
    with (data / NAME).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Occupied(
                f"Another Runyard server uses {data}; stop it, or choose another folder with --data."
            ) from None
        yield
