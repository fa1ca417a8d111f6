"""A house as small as a wire test needs it, with one room made on the spot."""

from types import ModuleType
from typing import Any

import httpx

from runyard.access import HOME_TENANT, Actor
from runyard.kit.clock import Clock
from runyard.kit.settings import Settings
from runyard.wire import Routes
from runyard.wire.app import build
from runyard.wire.house import House
from runyard.wire.refusals import BadKey, BadToken

ALICE = Actor("alice", "alice", HOME_TENANT, False, "session")


class Identity:
    """Knows one token and one key."""

    def known(self, credential: Any) -> Actor | None:
        return None

    async def actor(self, credential: Any) -> Actor:
        if credential.value != ("sk-good" if credential.kind == "key" else "good"):
            raise BadKey if credential.kind == "key" else BadToken
        return ALICE


def serving(monkeypatch: Any, routes: Routes, static: Any = None, **settings: Any) -> httpx.AsyncClient:
    """A client of an application with these routes."""
    house = House(Settings(**settings), Clock(), *[None] * 7)  # type: ignore[arg-type]
    house.identity = Identity()
    monkeypatch.setattr("runyard.wire.app.specs_of", lambda room: routes.specs)
    app = build(house, [ModuleType("room")], static)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:7860")
