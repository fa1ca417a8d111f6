"""Work on runs beside a server. Several workers on several machines share one PostgreSQL database."""

from __future__ import annotations

import argparse
import asyncio
import signal

from runyard.app.cli import settings_of
from runyard.app.house import DRAIN, open_house
from runyard.app.rooms import open_rooms
from runyard.kit.errors import BadRequest
from runyard.kit.settings import Settings


class NeedsPostgres(BadRequest):
    """A worker needs PostgreSQL: set RUNYARD_DATABASE_URL. With SQLite the server does all the work itself."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of `runyard worker`."""
    parser.add_argument("--lanes", help="runs at once by lane, for example work=8,bulk=2")


def run(args: argparse.Namespace) -> int:
    """Work until a signal ends it; runs in hand are finished or given back."""
    settings = settings_of(args, worker_lanes=args.lanes)
    if settings.database_url is None or settings.database_url.startswith("sqlite"):
        raise NeedsPostgres
    asyncio.run(working(settings))
    return 0


async def working(settings: Settings) -> None:
    """Open the rooms without HTTP and work."""
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, done.set)
    async with open_house(settings) as house:
        open_rooms(house)
        await house.start()
        print("runyard worker: ready", flush=True)
        await done.wait()
        print("runyard worker: finishing what is in hand", flush=True)
        await house.stop(DRAIN)
