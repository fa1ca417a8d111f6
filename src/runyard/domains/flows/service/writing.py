"""Making and changing flows. Nothing here runs or checks a graph: saving a flow starts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from runyard.access import Actor, authorize
from runyard.domains.flows import cache, hooks, queries, rules
from runyard.domains.flows.errors import (
    EndpointNameTaken,
    FlowChanged,
    FolderUnknown,
    IdsExist,
    IdTaken,
    NameTaken,
)
from runyard.domains.flows.tables import Flow
from runyard.domains.flows.types import FlowCreate, FlowUpdate
from runyard.kit.ids import new_id
from runyard.store import Tx

_PLAIN = (
    "description",
    "icon",
    "icon_bg_color",
    "gradient",
    "tags",
    "action_name",
    "action_description",
    "access_type",
)
_FLAGS = ("is_component", "locked", "mcp_enabled")


def create(tx: Tx, actor: Actor, wanted: FlowCreate) -> Flow:
    """A new flow; a name or endpoint name in use gets a number."""
    return create_all(tx, actor, [wanted])[0]


def create_all(tx: Tx, actor: Actor, wanted: Sequence[FlowCreate], project_id: str | None = None) -> list[Flow]:
    """New flows with unique names, in a given folder or each in its own."""
    authorize(actor, "flow:create", None)
    _refuse_taken_ids(tx, wanted, IdTaken())
    names = queries.taken_names(tx, actor.user_id, [w.name for w in wanted])
    endpoints = queries.taken_endpoints(tx, actor.user_id, [w.endpoint_name for w in wanted if w.endpoint_name])
    flows = []
    for item in wanted:
        flow = _new(tx, actor, item)
        flow.name = rules.unique_name(item.name, names)
        flow.endpoint_name = rules.unique_endpoint(item.endpoint_name, endpoints) if item.endpoint_name else None
        flow.project_id = project_id or folder_or_home(tx, actor, item.folder_id)
        names.add(flow.name)
        endpoints.add(flow.endpoint_name or "")
        flows.append(flow)
    return _stored(tx, flows)


def create_batch(tx: Tx, actor: Actor, wanted: Sequence[FlowCreate]) -> list[Flow]:
    """New flows exactly as they are named, all or none; without a folder they stay outside all folders."""
    authorize(actor, "flow:create", None)
    _refuse_taken_ids(tx, wanted, None)
    names = [w.name for w in wanted]
    endpoints = [w.endpoint_name for w in wanted if w.endpoint_name]
    if not set(names).isdisjoint(queries.taken_names(tx, actor.user_id, names)) or len(set(names)) < len(names):
        raise NameTaken
    known = queries.taken_endpoints(tx, actor.user_id, endpoints)
    if not known.isdisjoint(endpoints) or len(set(endpoints)) < len(endpoints):
        raise EndpointNameTaken
    flows = [_new(tx, actor, item) for item in wanted]
    for flow, item in zip(flows, wanted, strict=True):
        flow.project_id = folder_or_home(tx, actor, item.folder_id) if item.folder_id else None
    return _stored(tx, flows)


def update(tx: Tx, actor: Actor, flow_id: str, wanted: FlowUpdate, if_match: str | None = None) -> Flow:
    """Change the given fields, unless the flow is no longer the one that the caller has read."""
    flow = queries.one(tx, actor, flow_id, "flow:write")
    if if_match is not None and not rules.matches(if_match, rules.etag(flow)):
        raise FlowChanged
    values = wanted.model_dump(exclude_unset=True, exclude={"data"})
    if wanted.name and queries.in_use(tx, flow.owner_id, flow.id, name=wanted.name):
        raise NameTaken
    if wanted.folder_id is not None:
        flow.project_id = own_folder(tx, actor, str(wanted.folder_id))
    elif flow.project_id is None and flow.owner_id == actor.user_id:
        flow.project_id = hooks.folders().home(tx, actor)
    if "endpoint_name" in values:
        _set_endpoint(tx, flow, wanted.endpoint_name)
    for name in ("name", *_PLAIN, *_FLAGS):
        if values.get(name) is not None:
            setattr(flow, name, values[name])
    rules.check_fs_path(wanted.fs_path)
    return _changed(tx, flow, wanted.data)


def upsert(tx: Tx, actor: Actor, flow_id: str, wanted: FlowCreate) -> tuple[Flow, bool]:
    """Make the flow with this id, or change it; says whether it is new. Nothing is renamed silently."""
    is_new = not queries.existing(tx, [flow_id])
    if not is_new:
        return overwrite(tx, actor, queries.one(tx, actor, flow_id, "flow:write"), wanted), False
    authorize(actor, "flow:create", None)
    flow = _new(tx, actor, wanted)
    flow.id = flow_id
    _refuse_names_in_use(tx, flow, wanted)
    flow.project_id = (
        own_folder(tx, actor, str(wanted.folder_id)) if wanted.folder_id else hooks.folders().home(tx, actor)
    )
    return _stored(tx, [flow])[0], True


def overwrite(tx: Tx, actor: Actor, flow: Flow, wanted: FlowCreate) -> Flow:
    """Change a flow into another whole one; what is left out or null stays."""
    _refuse_names_in_use(tx, flow, wanted)
    if wanted.folder_id is not None:
        flow.project_id = own_folder(tx, actor, str(wanted.folder_id))
    given = wanted.model_dump(exclude_unset=True, exclude={"data"})
    for name in ("name", "endpoint_name", *_PLAIN, *_FLAGS):
        if given.get(name) is not None:
            setattr(flow, name, given[name])
    flow.endpoint_name = flow.endpoint_name or None
    rules.check_fs_path(wanted.fs_path)
    return _changed(tx, flow, wanted.data)


def move(tx: Tx, actor: Actor, ids: Sequence[str], project_id: str) -> None:
    """Put the caller's flows among these ids into a folder."""
    for flow in queries.among(tx, actor, ids):
        authorize(actor, "flow:write", rules.resource(flow))
        flow.project_id = project_id
        flow.updated_at = tx.now
    cache.changed(tx, ids)


