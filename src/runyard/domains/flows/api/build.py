"""Builds of the langflow dialect: a run started by an editor or a playground, and its frames in three deliveries.

The job id is the run id, so a build can also be watched, cancelled and resumed as the run it is.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from starlette.responses import Response, StreamingResponse

from runyard.access import Actor, Resource, decide
from runyard.domains.flows.api.frames import BuildFrames
from runyard.domains.flows.api.inputs import InputValue
from runyard.domains.flows.runs import KIND, FlowRuns
from runyard.domains.flows.types import CachedFlow
from runyard.engine.options import Entry, RunOptions
from runyard.kernel import Cursor, Kernel, Run
from runyard.kit.errors import Conflict, NotFound
from runyard.kit.json import dumps
from runyard.wire import Ctx, Routes

routes = Routes("flows")

NDJSON = "application/x-ndjson"


class Delivery(StrEnum):
    """How the frames of a build reach whoever started it."""

    STREAMING = "streaming"
    DIRECT = "direct"
    POLLING = "polling"


class FlowData(BaseModel):
    """A graph to build instead of the stored one."""

    model_config = ConfigDict(extra="allow")

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    viewport: dict[str, Any] | None = None


class BuildRequest(BaseModel):
    """The body of a build; all of it may be left out."""

    inputs: InputValue | None = None
    data: FlowData | None = None
    files: list[str] | None = None


class BuildStarted(BaseModel):
    """Where the frames of a build are asked for."""

    job_id: UUID


class BuildCancelled(BaseModel):
    """That a build has ended."""

    success: bool
    message: str


class JobNotFound(NotFound):
    """Job not found"""


class FlowMissing(NotFound):
    """Flow not found"""


class Polls:
    """Where each poller of a build has got to; a build that was read to its end may be read again from the start."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._readers: OrderedDict[str, tuple[Cursor, BuildFrames]] = OrderedDict()

    def get(self, run_id: str) -> tuple[Cursor, BuildFrames]:
        """The cursor of the next poll and the translator that has read up to it."""
        return self._readers.get(run_id) or (Cursor(), BuildFrames())

    def put(self, run_id: str, cursor: Cursor, frames: BuildFrames) -> None:
        """Remember how far this poll got."""
        self._readers[run_id] = (cursor, frames)
        self._readers.move_to_end(run_id)
        while len(self._readers) > self._most:
            self._readers.popitem(last=False)


@routes.post("/api/v1/build/{flow_id}/flow", op="langflow.build.start", needs="flow:execute", answer=BuildStarted)
async def start_build(
    flow_id: UUID,
    ctx: Ctx,
    body: BuildRequest | None = None,
    stop_component_id: str | None = None,
    start_component_id: str | None = None,
    log_builds: bool = True,
    flow_name: str | None = None,
    event_delivery: Delivery = Delivery.POLLING,
) -> Any:
    """Start a build; `direct` answers the frames themselves, the other deliveries the job id."""
    asked = body or BuildRequest()
    runs: FlowRuns = ctx.house.services["flows.runs"]
    flow = await buildable(runs, str(flow_id), ctx.actor, with_data=asked.data is not None)
    options = options_of(flow, asked, start_component_id, stop_component_id, log_builds, flow_name)
    data = asked.data.model_dump() if asked.data is not None else flow.data
    run_id = await runs.begin_with(flow, data, options, ctx.actor.user_id)
    if event_delivery is Delivery.DIRECT:
        return StreamingResponse(frames(ctx.house.kernel, run_id), media_type=NDJSON)
    await ctx.house.kernel.get(run_id)  # returns once the run is in the database
    return {"job_id": run_id}


async def buildable(runs: FlowRuns, flow_id: str, actor: Actor, *, with_data: bool) -> CachedFlow:
    """A flow the caller may build: the own one, or a public one as it is stored."""
    flow = await runs.cache.get(flow_id, None)
    if flow is not None and flow.tenant_id == actor.tenant_id:
        own = decide(actor, "flow:execute", Resource("flow", flow.id, flow.tenant_id, flow.owner_id), datetime.now(UTC))
        if own.allowed or (flow.access_type == "PUBLIC" and not with_data):
            return flow
    raise FlowMissing(f"Flow with id {flow_id} not found")


