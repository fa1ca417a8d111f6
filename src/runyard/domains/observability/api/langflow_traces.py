"""Runs as traces with spans, as the langflow dialect shows them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import NAMESPACE_OID, UUID, uuid5

from fastapi import Query
from pydantic import BaseModel

from runyard.access import Actor
from runyard.domains import flows
from runyard.domains.observability import marks, records
from runyard.domains.observability.records import TraceFilters
from runyard.kernel import Event, RunRow, RunState
from runyard.kit.errors import NotFound
from runyard.kit.paging import Page
from runyard.store import Tx
from runyard.wire import Ctx, Routes

routes = Routes("observability")

OK = {RunState.SUCCEEDED.value: "ok", RunState.FAILED.value: "error"}
KINDS = {
    "Agent": "agent",
    "LanguageModelComponent": "llm",
    "OpenAIModel": "llm",
    "EmbeddingModel": "embedding",
    "ParserComponent": "parser",
}


class TraceStatus(StrEnum):
    """What a run came to, in the words of traces."""

    UNSET = "unset"
    OK = "ok"
    ERROR = "error"


class Trace(BaseModel):
    """A run in lists."""

    id: UUID
    name: str
    status: TraceStatus
    startTime: datetime
    totalLatencyMs: int
    totalTokens: int
    flowId: UUID
    sessionId: str
    input: dict[str, Any] | None
    output: dict[str, Any] | None


class Span(BaseModel):
    """One call of a component."""

    id: UUID
    name: str
    type: str
    status: TraceStatus
    startTime: datetime
    endTime: datetime
    latencyMs: int
    inputs: dict[str, Any] | None
    outputs: dict[str, Any] | None
    error: str | None
    modelName: str | None
    tokenUsage: dict[str, Any] | None
    children: list[Span]


class TraceWhole(Trace):
    """One run with its spans."""

    endTime: datetime | None
    spans: list[Span]


class TracePage(BaseModel):
    """Runs, newest first."""

    traces: list[Trace]
    total: int
    pages: int


class FlowUnknown(NotFound):
    """Flow not found"""


def trace_out(run: RunRow) -> dict[str, Any]:
    """A trace in lists."""
    ended = run.finished_at or run.updated_at
    began = run.started_at or run.created_at
    given = run.input.get("input_value")
    if given is None and run.input.get("inputs"):
        given = run.input["inputs"][0].get("value")
    outputs = (run.output or {}).get("outputs") or []
    return {
        "id": run.id,
        "name": f"{run.subject_name} - {run.subject}",
        "status": OK.get(run.state, "unset"),
        "startTime": began,
        "totalLatencyMs": round((ended - began).total_seconds() * 1000),
        "totalTokens": sum((one.get("usage") or {}).get("total_tokens") or 0 for one in outputs),
        "flowId": run.subject,
        "sessionId": run.session_id,
        "input": None if given is None else {"input_value": given},
        "output": flows.span_values(outputs[0]) if outputs else None,
    }


def spans_of(events: list[Event]) -> list[dict[str, Any]]:
    """One span per call of a component."""
    began = {event.data["node"]: event.at for event in events if event.type == "node.started"}
    return [
        span_out(event, began.get(event.data["node"], event.at)) for event in events if event.type != "node.started"
    ]


def span_out(event: Event, began: datetime) -> dict[str, Any]:
    """One span."""
    data, ok = event.data, event.type == "node.finished"
    return {
        "id": str(uuid5(NAMESPACE_OID, f"{event.run}.{event.seq}")),
        "name": data["name"],
        "type": KINDS.get(data["type"], "chain"),
        "status": "ok" if ok else "error",
        "startTime": began,
        "endTime": event.at,
        "latencyMs": round(data.get("ms") or 0),
        "inputs": data.get("inputs"),
        "outputs": flows.span_values(data) if ok else None,
        "error": None if ok else data["error"]["message"],
        "modelName": (data.get("usage") or {}).get("model"),
        "tokenUsage": data.get("usage"),
        "children": [],
    }


@routes.get("/api/v1/monitor/traces", op="langflow.traces.list", needs="run:read", answer=TracePage)
async def list_traces(
    ctx: Ctx,
    flow_id: UUID | None = None,
    session_id: str | None = None,
    status: TraceStatus | None = None,
    query: Annotated[str | None, Query(max_length=500)] = None,
    start_time: datetime | None = None,
    end_time: datetime | None = None,
    page: Annotated[int, Query(ge=0)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Runs of the caller's flows, newest first; page 0 is the first page."""
    wanted = Page(max(page, 1), size)
    filters = TraceFilters(flow_id and str(flow_id), session_id, status, query, start_time, end_time)

    def work(tx: Tx, actor: Actor) -> dict[str, Any]:
        rows, total = records.traces(tx, actor, filters, wanted)
        return {"traces": [trace_out(row) for row in rows], "total": total, "pages": wanted.of(total)}

    return await ctx.read(work)


@routes.get("/api/v1/monitor/traces/{trace_id}", op="langflow.traces.get", needs="run:read", answer=TraceWhole)
async def get_trace(trace_id: UUID, ctx: Ctx) -> dict[str, Any]:
    """One run with its spans."""

    def work(tx: Tx, actor: Actor) -> dict[str, Any]:
        run, events = records.trace(tx, actor, str(trace_id))
        return trace_out(run) | {"endTime": run.finished_at, "spans": spans_of(events)}

    return await ctx.read(work)


@routes.delete("/api/v1/monitor/traces/{trace_id}", op="langflow.traces.delete", needs="run:delete", status=204)
async def delete_trace(trace_id: UUID, ctx: Ctx) -> None:
    """Take one trace out of sight; the run and its journal stay."""

    def work(tx: Tx, actor: Actor) -> None:
        records.trace(tx, actor, str(trace_id))
        marks.hide(tx, actor, "trace", str(trace_id))

    await ctx.write(work)


@routes.delete("/api/v1/monitor/traces", op="langflow.traces.delete_by_flow", needs="run:delete", status=204)
async def delete_traces(flow_id: UUID, ctx: Ctx) -> None:
    """Take all traces of a flow out of sight."""
    flow = await flows.cached(ctx.house, str(flow_id), ctx.actor.user_id)
    if flow is None:
        raise FlowUnknown
    await ctx.write(marks.hide, "traces", str(flow_id))
