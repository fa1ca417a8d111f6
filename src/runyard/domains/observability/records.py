"""Builds, transactions and traces of flow runs: readings of the journal, by flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from runyard.access import Actor, visible
from runyard.domains.observability.marks import Mark, hidden_until
from runyard.kernel import Event, EventRow, RunRow, RunState
from runyard.kit.errors import NotFound
from runyard.kit.paging import Page
from runyard.store import Tx

NODE_ENDS = ("node.finished", "node.failed")
BUILDS_SHOWN = 5
KIND = "flow"
STATUS = {
    "ok": (RunState.SUCCEEDED.value,),
    "error": (RunState.FAILED.value,),
    "unset": (RunState.QUEUED.value, RunState.RUNNING.value, RunState.WAITING.value, RunState.CANCELLED.value),
}


class TraceNotFound(NotFound):
    """Trace not found"""


@dataclass(frozen=True)
class TraceFilters:
    """What a list of traces is narrowed to."""

    flow_id: str | None = None
    session_id: str | None = None
    status: str | None = None
    query: str | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None


def readable(actor: Actor) -> Select[tuple[RunRow]]:
    """The caller's own flow runs."""
    mine = (RunRow.kind == KIND, RunRow.owner_id == actor.user_id)
    return visible(select(RunRow), RunRow, actor, "run:read").where(*mine)


def builds(tx: Tx, actor: Actor, flow_id: str) -> list[tuple[RunRow, list[Event]]]:
    """The newest runs of a flow with the ends of their nodes, oldest first."""
    query = readable(actor).where(RunRow.subject == flow_id)
    hidden = hidden_until(tx, actor, "builds", flow_id)
    if hidden is not None:
        query = query.where(RunRow.created_at > hidden)
    runs = tx.session.scalars(query.order_by(RunRow.created_at.desc()).limit(BUILDS_SHOWN)).all()
    logged = [run for run in runs if (run.input.get("extra") or {}).get("log_builds", True)]
    ends = _ends(tx, [run.id for run in logged])
    return [(run, ends.get(run.id, [])) for run in reversed(logged)]


def transactions(tx: Tx, actor: Actor, flow_id: str, page: Page) -> tuple[list[Event], int]:
    """One page of node ends of a flow, newest first, and how many there are."""
    runs = readable(actor).where(RunRow.subject == flow_id).with_only_columns(RunRow.id)
    query = select(EventRow).where(EventRow.run_id.in_(runs), EventRow.type.in_(NODE_ENDS))
    total = tx.session.scalar(query.with_only_columns(func.count())) or 0
    newest = query.order_by(EventRow.at.desc(), EventRow.run_id.desc(), EventRow.seq.desc())
    rows = tx.session.scalars(newest.limit(page.size).offset(page.offset))
    return [_event(row) for row in rows], total


def traces(tx: Tx, actor: Actor, filters: TraceFilters, page: Page) -> tuple[Sequence[RunRow], int]:
    """One page of runs as traces, newest first, and how many there are."""
    query = _traces(actor).where(*_wanted(filters))
    total = tx.session.scalar(query.with_only_columns(func.count())) or 0
    newest = query.order_by(RunRow.created_at.desc(), RunRow.id.desc())
    return tx.session.scalars(newest.limit(page.size).offset(page.offset)).all(), total


def trace(tx: Tx, actor: Actor, trace_id: str) -> tuple[RunRow, list[Event]]:
    """One run with all its node events."""
    run = tx.session.scalars(_traces(actor).where(RunRow.id == trace_id)).one_or_none()
    if run is None:
        raise TraceNotFound
    query = select(EventRow).where(EventRow.run_id == run.id, EventRow.type.in_(("node.started", *NODE_ENDS)))
    return run, [_event(row) for row in tx.session.scalars(query.order_by(EventRow.seq))]


def _traces(actor: Actor) -> Select[tuple[RunRow]]:
    out_of_sight = select(Mark.subject).where(
        Mark.owner_id == actor.user_id,
        or_(
            (Mark.kind == "trace") & (Mark.subject == RunRow.id),
            (Mark.kind == "traces") & (Mark.subject == RunRow.subject) & (Mark.at >= RunRow.created_at),
        ),
    )
    return readable(actor).where(~out_of_sight.exists())


def _wanted(filters: TraceFilters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.flow_id:
        wanted.append(RunRow.subject == filters.flow_id)
    if filters.session_id:
        wanted.append(RunRow.session_id == filters.session_id)
    if filters.status:
        wanted.append(RunRow.state.in_(STATUS[filters.status]))
    if filters.start_time:
        wanted.append(RunRow.created_at >= filters.start_time)
    if filters.end_time:
        wanted.append(RunRow.created_at <= filters.end_time)
    if filters.query:
        places = (RunRow.subject_name, RunRow.id, RunRow.session_id)
        wanted.append(or_(*(place.icontains(filters.query, autoescape=True) for place in places)))
    return wanted


def _ends(tx: Tx, run_ids: Sequence[str]) -> dict[str, list[Event]]:
    query = select(EventRow).where(EventRow.run_id.in_(run_ids), EventRow.type.in_(NODE_ENDS))
    found: dict[str, list[Event]] = {}
    for row in tx.session.scalars(query.order_by(EventRow.run_id, EventRow.seq)):
        found.setdefault(row.run_id, []).append(_event(row))
    return found


def _event(row: EventRow | Row[Any]) -> Event:
    return Event(row.run_id, row.seq, row.at, row.type, row.data)
