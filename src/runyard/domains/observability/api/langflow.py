"""Health and the server's log in the langflow dialect."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel
from starlette.responses import Response, StreamingResponse

from runyard.domains.observability.health import ready
from runyard.domains.observability.logs import LogBuffer
from runyard.kit.errors import BadRequest, RunyardError
from runyard.kit.json import dumps, dumps_text
from runyard.wire import Ctx, RequestContext, Routes

routes = Routes("observability")

DEFAULT_LINES = 10
IDLE = 15.0
Lines = Annotated[int, Query(ge=0, le=10_000)]
Moment = Annotated[int, Query(ge=0, le=1 << 53)]


class LogsDisabled(RunyardError):
    """Log retrieval is disabled"""

    status = 501


class BothLineCounts(BadRequest):
    """Use lines_before or lines_after, not both: the lines before a moment, or those after it."""


class TimestampMissing(BadRequest):
    """lines_after needs a timestamp: the moment, in milliseconds since 1970, after which lines are wanted."""


class Health(BaseModel):
    """Whether the process answers."""

    status: str


class HealthCheck(Health):
    """Whether the parts of the house work."""

    chat: str
    db: str


@routes.get("/health", op="langflow.health.health", public=True)
async def health(ctx: Ctx) -> Health:
    """The process answers; nothing else is asked."""
    return Health(status="ok")


@routes.get("/health_check", op="langflow.health.health_check", public=True, response_model=HealthCheck)
async def health_check(ctx: Ctx) -> Response:
    """The database answers and the queue of runs moves; otherwise 500."""
    state = await ready(ctx.house.store)
    shown = {"status": "ok" if state.ok else "nok", "chat": state.queue, "db": state.database}
    return Response(dumps(shown), 200 if state.ok else 500, media_type="application/json")


@routes.get("/logs", op="langflow.logs.list", needs="log:read")
async def list_logs(ctx: Ctx, lines_before: Lines = 0, lines_after: Lines = 0, timestamp: Moment = 0) -> dict[int, str]:
    """Lines of the server's log, for administrators."""
    log = _log(ctx)
    if lines_before and lines_after:
        raise BothLineCounts
    if lines_after and not timestamp:
        raise TimestampMissing
    if lines_after:
        return log.after(timestamp, lines_after)
    return log.last(lines_before or DEFAULT_LINES, timestamp or None)


@routes.get("/logs-stream", op="langflow.logs.stream", needs="log:read", response_model=None)
async def stream_logs(ctx: Ctx) -> Response:
    """New lines of the server's log as they come, for administrators."""
    return StreamingResponse(_frames(_log(ctx)), media_type="text/event-stream")


def _log(ctx: RequestContext) -> LogBuffer:
    # The log speaks of everybody; whoever may not see everything gets the answer of a server that keeps it to itself.
    if not ctx.actor.superuser:
        raise LogsDisabled
    log: LogBuffer = ctx.house.services["observability.log"]
    return log


async def _frames(log: LogBuffer) -> AsyncIterator[str]:
    async for lines in log.follow(IDLE):
        yield "".join(f"{dumps_text({at: line})}\n\n" for at, line in lines.items()) or "keepalive\n\n"
