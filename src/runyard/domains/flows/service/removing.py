"""Deleting flows, with everything that hangs on them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete

from runyard.access import Actor, authorize
from runyard.domains import files
from runyard.domains.flows import cache, hooks, queries, rules
from runyard.domains.flows.tables import Flow
from runyard.store import Tx

_AT_ONCE = 500  # databases take only so many values in one statement


def remove(tx: Tx, actor: Actor, flow_id: str) -> None:
    """Delete one flow."""
    flow = queries.one(tx, actor, flow_id, "flow:delete")
    _remove(tx, [flow.id])


def remove_many(tx: Tx, actor: Actor, ids: Sequence[str]) -> int:
    """Delete the caller's flows among these ids and say how many there were."""
    flows = queries.among(tx, actor, ids)
    for flow in flows:
        authorize(actor, "flow:delete", rules.resource(flow))
    _remove(tx, [flow.id for flow in flows])
    return len(flows)


def remove_project(tx: Tx, project_id: str) -> None:
    """Delete the flows of a folder that goes; the folder's room has decided already."""
    _remove(tx, queries.ids_in(tx, project_id))


def remove_owned(tx: Tx, user_id: str) -> None:
    """Delete the flows of a user who goes."""
    _remove(tx, queries.ids_of(tx, user_id))


def _remove(tx: Tx, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        tx.session.execute(delete(Flow).where(Flow.id.in_(some)))
        files.remove_folder(tx, some)
        hooks.tell_removed(tx, some)
        cache.changed(tx, some)
