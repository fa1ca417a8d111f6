"""A node joined with its component class: what can be worked out once per flow version instead of once per run."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import Any

from runyard.engine.graph import TOOL_OUTPUT, FlowGraph, GraphNode
from runyard.engine.plan import DataEdge
from runyard_sdk import Component, ComponentError, ComponentSpec, FieldSpec, NodeInfo
from runyard_sdk.coerce import unescape
from runyard_sdk.values import plain

SESSION = "session_id"
MASK = "********"


@dataclass(frozen=True, slots=True)
class Variable:
    """A field value that is the name of a global variable."""

    name: str


@dataclass(slots=True)
class Slot:
    """One field of a node: where its value comes from."""

    name: str
    spec: FieldSpec | None
    raw: dict[str, Any]
    secret: bool
    hidden: bool
    edges: tuple[DataEdge, ...] = ()


@dataclass(slots=True)
class Binding:
    """Everything known about a node before a run."""

    node: GraphNode
    cls: type[Component]
    spec: ComponentSpec
    info: NodeInfo
    slots: dict[str, Slot]
    wanted: tuple[str, ...]
    calls: dict[str, tuple[str, bool]]
    fixed: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)
    variables: tuple[Slot, ...] = ()
    fed: tuple[Slot, ...] = ()
    copied: tuple[str, ...] = ()
    session: bool = False
    connected: bool = False
    broken: ComponentError | None = None


def bind(graph: FlowGraph, node: GraphNode, cls: type[Component]) -> Binding:
    """The binding of a node, kept with the graph."""
    key = ("binding", node.id, cls)
    found = graph.cache.get(key)
    if found is None:
        found = graph.cache[key] = _bound(graph, node, cls)
    binding: Binding = found
    return binding


def _bound(graph: FlowGraph, node: GraphNode, cls: type[Component]) -> Binding:
    spec = cls.spec()
    edges: dict[str, list[DataEdge]] = {}
    for edge in graph.edges:
        if edge.target == node.id and edge.loop is None:
            edges.setdefault(edge.field, []).append(DataEdge(edge.source, edge.output, edge.field))
    slots = _slots(node, spec, edges)
    info = NodeInfo(node.id, node.title, node.template, node.type)
    binding = Binding(node, cls, spec, info, slots, _wanted(graph, node, spec), _calls(cls, spec))
    binding.connected = any(edge.source == node.id for edge in graph.edges)
    _settle(binding)
    return binding


def _slots(node: GraphNode, spec: ComponentSpec, edges: dict[str, list[DataEdge]]) -> dict[str, Slot]:
    specs = {one.name: one for one in spec.fields}
    slots: dict[str, Slot] = {}
    for name, raw in node.template.items():
        if isinstance(raw, dict) and name != "code" and raw.get("type") != "code":
            secret = bool(raw.get("password")) or raw.get("_input_type") == "SecretStrInput"
            slots[name] = Slot(name, specs.get(name), raw, secret, raw.get("show") is False, tuple(edges.get(name, ())))
    for name in edges:
        if name not in slots:
            slots[name] = Slot(name, specs.get(name), {}, False, False, tuple(edges[name]))
    return slots


def _wanted(graph: FlowGraph, node: GraphNode, spec: ComponentSpec) -> tuple[str, ...]:
    """Outputs to make: those that edges start at; at the end of a flow the chosen one or all."""
    if node.tool_mode:
        return (TOOL_OUTPUT,)
    connected = {edge.output for edge in graph.edges if edge.source == node.id}
    if connected:
        # A pure node also gives outputs named like the ones that feed it, as the format's own server does.
        near = {edge.output for edge in graph.edges if edge.target == node.id} if spec.cheap else set()
        known = [one.name for one in spec.outputs if one.name in connected | near]
        return (*known, *sorted(connected - set(known)))
    ports = [port for port in node.outputs if not port.hidden and spec.output(port.name)]
    names = [port.name for port in ports] or [one.name for one in spec.outputs]
    if node.selected_output in names:
        return (str(node.selected_output),)
    # Alternatives of an expensive node are not all made when nobody asks for one.
    together = spec.cheap or any(port.grouped for port in ports)
    return tuple(names if together else names[:1])


def _calls(cls: type[Component], spec: ComponentSpec) -> dict[str, tuple[str, bool]]:
    """How to call each output's method, worked out once; a class with its own `produce` keeps it."""
    if cls.produce is not Component.produce or cls.__init__ is not Component.__init__:
        return {}
    return {
        one.name: (one.method, len(inspect.signature(getattr(cls, one.method)).parameters) > 1) for one in spec.outputs
    }


def _settle(binding: Binding) -> None:
    """Read all values that do not depend on a run; one that does not fit is reported when the node runs."""
    values = {one.name: one.coerce(one.initial()) for one in binding.spec.fields}
    variables, fed = [], []
    for slot in binding.slots.values():
        if slot.edges:
            fed.append(slot)
            continue
        if slot.hidden:
            continue
        value = stored(slot.raw)
        if slot.name == SESSION and not value:
            binding.session = True
        if isinstance(value, Variable):
            variables.append(slot)
            binding.shown[slot.name] = MASK if slot.secret else value.name
            continue
        try:
            taken = read(slot, value)
        except ComponentError as wrong:
            binding.broken = binding.broken or wrong
            continue
        except (TypeError, ValueError, AttributeError, KeyError):  # a file may hold anything where a value should be
            unreadable = ComponentError(f'The value of "{slot.name}" cannot be read.', field=slot.name)
            binding.broken = binding.broken or unreadable
            continue
        (values if slot.spec else binding.extra)[slot.name] = taken
        binding.shown[slot.name] = seen(slot, taken)
    binding.fixed = values
    binding.variables, binding.fed = tuple(variables), tuple(fed)
    binding.copied = tuple(name for name, value in values.items() if isinstance(value, list | dict))


def stored(raw: dict[str, Any]) -> Any:
    """The value a template field holds: the path of a file, the name of a variable, or the value itself."""
    if raw.get("type") == "file":
        return raw.get("file_path") or raw.get("value")
    value = raw.get("value")
    if raw.get("load_from_db") and isinstance(value, str) and value:
        return Variable(value)
    return value


def read(slot: Slot, value: Any) -> Any:
    """A value as the component wants it."""
    if slot.spec is not None:
        return slot.spec.coerce(slot.spec.initial() if value is None else value)
    return unescape(value) if isinstance(value, str) else value


def seen(slot: Slot, value: Any) -> Any:
    """A value as records show it; secrets are masked."""
    if slot.secret:
        return MASK if value else value
    return plain(value)
