"""Kernels over both stores, on a clock that tests move."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from runyard.kernel import Kernel, RunContext, RunKind
from runyard.kit.clock import Clock
from runyard.store import Store
from tests.support.services import postgres_database, postgres_server, postgres_url  # noqa: F401
from tests.support.stores import SettledClock, empty

ME = {"owner": "user-1", "tenant": "tenant-1"}


@pytest.fixture
def clock() -> SettledClock:
    return SettledClock()


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path, clock: SettledClock) -> AsyncIterator[Store]:
    """An empty store; every test that asks for it runs on both databases."""
    async for opened in open_store(request, request.param, tmp_path, clock):
        yield opened


@pytest.fixture
async def sqlite(request: pytest.FixtureRequest, tmp_path: Path, clock: SettledClock) -> AsyncIterator[Store]:
    """An empty SQLite store."""
    async for opened in open_store(request, "sqlite", tmp_path, clock):
        yield opened


async def open_store(request: pytest.FixtureRequest, name: str, folder: Path, clock: Clock) -> AsyncIterator[Store]:
    url = f"sqlite:///{folder / 'test.db'}"
    if name == "postgresql":
        url = request.getfixturevalue("postgres_database")
    opened = await Store.open(url, clock)
    await opened.create_tables()
    if name == "postgresql":
        empty(url)
    yield opened
    await opened.close()


@pytest.fixture
async def start(clock: SettledClock) -> AsyncIterator[Callable[..., Any]]:
    """Opens kernels over a store: `await start(store, name=handler, other=RunKind(...))`."""
    opened: list[Kernel] = []

    async def _start(store: Store, kernel_clock: Clock | None = None, **kinds: Any) -> Kernel:
        kernel = Kernel(store, kernel_clock or clock)
        for name, kind in kinds.items():
            kernel.register(kind if isinstance(kind, RunKind) else RunKind(name, kind))
        clock.busy.append(lambda: store.busy > 0 or kernel.busy)
        await kernel.open()
        opened.append(kernel)
        return kernel

    yield _start
    for kernel in opened:
        await kernel.close()


async def echo(run: RunContext) -> Any:
    """Gives its input back."""
    return run.input
