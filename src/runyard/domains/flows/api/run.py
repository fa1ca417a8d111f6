"""Runs over HTTP: simple, advanced with several inputs, streamed, and by webhook. The simple run is the hot path of the house."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from runyard.access import Actor
from runyard.domains.flows.api.frames import RunFrames
from runyard.domains.flows.api.inputs import InputValue
from runyard.domains.flows.api.shapes import run_response
from runyard.domains.flows.runs import FlowRuns
from runyard.domains.flows.types import CachedFlow
from runyard.engine.options import Entry, RunOptions
from runyard.kernel import Kernel, Run, RunState
from runyard.kit.errors import BadRequest, Invalid, NotFound, RunyardError
from runyard.kit.json import dumps, dumps_text, loads
from runyard.wire import Ctx, RequestContext, Routes

routes = Routes("flows")

VARIABLE_HEADER = "x-langflow-global-var-"
NO_KEY = "API key required when webhook authentication is enabled"


class RunRequest(BaseModel):
    """The body of a simple run; every field has a default."""

    model_config = ConfigDict(extra="ignore", strict=True)

    input_value: str | None = None
    input_type: Literal["chat", "text", "any"] | None = "chat"
    output_type: Literal["chat", "text", "any", "debug"] | None = "chat"
    output_component: str | None = ""
    tweaks: dict[str, Any] | None = None
    session_id: str | None = None
    user_id: str | None = None
    input_request: dict[str, Any] | None = None
    context: dict[str, Any] | None = None


class AdvancedRequest(BaseModel):
    """The body of an advanced run: one run per input, results of chosen nodes."""

    model_config = ConfigDict(extra="ignore")

    inputs: list[InputValue] | None = None
    outputs: list[str] | None = None
    tweaks: dict[str, Any] | None = None
    stream: bool = False
    session_id: str | None = None


class RunAnswer(BaseModel):
    """What a run answers: per input, the results of the output components."""

    session_id: str
    outputs: list[dict[str, Any]] = Field(default_factory=list)


class WebhookAnswer(BaseModel):
    """That a payload was accepted and its run is on its way."""

    message: str
    status: str


class FlowUnknown(NotFound):
    """Flow identifier not found"""


class SessionUnknown(NotFound):
    """Session not found"""


class NoData(Invalid):
    """The flow has no data; open it in the editor and add components."""


class EmptyWebhook(BadRequest):
    """Request body is empty. You should provide a JSON payload containing the flow ID."""


class RunFailed(RunyardError):
    """The run failed."""


VALIDATE = RunRequest.__pydantic_validator__
BOOL = TypeAdapter(bool)


@routes.raw(
    "POST",
    "/api/v1/run/{flow_id_or_name}",
    op="langflow.base.run",
    needs="flow:execute",
    auth="key",
    body=RunRequest,
    answer=RunAnswer,
    params={"stream": (bool, False)},
)
async def run_flow(request: Request, ctx: RequestContext) -> Response:
    """Run a flow and answer its results, or its frames with `stream=true`."""
    stream = wants_stream(request)
    runs: FlowRuns = ctx.house.services["flows.runs"]
    name = request.path_params["flow_id_or_name"]
    flow = await runnable(runs, name, ctx.actor)
    options = simple_options(flow, await simple_body(request), overrides(request), stream)
    run_id = await runs.begin(flow, options, ctx.actor.user_id)
    if stream:
        return StreamingResponse(stream_frames(ctx.house.kernel, run_id), media_type="text/event-stream")
    run = await ctx.house.kernel.wait(run_id)
    if run.state is not RunState.SUCCEEDED:
        raise RunFailed(dumps_text(api_exception(status_text(run))))
    return Response(dumps(run_response(run.output)), media_type="application/json")


def wants_stream(request: Request) -> bool:
    """The `stream` word of the query."""
    word = request.query_params.get("stream")
    if word is None:
        return False
    try:
        return BOOL.validate_python(word)
    except ValidationError as wrong:
        raise Invalid("stream: Input should be a valid boolean", detail=[bad_bool(wrong, word)]) from None


def bad_bool(wrong: ValidationError, word: str) -> dict[str, Any]:
    """FastAPI's own form of a query value that is no boolean."""
    found = wrong.errors(include_url=False)[0]
    return {"type": found["type"], "loc": ["query", "stream"], "msg": found["msg"], "input": word}


async def runnable(runs: FlowRuns, name: str, actor: Actor) -> CachedFlow:
    """The key owner's flow, by id or endpoint name."""
    flow = await runs.cache.get(name, actor.user_id)
    if flow is None:
        raise FlowUnknown(f"Flow identifier {name} not found")
    return flow


async def simple_body(request: Request) -> RunRequest:
    """The body, flat, wrapped in `input_request`, as form fields or absent. A body that does not fit counts as absent."""
    if "multipart/form-data" in request.headers.get("content-type", ""):
        form = await request.form()
        return fitting({key: value for key, value in form.items() if isinstance(value, str)})
    raw = await request.body()
    if not raw:
        return RunRequest()
    try:
        body = loads(raw)
    except ValueError as wrong:
        raise Invalid("The body is not valid JSON.", detail=[bad_json(wrong)]) from None
    wrapped = body.get("input_request") if isinstance(body, dict) else None
    return fitting(wrapped if isinstance(wrapped, dict) else body)


