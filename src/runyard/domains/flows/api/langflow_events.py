"""Notes for open editors, starter graphs and translations of notes, in the langflow dialect."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from starlette.responses import Response

from runyard.domains.flows import examples, queries
from runyard.domains.flows.events import EventBoard, EventCreate, FlowEvent, FlowEvents
from runyard.domains.flows.shown import answer
from runyard.domains.flows.types import FlowRead
from runyard.wire import Ctx, RequestContext, Routes

routes = Routes("flows")


@routes.get("/api/v1/flows/{flow_id}/events", op="langflow.flow_events.list", needs="flow:read")
async def list_events(flow_id: UUID, ctx: Ctx, since: float = 0.0) -> FlowEvents:
    """What happened to a flow after a moment."""
    await ctx.read(queries.exists, str(flow_id))
    return _board(ctx).since(str(flow_id), since)


@routes.post("/api/v1/flows/{flow_id}/events", op="langflow.flow_events.create", needs="flow:write", status=201)
async def create_event(flow_id: UUID, body: EventCreate, ctx: Ctx) -> FlowEvent:
    """Tell open editors what happened."""
    await ctx.read(queries.exists, str(flow_id), "flow:write")
    return _board(ctx).add(str(flow_id), body)


@routes.get("/api/v1/flows/{flow_id}/note_translations", op="langflow.flows.note_translations", needs="flow:read")
async def note_translations(flow_id: UUID, ctx: Ctx) -> dict[str, str]:
    """Notes in the reader's language: none so far, people write their own."""
    await ctx.read(queries.exists, str(flow_id))
    return {}


@routes.get(
    "/api/v1/flows/basic_examples/",
    op="langflow.flows.basic_examples",
    public=True,
    gzip=True,
    response_model=list[FlowRead],
)
async def basic_examples(ctx: Ctx) -> Response:
    """Flows to start from; they need no key."""
    return answer(examples.examples(ctx.house.catalogue.find))


@routes.get("/api/v1/starter-projects/", op="langflow.flows.starter_projects", needs="flow:read")
async def starter_projects(ctx: Ctx) -> list[dict[str, Any]]:
    """The graphs of the examples alone."""
    return examples.starters(ctx.house.catalogue.find)


def _board(ctx: RequestContext) -> EventBoard:
    board: EventBoard = ctx.house.services["flows.events"]
    return board