def own_folder(tx: Tx, actor: Actor, folder_id: str) -> str:
    """The folder itself when the caller may use it."""
    if not hooks.folders().is_mine(tx, actor, folder_id):
        raise FolderUnknown
    return folder_id


def folder_or_home(tx: Tx, actor: Actor, folder_id: object) -> str | None:
    """The folder when it is the caller's, the default one otherwise."""
    if folder_id is not None and hooks.folders().is_mine(tx, actor, str(folder_id)):
        return str(folder_id)
    return hooks.folders().home(tx, actor)


def _new(tx: Tx, actor: Actor, wanted: FlowCreate) -> Flow:
    rules.check_fs_path(wanted.fs_path)
    values: dict[str, Any] = {name: getattr(wanted, name) for name in _PLAIN}
    return Flow(
        **values,
        **{name: bool(getattr(wanted, name)) for name in (*_FLAGS, "webhook")},
        id=str(wanted.id) if wanted.id else new_id(),
        tenant_id=actor.tenant_id,
        owner_id=actor.user_id,
        domain_id=None,
        version=1,
        name=wanted.name,
        endpoint_name=wanted.endpoint_name or None,
        data=rules.stored(wanted.data),
        created_at=tx.now,
        updated_at=tx.now,
    )


def _changed(tx: Tx, flow: Flow, data: dict[str, Any] | None) -> Flow:
    text = rules.stored(data)
    if text is not None and text != flow.data:
        flow.data = text
        flow.version += 1
    if text is not None:
        flow.webhook = rules.has_webhook(data)
    flow.updated_at = max(tx.now, flow.updated_at + timedelta(microseconds=1))  # always a new tag
    return _stored(tx, [flow])[0]


def _stored(tx: Tx, flows: list[Flow]) -> list[Flow]:
    tx.session.add_all(flows)
    tx.session.flush()
    cache.changed(tx, [flow.id for flow in flows])
    return flows


def _set_endpoint(tx: Tx, flow: Flow, wanted: str | None) -> None:
    if wanted and queries.in_use(tx, flow.owner_id, flow.id, endpoint_name=wanted):
        raise EndpointNameTaken
    flow.endpoint_name = wanted or None


def _refuse_names_in_use(tx: Tx, flow: Flow, wanted: FlowCreate) -> None:
    if queries.in_use(tx, flow.owner_id, flow.id, name=wanted.name):
        raise NameTaken
    if wanted.endpoint_name and queries.in_use(tx, flow.owner_id, flow.id, endpoint_name=wanted.endpoint_name):
        raise EndpointNameTaken


def _refuse_taken_ids(tx: Tx, wanted: Sequence[FlowCreate], error: IdTaken | None) -> None:
    ids = [str(w.id) for w in wanted if w.id]
    taken = queries.existing(tx, ids) if ids else set()
    twice = {flow_id for flow_id in ids if ids.count(flow_id) > 1}
    if taken or twice:
        names = ", ".join(sorted(taken | twice))
        raise error or IdsExist(
            f"Flow(s) with the following IDs already exist: {names}. Use the update endpoint or upload_file() for upsert semantics."
        )
