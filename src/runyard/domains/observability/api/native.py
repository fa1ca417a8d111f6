"""Runs over Runyard's own API: list, look, follow, cancel, replay, resume. The web app lives on these."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import Header, Query, Response
from pydantic import BaseModel
from starlette.responses import StreamingResponse

from runyard.domains.observability import history
from runyard.domains.observability.history import Filters
from runyard.kernel import Cursor, Event, Kernel, Run
from runyard.kernel.tables import RunRow
from runyard.kit import sse
from runyard.kit.json import dumps
from runyard.wire import Ctx, Routes

routes = Routes("observability")


class RunOut(BaseModel):
    """A run in lists."""

    id: str
    kind: str
    tool: str
    subject: str
    subject_name: str
    session_id: str
    state: str
    reason: str | None
    owner_id: str
    parent_id: str | None
    attempt: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    updated_at: datetime
    duration_ms: float | None
    error: dict[str, Any] | None

    @classmethod
    def of(cls, run: Run | RunRow) -> RunOut:
        """The public face of a run."""
        return cls(**_shown(run))


class RunWhole(RunOut):
    """One run with what went in and what came out."""

    input: Any
    output: Any

    @classmethod
    def of(cls, run: Run | RunRow) -> RunWhole:
        return cls(**_shown(run), input=run.input, output=run.output)


class RunPage(BaseModel):
    """Runs, newest first; `next` is the cursor of the following page."""

    items: list[RunOut]
    next: str | None


class EventOut(BaseModel):
    """One line of a journal."""

    seq: int
    at: datetime
    type: str
    data: Any
    offset: int


class EventPage(BaseModel):
    """Lines of a journal, oldest first; `next` is the cursor of the following page."""

    items: list[EventOut]
    next: str | None


class StepOut(BaseModel):
    """One attempt of one node; times are UTC, `ms` is its duration."""

    key: str
    node: str
    name: str
    type: str | None
    state: str
    started_at: datetime
    finished_at: datetime | None
    ms: float | None
    attempt: int


def _shown(run: Run | RunRow) -> dict[str, Any]:
    names = (name for name in RunOut.model_fields if name not in ("duration_ms", "error"))
    ended = run.finished_at or run.updated_at
    took = (ended - run.started_at).total_seconds() * 1000 if run.started_at else None
    return {name: getattr(run, name) for name in names} | {"duration_ms": took, "error": failure(run.error)}


def failure(error: Any) -> dict[str, Any] | None:
    """An error as {message, kind, hint}, whatever the kernel kept."""
    if error is None:
        return None
    if isinstance(error, dict):
        return {"message": "", "kind": None, "hint": None, **error}
    return {"message": str(error), "kind": None, "hint": None}


@routes.get("/api/runyard/runs", op="runyard.runs.list", needs="run:read")
async def list_runs(
    ctx: Ctx,
    state: str | None = None,
    kind: str | None = None,
    subject: str | None = None,
    session: str | None = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RunPage:
    """Runs the caller may see, newest first."""
    filters = Filters(state, kind, subject, session, q)

    def work(tx: Any, actor: Any) -> RunPage:
        rows, following = history.page(tx, actor, filters, after, limit)
        return RunPage(items=[RunOut.of(row) for row in rows], next=following)

    return await ctx.read(work)


@routes.get("/api/runyard/runs/{run_id}", op="runyard.runs.get", needs="run:read")
async def get_run(run_id: str, ctx: Ctx) -> RunWhole:
    """One run with its input and output."""
    return RunWhole.of(history.allowed(await ctx.house.kernel.get(run_id), ctx.actor, "run:read"))


@routes.get("/api/runyard/runs/{run_id}/steps", op="runyard.runs.steps", needs="run:read")
async def get_steps(run_id: str, ctx: Ctx) -> list[StepOut]:
    """What ran in this run, one entry per attempt."""
    return [StepOut(**step) for step in await ctx.read(history.steps, run_id)]


@routes.get("/api/runyard/runs/{run_id}/events", op="runyard.runs.events", needs="run:read", answer=EventPage)
async def get_events(
    run_id: str,
    ctx: Ctx,
    after: str = "0",
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
    accept: Annotated[str, Header()] = "application/json",
    last_event_id: Annotated[str | None, Header()] = None,
) -> Any:
    """The journal: as a live stream for `text/event-stream`, else as a page. Both go on after a cursor."""
    kernel = ctx.house.kernel
    history.allowed(await kernel.get(run_id), ctx.actor, "run:read")
    if sse.MEDIA_TYPE in accept:
        start = Cursor.parse(last_event_id or after)  # here, so that a bad one is refused before the stream begins
        return StreamingResponse(frames(kernel, run_id, start), 200, sse.HEADERS, sse.MEDIA_TYPE)
    events = await kernel.events(run_id, after, limit)
    following = str(events[-1].cursor) if len(events) == limit else None
    return {"items": [event_out(event) for event in events], "next": following}


async def frames(kernel: Kernel, run_id: str, after: Cursor) -> AsyncIterator[bytes]:
    """Server-sent events whose ids are cursors; a comment keeps an idle stream alive."""
    async for event in kernel.follow(run_id, after):
        if event.type == "heartbeat":
            yield sse.HEARTBEAT
        else:
            yield sse.frame(str(event.cursor), event.type, dumps(event_out(event)))


def event_out(event: Event) -> dict[str, Any]:
    """One line of the journal for clients."""
    return {"seq": event.seq, "at": event.at, "type": event.type, "data": event.data, "offset": event.offset}


@routes.post("/api/runyard/runs/{run_id}/cancel", op="runyard.runs.cancel", needs="run:write", status=202)
async def cancel_run(run_id: str, ctx: Ctx) -> RunOut:
    """End a run now; 409 when it has ended already."""
    kernel = ctx.house.kernel
    history.allowed(await kernel.get(run_id), ctx.actor, "run:write")
    return RunOut.of(await kernel.cancel(run_id, f"cancelled by {ctx.actor.username}"))


@routes.post("/api/runyard/runs/{run_id}/resume", op="runyard.runs.resume", needs="run:write", status=202)
async def resume_run(run_id: str, ctx: Ctx) -> RunOut:
    """Go on after the last finished step of a failed or cancelled run; 409 when there is nothing to resume."""
    kernel = ctx.house.kernel
    history.allowed(await kernel.get(run_id), ctx.actor, "run:write")
    return RunOut.of(await kernel.resume(run_id))


@routes.post("/api/runyard/runs/{run_id}/replay", op="runyard.runs.replay", needs="run:write", status=201)
async def replay_run(run_id: str, ctx: Ctx, response: Response) -> RunOut:
    """A new run with the same input."""
    kernel = ctx.house.kernel
    history.allowed(await kernel.get(run_id), ctx.actor, "run:write")
    fresh = await kernel.replay(run_id, ctx.actor.user_id)
    response.headers["location"] = f"/api/runyard/runs/{fresh}"
    return RunOut.of(history.allowed(await kernel.get(fresh), ctx.actor, "run:read"))
