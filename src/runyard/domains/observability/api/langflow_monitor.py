"""Builds, transactions and the job queue as the langflow dialect shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import NAMESPACE_OID, UUID, uuid5

from fastapi import Query
from pydantic import BaseModel

from runyard.access import Actor
from runyard.domains import flows
from runyard.domains.observability import marks, records
from runyard.kernel import Event, RunRow
from runyard.kit.paging import Page
from runyard.store import Tx
from runyard.wire import Ctx, Routes

routes = Routes("observability")

SIZE = Annotated[int, Query(ge=1, le=100)]


class Build(BaseModel):
    """What one component gave in one run; `job_id` names the run when all of the flow ran."""

    artifacts: dict[str, Any]
    timestamp: datetime
    valid: bool
    job_id: UUID | None
    params: str
    id: str
    data: dict[str, Any]
    flow_id: UUID
    build_id: UUID


class Builds(BaseModel):
    """What components gave, by the id of their node."""

    vertex_builds: dict[str, list[Build]]


class Transaction(BaseModel):
    """One component's call."""

    id: UUID
    timestamp: datetime
    vertex_id: str
    target_id: str | None
    inputs: dict[str, Any]
    outputs: dict[str, Any] | None
    status: Literal["success", "error"]


class TransactionPage(BaseModel):
    """One page of calls, newest first."""

    items: list[Transaction]
    total: int
    page: int
    size: int
    pages: int


class JobQueue(BaseModel):
    """How many runs are driven in this process, and what dispatches them."""

    backend: str
    active_jobs: int


def build_out(run: RunRow, event: Event) -> dict[str, Any]:
    """One stored result of one component."""
    record = flows.build_record(event, whole_run=run.input.get("mode") != "build")
    return {
        "artifacts": record["data"]["artifacts"],
        "timestamp": event.at,
        "valid": record["valid"],
        "job_id": None if run.input.get("mode") == "build" else run.id,
        "params": record["params"],
        "id": record["id"],
        "data": record["data"],
        "flow_id": run.subject,
        "build_id": str(uuid5(NAMESPACE_OID, f"{event.run}.{event.seq}")),
    }


@routes.get("/api/v1/monitor/builds", op="langflow.monitor.builds_get", needs="run:read", answer=Builds)
async def get_builds(flow_id: UUID, ctx: Ctx) -> dict[str, Any]:
    """What the components of a flow gave in its latest runs."""

    def work(tx: Tx, actor: Actor) -> dict[str, Any]:
        found: dict[str, list[Any]] = {}
        for run, events in records.builds(tx, actor, str(flow_id)):
            for event in events:
                found.setdefault(event.data["node"], []).append(build_out(run, event))
        return {"vertex_builds": found}

    return await ctx.read(work)


@routes.delete("/api/v1/monitor/builds", op="langflow.monitor.builds_delete", needs="run:delete", status=204)
async def delete_builds(flow_id: UUID, ctx: Ctx) -> None:
    """Take the builds of a flow out of sight; a foreign flow has none."""
    await ctx.write(marks.hide, "builds", str(flow_id))


@routes.get(
    "/api/v1/monitor/transactions", op="langflow.monitor.transactions", needs="run:read", answer=TransactionPage
)
async def get_transactions(
    flow_id: UUID, ctx: Ctx, page: Annotated[int, Query(ge=1)] = 1, size: SIZE = 50
) -> dict[str, Any]:
    """Inputs and outputs of components, newest first."""
    wanted = Page(page, size)
    events, total = await ctx.read(records.transactions, str(flow_id), wanted)
    items = [transaction_out(event) for event in events]
    return {"items": items, "total": total, "page": page, "size": size, "pages": wanted.of(total)}


def transaction_out(event: Event) -> dict[str, Any]:
    """One component's call; what came over an edge is not repeated."""
    ok = event.type == "node.finished"
    return {
        "id": str(uuid5(NAMESPACE_OID, f"{event.run}.{event.seq}")),
        "timestamp": event.at,
        "vertex_id": event.data["node"],
        "target_id": None,
        "inputs": event.data.get("inputs") or {},
        "outputs": flows.build_record(event)["data"]["outputs"] if ok else None,
        "status": "success" if ok else "error",
    }


@routes.get("/api/v1/monitor/job_queue", op="langflow.monitor.job_queue", needs="system:read", auth="superuser")
async def get_job_queue(ctx: Ctx) -> JobQueue:
    """How many runs are driven in this process, and what dispatches them."""
    kernel = ctx.house.kernel
    return JobQueue(backend="postgres" if kernel.engine.shared else "embedded", active_jobs=kernel.driven)
