"""Other flows and tools of the house, called from inside a run."""

from __future__ import annotations

from typing import Any

from runyard.access import Actor
from runyard.engine.errors import NodeFailed, TooDeep
from runyard.engine.options import RunOptions
from runyard.engine.scope import FlowScope
from runyard.engine.services import FoundFlow
from runyard.kernel import RunContext
from runyard_sdk import Tool
from runyard_sdk.schema import tool_name
from runyard_sdk.values import load

FLOW_KIND = "flow"
MOST_DEEP = 8


def caller_of(run: RunContext) -> Actor:
    """The run's owner, as who calls from inside it."""
    return Actor(user_id=run.owner, username="", tenant_id=run.tenant, superuser=False, via="internal")


async def call_tool(scope: FlowScope, name: str, arguments: dict[str, Any]) -> Any:
    """Call a registered tool as the run's owner."""
    return await scope.services.tools.call(caller_of(scope.run), name, arguments, run=scope.run)


async def run_flow(
    scope: FlowScope, flow: str, input: str, *, tweaks: dict[str, Any] | None, session: str | None
) -> list[Any]:
    """Run another flow as a child run and give the values of its outputs."""
    return await _run(scope, await _found(scope, flow), input, tweaks, session)


async def flow_tool(scope: FlowScope, flow: str, *, name: str | None, description: str | None) -> Tool:
    """Another flow as a tool with one argument."""
    found = await _found(scope, flow)
    schema = {
        "type": "object",
        "required": ["input_value"],
        "properties": {"input_value": {"type": "string", "description": "What to say to the flow."}},
    }

    async def call(arguments: dict[str, Any]) -> Any:
        values = await _run(scope, found, str(arguments.get("input_value") or ""), None, None)
        return values[0] if len(values) == 1 else values

    said = description or found.description or f"Runs the flow {found.name}."
    return Tool(tool_name(name or found.name), said, schema, call, {"flow": found.id})


async def _found(scope: FlowScope, flow: str) -> FoundFlow:
    if scope.options.depth >= MOST_DEEP:
        raise TooDeep
    return await scope.services.flows.find(scope.run, flow)


async def _run(
    scope: FlowScope, found: FoundFlow, input: str, tweaks: dict[str, Any] | None, session: str | None
) -> list[Any]:
    options = RunOptions(
        input_value=input,
        input_type="any",
        output_type="any",
        tweaks=tweaks or {},
        session_id=session or scope.session_id,
        variables_override=scope.options.variables_override,
        depth=scope.options.depth + 1,
    )
    ended = await scope.run.child(
        FLOW_KIND,
        found.input | options.to_json(),
        subject=found.id,
        subject_name=found.name,
        session=options.session_id or "",
    )
    if ended.error or ended.output is None:
        said = (ended.error or {}).get("message") or f"it ended as {ended.state}"
        raise NodeFailed("", found.name, str(said))
    return [load(form) for node in ended.output.get("outputs", []) for form in node["results"].values()]
