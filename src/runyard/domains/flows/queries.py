"""Every SELECT on flows; `readable` is the only way in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, null, or_, select
from sqlalchemy.orm import load_only

from runyard.access import Actor, authorize, visible
from runyard.domains.flows import rules
from runyard.domains.flows.errors import FlowNotFound, ListTooLarge, NotPublic
from runyard.domains.flows.tables import Flow
from runyard.kit.paging import Page
from runyard.store import Tx

MAX_LISTED = 64_000_000
_FEW = 20  # so many names are looked up one by one; for more, all the owner's names are read


def readable(actor: Actor) -> Select[Flow]:
    """Flows the caller may see."""
    return visible(select(Flow), Flow, actor, "flow:read")


def mine(actor: Actor) -> Select[Flow]:
    """The caller's own flows: what lists show, to superusers too."""
    return readable(actor).where(Flow.owner_id == actor.user_id)


def one(tx: Tx, actor: Actor, flow_id: str, action: str = "flow:read") -> Flow:
    """The flow, for an action; missing and hidden look the same."""
    flow = tx.session.scalars(readable(actor).where(Flow.id == flow_id)).one_or_none()
    if flow is None:
        raise FlowNotFound
    authorize(actor, action, rules.resource(flow))
    return flow


def exists(tx: Tx, actor: Actor, flow_id: str, action: str = "flow:read") -> None:
    """Refuse unless the flow is there and the action allowed; its graph is not read."""
    columns = load_only(Flow.id, Flow.tenant_id, Flow.owner_id, Flow.access_type)
    flow = tx.session.scalars(readable(actor).where(Flow.id == flow_id).options(columns)).one_or_none()
    if flow is None:
        raise FlowNotFound
    authorize(actor, action, rules.resource(flow))


def public(tx: Tx, flow_id: str) -> Flow:
    """A flow that anybody may read."""
    flow = tx.session.get(Flow, flow_id)
    if flow is None:
        raise FlowNotFound
    if flow.access_type != "PUBLIC":
        raise NotPublic
    return flow


def listed(tx: Tx, actor: Actor, *, components_only: bool = False, project_id: str | None = None) -> Sequence[Flow]:
    """All the caller's flows, oldest first."""
    query = mine(actor).where(*_filters(components_only, project_id))
    return _whole(tx, query.order_by(Flow.created_at, Flow.id))


def headers(tx: Tx, actor: Actor, *, components_only: bool = False) -> Sequence[Row[Any]]:
    """The short form of `listed`, without reading graphs that are not shown."""
    data = case((Flow.is_component, Flow.data), else_=null()).label("data")
    query = (
        mine(actor)
        .where(*_filters(components_only, None))
        .with_only_columns(
            Flow.id,
            Flow.name,
            Flow.project_id,
            Flow.is_component,
            Flow.endpoint_name,
            Flow.description,
            data,
            Flow.access_type,
            Flow.tags,
            Flow.mcp_enabled,
            Flow.action_name,
            Flow.action_description,
        )
    )
    return tx.session.execute(query.order_by(Flow.created_at, Flow.id)).all()


def page(
    tx: Tx, actor: Actor, project_id: str | None, page: Page, *, is_component: bool | None = None, search: str = ""
) -> tuple[Sequence[Flow], int]:
    """One page of a folder's flows, newest change first, and how many there are in all."""
    wanted: list[ColumnElement[bool]] = [Flow.project_id == project_id]
    if is_component is not None:
        wanted.append(Flow.is_component == is_component)
    if search:
        wanted.append(Flow.name.icontains(search, autoescape=True))
    query = mine(actor).where(*wanted)
    total = tx.session.scalar(query.with_only_columns(func.count())) or 0
    rows = query.order_by(Flow.updated_at.desc(), Flow.id).limit(page.size).offset(page.offset)
    return _whole(tx, rows), total


def among(tx: Tx, actor: Actor, ids: Sequence[str]) -> Sequence[Flow]:
    """The caller's own flows among these ids, in the order of the ids."""
    found = {flow.id: flow for flow in tx.session.scalars(mine(actor).where(Flow.id.in_(ids)))}
    return [found[flow_id] for flow_id in dict.fromkeys(ids) if flow_id in found]


def existing(tx: Tx, ids: Sequence[str]) -> set[str]:
    """Ids in use, whoever owns the flows."""
    return set(tx.session.scalars(select(Flow.id).where(Flow.id.in_(ids))))


def taken_names(tx: Tx, owner_id: str, wanted: Sequence[str]) -> set[str]:
    """Names of the owner's flows that these names could clash with, numbered ones included."""
    if not wanted:
        return set()
    query = select(Flow.name).where(Flow.owner_id == owner_id)
    if len(wanted) <= _FEW:
        query = query.where(or_(*(_same(Flow.name, name, " (") for name in wanted)))
    return set(tx.session.scalars(query))


def taken_endpoints(tx: Tx, owner_id: str, wanted: Sequence[str]) -> set[str]:
    """Endpoint names of the owner's flows that these could clash with."""
    if not wanted:
        return set()
    query = select(Flow.endpoint_name).where(Flow.owner_id == owner_id, Flow.endpoint_name.is_not(None))
    if len(wanted) <= _FEW:
        query = query.where(or_(*(_same(Flow.endpoint_name, name, "-") for name in wanted)))
    return {name for name in tx.session.scalars(query) if name}


def in_use(tx: Tx, owner_id: str, but: str, *, name: str | None = None, endpoint_name: str | None = None) -> bool:
    """Whether another flow of the owner has this name or this endpoint name."""
    same = Flow.name == name if name is not None else Flow.endpoint_name == endpoint_name
    query = select(Flow.id).where(Flow.owner_id == owner_id, Flow.id != but, same)
    return tx.session.scalar(query.limit(1)) is not None


def for_runs(tx: Tx, *, flow_id: str | None = None, owner_id: str | None = None, endpoint: str = "") -> Flow | None:
    """A flow for the cache of runs, which checks the right itself."""
    if flow_id is not None:
        return tx.session.get(Flow, flow_id)
    return tx.session.scalar(select(Flow).where(Flow.owner_id == owner_id, Flow.endpoint_name == endpoint))


def ids_in(tx: Tx, project_id: str) -> list[str]:
    """Ids of all flows of a folder."""
    return list(tx.session.scalars(select(Flow.id).where(Flow.project_id == project_id)))


def ids_of(tx: Tx, owner_id: str) -> list[str]:
    """Ids of all flows of a user."""
    return list(tx.session.scalars(select(Flow.id).where(Flow.owner_id == owner_id)))


def _whole(tx: Tx, query: Select[Flow]) -> list[Flow]:
    """Flows with their graphs, as long as one answer can hold them."""
    flows, size = [], 0
    for flow in tx.session.scalars(query.execution_options(yield_per=20)):
        size += len(flow.data or "")
        if size > MAX_LISTED:
            raise ListTooLarge
        flows.append(flow)
    return flows


def _filters(components_only: bool, project_id: str | None) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [Flow.is_component.is_(True)] if components_only else []
    return wanted + ([Flow.project_id == project_id] if project_id else [])


def _same(column: Any, name: str, mark: str) -> ColumnElement[bool]:
    return or_(column == name, column.startswith(name + mark, autoescape=True))
