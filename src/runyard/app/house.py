"""Puts the parts of a house together: what every server, worker and offline command needs before it can begin."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from runyard.engine.catalogue import Catalogue
from runyard.engine.tools import ToolRegistry
from runyard.kernel import Kernel
from runyard.kernel.engines.choice import engine_for
from runyard.kit.clock import Clock
from runyard.kit.crypto import load_vault
from runyard.kit.http import GuardedClient
from runyard.kit.settings import Settings
from runyard.store import Blobs, Store
from runyard.store.migrate import address, ensure
from runyard.wire import House
from runyard_builtins import ALL

DRAIN = timedelta(seconds=10)
_log = logging.getLogger(__name__)


def data_folder(settings: Settings) -> Path:
    """The data folder, made when it is missing; its owner alone may look inside."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chmod(settings.data, 0o700)
    return settings.data


@asynccontextmanager
async def open_house(settings: Settings, clock: Clock | None = None) -> AsyncIterator[House]:
    """A house with its database up to date and its parts at hand; rooms open in it, `start` sets it going."""
    data = data_folder(settings)
    time = clock or Clock()
    url = address(settings)
    _log.info(await asyncio.to_thread(ensure, url))
    store = await Store.open(url, time)
    try:
        yield House(
            settings=settings,
            clock=time,
            store=store,
            vault=load_vault(data, settings.secret_key),
            blobs=Blobs(data / "blobs"),
            http=GuardedClient(settings.http_allow),
            kernel=Kernel(store, time, engine_for(url, settings.worker_lanes)),
            tools=ToolRegistry(),
            catalogue=Catalogue(ALL),
        )
    finally:
        await store.close()
