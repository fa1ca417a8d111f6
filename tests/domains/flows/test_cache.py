"""Hot flows in memory."""

from __future__ import annotations

from typing import Any

import pytest

from runyard.access import Actor
from runyard.domains.flows import service
from runyard.domains.flows.cache import FlowCache
from runyard.domains.flows.tables import Flow
from runyard.domains.flows.types import FlowCreate, FlowUpdate
from runyard.store import Store

DATA: dict[str, Any] = {"nodes": [], "edges": []}


@pytest.fixture
def cache(store: Store) -> FlowCache:
    return FlowCache(store)


@pytest.fixture
async def flow(store: Store, alice: Actor) -> Flow:
    wanted = FlowCreate(name="f", data=DATA, endpoint_name="hook")
    return await store.write(lambda tx: service.create(tx, alice, wanted))


async def test_a_warm_flow_is_read_once(
    store: Store, cache: FlowCache, flow: Flow, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await cache.get(flow.id, alice.user_id)
    monkeypatch.setattr(store, "read", None)
    assert await cache.get(flow.id, alice.user_id) is first
    assert await cache.get("hook", alice.user_id) is first


async def test_an_id_in_capitals_is_the_same_flow(cache: FlowCache, flow: Flow, alice: Actor) -> None:
    assert await cache.get(flow.id.upper(), alice.user_id) is await cache.get(flow.id, alice.user_id)


async def test_a_change_is_seen_by_the_next_reader(store: Store, cache: FlowCache, flow: Flow, alice: Actor) -> None:
    await cache.get("hook", alice.user_id)
    wanted = FlowUpdate(data=DATA | {"viewport": None}, endpoint_name="other")
    await store.write(lambda tx: service.update(tx, alice, flow.id, wanted))
    found = await cache.get(flow.id, alice.user_id)
    assert found is not None and (found.version, found.endpoint_name) == (2, "other")
    assert await cache.get("hook", alice.user_id) is None


async def test_a_deleted_flow_is_gone(store: Store, cache: FlowCache, flow: Flow, alice: Actor) -> None:
    await cache.get(flow.id, alice.user_id)
    await store.write(lambda tx: service.remove(tx, alice, flow.id))
    assert await cache.get(flow.id, alice.user_id) is None


async def test_a_read_that_began_before_a_change_is_not_kept(
    store: Store, cache: FlowCache, flow: Flow, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = store.read

    async def slow(fn: Any) -> Any:
        found = await read(fn)
        cache.drop(flow.id)
        return found

    monkeypatch.setattr(store, "read", slow)
    assert await cache.get(flow.id, alice.user_id) is not await cache.get(flow.id, alice.user_id)


async def test_a_foreign_flow_is_none_warm_or_cold(cache: FlowCache, flow: Flow, alice: Actor, bob: Actor) -> None:
    for _ in range(2):
        assert await cache.get(flow.id, bob.user_id) is None
        assert await cache.get("hook", bob.user_id) is None
        await cache.get(flow.id, alice.user_id)


async def test_without_an_owner_only_ids_are_found(cache: FlowCache, flow: Flow) -> None:
    assert await cache.get(flow.id, None) is not None
    assert await cache.get("hook", None) is None
