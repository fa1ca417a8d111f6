"""What one run of a flow is asked to do; it is the run's input in the journal, so it travels as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from runyard.engine.errors import InputClash
from runyard.engine.graph import CHAT_INPUT, FlowGraph, GraphNode
from runyard.kit.errors import Invalid

Kind = Literal["chat", "text", "any", "debug"]
KINDS = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Entry:
    """One input of a run: the value, where it goes."""

    value: str | None = None
    type: str = "chat"
    components: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunOptions:
    """Input, output, changes and scope of a run."""

    input_value: str | None = None
    input_type: str = "chat"
    output_type: str = "chat"
    output_component: str = ""
    outputs: tuple[str, ...] = ()  # ids or titles of the wanted nodes
    inputs: tuple[Entry, ...] = ()  # several: the flow runs once for each
    tweaks: dict[str, Any] = field(default_factory=dict)
    session_id: str | None = None
    start_component_id: str | None = None
    stop_component_id: str | None = None
    variables_override: dict[str, str] = field(default_factory=dict)
    data: dict[str, Any] | None = None  # another graph than the stored one, for this run only
    files: tuple[str, ...] = ()
    webhook: str | None = None  # the raw body for the Webhook nodes
    frozen: dict[str, Any] = field(default_factory=dict)  # node id -> what it gave the last time
    mode: Literal["run", "build"] = "run"
    stream: bool = False
    depth: int = 0
    extra: dict[str, Any] = field(default_factory=dict)  # for the room that starts the run

    def entries(self) -> tuple[Entry, ...]:
        """The inputs, at least one."""
        return self.inputs or (Entry(self.input_value, self.input_type),)

    def to_json(self) -> dict[str, Any]:
        """The options as the input of a run; what has its default is left out."""
        shown = {name: value for name, value in vars(self).items() if value != _DEFAULTS[name]}
        if self.inputs:
            shown["inputs"] = [asdict(entry) for entry in self.inputs]
        return shown

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> RunOptions:
        """Options out of the input of a run; keys of other rooms are ignored."""
        known = {name: value for name, value in data.items() if name in _DEFAULTS}
        for name in ("outputs", "files"):
            if name in known:
                known[name] = tuple(known[name] or ())
        if "inputs" in known:
            known["inputs"] = tuple(_entry(one) for one in known["inputs"] or ())
        return cls(**known)


_DEFAULTS: dict[str, Any] = asdict(RunOptions())


def _entry(given: Any) -> Entry:
    if isinstance(given, Entry):
        return given
    return Entry(given.get("value"), given.get("type") or "chat", tuple(given.get("components") or ()))


def check(graph: FlowGraph, options: RunOptions) -> None:
    """Refuse options that contradict each other or the graph, before a run is accepted."""
    for name in ("start_component_id", "stop_component_id"):
        wanted = getattr(options, name)
        if wanted and wanted not in graph.nodes:
            raise Invalid(f"{name}: the flow has no component {wanted}.")
    if options.input_value is None or options.input_type not in ("chat", "any"):
        return
    for node in graph.of_type(CHAT_INPUT):
        if "input_value" in named_tweaks(node, options.tweaks):
            raise InputClash


def named_tweaks(node: GraphNode, tweaks: dict[str, Any]) -> dict[str, Any]:
    """Tweaks that name this node: by its type, its title or its id, the id winning."""
    found: dict[str, Any] = {}
    for name in (node.type, node.title, node.id):
        given = tweaks.get(name)
        if isinstance(given, dict):
            found.update(given)
    return found


def tweaks_of(node: GraphNode, tweaks: dict[str, Any]) -> dict[str, Any]:
    """All field changes for a node: bare field names of the request first, then those that name the node."""
    if not tweaks:
        return tweaks
    bare = {
        name: value for name, value in tweaks.items() if not isinstance(value, dict) and node.field(name) is not None
    }
    named = named_tweaks(node, tweaks)
    return {name: value for name, value in (bare | named).items() if name != "code" and node.field(name) is not None}


def input_fields(node: GraphNode, entry: Entry, options: RunOptions) -> dict[str, Any]:
    """What the request's input puts into a node."""
    if not node.is_input:
        return {}
    fields: dict[str, Any] = {}
    if options.webhook is not None and node.type == "Webhook":
        fields["data"] = options.webhook
    if node.type == CHAT_INPUT and options.files:
        fields["files"] = list(options.files)
    if entry.value is not None and _meant(node, entry) and node.field("input_value") is not None:
        fields["input_value"] = entry.value
    return fields


def _meant(node: GraphNode, entry: Entry) -> bool:
    if entry.components and not {node.id, node.title} & set(entry.components):
        return False
    return entry.type == "any" or entry.type in node.id.lower() or entry.type in node.type.lower()
