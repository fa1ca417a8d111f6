"""What all nodes of one flow run share: the flow, the session, the request's options, the house, notes and usage."""

from __future__ import annotations

from typing import Any

from runyard.engine.graph import FlowGraph
from runyard.engine.kept import KeptCalls
from runyard.engine.options import Entry, RunOptions, input_fields, tweaks_of
from runyard.engine.services import Services
from runyard.kernel import RunContext
from runyard.kit.ids import new_id
from runyard_sdk import NodeInfo


class FlowScope:
    """One pass of a flow (one input) inside a run."""

    def __init__(
        self, graph: FlowGraph, options: RunOptions, entry: Entry, run: RunContext, services: Services
    ) -> None:
        self.graph = graph
        self.options = options
        self.entry = entry
        self.run = run
        self.services = services
        self.flow_id: str = run.subject or new_id()
        self.flow_name: str = getattr(run, "subject_name", "") or ""
        self.session_id: str = options.session_id or run.session or self.flow_id
        self.notes: dict[str, Any] = {}
        self.calls = KeptCalls(run)
        self.metadata = {"graph_run_id": run.id}

    def changes(self, node_id: str) -> dict[str, Any]:
        """What the request changes in a node: its tweaks, then its input."""
        node = self.graph.nodes[node_id]
        return tweaks_of(node, self.options.tweaks) | input_fields(node, self.entry, self.options)

    def info(self, node_id: str) -> NodeInfo:
        """A node as components see it."""
        node = self.graph.nodes[node_id]
        return NodeInfo(node.id, node.title, node.template, node.type)

    async def variable(self, name: str, *, secret: bool = True) -> str | None:
        """A global variable: the request's own first. `secret` says that the value goes where secrets may go."""
        given = self.options.variables_override.get(name)
        return given if given is not None else await self.services.variables.get(self.run, name, secret=secret)
