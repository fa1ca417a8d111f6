"""Runs as people look at them: a list by filters, one run, its journal and its steps. All of it reads the kernel's rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, or_, select, text
from sqlalchemy.orm import load_only

from runyard.access import Actor, Resource, authorize, visible
from runyard.kernel import Event, Run, RunState
from runyard.kernel.tables import EventRow, RunRow
from runyard.kit.errors import Invalid, NotFound
from runyard.kit.ids import is_uuid
from runyard.kit.paging import decode_cursor, encode_cursor
from runyard.store import Tx
from runyard.store.types import from_seconds, to_seconds

_RARE = text("run.state <> 'succeeded'")  # the condition of their index, word for word
STEP_EVENTS = ("node.started", "node.finished", "node.failed")
LISTED = load_only(
    *(
        getattr(RunRow, name)
        for name in [
            "id",
            "tenant_id",
            "owner_id",
            "kind",
            "tool",
            "subject",
            "subject_name",
            "session_id",
            "state",
            "reason",
            "parent_id",
            "attempt",
            "error",
            "created_at",
            "started_at",
            "finished_at",
            "updated_at",
        ]
    )
)


class RunNotFound(NotFound):
    """There is no such run."""


class UnknownState(Invalid):
    """state must be queued, running, waiting, succeeded, failed or cancelled; several may be joined with commas."""


@dataclass(frozen=True)
class Filters:
    """What a list of runs is narrowed to; None leaves a column alone."""

    state: str | None = None
    kind: str | None = None
    subject: str | None = None
    session: str | None = None
    q: str | None = None


def readable(actor: Actor) -> Select[RunRow]:
    """Runs the caller may see."""
    return visible(select(RunRow), RunRow, actor, "run:read")


def page(tx: Tx, actor: Actor, filters: Filters, after: str | None, limit: int) -> tuple[Sequence[RunRow], str | None]:
    """Runs, newest first, and the cursor of the next page (None at the end)."""
    query = readable(actor).where(*_wanted(filters)).options(LISTED)
    if filters.state and RunState.SUCCEEDED not in filters.state.split(","):
        query = query.where(_RARE).with_hint(RunRow, "INDEXED BY ix_run_state", "sqlite")
    if after:
        created, run_id = decode_cursor(after, 2)
        moment = from_seconds(float(created))
        query = query.where(or_(RunRow.created_at < moment, and_(RunRow.created_at == moment, RunRow.id < run_id)))
    query = query.order_by(RunRow.created_at.desc(), RunRow.id.desc()).limit(limit + 1)
    rows = tx.session.scalars(query).all()
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], encode_cursor(to_seconds(last.created_at), last.id)


def _wanted(filters: Filters) -> list[Any]:
    wanted: list[Any] = []
    if filters.state:
        states = filters.state.split(",")
        if not set(states) <= {state.value for state in RunState}:
            raise UnknownState
        wanted.append(RunRow.state.in_(states))
    for column, value in (
        (RunRow.kind, filters.kind),
        (RunRow.subject, filters.subject),
        (RunRow.session_id, filters.session),
    ):
        if value:
            wanted.append(column == value)
    if filters.q:
        words = filters.q.strip()
        wanted.append(RunRow.id == words if is_uuid(words) else RunRow.subject_name.icontains(words, autoescape=True))
    return wanted


def allowed(run: Run | None, actor: Actor, action: str) -> Run:
    """The run, when the caller may do this with it; missing and hidden look the same."""
    if run is None:
        raise RunNotFound
    try:
        authorize(actor, action, Resource("run", run.id, run.tenant_id, run.owner_id))
    except NotFound:
        raise RunNotFound from None
    return run


def steps(tx: Tx, actor: Actor, run_id: str) -> list[dict[str, Any]]:
    """One entry per attempt of a node, in the order they began, folded from the journal."""
    row = tx.session.scalars(readable(actor).where(RunRow.id == run_id).options(LISTED)).one_or_none()
    if row is None:
        raise RunNotFound
    query = select(EventRow).where(EventRow.run_id == run_id, EventRow.type.in_(STEP_EVENTS)).order_by(EventRow.seq)
    ended = RunState(row.state).is_final
    return fold([Event(e.run_id, e.seq, e.at, e.type, e.data) for e in tx.session.scalars(query)], ended)


def fold(events: Sequence[Event], ended: bool) -> list[dict[str, Any]]:
    """Steps out of the journal's node events. What was still open when the run ended counts as cancelled."""
    found: list[dict[str, Any]] = []
    open_steps: dict[str, dict[str, Any]] = {}
    for event in events:
        node = event.data["node"]
        if event.type == "node.started":
            if node in open_steps:
                open_steps[node]["state"] = "cancelled"
            open_steps[node] = _begun(event, len(found))
            found.append(open_steps[node])
        else:
            step = open_steps.pop(node, None)
            if step is None:
                step = _begun(event, len(found))
                found.append(step)
            _finish(step, event)
    for step in open_steps.values():
        step["state"] = "cancelled" if ended else "running"
    return found


def _begun(event: Event, place: int) -> dict[str, Any]:
    data = event.data
    return {
        "key": f"{data['node']}#{place}",
        "node": data["node"],
        "name": data.get("name") or data["node"],
        "type": data.get("type"),
        "state": "running",
        "started_at": event.at,
        "finished_at": None,
        "ms": None,
        "attempt": data.get("attempt", 1),
    }


def _finish(step: dict[str, Any], event: Event) -> None:
    data = event.data
    step["state"] = "finished" if event.type == "node.finished" else "failed"
    step["name"] = data.get("name") or step["name"]
    step["type"] = data.get("type") or step["type"]
    step["finished_at"] = event.at
    step["ms"] = data.get("ms")
