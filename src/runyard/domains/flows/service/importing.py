"""Uploads become flows: known ones are changed in place, the rest are new."""

from __future__ import annotations

from collections.abc import Sequence

from runyard.access import Actor
from runyard.domains.flows import queries
from runyard.domains.flows.service.writing import create_all, own_folder, update
from runyard.domains.flows.tables import Flow
from runyard.domains.flows.types import FlowCreate, FlowUpdate
from runyard.store import Tx


def import_flows(tx: Tx, actor: Actor, wanted: Sequence[FlowCreate], folder_id: str | None = None) -> list[Flow]:
    """All or none: the caller's own flows are changed, an id of somebody else's flow becomes a new one."""
    folder = own_folder(tx, actor, folder_id) if folder_id else None
    ids = [str(item.id) for item in wanted if item.id]
    own = {flow.id for flow in queries.among(tx, actor, ids)}
    taken = queries.existing(tx, ids) - own
    fresh = [_fresh(item, taken) for item in wanted if str(item.id) not in own]
    new = iter(create_all(tx, actor, fresh, folder))
    return [_change(tx, actor, item, folder) if str(item.id) in own else next(new) for item in wanted]


def _fresh(item: FlowCreate, taken: set[str]) -> FlowCreate:
    return item.model_copy(update={"id": None}) if str(item.id) in taken else item


def _change(tx: Tx, actor: Actor, item: FlowCreate, folder: str | None) -> Flow:
    flow_id = str(item.id)
    given = item.model_dump(exclude_unset=True, exclude={"id", "folder_id", "data"})
    given = {name: value for name, value in given.items() if name in FlowUpdate.model_fields and value is not None}
    if given.get("name") and queries.in_use(tx, actor.user_id, flow_id, name=given["name"]):
        given.pop("name")  # the flow keeps its own name rather than failing the whole import
    wanted = FlowUpdate.model_construct(set(given) | {"data", "folder_id"}, **given, data=item.data, folder_id=folder)
    return update(tx, actor, flow_id, wanted)