def bad_json(wrong: ValueError) -> dict[str, Any]:
    """FastAPI's own form of a body that is no JSON."""
    context = {"error": str(wrong).split(":")[0]}
    return {
        "type": "json_invalid",
        "loc": ["body", getattr(wrong, "pos", 0)],
        "msg": "JSON decode error",
        "input": {},
        "ctx": context,
    }


def fitting(body: Any) -> RunRequest:
    """The request this body makes, or the defaults when it makes none."""
    try:
        return VALIDATE.validate_python(body)  # type: ignore[no-any-return]
    except ValidationError:
        return RunRequest()


def overrides(request: Request) -> dict[str, str]:
    """Global variables that the request's headers set for this run only."""
    found = {}
    for name, value in request.headers.items():
        if name.startswith(VARIABLE_HEADER):
            found[name.removeprefix(VARIABLE_HEADER).upper()] = value
    return found


def simple_options(flow: CachedFlow, body: RunRequest, variables: dict[str, str], stream: bool) -> RunOptions:
    """A simple run as the engine's options."""
    if flow.data is None:
        raise NoData
    return RunOptions(
        input_value=body.input_value,
        input_type=body.input_type or "chat",
        output_type=body.output_type or "chat",
        output_component=body.output_component or "",
        tweaks=body.tweaks or {},
        session_id=body.session_id,
        variables_override=variables,
        stream=stream,
    )


async def stream_frames(kernel: Kernel, run_id: str) -> AsyncIterator[bytes]:
    """Frames of a run, and its answer as the last one."""
    translate = RunFrames()
    async for event in kernel.follow(run_id, 0, heartbeat=None):
        for frame in translate.of(event):
            yield dumps(frame) + b"\n\n"
    run = await kernel.get(run_id)
    if run is not None and run.state is RunState.SUCCEEDED:
        yield dumps({"event": "end", "data": {"result": run_response(run.output)}}) + b"\n\n"
    elif run is not None:
        yield dumps({"event": "error", "data": {"error": status_text(run)}}) + b"\n\n"


def reason(run: Run) -> str:
    """Why a run did not succeed, in one sentence."""
    if isinstance(run.error, dict) and run.error.get("message"):
        return str(run.error["message"])
    return f"The run was {run.state.value}: {run.reason or 'no reason was given'}"


def api_exception(message: str) -> dict[str, Any]:
    """The error object of this dialect's runs."""
    return {"message": message, "traceback": None, "description": None, "code": None, "suggestion": None}


def status_text(run: Run) -> str:
    """The inner error text of this dialect, which repeats its status."""
    return f"500: {dumps_text(api_exception(reason(run)))}"


@routes.post(
    "/api/v1/run/advanced/{flow_id_or_name}", op="langflow.base.run_advanced", needs="flow:execute", auth="key"
)
async def run_advanced(flow_id_or_name: str, ctx: Ctx, body: AdvancedRequest | None = None) -> RunAnswer:
    """Run a flow once for every input and answer the results of the chosen nodes."""
    asked = body or AdvancedRequest()
    runs: FlowRuns = ctx.house.services["flows.runs"]
    flow = await runnable(runs, flow_id_or_name, ctx.actor)
    if flow.data is None:
        raise NoData
    known = ctx.house.services["conversations.known"]
    if asked.session_id is not None and not await known(ctx.actor, flow.id, asked.session_id):
        raise SessionUnknown(f"Session {asked.session_id} not found")
    given = [one for one in asked.inputs or [] if one is not None] or [InputValue(input_value="")]
    options = RunOptions(
        inputs=tuple(Entry(one.input_value, one.type or "any", tuple(one.components or ())) for one in given),
        outputs=tuple(asked.outputs or ()),
        output_type="any",
        tweaks=asked.tweaks or {},
        session_id=asked.session_id,
        variables_override=overrides(ctx.request),
    )
    run = await ctx.house.kernel.wait(await runs.begin(flow, options, ctx.actor.user_id))
    if run.state is not RunState.SUCCEEDED:
        raise RunFailed(reason(run))
    return RunAnswer(**run_response(run.output, brief=True))


@routes.raw(
    "POST",
    "/api/v1/webhook/{flow_id_or_name}",
    op="langflow.base.webhook",
    needs="flow:execute",
    auth="key",
    missing=NO_KEY,
    status=202,
    answer=WebhookAnswer,
)
async def webhook(request: Request, ctx: RequestContext) -> Response:
    """Accept a payload, durably, and run the flow behind it."""
    runs: FlowRuns = ctx.house.services["flows.runs"]
    flow = await runnable(runs, request.path_params["flow_id_or_name"], ctx.actor)
    payload = await request.body()
    if not payload:
        raise EmptyWebhook
    options = RunOptions(
        webhook=payload.decode("utf-8", "replace"), variables_override=overrides(request), output_type="any"
    )
    run_id = await runs.begin(flow, options, ctx.actor.user_id)
    await ctx.house.kernel.get(run_id)  # returns once the run is in the database
    body = {"message": "Task started in the background", "status": "in progress"}
    return Response(dumps(body), 202, {"x-run-id": run_id}, "application/json")
