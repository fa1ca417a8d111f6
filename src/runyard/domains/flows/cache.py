"""Hot flows in memory, so that starting a run of a known flow reads nothing from the database.

A change drops the flow after its commit, in every process of the house. A read that began before the change cannot put the old
state back: what it found counts only if nothing was dropped meanwhile.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from runyard.domains.flows import queries
from runyard.domains.flows.tables import Flow
from runyard.domains.flows.types import CachedFlow
from runyard.kit.ids import is_uuid
from runyard.kit.json import loads
from runyard.store import Store, Tx

NOTICE = "flow.changed:"
MAX_FLOWS = 512


class FlowCache:
    """One per house: flows by id, and ids by owner and endpoint name."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._flows: OrderedDict[str, CachedFlow] = OrderedDict()
        self._ids: dict[tuple[str, str], str] = {}
        self._drops = 0
        store.listen(self._heard)

    async def get(self, id_or_name: str, owner: str | None) -> CachedFlow | None:
        """The flow by id, or by the owner's endpoint name; None when there is none or it is not the owner's.

        Without an owner a flow is found by id only, and the caller decides what may be done with it.
        """
        known = self._known(id_or_name, owner) or await self._load(id_or_name, owner)
        return known if known is not None and owner in (None, known.owner_id) else None

    def drop(self, flow_id: str) -> None:
        """Forget a flow that changed."""
        self._drops += 1
        flow = self._flows.pop(flow_id, None)
        if flow is not None and flow.endpoint_name:
            self._ids.pop((flow.owner_id, flow.endpoint_name), None)

    def _heard(self, notice: str) -> None:
        if notice.startswith(NOTICE):
            self.drop(notice.removeprefix(NOTICE))

    def _known(self, id_or_name: str, owner: str | None) -> CachedFlow | None:
        flow_id = id_or_name.lower() if is_uuid(id_or_name) else self._ids.get((owner or "", id_or_name), "")
        flow = self._flows.get(flow_id)
        if flow is not None:
            self._flows.move_to_end(flow.id)
        return flow

    async def _load(self, id_or_name: str, owner: str | None) -> CachedFlow | None:
        before = self._drops
        found = await self._store.read(lambda tx: _read(tx, id_or_name, owner))
        if found is not None and before == self._drops:
            self._keep(found)
        return found

    def _keep(self, flow: CachedFlow) -> None:
        self._flows[flow.id] = flow
        if flow.endpoint_name:
            self._ids[flow.owner_id, flow.endpoint_name] = flow.id
        while len(self._flows) > MAX_FLOWS:
            _, oldest = self._flows.popitem(last=False)
            self._ids.pop((oldest.owner_id, oldest.endpoint_name or ""), None)


def changed(tx: Tx, flow_ids: Iterable[str]) -> None:
    """Have every cache of the house forget these flows once the unit of work is committed."""
    for flow_id in flow_ids:
        tx.notify(NOTICE + flow_id)


def _read(tx: Tx, id_or_name: str, owner: str | None) -> CachedFlow | None:
    if is_uuid(id_or_name):
        flow = queries.for_runs(tx, flow_id=id_or_name.lower())
    else:
        flow = queries.for_runs(tx, owner_id=owner, endpoint=id_or_name) if owner else None
    return _frozen(flow) if flow is not None else None


def _frozen(flow: Flow) -> CachedFlow:
    return CachedFlow(
        id=flow.id,
        version=flow.version,
        name=flow.name,
        description=flow.description,
        data=None if flow.data is None else loads(flow.data),
        tenant_id=flow.tenant_id,
        owner_id=flow.owner_id,
        project_id=flow.project_id,
        access_type=flow.access_type,
        endpoint_name=flow.endpoint_name,
        webhook=flow.webhook,
        mcp_enabled=flow.mcp_enabled,
        action_name=flow.action_name,
        action_description=flow.action_description,
    )
