"""How an example is written down, and how it becomes a flow file made of the installed components' own templates."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from runyard_sdk import Component
from runyard_sdk.schema import tool_rows
from runyard_sdk.template import prompt_variable, tool_node

_END = re.compile(r"(\w+)\.(\w+) > (\w+)\.(\w+)")
_WIDTH, _HEIGHT = 320, 220

Find = Callable[[str], type[Component] | None]


@dataclass(frozen=True)
class Box:
    """One node: its component, where it stands, and the values that differ from the defaults."""

    kind: str
    at: tuple[int, int]
    values: dict[str, Any] = field(default_factory=dict)
    output: str | None = None
    variables: tuple[str, ...] = ()
    tool: bool = False


@dataclass(frozen=True)
class Sketch:
    """One example: boxes by short name, edges as "box.output > box.field", and a note for the reader."""

    name: str
    description: str
    boxes: dict[str, Box]
    edges: tuple[str, ...]
    note: str
    tags: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The stable key of the example."""
        return re.sub(r"[^a-z0-9]+", "_", self.name.lower()).strip("_")


def graph(sketch: Sketch, find: Find) -> dict[str, Any] | None:
    """The graph of a sketch, or None when a component it needs is not installed."""
    nodes = {}
    for key, box in sketch.boxes.items():
        component = find(box.kind)
        if component is None:
            return None
        nodes[key] = _node(_id(sketch, box.kind, key), box, _template(component, box))
    edges = [_edge(edge, nodes) for edge in sketch.edges]
    placed = [*nodes.values(), _note(sketch)]
    return {"nodes": placed, "edges": edges, "viewport": {"x": 0, "y": 0, "zoom": 0.8}}


def _node(node_id: str, box: Box, component: dict[str, Any]) -> dict[str, Any]:
    template = component["template"]
    for name in box.variables:
        template[name] = prompt_variable(name)
    if box.variables:
        component["custom_fields"] = {"template": list(box.variables)}
    for name, value in box.values.items():
        template[name]["value"] = value
    data: dict[str, Any] = {"id": node_id, "type": box.kind, "node": component, "showNode": True}
    if box.output:
        data["selected_output"] = box.output
    return _placed(node_id, "genericNode", box.at, data)


def _template(component: type[Component], box: Box) -> dict[str, Any]:
    template = component.template()
    return tool_node(template, tool_rows(component.spec())) if box.tool else template


def _id(sketch: Sketch, kind: str, key: str) -> str:
    mark = hashlib.sha256(f"{sketch.slug}.{key}".encode()).hexdigest()[:5]
    return f"{kind.replace(' ', '')}-{mark}"


def _placed(node_id: str, kind: str, at: tuple[int, int], data: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": node_id,
        "type": kind,
        "position": {"x": at[0], "y": at[1]},
        "data": data,
        "measured": {"width": _WIDTH, "height": _HEIGHT},
    }


def _note(sketch: Sketch) -> dict[str, Any]:
    node_id = _id(sketch, "note", "note")
    node = {
        "description": sketch.note,
        "display_name": "",
        "documentation": "",
        "template": {"backgroundColor": "amber"},
    }
    return _placed(node_id, "noteNode", (0, -320), {"id": node_id, "type": "note", "node": node})


def _edge(text: str, nodes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    ends = _END.fullmatch(text)
    assert ends, text
    source, target = nodes[ends[1]]["data"], nodes[ends[3]]["data"]
    out = {"dataType": source["type"], "id": source["id"], "name": ends[2]} | _types(source, ends[2])
    into = _target(target, ends[4])
    texts = [json.dumps(h, separators=(",", ":"), ensure_ascii=False).replace('"', "\u0153") for h in (out, into)]
    return {
        "id": f"xy-edge__{source['id']}{texts[0]}-{target['id']}{texts[1]}",
        "source": source["id"],
        "target": target["id"],
        "sourceHandle": texts[0],
        "targetHandle": texts[1],
        "data": {"sourceHandle": out, "targetHandle": into},
        "animated": False,
        "className": "",
    }


def _target(target: dict[str, Any], name: str) -> dict[str, Any]:
    field_ = target["node"]["template"].get(name)
    if field_ is None:  # an edge that closes a loop ends at an output
        loop = _types(target, name)["output_types"] + (_output(target, name).get("loop_types") or [])
        return {"dataType": target["type"], "id": target["id"], "name": name, "output_types": loop}
    accepted = field_.get("input_types") or []
    return {"fieldName": name, "id": target["id"], "inputTypes": accepted, "type": field_["type"]}


def _types(node: dict[str, Any], name: str) -> dict[str, list[str]]:
    return {"output_types": list(_output(node, name)["types"])}


def _output(node: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in node["node"]["outputs"] if one["name"] == name)
    return found
