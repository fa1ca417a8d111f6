"""Fixtures of the whole suite: a house with a database of its own, the application over it, and clients of several people."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from runyard.app.rooms import ROOMS
from runyard.engine.catalogue import Catalogue
from runyard.engine.tools import ToolRegistry
from runyard.kernel import Kernel
from runyard.kit.clock import Clock
from runyard.kit.crypto import Vault
from runyard.kit.http import GuardedClient
from runyard.kit.settings import Settings
from runyard.store import Blobs, Store
from runyard.wire import House
from runyard.wire.app import build
from runyard_builtins import ALL
from tests.support import client as clients

pytest_plugins = ["tests.support.services"]
PASSWORDS = {"admin": "Admin-pass-1", "user": "Passw0rd-user", "user2": "Passw0rd-user2"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--store postgresql` runs whatever uses the `house` on PostgreSQL."""
    parser.addoption("--store", choices=["sqlite", "postgresql"], default="sqlite", help="database of the house")


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The empty database of one test."""
    if request.config.getoption("--store") == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def clock() -> Clock:
    """The real clock; a test that moves time overrides this with a VirtualClock."""
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a small server whose people may sign in at once; a module may override this."""
    return Settings(
        data=tmp_path,
        admin_username="admin",
        admin_password=PASSWORDS["admin"],
        new_user_is_active=True,
        sign_in_limit="off",
        max_upload_mb=1,
    )


@pytest.fixture
async def house(settings: Settings, clock: Clock, database_url: str) -> AsyncIterator[House]:
    """A house whose tables are made; `app` opens the rooms in it and starts it."""
    store = await Store.open(database_url, clock)
    await store.create_tables()
    yield House(
        settings=settings,
        clock=clock,
        store=store,
        vault=Vault(b"test" * 8),
        blobs=Blobs(settings.data / "blobs"),
        http=GuardedClient(settings.http_allow),
        kernel=Kernel(store, clock),
        tools=ToolRegistry(),
        catalogue=Catalogue(ALL),
    )
    await store.close()


@pytest.fixture
async def app(house: House) -> AsyncIterator[Any]:
    """The application with all rooms, started."""
    built = build(house, ROOMS)
    await house.start()
    yield built
    await house.stop()


@pytest.fixture
async def client(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A client that shows no credentials and keeps no cookies of others."""
    async with clients.client(app) as made:
        yield made


@pytest.fixture
async def admin(app: Any, client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    """The administrator, by bearer token."""
    async with clients.client(app, authorization=await token(client, "admin")) as made:
        yield made


@pytest.fixture
async def user(app: Any, client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    """An ordinary person, by bearer token."""
    await sign_up(client, "user")
    async with clients.client(app, authorization=await token(client, "user")) as made:
        yield made


@pytest.fixture
async def user2(app: Any, client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    """Another ordinary person, by bearer token."""
    await sign_up(client, "user2")
    async with clients.client(app, authorization=await token(client, "user2")) as made:
        yield made


@pytest.fixture
async def key(app: Any, user: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    """The ordinary person again, by API key."""
    made_key = (await user.post("/api/v1/api_key/", json={"name": "tests"})).json()["api_key"]
    async with clients.client(app, x_api_key=made_key) as made:
        yield made


async def sign_up(client: httpx.AsyncClient, name: str) -> str:
    """Make an account; the id of its person."""
    reply = await client.post("/api/v1/users/", json={"username": name, "password": PASSWORDS[name]})
    return str(reply.json()["id"])


async def token(client: httpx.AsyncClient, name: str) -> str:
    """The Authorization header of a fresh sign-in."""
    reply = await client.post("/api/v1/login", data={"username": name, "password": PASSWORDS[name]})
    client.cookies.clear()
    return f"Bearer {reply.json()['access_token']}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: their driver keeps a loop of its own running, and no other loop can run beside it."""
    items.sort(key=lambda item: "tests/browser/" in item.path.as_posix())
