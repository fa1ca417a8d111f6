"""What a run of a flow answers: the wanted nodes in file order, and enough for every dialect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from runyard.engine.graph import FlowGraph, GraphNode
from runyard.engine.options import Entry, RunOptions
from runyard.engine.outcome import Outcome
from runyard.engine.plan import Plan
from runyard_sdk.values import load

FlowResult = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """One output of a record: its value, and what its component said it shows (None when it said nothing)."""

    value: Any
    status: Any


def wanted(graph: FlowGraph, options: RunOptions) -> list[GraphNode]:
    """The nodes whose results the request asks for."""
    nodes = list(graph.nodes.values())
    if options.output_component:
        return [node for node in nodes if node.id == options.output_component]
    if options.outputs:
        return [node for node in nodes if node.id in options.outputs or node.title in options.outputs]
    if options.output_type == "debug":
        return nodes
    ends = [node for node in nodes if node.is_output]
    if options.output_type == "any":
        return ends
    return [node for node in ends if options.output_type in node.id.lower()] or ends


def one_pass(
    plan: Plan, graph: FlowGraph, options: RunOptions, entry: Entry, outcomes: dict[str, Outcome]
) -> dict[str, Any]:
    """The results of one input."""
    shown = {} if entry.value is None else {"input_value": entry.value}
    results = [node_result(node, outcomes[node.id]) for node in wanted(graph, options) if node.id in outcomes]
    ended = [node_result(graph.nodes[name], outcomes[name]) for name in terminal(plan, graph) if name in outcomes]
    return {"inputs": shown, "outputs": results, "ended": ended}


def terminal(plan: Plan, graph: FlowGraph) -> list[str]:
    """Nodes that nothing follows."""
    starts = {edge.source for edge in graph.edges}
    return [name for name in plan.to_run if name not in starts]


def node_result(node: GraphNode, outcome: Outcome) -> dict[str, Any]:
    """One node of a result."""
    return {
        "node": node.id,
        "title": node.title,
        "type": node.type,
        "is_input": node.is_input,
        "is_output": node.is_output,
        "results": outcome.forms,
        "artifacts": outcome.artifacts,
        "messages": list(outcome.messages),
        "logs": outcome.logs,
        "ms": outcome.ms,
        "frozen": outcome.frozen,
        "usage": outcome.usage,
        "idle": list(outcome.idle),
    }


def flow_result(session_id: str, passes: list[dict[str, Any]]) -> FlowResult:
    """The output of the run: the first input's results at the top, every input's in `passes` when there are several."""
    first = passes[0]
    ended = [one["node"] for one in first["ended"]]
    shown = {one["node"] for one in first["outputs"]}
    more = [one for one in first["ended"] if one["node"] not in shown]
    result: FlowResult = {
        "session_id": session_id,
        "inputs": first["inputs"],
        "outputs": first["outputs"],
        "ended": ended,
        "more": more,
    }
    if len(passes) > 1:
        result["passes"] = [{"inputs": one["inputs"], "outputs": one["outputs"]} for one in passes]
    return result


def shown(record: dict[str, Any]) -> dict[str, Shown]:
    """The outputs of a node.finished event or a node's result as values, for dialects that show them in their own forms."""
    forms = record.get("outputs") if "results" not in record else record["results"]
    values = {name: load(form) for name, form in (forms or {}).items()}
    said = record.get("artifacts") or {}
    return {name: Shown(value, _status(said.get(name), values)) for name, value in values.items()}


def _status(said: Any, values: dict[str, Any]) -> Any:
    """A status is kept as the name of the output it is, or in full."""
    if said is None or isinstance(said, str):
        return values.get(said) if said else None
    return load(said)
