"""Every flow is a tool: `flow:<endpoint name or id>`, taking a text and giving the text of its answer."""

from __future__ import annotations

from typing import Any

from runyard.access import Actor
from runyard.domains.flows import queries
from runyard.domains.flows.cache import FlowCache
from runyard.domains.flows.runs import FlowRuns
from runyard.engine.options import RunOptions
from runyard.engine.tools import NoSuchTool, ToolInfo
from runyard.kernel import Run, RunState
from runyard.kit.errors import RunyardError
from runyard.store import Store

INPUT = {
    "type": "object",
    "properties": {
        "input_value": {"type": "string", "description": "Text for the flow's input."},
        "session_id": {"type": "string", "description": "Session whose memory the flow uses."},
    },
}


class ToolFailed(RunyardError):
    """The flow failed."""

    status = 422


class FlowTools:
    """The provider of flows."""

    prefix = "flow"

    def __init__(self, store: Store, cache: FlowCache, runs: FlowRuns) -> None:
        self._store = store
        self._cache = cache
        self._runs = runs

    async def list(self, actor: Actor) -> list[ToolInfo]:
        """The actor's flows."""
        rows = await self._store.read(
            lambda tx: [(r.id, r.name, r.endpoint_name, r.description) for r in queries.headers(tx, actor)]
        )
        return [
            ToolInfo(f"flow:{endpoint or flow_id}", description or name, INPUT, None, "flow:execute", name)
            for flow_id, name, endpoint, description in rows
        ]

    async def call(self, actor: Actor, name: str, arguments: dict[str, Any], run: Any = None) -> Any:
        """Run the flow and give the text of its answer; a failure is an error with the flow's own sentence."""
        flow = await self._cache.get(name.partition(":")[2], actor.user_id)
        if flow is None:
            raise NoSuchTool
        options = RunOptions(
            input_value=arguments.get("input_value"), session_id=arguments.get("session_id"), output_type="any"
        )
        ended = await self._runs.kernel.wait(await self._runs.begin(flow, options, actor.user_id))
        if ended.state is not RunState.SUCCEEDED:
            raise ToolFailed((ended.error or {}).get("message") or f"The flow was {ended.state.value}.")
        return text_of(ended)


def text_of(run: Run) -> str:
    """The texts of a run's answer, one after the other."""
    forms = [form for record in run.output["outputs"] for form in record["results"].values()]
    values = [form["value"] for form in forms if form]
    texts = [value.get("text") if isinstance(value, dict) and "text" in value else str(value) for value in values]
    return "\n".join(dict.fromkeys(text for text in texts if text))
