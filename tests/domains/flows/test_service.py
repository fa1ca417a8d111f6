"""Flows made, changed, imported and deleted."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from runyard.access import Actor
from runyard.domains.flows import hooks, queries, rules, service
from runyard.domains.flows.errors import (
    EndpointNameTaken,
    FlowChanged,
    FlowNotFound,
    FolderUnknown,
    IdsExist,
    IdTaken,
    ListTooLarge,
    NameTaken,
)
from runyard.domains.flows.tables import Flow
from runyard.domains.flows.types import FlowCreate, FlowUpdate
from runyard.store import Store

EMPTY: dict[str, Any] = {"nodes": [], "edges": []}


async def made(store: Store, actor: Actor, name: str = "f", **more: Any) -> Flow:
    """A new flow."""
    return await store.write(lambda tx: service.create(tx, actor, FlowCreate(name=name, **more)))


async def changed(store: Store, actor: Actor, flow: Flow, if_match: str | None = None, **fields: Any) -> Flow:
    """The flow after a change."""
    return await store.write(lambda tx: service.update(tx, actor, flow.id, FlowUpdate(**fields), if_match))


async def test_a_flow_without_folder_goes_to_the_default_project(store: Store, alice: Actor) -> None:
    assert (await made(store, alice)).project_id == (await made(store, alice)).project_id is not None


async def test_a_folder_of_somebody_else_counts_as_none(store: Store, alice: Actor, bob: Actor) -> None:
    foreign = (await made(store, alice)).project_id
    assert (await made(store, bob, folder_id=foreign)).project_id != foreign


async def test_two_people_may_use_the_same_names(store: Store, alice: Actor, bob: Actor) -> None:
    flows = [await made(store, who, "same", endpoint_name="same") for who in (alice, bob)]
    assert [(f.name, f.endpoint_name) for f in flows] == [("same", "same")] * 2


async def test_making_several_with_one_name_numbers_them(store: Store, alice: Actor) -> None:
    wanted = [FlowCreate(name="x", endpoint_name="x") for _ in range(3)]
    flows = await store.write(lambda tx: service.create_all(tx, alice, wanted))
    assert [(f.name, f.endpoint_name) for f in flows] == [("x", "x"), ("x (1)", "x-1"), ("x (2)", "x-2")]


async def test_many_names_are_checked_without_asking_for_each(store: Store, alice: Actor) -> None:
    await made(store, alice, "n7", endpoint_name="n7")
    wanted = [FlowCreate(name=f"n{i}", endpoint_name=f"n{i}") for i in range(30)]
    flows = await store.write(lambda tx: service.create_all(tx, alice, wanted))
    assert (flows[7].name, flows[7].endpoint_name) == ("n7 (1)", "n7-1")


async def test_an_id_in_use_is_a_conflict_whoever_owns_it(store: Store, alice: Actor, bob: Actor) -> None:
    taken = (await made(store, alice)).id
    with pytest.raises(IdTaken):
        await made(store, bob, id=taken)


async def test_a_change_of_the_graph_counts_and_others_do_not(store: Store, alice: Actor) -> None:
    flow = await made(store, alice, data=EMPTY)
    assert (await changed(store, alice, flow, description="d")).version == 1
    assert (await changed(store, alice, flow, data=EMPTY)).version == 1
    assert (await changed(store, alice, flow, data=EMPTY | {"viewport": None})).version == 2


async def test_every_change_gives_a_new_tag_even_within_one_moment(store: Store, alice: Actor) -> None:
    flow = await made(store, alice)
    tags = {rules.etag(flow)} | {rules.etag(await changed(store, alice, flow, locked=True)) for _ in range(3)}
    assert len(tags) == 4


async def test_of_two_saves_with_one_tag_the_second_is_refused(store: Store, alice: Actor) -> None:
    flow = await made(store, alice)
    tag = rules.etag(flow)
    await changed(store, alice, flow, tag, description="first")
    with pytest.raises(FlowChanged):
        await changed(store, alice, flow, tag, description="second")


async def test_null_leaves_a_field_but_clears_an_endpoint_name(store: Store, alice: Actor) -> None:
    flow = await made(store, alice, description="d", endpoint_name="e")
    after = await changed(store, alice, flow, description=None, endpoint_name=None)
    assert (after.description, after.endpoint_name) == ("d", None)


async def test_an_endpoint_name_left_out_stays(store: Store, alice: Actor) -> None:
    flow = await made(store, alice, endpoint_name="e")
    assert (await changed(store, alice, flow, name="other")).endpoint_name == "e"


async def test_webhook_is_known_after_a_change_of_the_graph(store: Store, alice: Actor) -> None:
    data = {"nodes": [{"data": {"type": "Webhook"}}], "edges": []}
    flow = await made(store, alice, data=data)
    assert flow.webhook is False
    assert (await changed(store, alice, flow, data=data)).webhook is True
    assert (await changed(store, alice, flow, data=EMPTY)).webhook is False


async def test_names_in_use_refuse_a_change(store: Store, alice: Actor) -> None:
    await made(store, alice, "taken", endpoint_name="taken")
    flow = await made(store, alice, "mine")
    with pytest.raises(NameTaken):
        await changed(store, alice, flow, name="taken")
    with pytest.raises(EndpointNameTaken):
        await changed(store, alice, flow, endpoint_name="taken")


async def test_moving_into_somebody_elses_folder_is_refused(store: Store, alice: Actor, bob: Actor) -> None:
    foreign = (await made(store, alice)).project_id
    with pytest.raises(FolderUnknown):
        await changed(store, bob, await made(store, bob), folder_id=foreign)


async def test_a_foreign_flow_is_not_there(store: Store, alice: Actor, bob: Actor) -> None:
    flow = await made(store, alice, access_type="PUBLIC")
    with pytest.raises(FlowNotFound):
        await store.read(lambda tx: queries.one(tx, bob, flow.id))
    with pytest.raises(FlowNotFound):
        await changed(store, bob, flow, name="mine now")
    with pytest.raises(FlowNotFound):
        await store.write(lambda tx: service.upsert(tx, bob, flow.id, FlowCreate(name="mine now")))
    with pytest.raises(FlowNotFound):
        await store.write(lambda tx: service.remove(tx, bob, flow.id))


async def test_deleting_many_skips_what_is_foreign(store: Store, alice: Actor, bob: Actor) -> None:
    mine, foreign = await made(store, alice), await made(store, bob)
    assert await store.write(lambda tx: service.remove_many(tx, alice, [mine.id, foreign.id, mine.id])) == 1
    assert await store.read(lambda tx: queries.existing(tx, [mine.id, foreign.id])) == {foreign.id}


async def test_who_cleans_up_hears_of_deleted_flows(
    store: Store, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(hooks, "_when_removed", [])
    hooks.when_removed(lambda tx, ids: heard.extend(ids))
    flow = await made(store, alice)
    await store.write(lambda tx: service.remove(tx, alice, flow.id))
    assert heard == [flow.id]


async def test_a_batch_with_a_known_id_makes_nothing(store: Store, alice: Actor) -> None:
    known = await made(store, alice, "known")
    wanted = [FlowCreate(name="new"), FlowCreate(name="old", id=uuid.UUID(known.id))]
    with pytest.raises(IdsExist):
        await store.write(lambda tx: service.create_batch(tx, alice, wanted))
    assert [f.name for f in await store.read(lambda tx: queries.listed(tx, alice))] == ["known"]


async def test_a_batch_with_a_name_in_use_is_refused(store: Store, alice: Actor) -> None:
    await made(store, alice, "a")
    with pytest.raises(NameTaken):
        await store.write(lambda tx: service.create_batch(tx, alice, [FlowCreate(name="a")]))


async def test_an_import_changes_own_flows_and_copies_foreign_ones(store: Store, alice: Actor, bob: Actor) -> None:
    own, foreign = await made(store, alice, "own"), await made(store, bob, "foreign")
    wanted = [
        FlowCreate(name="own", description="new", id=uuid.UUID(own.id)),
        FlowCreate(name="foreign", id=uuid.UUID(foreign.id)),
        FlowCreate(name="own"),
    ]
    flows = await store.write(lambda tx: service.import_flows(tx, alice, wanted))
    assert (flows[0].id, flows[0].description) == (own.id, "new")
    assert flows[1].id != foreign.id and flows[1].owner_id == alice.user_id
    assert flows[2].name == "own (1)"


async def test_an_import_into_a_foreign_folder_is_refused(store: Store, alice: Actor, bob: Actor) -> None:
    foreign = (await made(store, bob)).project_id
    with pytest.raises(FolderUnknown):
        await store.write(lambda tx: service.import_flows(tx, alice, [FlowCreate(name="x")], foreign))


async def test_lists_show_only_ones_own_flows_even_to_a_superuser(store: Store, alice: Actor) -> None:
    await made(store, alice)
    root = Actor("r", "root", alice.tenant_id, True, "session")
    assert await store.read(lambda tx: queries.listed(tx, root)) == []


async def test_a_list_that_no_answer_can_hold_is_refused(
    store: Store, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MAX_LISTED", 100)
    for _ in range(3):
        await made(store, alice, data=EMPTY | {"viewport": "x" * 30})
    with pytest.raises(ListTooLarge):
        await store.read(lambda tx: queries.listed(tx, alice))
    assert len(await store.read(lambda tx: queries.headers(tx, alice))) == 3
