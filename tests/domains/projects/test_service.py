"""Projects made, filled, changed and deleted."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from runyard.access import Actor
from runyard.domains import flows
from runyard.domains.flows import FlowCreate
from runyard.domains.projects import queries, rules, service
from runyard.domains.projects.errors import (
    NoFlowsInProject,
    ParentUnknown,
    ProjectNameTaken,
    ProjectNotFound,
)
from runyard.domains.projects.tables import Project
from runyard.domains.projects.types import ProjectCreate, ProjectUpdate
from runyard.store import Store


def seal(text: str) -> str:
    return f"sealed({len(text)})"


async def made(store: Store, actor: Actor, name: str = "p", **more: Any) -> Project:
    """A new project."""
    return await store.write(lambda tx: service.create(tx, actor, ProjectCreate(name=name, **more), None, seal))


async def changed(store: Store, actor: Actor, project: Project, **fields: Any) -> Project:
    """The project after a change."""
    return await store.write(lambda tx: service.update(tx, actor, project.id, ProjectUpdate(**fields), seal))


async def a_flow(store: Store, actor: Actor, name: str = "f") -> str:
    """The id of a new flow."""
    return (await store.write(lambda tx: flows.create_all(tx, actor, [FlowCreate(name=name)])))[0].id


async def names_in(store: Store, actor: Actor, project: Project) -> list[str]:
    """Names of the flows of a project."""
    return [f.name for f in await store.read(lambda tx: flows.listed(tx, actor, project_id=project.id))]


async def test_the_default_project_is_made_once(store: Store, alice: Actor) -> None:
    for _ in range(2):
        await store.write(lambda tx: service.create_home(tx, alice.user_id, alice.tenant_id))
    assert [p.name for p in await store.read(lambda tx: queries.mine(tx, alice))] == [rules.HOME_NAME]


async def test_the_default_project_comes_first(store: Store, alice: Actor) -> None:
    await made(store, alice, "A")
    await made(store, alice, rules.HOME_NAME)
    assert [p.name for p in await store.read(lambda tx: queries.mine(tx, alice))] == [rules.HOME_NAME, "A"]


async def test_named_flows_move_into_a_new_project_but_foreign_ones_do_not(
    store: Store, alice: Actor, bob: Actor
) -> None:
    mine, foreign = await a_flow(store, alice, "mine"), await a_flow(store, bob, "foreign")
    project = await made(store, alice, flows_list=[mine, foreign])
    assert await names_in(store, alice, project) == ["mine"]


async def test_a_change_without_flows_leaves_them_where_they_are(store: Store, alice: Actor) -> None:
    project = await made(store, alice, flows_list=[await a_flow(store, alice)])
    await changed(store, alice, project, name="other", flows=[])
    assert await names_in(store, alice, project) == ["f"]


async def test_renaming_to_a_name_in_use_is_refused(store: Store, alice: Actor) -> None:
    await made(store, alice, "taken")
    with pytest.raises(ProjectNameTaken):
        await changed(store, alice, await made(store, alice, "other"), name="taken")


async def test_a_project_cannot_lie_inside_itself(store: Store, alice: Actor) -> None:
    outer = await made(store, alice, "outer")
    inner = await changed(store, alice, await made(store, alice, "inner"), parent_id=outer.id)
    for parent in (inner.id, outer.id, str(uuid.uuid4())):
        with pytest.raises(ParentUnknown):
            await changed(store, alice, outer, parent_id=parent)


async def test_deleting_takes_the_flows_along_and_moves_inner_projects_up(store: Store, alice: Actor) -> None:
    outer = await made(store, alice, "outer", flows_list=[await a_flow(store, alice)])
    inner = await changed(store, alice, await made(store, alice, "inner"), parent_id=outer.id)
    await store.write(lambda tx: service.remove(tx, alice, outer.id))
    assert await store.read(lambda tx: flows.listed(tx, alice)) == []
    assert (await store.read(lambda tx: queries.one(tx, alice, inner.id))).parent_id is None


async def test_a_foreign_project_is_not_there(store: Store, alice: Actor, bob: Actor) -> None:
    project = await made(store, alice)
    for verb in (queries.one, service.export, service.remove):
        with pytest.raises(ProjectNotFound):
            await store.write(lambda tx, verb=verb: verb(tx, bob, project.id))


async def test_an_empty_project_has_nothing_to_export(store: Store, alice: Actor) -> None:
    project = await made(store, alice)
    with pytest.raises(NoFlowsInProject):
        await store.read(lambda tx: service.export(tx, alice, project.id))


async def test_an_import_makes_new_ids_and_unique_names(store: Store, alice: Actor) -> None:
    known = await a_flow(store, alice, "known")
    content = [FlowCreate(name="known", id=uuid.UUID(known)), FlowCreate(name="known")]
    new = await store.write(lambda tx: service.import_project(tx, alice, "In", None, content, None))
    assert [f.name for f in new] == ["known (1)", "known (2)"]
    assert known not in {f.id for f in new}


async def test_secrets_in_settings_are_sealed_and_shown_masked(store: Store, alice: Actor) -> None:
    given = {"auth_type": "oauth", "oauth_client_secret": "canary", "oauth_port": "1"}
    project = await made(store, alice, auth_settings=given)
    assert project.auth_settings == given | {"oauth_client_secret": "sealed(6)"}
    assert rules.shown(project.auth_settings) == given | {"oauth_client_secret": rules.MASK}


async def test_a_masked_secret_that_comes_back_keeps_the_stored_one(store: Store, alice: Actor) -> None:
    project = await made(store, alice, auth_settings={"auth_type": "apikey", "api_key": "canary"})
    after = await changed(store, alice, project, auth_settings=rules.shown(project.auth_settings))
    assert after.auth_settings == {"auth_type": "apikey", "api_key": "sealed(6)"}


async def test_a_user_who_goes_takes_everything_along(store: Store, alice: Actor) -> None:
    await a_flow(store, alice)
    await store.write(lambda tx: flows.remove_owned(tx, alice.user_id))
    await store.write(lambda tx: service.remove_owned(tx, alice.user_id))
    assert await store.read(lambda tx: (flows.listed(tx, alice), queries.mine(tx, alice))) == ([], [])
