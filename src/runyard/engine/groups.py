"""Grouped nodes put back in place: the inner nodes stand in the flow, outer edges and values go to the inner fields."""

from __future__ import annotations

from typing import Any

from runyard.engine.errors import GraphError
from runyard.engine.handles import handle

_DEPTH = 20


def expanded(nodes: list[Any], edges: list[Any]) -> tuple[list[dict[str, Any]], list[Any]]:
    """Nodes without notes and groups, and the edges between them."""
    kept = [node for node in nodes if not _is_note(node)]
    dropped = {str(node.get("id")) for node in nodes if isinstance(node, dict) and _is_note(node)}
    wires = [
        edge
        for edge in edges
        if not (isinstance(edge, dict) and {str(edge.get("source")), str(edge.get("target"))} & dropped)
    ]
    for _ in range(_DEPTH):
        group = next((node for node in kept if _inner(node)), None)
        if group is None:
            return kept, wires
        kept, wires = _ungroup(group, kept, wires)
    raise GraphError("Groups are nested too deeply.")


def _is_note(node: Any) -> bool:
    if not isinstance(node, dict) or not isinstance(node.get("data"), dict):
        raise GraphError("Every node of the flow must be an object with data.")
    if not (node.get("id") or node["data"].get("id")):
        raise GraphError("A node of the flow has no id.")
    return node.get("type") == "noteNode" or node["data"].get("type") in ("note", "noteNode")


def _inner(node: dict[str, Any]) -> dict[str, Any] | None:
    shape = node["data"].get("node")
    flow = shape.get("flow") if isinstance(shape, dict) else None
    data = flow.get("data") if isinstance(flow, dict) else None
    return data if isinstance(data, dict) and isinstance(data.get("nodes"), list) else None


def _ungroup(
    group: dict[str, Any], nodes: list[dict[str, Any]], edges: list[Any]
) -> tuple[list[dict[str, Any]], list[Any]]:
    inner = _inner(group) or {}
    own = [node for node in inner["nodes"] if not _is_note(node)]
    own_edges = inner["edges"] if isinstance(inner.get("edges"), list) else []
    filled = _with_values(group["data"]["node"].get("template") or {}, own)
    place = nodes.index(group)
    group_id = str(group.get("id"))
    moved = [_moved(edge, group_id, own, own_edges) if isinstance(edge, dict) else edge for edge in edges]
    return nodes[:place] + filled + nodes[place + 1 :], moved + list(own_edges)


def _with_values(template: dict[str, Any], nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The inner nodes with the values that the group's own form holds; the file's objects stay as they are."""
    values: dict[str, dict[str, dict[str, Any]]] = {}
    for shown in template.values():
        target = shown.get("proxy") if isinstance(shown, dict) else None
        if isinstance(target, dict) and target.get("id"):
            values.setdefault(str(target["id"]), {})[str(target.get("field"))] = shown
    return [_filled(node, values[str(node.get("id"))]) if str(node.get("id")) in values else node for node in nodes]


def _filled(node: dict[str, Any], shown: dict[str, dict[str, Any]]) -> dict[str, Any]:
    shape = node["data"].get("node") or {}
    template = dict(shape.get("template") or {})
    for name, given in shown.items():
        if isinstance(template.get(name), dict):
            taken = {key: given[key] for key in ("value", "file_path", "load_from_db", "show") if key in given}
            template[name] = template[name] | taken
    return node | {"data": node["data"] | {"node": shape | {"template": template}}}


def _moved(edge: dict[str, Any], group: str, nodes: list[dict[str, Any]], edges: list[Any]) -> dict[str, Any]:
    if edge.get("source") == group:
        edge = _from_inside(edge, nodes, edges)
    if edge.get("target") == group:
        edge = _to_inside(edge)
    return edge


def _from_inside(edge: dict[str, Any], nodes: list[dict[str, Any]], edges: list[Any]) -> dict[str, Any]:
    found = handle(edge, "sourceHandle")
    inner = found.get("proxy") if isinstance(found.get("proxy"), dict) else None
    source = str(inner["id"]) if inner and inner.get("id") else _last(nodes, edges)
    name = inner.get("name") if inner and inner.get("name") else str(found.get("name") or "").removeprefix(f"{source}_")
    moved = {key: value for key, value in found.items() if key != "proxy"} | {"id": source, "name": name}
    return edge | {"source": source, "data": {**(edge.get("data") or {}), "sourceHandle": moved}}


def _last(nodes: list[dict[str, Any]], edges: list[Any]) -> str:
    starts = {str(edge.get("source")) for edge in edges if isinstance(edge, dict)}
    ends = [str(node.get("id")) for node in nodes if str(node.get("id")) not in starts]
    if not ends:
        raise GraphError("A group of the flow has no last node to take its output from.")
    return ends[0]


def _to_inside(edge: dict[str, Any]) -> dict[str, Any]:
    found = handle(edge, "targetHandle")
    inner = found.get("proxy")
    if not isinstance(inner, dict) or not inner.get("id"):
        raise GraphError("An edge ends at a group without saying which inner field it means.")
    moved = {key: value for key, value in found.items() if key != "proxy"}
    moved |= {"id": inner["id"], "fieldName": inner.get("field")}
    if isinstance(inner.get("proxy"), dict):
        moved["proxy"] = inner["proxy"]
    return edge | {"target": str(inner["id"]), "data": {**(edge.get("data") or {}), "targetHandle": moved}}
