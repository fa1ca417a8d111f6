"""Serving: one process, one loop. What a newcomer must know is printed once, when the first request can be answered."""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import socket
from importlib.resources import files
from pathlib import Path

import uvicorn

from runyard.app.house import data_folder, open_house
from runyard.app.occupancy import sole_server
from runyard.app.rooms import ROOMS
from runyard.domains.identity import first_admin_token
from runyard.kit.errors import Unavailable
from runyard.kit.settings import Settings
from runyard.wire import House
from runyard.wire.app import build

STATIC = Path(str(files("runyard.app"))) / "static"


class CannotListen(Unavailable):
    """The address to serve on cannot be used."""


def serve(settings: Settings) -> int:
    """Serve until a signal ends it; the exit code."""
    logging.basicConfig(level=settings.log_level.upper(), format="%(levelname)s %(name)s: %(message)s")
    for talkative in ("alembic", "uvicorn.error"):  # one introduces its parts, the other says what is said below
        logging.getLogger(talkative).setLevel(logging.WARNING)
    door = listening(settings.host, settings.port)
    try:
        with sole_server(data_folder(settings)):
            fast_runner().run(serving(settings, door))
    except KeyboardInterrupt:
        return 130
    return 0


def listening(host: str, port: int) -> socket.socket:
    """The socket to serve on, taken before anything else is touched."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=2048)
    except OSError as wrong:
        if wrong.errno == errno.EADDRINUSE:
            why = "something listens there already, perhaps Runyard itself; stop it or choose another port with --port"
        else:
            why = f"{wrong.strerror or wrong}; choose another address with --host and --port"
        raise CannotListen(f"{host}:{port} cannot be used: {why}.") from None


def fast_runner() -> asyncio.Runner:
    """A runner on the fast loop."""
    return asyncio.Runner(loop_factory=uvicorn.Config(app="", loop="uvloop", log_config=None).get_loop_factory())


async def serving(settings: Settings, door: socket.socket) -> None:
    """Open the house, answer requests, close it again."""
    async with open_house(settings) as house:
        app = build(house, ROOMS, STATIC)
        config = uvicorn.Config(
            app,
            host=settings.host,
            http="httptools",
            ws="none",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=10,
            timeout_keep_alive=65,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies or None,
        )
        await Announcing(config, house).serve([door])


class Announcing(uvicorn.Server):
    """A server that says where it is, and on a new installation how the first admin is made."""

    def __init__(self, config: uvicorn.Config, house: House) -> None:
        super().__init__(config)
        self._house = house

    async def startup(self, sockets: list[object] | None = None) -> None:
        """Start to listen, then freeze the heap so that collections never walk what was imported."""
        await super().startup(sockets)  # type: ignore[arg-type]
        if not self.started:
            return
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000, 10, 10)  # what a request makes is freed by its counts; looking for cycles can wait
        port = self.servers[0].sockets[0].getsockname()[1]
        address = self._house.settings.base_url or f"http://{shown_host(self.config.host)}:{port}"
        print(f"\n  Runyard is ready: {address}\n", flush=True)
        token = await first_admin_token(self._house)
        if token is not None:
            print(
                f"  Make the first administrator (this link works once):\n  {address}/setup?token={token}\n", flush=True
            )
        if not (STATIC / "index.html").is_file():
            print(
                "  The web app is not built; the API works. Run ./run serve with npm reachable to build it.\n",
                flush=True,
            )


def shown_host(host: str) -> str:
    """A host as it stands in an address people can open."""
    if host in ("0.0.0.0", "::", ""):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
