"""A flow file as a graph: nodes, edges, groups expanded, notes left out. Nothing in a file is ever executed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from runyard.engine.errors import GraphError
from runyard.engine.groups import expanded
from runyard.engine.handles import SourceEnd, TargetEnd, fits, handle, names, source_end, target_end

CHAT_INPUT = "ChatInput"
WEBHOOK = "Webhook"
INPUT_TYPES = frozenset({CHAT_INPUT, "TextInput", WEBHOOK})
OUTPUT_TYPES = frozenset({"ChatOutput", "TextOutput", "DataOutput"})
TOOL_OUTPUT = "component_as_tool"


@dataclass(frozen=True, slots=True)
class Port:
    """One output of a node as the file declares it."""

    name: str
    types: tuple[str, ...]
    method: str = ""
    allows_loop: bool = False
    grouped: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class GraphNode:
    """One node. `template` belongs to the file and is never changed."""

    id: str
    type: str
    title: str
    template: dict[str, Any]
    outputs: tuple[Port, ...]
    selected_output: str | None = None
    frozen: bool = False
    tool_mode: bool = False
    class_name: str = ""
    icon: str | None = None
    description: str = ""

    @property
    def is_input(self) -> bool:
        """Whether the request's input may go into this node."""
        return self.type in INPUT_TYPES

    @property
    def is_output(self) -> bool:
        """Whether this node's results are the answer of a run."""
        return self.type in OUTPUT_TYPES

    def field(self, name: str) -> dict[str, Any] | None:
        """A template field by name."""
        found = self.template.get(name)
        return found if isinstance(found, dict) else None


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """One wire; `loop` names the output of the target that it closes, then `field` is empty."""

    source: str
    output: str
    target: str
    field: str
    loop: str | None = None


@dataclass(frozen=True, eq=False)
class FlowGraph:
    """A parsed flow. Immutable, so it may be kept per flow version and shared by all runs."""

    nodes: dict[str, GraphNode]
    edges: tuple[GraphEdge, ...]
    cache: dict[Any, Any] = field(default_factory=dict, repr=False)  # compiled plans, filled by plan.py

    @classmethod
    def parse(cls, data: Any) -> FlowGraph:
        """Read the `data` of a flow file; GraphError says in a sentence what is wrong."""
        raw_nodes, raw_edges = expanded(*_lists(data))
        nodes: dict[str, GraphNode] = {}
        for raw in raw_nodes:
            node = _node(raw)
            if node.id in nodes:
                raise GraphError(f"Two nodes of the flow have the id {node.id}; give each its own.")
            nodes[node.id] = node
        return cls(nodes, tuple(edge for edge in (_edge(raw, nodes) for raw in raw_edges) if edge))

    def of_type(self, kind: str) -> list[GraphNode]:
        """All nodes of a component type, in file order."""
        return [node for node in self.nodes.values() if node.type == kind]


def _lists(data: Any) -> tuple[list[Any], list[Any]]:
    if not isinstance(data, dict):
        raise GraphError("The flow has no data; it needs an object with nodes and edges.")
    nodes, edges = data.get("nodes"), data.get("edges")
    if not isinstance(nodes, list) or not isinstance(edges, list):
        raise GraphError("The flow's data needs a list of nodes and a list of edges.")
    return nodes, edges


def _node(raw: dict[str, Any]) -> GraphNode:
    data = raw["data"]
    inner = data.get("node") if isinstance(data.get("node"), dict) else {}
    kind = str(data.get("type") or "")
    template = inner.get("template")
    metadata = inner.get("metadata")
    module = metadata.get("module") if isinstance(metadata, dict) else None
    return GraphNode(
        str(raw.get("id") or data.get("id")),
        kind,
        str(inner.get("display_name") or kind),
        template if isinstance(template, dict) else {},
        tuple(_ports(inner.get("outputs"))),
        data.get("selected_output") or None,
        bool(inner.get("frozen")),
        bool(inner.get("tool_mode")),
        str(module or "").rpartition(".")[2],
        inner.get("icon"),
        str(inner.get("description") or ""),
    )


def _ports(outputs: Any) -> list[Port]:
    if not isinstance(outputs, list):
        return []
    return [
        Port(
            str(one.get("name") or ""),
            names(one.get("types")),
            str(one.get("method") or ""),
            bool(one.get("allows_loop")),
            bool(one.get("group_outputs")),
            bool(one.get("hidden")),
        )
        for one in outputs
        if isinstance(one, dict)
    ]


def _edge(raw: Any, nodes: dict[str, GraphNode]) -> GraphEdge | None:
    if not isinstance(raw, dict):
        raise GraphError("Every edge of the flow must be an object with source and target.")
    source, target = nodes.get(str(raw.get("source"))), nodes.get(str(raw.get("target")))
    if source is None or target is None:
        missing = raw.get("source") if source is None else raw.get("target")
        raise GraphError(f"An edge of the flow ends at {missing}, and there is no such node; remove the edge.")
    start, end = source_end(handle(raw, "sourceHandle")), target_end(handle(raw, "targetHandle"))
    start = _known(start, source)
    if (end.field is None and end.loop is None) or not start.output or not fits(start, _typed(end, target)):
        raise GraphError(f"Edge between {source.title} and {target.title} has invalid handles")
    return GraphEdge(source.id, start.output, target.id, end.field or "", end.loop)


def _known(start: SourceEnd, source: GraphNode) -> SourceEnd:
    """Older handles name no output or no types; the only output, or the output of that name, says them."""
    if start.output and start.types:
        return start
    port = next((one for one in source.outputs if one.name == start.output), None)
    if port is None and not start.output and len(source.outputs) == 1:
        port = source.outputs[0]
    return start if port is None else SourceEnd(port.name, start.types or port.types)


def _typed(end: TargetEnd, target: GraphNode) -> TargetEnd:
    """A handle without types takes those of the field it ends at."""
    if end.types or end.field is None:
        return end
    found = target.field(end.field)
    if found is None:
        return end
    return TargetEnd(end.field, names(found.get("input_types")), end.kind or str(found.get("type") or ""), end.loop)
