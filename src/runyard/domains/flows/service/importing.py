"""Uploads become flows: known ones are changed in place, the rest are new."""

from __future__ import annotations

from collections.abc import Sequence

from runyard.access import Actor
from runyard.domains.flows import queries
from runyard.domains.flows.service.writing import create_all, overwrite, own_folder
from runyard.domains.flows.tables import Flow
from runyard.domains.flows.types import FlowCreate
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
    flow = queries.one(tx, actor, str(item.id), "flow:write")
    kept: dict[str, object] = {"folder_id": folder}
    # A name that another flow has meanwhile: the flow keeps its own rather than failing the whole import.
    if queries.in_use(tx, flow.owner_id, flow.id, name=item.name):
        kept["name"] = flow.name
    if item.endpoint_name and queries.in_use(tx, flow.owner_id, flow.id, endpoint_name=item.endpoint_name):
        kept["endpoint_name"] = flow.endpoint_name
    return overwrite(tx, actor, flow, item.model_copy(update=kept))