def options_of(
    flow: CachedFlow, asked: BuildRequest, start: str | None, stop: str | None, log_builds: bool, name: str | None
) -> RunOptions:
    """The build as the engine's options."""
    inputs = asked.inputs or InputValue()
    entry = Entry(inputs.input_value, inputs.type or "any", tuple(inputs.components or ()))
    extra = {
        key: value for key, value in (("log_builds", log_builds), ("flow_name", name)) if value not in (True, None)
    }
    return RunOptions(
        inputs=(entry,) if inputs.input_value is not None else (),
        session_id=inputs.session or flow.id,
        start_component_id=start,
        stop_component_id=stop,
        files=tuple(asked.files or ()),
        mode="build",
        stream=True,
        extra=extra,
    )


async def frames(kernel: Kernel, run_id: str) -> AsyncIterator[bytes]:
    """Every frame of a build until its end, one JSON object and a blank line each."""
    translate = BuildFrames()
    async for event in kernel.follow(run_id, 0, heartbeat=None):
        for frame in translate.of(event):
            yield dumps(frame) + b"\n\n"


@routes.get("/api/v1/build/{job_id}/events", op="langflow.build.events", needs="run:read")
async def get_build_events(job_id: str, ctx: Ctx, event_delivery: Delivery = Delivery.STREAMING) -> Response:
    """The frames of a build: all of them as they come, or what has come since the last poll."""
    await job_of(ctx.house.kernel, job_id, ctx.actor)
    if event_delivery is Delivery.POLLING:
        return Response(await poll(ctx.house, job_id), media_type=NDJSON)
    return StreamingResponse(frames(ctx.house.kernel, job_id), media_type=NDJSON)


async def poll(house: Any, run_id: str) -> bytes:
    """Frames since the last poll, at least one unless the build has been read to its end."""
    kernel: Kernel = house.kernel
    polls: Polls = house.services["flows.polls"]
    cursor, translate = polls.get(run_id)
    lines: list[bytes] = []
    async for event in kernel.follow(run_id, cursor, heartbeat=None):
        lines += [dumps(frame) + b"\n" for frame in translate.of(event)]
        cursor = event.cursor
        if lines:
            break
    for event in await kernel.events(run_id, cursor):
        lines += [dumps(frame) + b"\n" for frame in translate.of(event)]
        cursor = event.cursor
    polls.put(run_id, cursor, translate)
    return b"".join(lines)


@routes.post("/api/v1/build/{job_id}/cancel", op="langflow.build.cancel", needs="run:write")
async def cancel_build(job_id: str, ctx: Ctx) -> BuildCancelled:
    """Cancel a build; one that has ended stays as it is and that counts as success."""
    run = await job_of(ctx.house.kernel, job_id, ctx.actor)
    if not run.is_final:
        try:
            await ctx.house.kernel.cancel(job_id, f"cancelled by {ctx.actor.username}")
        except Conflict:
            pass  # it ended by itself while we asked
    return BuildCancelled(success=True, message="Flow build cancelled successfully")


async def job_of(kernel: Kernel, job_id: str, actor: Actor) -> Run:
    """The caller's own build; another user's answers exactly as one that does not exist."""
    run = await kernel.get(job_id)
    if run is None or run.kind != KIND or not allowed(run, actor):
        raise JobNotFound(f"Job not found: Job queue not found for job_id: {job_id}")
    return run


def allowed(run: Run, actor: Actor) -> bool:
    """Whether a build is the caller's to watch and to cancel."""
    resource = Resource("run", run.id, run.tenant_id, run.owner_id)
    return decide(actor, "run:write", resource, datetime.now(UTC)).allowed
